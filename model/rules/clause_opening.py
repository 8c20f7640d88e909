"""How a clause opens: what stands before it, and whether it begins with an imperative.

"By 3 May, Kwame will…" and "Toileting: Leila will…" have a lead; "Reduce complaints" opens with its verb, "Report to be
written", "Mark to ring" and "Support worker to ring" with a noun or a name that could be one.
"""

import re
from datetime import date, timedelta

from model.criteria import Span
from model.rules.calendar import expressions
from model.rules.lexicon import NAMES_THAT_ARE_WORDS, is_base_verb, is_common_noun
from model.rules.local_words import NO_LOCAL_WORDS, LocalWords
from model.rules.people import KIN, PEOPLE, Actor, actor_of
from model.rules.vocabulary import words_of

_LABEL = re.compile(
    r"(?:\s*(?:[-*•·▪–—>☐]+|\(?[0-9a-z]{1,3}[.)]|[A-Z]{1,4}\d{1,2}[.):]?)\s+)?"
    r"(?:[^\W\d_][\w /&'’()-]{0,40}?\s*(?::|\s[–—-]{1,2}\s)\s*)?"
)
_TIME_LEAD = re.compile(
    r"(?i)\s*(?:(?:by|before|within|from|over|in|on|at|during|until|till|til|up to|between|for|after|throughout|starting|"
    r"beginning|each|every|when|whenever|if|as|with|following|instead of|so that|to help|next|this|going forward)\b(?:(?!\b(?:will|must|to be)\b|['’]ll\b)[^,:;]){0,90}?[,;]\s+"
    r"|(?:by|over|within|before|until)\s(?:the\s)?(?:end of\s)?(?:next |this |the next )?"
    r"(?:\w+\s){0,3}?(?:week|weeks|month|months|term|review|year|days|terms|meeting|sessions)\s(?=(?:[A-Z][\w'’-]* ){1,3}(?:will|to)\b|[iI] |we |[A-Za-z]+ will ))"
)
_MONTH_AND_DAY = re.compile(
    r"(?i)\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s\d{1,2}(?:st|nd|rd|th)?,\s+$"
)
_YEAR = re.compile(r"20\d\d(?:,\s+|\s+(?=[A-Z]))")
"""The year of "By March 1, 2027, Kwame will…", which the first comma parts from its day."""
_NOUN_VERBS = words_of("noun_verbs")
_NOUN_OPENING = re.compile(
    r"(?i)\w+\s(?:[\w'’/-]+\s){0,5}?(?:(?:to|will|must|should|is|are) be|(?:to|will) (?:improve|increase|reduce|decrease|"
    r"stop|continue|rise|fall|drop|start|remain))\b|\w+(?:\s\w+)?[.]?$"
)
_ADJECTIVES = frozenset(
    ["better", "dry", "calm", "quiet", "slow", "open", "own", "further", "even", "level", "clean", "complete", "safe", "warm",
     "clear", "lower"]
)  # fmt: skip
_DETERMINERS = frozenset(
    ["the", "a", "an", "his", "her", "their", "my", "our", "all", "both", "each", "every", "one", "two", "three", "four", "five",
     "this", "that", "it"]
)  # fmt: skip


def lead_end(text: str) -> int:
    """Return where the clause begins in `text`, after a label ("Goal 2:") and a time ("By 3 May,"); 0 where it has neither."""
    label = _LABEL.match(text)
    start = label.end() if label and label.end() < len(text) and not _is_time(text, label.end()) else 0
    time = _TIME_LEAD.match(text, start)
    if time and time.end() < len(text):
        year = _YEAR.match(text, time.end()) if _MONTH_AND_DAY.search(time.group()) else None
        return year.end() if year else time.end()
    return _calendar_end(text, start)


def _calendar_end(text: str, start: int) -> int:
    """Return where a date that opens the clause ends: "By 3 May Kwame will…"; `start` where there is none."""
    opening = re.match(
        r"(?i)\s*(?:by|on|in|over|within|during|before|from|until|till|til|up to|through|throughout|between|this side of|next|this)\s",
        text[start:],
    )
    if opening is None:
        return start
    for when in expressions(text[start:], date.max - timedelta(days=4000)):
        if when.span.start <= opening.end() and start + when.span.end < len(text.rstrip()):
            gap = re.match(r"[\s,]+", text[start + when.span.end :])
            return start + when.span.end + (gap.end() if gap else 0)
    return start


def _is_time(text: str, end: int) -> bool:
    return text[:end].rstrip()[-2:-1].isdigit() and text[end : end + 1].isdigit()


def opens_with_verb(text: str, spans: list[Span], local: LocalWords = NO_LOCAL_WORDS) -> bool:
    """Say whether the clause opens with an imperative: a base verb that is no name and no part of a job title.

    `spans` are the words of the clause, at least one.
    """
    word = spans[0].of(text)
    low = word.lower()
    if low in ("to", "will") and (
        len(spans) < 2 or not (word[0].isupper() and spans[1].of(text).lower() in ("to", "will"))
    ):
        return False
    if not is_base_verb(word) or low in PEOPLE or low in ("will", "may", "can", "must", "shall", "team", "staff"):
        return False
    following = spans[1].of(text) if len(spans) > 1 else ""
    if (low in NAMES_THAT_ARE_WORDS or local.is_name(word)) and following.lower() in (
        "",
        "to",
        "will",
        "and",
        "is",
        "has",
        "needs",
    ):
        return False
    if _names_actor(text, spans, local):
        return False
    if low in _ADJECTIVES and following.lower() not in _DETERMINERS:
        return False
    if low in _NOUN_VERBS and following:
        return not _is_compound(text, spans)
    return following.lower() not in ("will", "to", "is", "are", "has", "must", "should")


def _is_compound(text: str, spans: list[Span]) -> bool:
    """Say whether a noun-or-verb opens a noun: "Support worker to…", "Report to be…", "Contact with Dad to be…"."""
    low = spans[1].of(text).lower()
    if low in ("to", "will", "is", "are", "has", "plan", "plans"):
        return True
    if (low in PEOPLE and low not in KIN) or low in ("team", "group", "service", "desk"):
        return spans[1].of(text).islower()
    return _NOUN_OPENING.match(text, spans[0].start) is not None


def _names_actor(text: str, spans: list[Span], local: LocalWords) -> bool:
    """Say whether a noun that could be a verb opens somebody's name: "Wee Finlay will…", "Grace (4) and Papa will…"."""
    promise = re.search(r"(?:['’]ll|\b(?:will|must|shall))\b", text[spans[0].start :])
    if promise is None or not is_common_noun(spans[0].of(text)):
        return False
    before = text[spans[0].start : spans[0].start + promise.start()]
    return len(before.split()) <= 7 and actor_of(before, local=local) in (
        Actor.PERSON,
        Actor.ROLE,
        Actor.TEAM,
        Actor.AGENCY,
    )
