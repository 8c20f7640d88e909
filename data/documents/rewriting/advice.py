"""What is said of each objective of a plan file, and which words its parts get.

A suggestion is made for the objective's own words and then spread over the plan's columns; what comes out is judged
once more, as the row that it will be, and dropped where the row would fail a criterion that it met.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data.documents.entry import Entry
from data.documents.rewriting.columns import in_doubt, spread
from model.criteria import Assessment, Field, Finding, Objective, Verdict
from model.fingerprint import fingerprint
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

    There are no findings, and so nothing to write, where no criterion is failed or all that fails it is ignored.
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
    """Advises on the entries of plans; `ignored` knows the fingerprints of findings that nobody wants to see."""

    def __init__(self, suggester: Suggester, suggestions: int = 2, ignored: Container[str] = frozenset()) -> None:
        self.suggester = suggester
        self.suggestions = suggestions
        self.ignored = ignored

    def advise(self, entry: Entry, as_of: date) -> Advice:
        """Return what is to be said of the entry."""
        objective = entry.objective
        (assessment,) = self.suggester.assessor.assess([objective], as_of)
        shown = [
            (verdict, finding)
            for verdict, finding in reasons(assessment)
            if fingerprint(finding, objective) not in self.ignored
        ]
        if all(verdict is not Verdict.NOT_MET for verdict, _ in shown):
            return Advice(entry, assessment)
        return Advice(entry, assessment, tuple(shown), tuple(self._rewritings(entry, assessment, as_of)))

    def _rewritings(self, entry: Entry, assessment: Assessment, as_of: date) -> Sequence[Rewriting]:
        bare = replace(entry.objective, who=None, when=None, measure=None)
        _, suggestions = self.suggester.suggest(bare, min(self.suggestions + SPARE, 5), as_of)
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
