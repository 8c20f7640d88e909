"""How a statement is built: who, the word that promises, the verb, and the rest.

A small reader of the shapes that objectives come in (the annotation guide's "What makes a good corpus"): "Mum will…",
"Mum to…", "Will…", "Reduce…", "Report to be written by Ana", "Sana rings…", "Better bedtimes". It reads the first
clause; a statement that fits no shape is a fragment.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from model.criteria import Span
from model.rules.clause_opening import lead_end, opens_with_verb
from model.rules.lexicon import is_base_verb, is_form, is_known, lemma
from model.rules.local_words import NO_LOCAL_WORDS, LocalWords
from model.rules.people import PEOPLE, Actor, actor_of, is_name
from model.rules.phrases import words
from model.rules.promise import ADVERBS, promise_after


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


LONG_SUBJECT = 6
"""A subject of more words than this is more likely a clause of its own, in the present tense."""
_BE = frozenset(["be", "been", "being", "get", "is", "are", "was", "were"])
_NOT = re.compile(r"(?i)\b(not|won['’]t|never|no longer|don['’]t|doesn['’]t)\b")
_STATES = frozenset(
    ["able", "aware", "engaged", "involved", "motivated", "organised", "organized", "prepared", "settled", "relaxed",
     "interested", "independent", "unkempt", "toilet-trained"]
)  # fmt: skip
"""Participles, and words that look like them, that say how somebody is and not what is done to them."""


def parse(text: str, local: LocalWords = NO_LOCAL_WORDS) -> Clause:
    """Return the first clause of `text`, read with the words of an office."""
    start = lead_end(text)
    lead = Span(0, start)
    spans = [s for s in words(text) if s.start >= start]
    if not spans:
        return Clause(Shape.FRAGMENT, lead, None, Actor.NOBODY, None, None, None, Span(start, len(text)))
    named = local.opening(text, start)
    if named <= spans[0].end and opens_with_verb(text, spans, local):
        return _imperative(text, lead, spans)
    promise = promise_after(text, named, local)
    if promise is not None and len(text[start : promise.start].split()) > LONG_SUBJECT:
        present = _present(text, lead, spans, local)
        if present is not None:
            return present
    if promise is not None:
        found = _promised(text, lead, spans, promise, local)
        if found is not None:
            return found
    return _present(text, lead, spans, local) or _fragment(text, lead, spans, local)


def _imperative(text: str, lead: Span, spans: list[Span]) -> Clause:
    verb = spans[0]
    return Clause(
        Shape.IMPERATIVE, lead, None, Actor.NOBODY, None, verb, lemma(verb.of(text)), Span(verb.end, len(text))
    )


def _promised(text: str, lead: Span, spans: list[Span], promise: Span, local: LocalWords) -> Clause | None:
    subject_words = [Span(s.start, min(s.end, promise.start)) for s in spans if s.start < promise.start]
    subject = Span(subject_words[0].start, subject_words[-1].end) if subject_words else None
    if subject:
        subject = _to_bracket(text, subject, promise.start)
    denied = subject is not None and subject.of(text).lower() in ("no longer", "not", "never")
    subject = None if denied else subject
    after = [s for s in spans if s.start >= promise.end]
    while after and after[0].of(text).lower() in ADVERBS:
        after = after[1:]
    if not after:
        return None
    verb = after[0]
    opens = not lead.of(text).strip()
    actor = actor_of(subject.of(text), opens=opens, local=local) if subject else Actor.NOBODY
    negated = denied or bool(_NOT.search(text[promise.start : verb.start]))
    if verb.of(text).lower() in _BE and len(after) > 1:
        participle = next((s for s in after[1:3] if s.of(text).lower() not in ADVERBS), after[1])
        done = participle.of(text)
        if is_form(done, "VBN") and not is_form(done, "VBG") and done.lower() not in _STATES:
            agent = _agent(text, participle.end, local)
            who = actor_of(agent.of(text), opens=False, local=local) if agent else Actor.NOBODY
            rest = Span(participle.end, len(text))
            return Clause(Shape.PASSIVE, lead, subject, who, promise, participle, lemma(done), rest, agent, negated)
        if is_form(done, "VBG"):
            verb = participle
    word, rest = verb.of(text), Span(verb.end, len(text))
    return Clause(Shape.ACTIVE, lead, subject, actor, promise, verb, lemma(word) or word.lower(), rest, None, negated)


def _present(text: str, lead: Span, spans: list[Span], local: LocalWords) -> Clause | None:
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
        actor = actor_of(subject.of(text), opens=opens, local=local)
        if actor in (Actor.THING, Actor.NOBODY):
            continue
        return Clause(Shape.ACTIVE, lead, subject, actor, None, span, lemma(word), Span(span.end, len(text)))
    return None


def _fragment(text: str, lead: Span, spans: list[Span], local: LocalWords) -> Clause:
    rest = Span(spans[0].start, len(text))
    for i, span in enumerate(spans[:8]):
        participle = is_form(span.of(text), "VBN") and span.of(text).islower()
        if participle and i and (agent := _agent(text, span.end, local)) is not None:
            who = actor_of(agent.of(text), opens=False, local=local)
            subject = Span(spans[0].start, spans[i - 1].end)
            return Clause(
                Shape.PASSIVE, lead, subject, who, None, span, lemma(span.of(text)), Span(span.end, len(text)), agent
            )
    first, named = spans[0].of(text), local.opening(text, spans[0].start)
    if named > spans[0].start:
        subject = Span(spans[0].start, named)
        actor = actor_of(subject.of(text), local=local)
        return Clause(Shape.FRAGMENT, lead, subject, actor, None, None, None, Span(named, len(text)))
    leads_with_person = is_name(first, opens=True) and not is_known(first)
    if is_form(first, "VBG") or not leads_with_person:
        return Clause(Shape.FRAGMENT, lead, None, Actor.NOBODY, None, None, None, rest)
    after = Span(spans[0].end, len(text))
    return Clause(Shape.FRAGMENT, lead, spans[0], Actor.PERSON, None, None, None, after)


def _to_bracket(text: str, subject: Span, verb: int) -> Span:
    """Return the subject with the bracket that closes after it: "Shona McGurk (HV)"."""
    close = text.rfind(")", subject.end, verb)
    return Span(subject.start, close + 1) if close >= 0 else subject


def _agent(text: str, start: int, local: LocalWords) -> Span | None:
    """Return the doer of a passive: the words after "by", where they name somebody and not a day or a means."""
    for match in re.finditer(r"(?i)\bby\s+", text[start:]):
        begin = start + match.end()
        phrase = re.match(
            r"[^,.;:()\d]{2,60}?(?=\s+(?:by|on|in|at|within|before|to|for|from|and|with|until|every|each|using)\b|[,.;:()]|\s*\d|$)",
            text[begin:],
        )
        named = local.opening(text, begin)
        if not phrase and named == begin:
            continue
        words_in = text[begin:named] if named > begin else phrase.group(0).strip() if phrase else ""
        if actor_of(words_in, opens=False, local=local) in (
            Actor.PERSON,
            Actor.ROLE,
            Actor.FIRST_PERSON,
            Actor.AGENCY,
            Actor.TEAM,
        ) and not _is_day_or_means(words_in):
            return Span(begin, begin + len(words_in))
    return None


def _is_day_or_means(phrase: str) -> bool:
    return bool(
        re.match(
            r"(?i)(?:the )?(?:end|start|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar(?:ch)?\b|apr(?:il)?\b|may\b|june?\b|july?\b|aug|sep|oct|nov|dec|easter|christmas|half|next|then|review|autumn|spring|summer|winter|bus|phone|email|text|q[1-4])",
            phrase,
        )
    )
