"""Trust no generator: facts kept, inventions typed, or the candidate is thrown out.

Every suggestion passes here, whoever wrote it: the rules, the trained model or somebody's language model. What a
rewrite adds that is a number, a date or a name is put into a typed span where it is not in one yet; a candidate that
loses a fact, changes who acts, turns facts round, makes a "yes" of a "no", or proposes what no colleague may, is not
shown.
"""

import re
from dataclasses import dataclass

from model.criteria import Objective, Span
from model.facts import Fact, FactKind, facts, given, keys
from model.rules import phrases, relevance
from model.rules.day_words import DAY_OF_MONTH, ISO_DATE, MONTH_THEN_DAY, SLASHED_DATE
from model.rules.numbers import NUMBER
from model.rules.people import ACCOUNTABLE
from model.rules.reading import Reading
from model.rules.vocabulary import words_of
from model.statement import Statement
from model.suggestion import Draft, Kind, Proposal
from model.swaps import swaps_facts

MAX_WORDS = 60
"""Annotation guide, The rewrite: at most 60 words; a longer original may stay as long as it was, and its blanks more."""
BLANKS_WORTH = 20

_FORBIDDEN = words_of("forbidden_proposals")
_FRAMING = words_of("framing")
MOST_NEW_WORDS = 0.34
"""A draft of whose words outside spans more than this are new is another objective, not a rewrite."""
_DENIALS = re.compile(
    r"(?i)\b(?:not|never|no|nobody|none|without|cannot|won['’]t|don['’]t|doesn['’]t|can['’]t|refuse[sd]?)\b"
)
_REASON = re.compile(r"(?i)\b(?:because|given|as|since|so that|now that|why|need|now)\b")
_INSTEAD = re.compile(r"(?i)\b(?:instead of|rather than|in place of)\b")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")
_DOSE = re.compile(
    rf"(?i)(?<![\w.])(?:{NUMBER}|half an?|½|¼)\s?(?:mg|mcg|µg|g|mls?|micrograms?|milligrams?|grams?|millilitres?|"
    r"milliliters?|units?|tablets?|pills?|capsules?|puffs?|patch(?:es)?|sachets?|drops?)(?!\w)"
)
_DATES = (DAY_OF_MONTH, MONTH_THEN_DAY, ISO_DATE, SLASHED_DATE)
_KIND_OF = {FactKind.NUMBER: Kind.AMOUNT, FactKind.CALENDAR: Kind.WHEN, FactKind.NAME: Kind.WHO}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the guard decided: the draft that may be shown, or None and the reasons why not."""

    draft: Draft | None
    reasons: tuple[str, ...] = ()


def keep(reading: Reading, candidate: Draft) -> Ruling:
    """Rule on one candidate rewrite of the statement that was read.

    The draft that comes back is the candidate with every unmarked number, date and name inside a typed span.
    """
    statement = reading.statement
    draft = mark_new_words(statement.objective, mark_inventions(statement.objective, candidate))
    reasons = [
        reason
        for holds, reason in (
            (not _CONTROL.search(draft.text), "it holds control characters"),
            (not _misplaced(draft), "its spans overlap or point outside the text"),
            (not lost_facts(statement, draft), f"it loses {', '.join(sorted(lost_facts(statement, draft)))}"),
            (_mostly_the_authors(statement.objective, candidate), "it is about something else"),
            (_same_actor(reading, draft), "it changes who acts"),
            (not swaps_facts(reading, draft), "it turns facts round"),
            (_same_polarity(statement, draft), "it denies what the original affirms, or the reverse"),
            (not _forbidden(statement, draft), "it proposes what no colleague may"),
            (_short_enough(statement, draft), f"it is longer than {MAX_WORDS} words"),
        )
        if not holds
    ]
    return Ruling(None, tuple(reasons)) if reasons else Ruling(draft)


def mark_inventions(objective: Objective, draft: Draft) -> Draft:
    """Return the draft with each number, date or name that the author did not give wrapped in a span of its kind.

    A date is wrapped whole: "[[when: 1 March 2027]]", though its author may have named a "1" and the year elsewhere.
    """
    known = given(objective)
    free = [f for f in facts(draft.text) if not any(f.span.overlaps(p.span) for p in draft.proposals)]
    new = [f for f in free if (f.kind, f.key) not in known]
    dates = _dates(draft, free, new)
    unmarked = [Proposal(f.span, _KIND_OF[f.kind]) for f in new if not any(f.span.overlaps(d.span) for d in dates)]
    return Draft(draft.text, tuple(sorted([*draft.proposals, *_joined(draft.text, sorted([*unmarked, *dates]))])))


def _dates(draft: Draft, free: list[Fact], new: list[Fact]) -> list[Proposal]:
    """Return the dates outside the draft's spans that hold something new, each from its first fact to its last."""
    found: list[Proposal] = []
    for match in (m for pattern in _DATES for m in pattern.finditer(draft.text)):
        inside = [f.span for f in free if f.span.overlaps(Span(match.start(), match.end()))]
        if any(f.span in inside for f in new):
            date = Span(inside[0].start, inside[-1].end)
            if not any(date.overlaps(p.span) for p in (*draft.proposals, *found)):
                found.append(Proposal(date, Kind.WHEN))
    return found


def mark_new_words(objective: Objective, draft: Draft) -> Draft:
    """Return the draft with the content words that the author did not use, and that only frame nothing, in spans.

    Such words are an activity that somebody has to agree to; runs of them are one span. The words that may frame a
    rewrite are listed in `rules/words/framing.txt`.
    """
    marks = [Proposal(span, Kind.WHAT) for span in new_words(objective, draft)]
    return Draft(draft.text, tuple(sorted([*draft.proposals, *_joined(draft.text, marks)])))


def new_words(objective: Objective, draft: Draft) -> list[Span]:
    """Return the content words outside the draft's spans that neither the author used nor the list of framing words holds."""
    used = (objective.text, objective.who, objective.when, objective.measure, objective.need, objective.baseline)
    known = relevance.stems(" ".join(p for p in used if p))
    stated = [p.span for p in draft.proposals] + [f.span for f in facts(draft.text)]
    return [
        span
        for span in phrases.words(draft.text)
        if not any(span.overlaps(s) for s in stated)
        and (word := span.of(draft.text).lower().replace("’", "'")) not in _FRAMING
        and (found := relevance.stems(word))
        and not found <= known
    ]


def lost_facts(statement: Statement, draft: Draft) -> frozenset[str]:
    """Return the keys of the facts of the statement (not of its context) that the draft has nowhere."""
    kept = keys(draft.text)
    said = {s.of(draft.text).lower().removesuffix("'s").removesuffix("’s") for s in phrases.words(draft.text)}
    return frozenset(
        key
        for kind, key in keys(statement.text)
        if (kind, key) not in kept and not (kind is FactKind.NAME and key in said)
    )


def _joined(text: str, proposals: list[Proposal]) -> list[Proposal]:
    """Join marks that only a space or a dash parts: "12" and "May" make one date, two names make one person."""
    joined: list[Proposal] = []
    for proposal in proposals:
        last = joined[-1] if joined else None
        if last is None or text[last.span.end : proposal.span.start] not in (" ", "-", "–"):
            joined.append(proposal)
        elif last.kind is proposal.kind or {last.kind, proposal.kind} == {Kind.AMOUNT, Kind.WHEN}:
            kind = Kind.WHEN if Kind.WHEN in (last.kind, proposal.kind) else proposal.kind
            joined[-1] = Proposal(Span(last.span.start, proposal.span.end), kind)
        else:
            joined.append(proposal)
    return joined


def _mostly_the_authors(objective: Objective, candidate: Draft) -> bool:
    said = len(phrases.words(candidate.outside))
    return len(new_words(objective, mark_inventions(objective, candidate))) <= MOST_NEW_WORDS * max(said, 6)


def _misplaced(draft: Draft) -> bool:
    ends = [0, *(p.span.end for p in draft.proposals)]
    return any(
        p.span.start < end or p.span.end > len(draft.text) for p, end in zip(draft.proposals, ends, strict=False)
    )


def _same_actor(reading: Reading, draft: Draft) -> bool:
    clause = reading.clause
    subject = clause.agent or clause.subject
    if subject is None or clause.actor not in ACCOUNTABLE:
        return True
    outside = {s.of(draft.outside).lower().split("'")[0].split("’")[0] for s in phrases.words(draft.outside)}
    named = [
        s.of(reading.text).lower().split("'")[0].split("’")[0]
        for s in phrases.words(reading.text)
        if s.overlaps(subject)
    ]
    return all(word in outside for word in named)


def _same_polarity(statement: Statement, draft: Draft) -> bool:
    """Say whether the draft denies what the statement denies, and nothing else.

    A denial may go where what is to stop becomes what is done instead ("instead of", a blank for the act), and need or
    baseline may lend one behind a word that gives a reason.
    """
    ours = {m.group(0).lower() for m in _DENIALS.finditer(statement.text)}
    outside = draft.outside
    reason = _REASON.search(outside)
    told = outside[: reason.start()] if reason else outside
    theirs = {m.group(0).lower() for m in _DENIALS.finditer(told)}
    if theirs and not ours and not _INSTEAD.search(told):
        return False
    turned = _INSTEAD.search(outside) or any(p.kind is Kind.WHAT for p in draft.proposals)
    objective = statement.objective
    context = " ".join(p for p in (objective.need, objective.baseline) if p)
    lent = {m.group(0).lower() for m in _DENIALS.finditer(context)} | ours
    behind = {m.group(0).lower() for m in _DENIALS.finditer(outside)} - theirs
    return behind <= lent and bool(not ours or theirs or turned)


def _forbidden(statement: Statement, draft: Draft) -> bool:
    """Say whether a draft holds, in a span or outside, a sanction, a restraint, a diagnosis or a dose of its own."""
    objective = statement.objective
    made = " | ".join(p for p in (statement.text, objective.need, objective.baseline) if p)
    return not _harms(draft.text) <= _harms(made)


def proposes_forbidden(words: str) -> bool:
    """Say whether words hold a sanction, a restraint, a diagnosis or a dose, whoever proposes them."""
    return bool(_harms(words))


def _harms(text: str) -> frozenset[str]:
    """Return what no colleague may propose, as it is said: "20 mg" is another dose than "120 mg"."""
    said = [s.of(text) for s in phrases.occurrences(text, _FORBIDDEN, outside_quotes=False)]
    said += [m.group(0) for m in _DOSE.finditer(text)]
    return frozenset(re.sub(r"\s+", " ", words.lower()) for words in said)


def _short_enough(statement: Statement, draft: Draft) -> bool:
    said = (
        len(statement.text.split())
        + len((statement.objective.need or "").split())
        + len((statement.objective.baseline or "").split())
    )
    return len(draft.text.split()) <= max(MAX_WORDS, said + BLANKS_WORTH)
