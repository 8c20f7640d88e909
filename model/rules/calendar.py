"""Days and periods in a statement, and which of them bound the work.

LIAP, "Time bound": "in 2 weeks", "by end December". An expression counts when the day by which, or the period in
which, something is to be done can be found on a calendar; a frequency ("daily"), the length of a thing ("a 2-week
ban") and an event without a date ("at the next review") do not.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from model.criteria import Span
from model.rules.day_resolution import KINDS, Resolve, day_after
from model.rules.day_words import LENGTH
from model.rules.phrases import quoted


@dataclass(frozen=True, slots=True)
class When:
    """A calendar expression: its words, the last day it covers (None when only a calendar at hand can tell), its start.

    `opens` marks an expression that says only when something starts ("from 1 May").
    """

    span: Span
    day: date | None
    opens: bool = False


@lru_cache(maxsize=1024)
def expressions(text: str, as_of: date) -> tuple[When, ...]:
    """Return every day or period in `text` that a calendar can show, in text order.

    Of two that overlap, the one of the earlier kind (`KINDS`) stays. Names ("May will call"), quoted titles and money
    or scores are left alone. A date without a year is the next one on or after `as_of`.
    """
    inside = quoted(text)
    found: list[When] = []
    for pattern, resolve in KINDS:
        for match in pattern.finditer(text):
            span = _trim(text, Span(match.start(), match.end()))
            if any(span.overlaps(q) for q in inside) or any(span.overlaps(w.span) for w in found):
                continue
            if _is_no_day(text, match):
                continue
            found.append(When(span, _day(resolve, match, as_of), _only_opens(text, span)))
    return tuple(sorted(found, key=lambda w: w.span))


def _day(resolve: Resolve, match: re.Match[str], as_of: date) -> date | None:
    """Return the day that a match resolves to; None for one that no calendar has ("in 999999 weeks")."""
    try:
        return resolve(match, as_of)
    except (OverflowError, ValueError):
        return None


def deadlines(text: str, as_of: date) -> list[When]:
    """Return the expressions that bound the work: those that end it, or a start to which a length is given.

    "From 1 May, weekly" has no end; "a 6-week group beginning on 1 July" has.
    """
    found = [w for w in expressions(text, as_of) if not _is_background(text, w.span)]
    ending = [w for w in found if not w.opens]
    if ending or not found:
        return ending
    length = LENGTH.search(text)
    if length is None:
        return []
    day = found[0].day
    return [
        When(
            found[0].span, None if day is None else day_after(day, length["n"] or "1", length["unit"] or length["only"])
        )
    ]


def _trim(text: str, span: Span) -> Span:
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip()), span.start + len(words.rstrip(" ,")))


def _is_no_day(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    return _is_rating(before, match.group(0), after) or bool(
        re.match(
            r"['’]s\b|s?['’]?\s+(?:team|group|course|club|class|strategy|plan|policy|report)\b|\s*%|-(?:to|and|week|day|month|year)\b",
            after,
        )
        or re.search(
            r"[£$€#]\s*$|(?i:\b(?:room|ward|year|class|unit|page|aged?|grade|level|vision|agenda|strategy|plan))\s+$",
            before,
        )
    )


def _is_rating(before: str, words: str, after: str) -> bool:
    """Say whether "7/10" rates something: "Dad 7/10 confident", "confidence: Dad 7/10", "pain down from 7/10 to 5/10"."""
    if not re.search(r"(?<![\d/])\d{1,2}/(?:10|5|20)$", words) or re.match(
        r"(?i)(?:by|on|before|until|till?|due|w/c)\b", words
    ):
        return False
    return bool(
        re.match(
            r"(?i)[\s,;:)]*(?:confident|confidence|sure|certain|convinced|likely|happy|ready|on (?:the|a) scale)\b",
            after,
        )
        or re.search(r"(?i)\b(?:confiden\w+|sure|certain|scale|scor\w+|rat(?:es?|ed|ings?))\b[^.;]{0,24}$", before)
        or re.search(r"(?i)\b(?:down|up) from \d{1,2}/(?:10|5|20)\s*$", before)
        or (re.search(r"(?i)\b(?:down|up)\s+$", before) and re.match(r"(?i)\s*to \d{1,2}/", after))
    )


def _is_background(text: str, span: Span) -> bool:
    """Say whether the expression dates something already done: "since March", "(dated 3 May 2026)", "down from 4 in June"."""
    return bool(
        re.match(r"(?i)since\b", span.of(text))
        or re.search(
            r"\b(?:since|dated|last|in the past|born|dob:?|as at|as of|compared (?:with|to)|than in|(?<!later )than|agreed(?: on)?|measured(?: on)?|down from \S+(?: \w+)? in|up from \S+(?: \w+)? in|baseline(?: of)?:?|were?|was)\s+(?:the\s)?$|\b(?:down|up) from \S+(?:\s[a-z]+)?\s+$",
            text[: span.start],
            re.IGNORECASE,
        )
    )


def _only_opens(text: str, span: Span) -> bool:
    words = span.of(text)
    opens = re.match(r"(?i)(?:from|starting|beginning|after|commencing|start)\b", words) or re.search(
        r"(?i)\b(?:from|starting|beginning|commencing|start|starts|begin|begins)(?: on| in| from)?\s*$",
        text[: span.start],
    )
    if not opens or re.match(r"(?i)from\b.*\b(?:to|until|till|through|–|-)\b", words):
        return False
    return not re.match(r"(?i)\s*(?:to|until|till|through|–|-)\s", text[span.end :])


def before(day: date | None, as_of: date) -> bool:
    """Say whether a resolved day has gone by."""
    return day is not None and day < as_of
