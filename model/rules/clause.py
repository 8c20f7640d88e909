"""How a statement is built: who, the word that promises, the verb, and the rest.

A small reader of the shapes that objectives come in (the annotation guide's "What makes a good corpus"): "Mum will…",
"Mum to…", "Will…", "Reduce…", "Report to be written by Ana", "Sana rings…", "Better bedtimes". It reads the first
clause; a statement that fits no shape is a fragment.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from model.criteria import Span
from model.rules.calendar import expressions
from model.rules.lexicon import NAMES_THAT_ARE_WORDS, is_base_verb, is_common_noun, is_form, is_known, lemma
from model.rules.people import KIN, PEOPLE, Actor, actor_of, is_name
from model.rules.phrases import quoted, words
from model.rules.vocabulary import words_of


class Shape(StrEnum):
    """The build of a statement's first clause."""

    ACTIVE = "active"
    IMPERATIVE = "imperative"
    PASSIVE = "passive"
    FRAGMENT = "fragment"


@dataclass(frozen=True, slots=True)
class Clause:
    """The first clause of a statement; every span points into the statement's text.

    `lead` is what stands before the clause ("By 3 May,", "Toileting:"). `promise` is "will", "to", "is going to".
    `verb` is the main verb and `lemma` its dictionary form. `rest` is everything after the verb. `agent` is the
    "by Ms Okafor" of a passive.
    """

    shape: Shape
    lead: Span
    subject: Span | None
    actor: Actor
    promise: Span | None
    verb: Span | None
    lemma: str | None
    rest: Span
    agent: Span | None = None
    negated: bool = False


_PROMISE = re.compile(
    r"(?i)(?<![\w'’-])(?:will(?: now| also| then)?(?: have to| need to| be able to| try (?:to|and)| aim to| continue to|"
    r" start to| begin to| work to(?:wards)?| seek to)?|shall|must|should|ought to|won['’]t|will not|"
    r"(?:am|is|are|['’]m|['’]re|['’]s)(?: not)? (?:going|gonna|gonny|due|expected|meant|supposed|hoping|planning) to(?: try (?:to|and))?|"
    r"(?:is|are|am|not)(?: not| never)? to(?: not)?(?: be able to)?|"
    r"gonna|gonny|gna|tae|(?:['’]m|['’]s|is|am|are) (?:gonna|gonny|gaun tae)|(?:needs?|has|have|wants?|hopes?|aims?|agrees?|agreed|plans?|intends?|wishes|tries|would like|['’]d like|promises?) to"
    r"(?: be able to| try (?:to|and))?|can|to(?: be able to| continue to| start to| try (?:to|and))?)(?![\w'’-])"
)
_TO = re.compile(r"(?<![\w'’-])to(?![\w'’-])")
_CONTRACTED = re.compile(r"(?i)(?<=\w)['’]ll(?: not)?(?: try (?:to|and))?(?![\w])")
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
_ADVERBS = frozenset(
    [
        "also",
        "always",
        "never",
        "not",
        "then",
        "now",
        "just",
        "only",
        "still",
        "actively",
        "regularly",
        "consistently",
        "independently",
        "successfully",
        "fully",
        "correctly",
        "both",
        "all",
        "each",
        "jointly",
        "personally",
        "immediately",
        "directly",
        "verbally",
        "quickly",
        "safely",
        "continue",
        "be",
        "try",
        "start",
        "please",
        "kindly",
        "again",
        "gradually",
        "at",
        "least",
    ]
) - {"be", "at", "least", "try", "start", "continue"}
_NOUN_VERBS = words_of("noun_verbs")
_NOUN_OPENING = re.compile(
    r"(?i)\w+\s(?:[\w'’/-]+\s){0,5}?(?:(?:to|will|must|should|is|are) be|(?:to|will) (?:improve|increase|reduce|decrease|"
    r"stop|continue|rise|fall|drop|start|remain))\b|\w+(?:\s\w+)?[.]?$"
)
_ADJECTIVES = frozenset(
    [
        "better",
        "dry",
        "calm",
        "quiet",
        "slow",
        "open",
        "own",
        "further",
        "even",
        "level",
        "clean",
        "complete",
        "safe",
        "warm",
        "clear",
        "lower",
    ]
)
_DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "his",
        "her",
        "their",
        "my",
        "our",
        "all",
        "both",
        "each",
        "every",
        "one",
        "two",
        "three",
        "four",
        "five",
        "this",
        "that",
        "it",
    ]
)
LONG_SUBJECT = 6
"""A subject of more words than this is more likely a clause of its own, in the present tense."""
_BE = frozenset(["be", "been", "being", "get", "is", "are", "was", "were"])
_NOT = re.compile(r"(?i)\b(not|won['’]t|never|no longer|don['’]t|doesn['’]t)\b")


def parse(text: str) -> Clause:
    """Return the first clause of `text`."""
    start = _lead_end(text)
    lead = Span(0, start)
    spans = [s for s in words(text) if s.start >= start]
    if not spans:
        return Clause(Shape.FRAGMENT, lead, None, Actor.NOBODY, None, None, None, Span(start, len(text)))
    inside = quoted(text)
    if _opens_with_verb(text, spans):
        return _imperative(text, lead, spans)
    promise = _promise(text, start, inside)
    if promise is not None and len(text[start : promise.start].split()) > LONG_SUBJECT:
        present = _present(text, lead, spans)
        if present is not None:
            return present
    if promise is not None:
        found = _promised(text, lead, spans, promise)
        if found is not None:
            return found
    return _present(text, lead, spans) or _fragment(text, lead, spans)


def _lead_end(text: str) -> int:
    label = _LABEL.match(text)
    start = label.end() if label and label.end() < len(text) and not _is_time(text, label.end()) else 0
    time = _TIME_LEAD.match(text, start)
    return time.end() if time and time.end() < len(text) else _calendar_end(text, start)


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


def _opens_with_verb(text: str, spans: list[Span]) -> bool:
    """Say whether the clause opens with an imperative: a base verb that is no name and no part of a job title."""
    word = spans[0].of(text)
    low = word.lower()
    if low in ("to", "will") and (
        len(spans) < 2 or not (word[0].isupper() and spans[1].of(text).lower() in ("to", "will"))
    ):
        return False
    if not is_base_verb(word) or low in PEOPLE or low in ("will", "may", "can", "must", "shall", "team", "staff"):
        return False
    following = spans[1].of(text) if len(spans) > 1 else ""
    if low in NAMES_THAT_ARE_WORDS and following.lower() in ("", "to", "will", "and", "is", "has", "needs"):
        return False
    if _names_actor(text, spans):
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


def _names_actor(text: str, spans: list[Span]) -> bool:
    """Say whether a noun that could be a verb opens somebody's name: "Wee Finlay will…", "Grace (4) and Papa will…"."""
    promise = re.search(r"(?:['’]ll|\b(?:will|must|shall))\b", text[spans[0].start :])
    if promise is None or not is_common_noun(spans[0].of(text)):
        return False
    before = text[spans[0].start : spans[0].start + promise.start()]
    return len(before.split()) <= 7 and actor_of(before) in (Actor.PERSON, Actor.ROLE, Actor.TEAM, Actor.AGENCY)


def _promise(text: str, start: int, inside: tuple[Span, ...]) -> Span | None:
    found = [
        Span(m.start(), m.end())
        for pattern in (_PROMISE, _CONTRACTED, _TO)
        for m in pattern.finditer(text, start)
        if not any(Span(m.start(), m.end()).overlaps(q) for q in inside) and _promises(text, start, m)
    ]
    return min(found, default=None)


def _promises(text: str, start: int, match: re.Match[str]) -> bool:
    """Say whether a matched "will" or "to" governs a verb: not the name Will, not "from 6 to 4", not "to school"."""
    word = match.group(0)
    before = text[start : match.start()].strip()
    after = text[match.end() :].lstrip()
    nxt = re.match(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", after)
    following = nxt.group(0).lower() if nxt else ""
    if re.match(r"(?:plan|need|aim|hope|wish|promise)", word) and re.search(
        r"(?i)\b(?:the|a|an|his|her|their|our|my|care)$", before
    ):
        return False
    if word == "Will" and following in ("to", "will", "is", "and", "has"):
        return False
    if word.lower() == "to":
        if len(before.split()) > 9:
            return False
        while following in _ADVERBS and nxt:
            after = after[nxt.end() :].lstrip()
            nxt = re.match(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", after)
            following = nxt.group(0).lower() if nxt else ""
        return is_base_verb(following) and not _is_finite_act(before)
    return bool(following) or not after


def _to_bracket(text: str, subject: Span, verb: int) -> Span:
    """Return the subject with the bracket that closes after it: "Shona McGurk (HV)"."""
    close = text.rfind(")", subject.end, verb)
    return Span(subject.start, close + 1) if close >= 0 else subject


def _is_finite_act(before: str) -> bool:
    """Say whether the words before "to" already act: "Sana helps to carry"; "Home conditions to be safe" do not."""
    *subject, last = before.split() or [""]
    return (
        bool(subject)
        and last.islower()
        and is_form(last, "VBZ")
        and last not in PEOPLE
        and (actor_of(" ".join(subject)) not in (Actor.THING, Actor.NOBODY))
    )


def _promised(text: str, lead: Span, spans: list[Span], promise: Span) -> Clause | None:
    subject_words = [Span(s.start, min(s.end, promise.start)) for s in spans if s.start < promise.start]
    subject = Span(subject_words[0].start, subject_words[-1].end) if subject_words else None
    if subject:
        subject = _to_bracket(text, subject, promise.start)
    denied = subject is not None and subject.of(text).lower() in ("no longer", "not", "never")
    subject = None if denied else subject
    after = [s for s in spans if s.start >= promise.end]
    while after and after[0].of(text).lower() in _ADVERBS:
        after = after[1:]
    if not after:
        return None
    verb = after[0]
    opens = not lead.of(text).strip()
    actor = actor_of(subject.of(text), opens=opens) if subject else Actor.NOBODY
    negated = denied or bool(_NOT.search(text[promise.start : verb.start]))
    if verb.of(text).lower() in _BE and len(after) > 1:
        participle = next((s for s in after[1:3] if s.of(text).lower() not in _ADVERBS), after[1])
        if (
            is_form(participle.of(text), "VBN")
            and not is_form(participle.of(text), "VBG")
            and not _adjective(participle.of(text))
        ):
            agent = _agent(text, participle.end)
            who = actor_of(agent.of(text), opens=False) if agent else Actor.NOBODY
            return Clause(
                Shape.PASSIVE,
                lead,
                subject,
                who,
                promise,
                participle,
                lemma(participle.of(text)),
                Span(participle.end, len(text)),
                agent,
                negated,
            )
        if is_form(participle.of(text), "VBG"):
            verb = participle
    return Clause(
        Shape.ACTIVE,
        lead,
        subject,
        actor,
        promise,
        verb,
        lemma(verb.of(text)) or verb.of(text).lower(),
        Span(verb.end, len(text)),
        None,
        negated,
    )


def _adjective(word: str) -> bool:
    return word.lower() in (
        "able",
        "aware",
        "engaged",
        "involved",
        "motivated",
        "organised",
        "organized",
        "prepared",
        "settled",
        "relaxed",
        "interested",
        "independent",
        "unkempt",
        "toilet-trained",
    )


def _agent(text: str, start: int) -> Span | None:
    """Return the doer of a passive: the words after "by", where they name somebody and not a day or a means."""
    for match in re.finditer(r"(?i)\bby\s+", text[start:]):
        begin = start + match.end()
        phrase = re.match(
            r"[^,.;:()\d]{2,60}?(?=\s+(?:by|on|in|at|within|before|to|for|from|and|with|until|every|each|using)\b|[,.;:()]|\s*\d|$)",
            text[begin:],
        )
        if not phrase:
            continue
        words_in = phrase.group(0).strip()
        if actor_of(words_in, opens=False) in (
            Actor.PERSON,
            Actor.ROLE,
            Actor.FIRST_PERSON,
            Actor.AGENCY,
            Actor.TEAM,
        ) and not _calendar(words_in):
            return Span(begin, begin + len(words_in))
    return None


def _calendar(phrase: str) -> bool:
    return bool(
        re.match(
            r"(?i)(?:the )?(?:end|start|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar(?:ch)?\b|apr(?:il)?\b|may\b|june?\b|july?\b|aug|sep|oct|nov|dec|easter|christmas|half|next|then|review|autumn|spring|summer|winter|bus|phone|email|text|q[1-4])",
            phrase,
        )
    )


def _imperative(text: str, lead: Span, spans: list[Span]) -> Clause:
    verb = spans[0]
    return Clause(
        Shape.IMPERATIVE, lead, None, Actor.NOBODY, None, verb, lemma(verb.of(text)), Span(verb.end, len(text))
    )


def _present(text: str, lead: Span, spans: list[Span]) -> Clause | None:
    """Read "Sana rings the school", "We offer", "I walk": a subject that can act, then a finite verb."""
    opens = not lead.of(text).strip()
    for i, span in enumerate(spans[1:7], start=1):
        word = span.of(text)
        subject = Span(spans[0].start, spans[i - 1].end)
        if not word.islower() or re.search(r"[.;:,]", text[subject.end : span.start]):
            continue
        first_person = subject.of(text).lower() in ("i", "we", "they", "you") or " and " in subject.of(text)
        finite = is_base_verb(word) if first_person else is_form(word, "VBZ")
        if not finite or word in ("as", "his", "its", "this") or word in PEOPLE:
            continue
        subject = _to_bracket(text, subject, span.start)
        actor = actor_of(subject.of(text), opens=opens)
        if actor in (Actor.THING, Actor.NOBODY):
            continue
        return Clause(Shape.ACTIVE, lead, subject, actor, None, span, lemma(word), Span(span.end, len(text)))
    return None


def _fragment(text: str, lead: Span, spans: list[Span]) -> Clause:
    rest = Span(spans[0].start, len(text))
    for i, span in enumerate(spans[:8]):
        participle = is_form(span.of(text), "VBN") and span.of(text).islower()
        if participle and i and (agent := _agent(text, span.end)) is not None:
            who = actor_of(agent.of(text), opens=False)
            subject = Span(spans[0].start, spans[i - 1].end)
            return Clause(
                Shape.PASSIVE, lead, subject, who, None, span, lemma(span.of(text)), Span(span.end, len(text)), agent
            )
    first = spans[0].of(text)
    leads_with_person = is_name(first, opens=True) and not is_known(first)
    if is_form(first, "VBG") or not leads_with_person:
        return Clause(Shape.FRAGMENT, lead, None, Actor.NOBODY, None, None, None, rest)
    return Clause(
        Shape.FRAGMENT,
        lead,
        Span(spans[0].start, spans[0].end),
        Actor.PERSON,
        None,
        None,
        None,
        Span(spans[0].end, len(text)),
    )
