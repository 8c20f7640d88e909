"""Generate, guard, ground, re-assess, rank: the way of every suggestion to its reader."""

import difflib
from collections.abc import Sequence
from datetime import date

from model.assessor import Assessor, Examined
from model.criteria import Assessment, Criterion, Finding, Objective
from model.facts import keys
from model.generator import Generator
from model.grounding import grounded
from model.guard import keep
from model.similar import SimilarObjectives
from model.suggestion import Draft, Kind, Suggestion

NEAR = 24
"""How many similar objectives are asked for methods and activities."""
NEARLY_THE_SAME = 0.97
"""Two drafts more alike than this are one suggestion to a reader."""

_FILLED = {
    Kind.WHO: "Ana Reyes",
    Kind.WHAT: "filling in the weekly plan with the class teacher",
    Kind.AMOUNT: "on 3 days out of 5",
    Kind.WHEN: "by the end of next month",
    Kind.WHERE: "at the library",
    Kind.METHOD: "a tally on the register",
    Kind.WHY: "so that mornings are calmer",
}
"""Stand-ins for blanks when a draft is scored: its verdicts are those that it has once its blanks are filled."""


class Suggester:
    """Proposes rewrites of one objective: the best of all generators in turn, those that were named first before the others."""

    def __init__(
        self, assessor: Assessor, generators: Sequence[Generator], similar: SimilarObjectives | None = None
    ) -> None:
        self.assessor = assessor
        self.generators = tuple(generators)
        self.similar = similar

    def suggest(
        self, objective: Objective, n: int, as_of: date, review: date | None = None
    ) -> tuple[Assessment, list[Suggestion]]:
        """Return the assessment and up to `n` rewrites, best first, none worse than the objective on any criterion.

        A SMART objective gets none. `review` is the day of the plan's next review, where it is known.
        """
        examined = self.assessor.examine([objective], as_of)[0]
        if examined.assessment.smart:
            return examined.assessment, []
        ranked = [self._from(generator, objective, examined, review) for generator in self.generators]
        # By what they meet; among equals the first of each generator, in their order, before the second of any.
        found = sorted(
            ((-len(s.after.met), place, turn, s) for turn, own in enumerate(ranked) for place, s in enumerate(own)),
            key=lambda entry: entry[:3],
        )
        best = _distinct_suggestions([s for *_, s in found], examined.reading.text)
        return examined.assessment, best[:n]

    def _from(
        self, generator: Generator, objective: Objective, examined: Examined, review: date | None
    ) -> list[Suggestion]:
        reading = examined.reading
        candidates = generator.generate(objective, reading, doubts(examined))
        faithful = [d for c in candidates if (d := keep(reading, c).draft) is not None]
        near = self.similar.nearest(reading.text, NEAR) if self.similar and faithful else []
        distinct = _distinct([grounded(d, reading, near, review) for d in faithful], reading.text)
        before = examined.assessment
        after = self.assessor.assess([objective.saying(filled(d)) for d in distinct], reading.statement.as_of)
        suggested = [
            Suggestion(d, generator.origin, before, a, changes(before, a, d))
            for d, a in zip(distinct, after, strict=True)
        ]
        return rank([s for s in suggested if not s.loses_ground], reading.text)


def doubts(examined: Examined) -> list[Finding]:
    """Return the findings on criteria that are not met: those that a rewrite should answer."""
    judged = examined.assessment.judgements
    return [f for c in Criterion if not judged[c].met for f in judged[c].findings]


def filled(draft: Draft) -> str:
    """Return the draft's sentence with a stand-in where each blank is."""
    pieces, at = [], 0
    for proposal in draft.proposals:
        if proposal.blank:
            pieces += [draft.text[at : proposal.span.start], _FILLED[proposal.kind]]
            at = proposal.span.end
    return "".join([*pieces, draft.text[at:]])


def rank(suggestions: Sequence[Suggestion], original: str) -> list[Suggestion]:
    """Return the suggestions best first: criteria met, facts kept, fewest blanks, closeness to the original, brevity."""
    given = keys(original)

    def merit(s: Suggestion) -> tuple[int, int, int, float, int]:
        close = difflib.SequenceMatcher(None, original, s.draft.text).ratio()
        return (
            -len(s.after.met),
            -len(given & keys(s.draft.text)),
            sum(p.blank for p in s.draft.proposals),
            -round(close, 1),
            len(s.draft.text),
        )

    return sorted(suggestions, key=merit)


def changes(before: Assessment, after: Assessment, draft: Draft) -> tuple[str, ...]:
    """Say in words what the rewrite answers, what it still asks, and where its proposals come from."""
    answered = [f.message for c in Criterion if after[c].met and not before[c].met for f in before[c].findings[:1]]
    asked = list(dict.fromkeys(p.kind.question for p in draft.proposals))
    grounds = [f"“{p.span.of(draft.text)}”: {p.source}" for p in draft.proposals if p.source]
    return (
        *(f"Answers: {m}" for m in answered),
        *(f"Asks: {q}" for q in asked),
        *(f"Proposes: {g}" for g in grounds),
    )


def _distinct(drafts: Sequence[Draft], original: str) -> list[Draft]:
    """Return the drafts that are not nearly the original, nor one before them."""
    shown: list[Draft] = []
    for draft in drafts:
        same = [original, *(d.text for d in shown)]
        if all(difflib.SequenceMatcher(None, s, draft.text).ratio() < NEARLY_THE_SAME for s in same):
            shown.append(draft)
    return shown


def _distinct_suggestions(suggestions: Sequence[Suggestion], original: str) -> list[Suggestion]:
    kept = _distinct([s.draft for s in suggestions], original)
    return [next(s for s in suggestions if s.draft is draft) for draft in kept]
