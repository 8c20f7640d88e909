"""What is said of each objective of a plan file, and which words its parts get.

A suggestion is made for the objective's own words and then spread over the plan's columns; what comes out is judged
once more, as the row that it will be, and dropped where the row would fail a criterion that it met.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data.documents.entry import Entry
from data.documents.rewriting.columns import in_doubt, spread
from model.criteria import Assessment, Field, Finding, Objective, Span, Verdict
from model.fingerprint import fingerprint, plan_fingerprint
from model.plan import Cell, Column, Plan, Row
from model.plan_findings.finding import PlanReading, finding
from model.plan_rewording import reworded
from model.suggester import Suggester, filled
from model.suggestion import Draft
from model.text_check import reasons

SPARE = 3
"""Suggestions asked for beyond those shown: some become one and the same once the plan's columns have taken their part."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """New words for those parts of an objective that change; `origin` says who wrote them."""

    parts: Mapping[Field, Draft]
    origin: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What is said of one entry: its assessment, the findings to show, and its rewritings, best first.

    There are no findings where no criterion is failed or all that fails it is ignored; then the issue alone may have other
    words.
    """

    entry: Entry
    assessment: Assessment
    findings: tuple[tuple[Verdict, Finding], ...] = ()
    rewritings: tuple[Rewriting, ...] = ()

    @property
    def best(self) -> Rewriting | None:
        """The rewriting that is put into the plan."""
        return next(iter(self.rewritings), None)


class Adviser:
    """Advises on the entries of plans; `ignored` knows the fingerprints of findings that nobody wants to see.

    `review` is the day of the plan's next review, where it is known: no day beyond it is proposed.
    """

    def __init__(
        self,
        suggester: Suggester,
        suggestions: int = 2,
        ignored: Container[str] = frozenset(),
        review: date | None = None,
    ) -> None:
        self.suggester = suggester
        self.suggestions = suggestions
        self.ignored = ignored
        self.review = review

    def advise(self, entry: Entry, as_of: date) -> Advice:
        """Return what is to be said of the entry."""
        objective = entry.objective
        (assessment,) = self.suggester.assessor.assess([objective], as_of)
        shown = [
            (verdict, finding)
            for verdict, finding in reasons(assessment)
            if fingerprint(finding, objective) not in self.ignored
        ]
        issue = self._issue(entry, as_of)
        if all(verdict is not Verdict.NOT_MET for verdict, _ in shown):
            return Advice(entry, assessment, (), (Rewriting(issue, "rules"),) if issue else ())
        found = self._rewritings(entry, assessment, as_of)
        if issue:
            first = found[0] if found else Rewriting({}, "rules")
            found = [replace(first, parts={**issue, **first.parts}), *found[1:]]
        return Advice(entry, assessment, tuple(shown), tuple(found))

    def _issue(self, entry: Entry, as_of: date) -> dict[Field, Draft]:
        """Return the issue in neutral words, where its cell can be written and its words are none for a plan."""
        said, house = entry.objective, self.suggester.assessor.house
        if said.need is None or Field.NEED not in entry.passages:
            return {}
        plan = Plan((Row(said.need, said.who or "", said.text, said.when or "", said.measure or ""),), as_of)

        def wanted(rule: str, words: Span) -> bool:
            known_as = plan_fingerprint(finding(rule, [Cell(0, Column.ISSUE, words)], ""), plan)
            return rule not in house.off and known_as not in self.ignored

        draft = reworded(PlanReading(plan, house), 0, wanted)
        return {} if draft is None else {Field.NEED: draft}

    def _rewritings(self, entry: Entry, assessment: Assessment, as_of: date) -> list[Rewriting]:
        bare = replace(entry.objective, who=None, when=None, measure=None)
        _, suggestions = self.suggester.suggest(bare, min(self.suggestions + SPARE, 5), as_of, self.review)
        doubted = in_doubt(assessment)
        found: dict[tuple[tuple[Field, str], ...], Rewriting] = {}
        for suggestion in suggestions:
            parts = spread(suggestion.draft, entry.objective, entry.passages.keys(), doubted)
            written = tuple((field, draft.marked) for field, draft in parts.items())
            if parts and written not in found:
                found[written] = Rewriting(parts, suggestion.origin)
        return self._kept(list(found.values()), entry.objective, assessment, as_of)[: self.suggestions]

    def _kept(
        self, rewritings: Sequence[Rewriting], objective: Objective, before: Assessment, as_of: date
    ) -> list[Rewriting]:
        """Return the rewritings that gain a criterion and lose none, those that meet most first."""
        after = self.suggester.assessor.assess([rewritten(objective, r) for r in rewritings], as_of)
        better = [(len(a.met), r) for a, r in zip(after, rewritings, strict=True) if a.met > before.met]
        return [r for _, r in sorted(better, key=lambda pair: -pair[0])]


def rewritten(objective: Objective, rewriting: Rewriting) -> Objective:
    """Return the objective with its new parts, their blanks filled with stand-ins, as it is to be judged."""
    return replace(objective, **{field.value: filled(draft) for field, draft in rewriting.parts.items()})
