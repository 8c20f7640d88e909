"""What `aimwell check` says of a plan as a whole, beside what it says of each objective."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.documents.entry import Entry
from data.documents.whole import whole_plan
from model.criteria import Assessment
from model.fingerprint import plan_fingerprint
from model.house_rules import HouseRules
from model.plan import FIELDS, Column
from model.plan_findings.finding import PlanFinding
from model.plan_review import PlanReview, reviewed
from model.plan_summary import PlanSummary, summary

Told = Container[tuple[str, str, str]]
"""What the objectives' own findings say already: a place, a rule, and the part of the objective."""


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """A plan reviewed; `ignored` are the fingerprints that nobody wants to hear of."""

    review: PlanReview
    told: Told = ()
    ignored: frozenset[str] = frozenset()

    @property
    def findings(self) -> tuple[PlanFinding, ...]:
        """The findings to show: those that are not ignored, and that no objective's own finding tells already."""
        return tuple(f for f in self.all_findings if not self.ignores(f))

    @property
    def all_findings(self) -> tuple[PlanFinding, ...]:
        """The same with those that are ignored."""
        return tuple(f for f in self.review.findings if not self._told(f))

    def ignores(self, finding: PlanFinding) -> bool:
        """Say whether somebody has asked not to be shown a finding again."""
        return self.fingerprint(finding) in self.ignored

    def fingerprint(self, finding: PlanFinding) -> str:
        """Return the fingerprint of a finding on this plan."""
        return plan_fingerprint(finding, self.review.plan)

    def place(self, finding: PlanFinding) -> str:
        """Return where a finding stands, in the reader's words."""
        if finding.cell is None:
            return "the plan as a whole"
        return f"{self.review.plan.name(finding.cell.row)}, {finding.cell.column.value}"

    @property
    def summary(self) -> PlanSummary:
        """The plan's review on one page, without what is ignored."""
        return summary(self.review, [f for f in self.review.findings if not self.ignores(f)])

    def _told(self, finding: PlanFinding) -> bool:
        if finding.cell is None:
            return False
        place = self.review.plan.rows[finding.cell.row].place
        return (place, finding.rule, FIELDS[finding.cell.column].value) in self.told


def check_plan(
    path: Path,
    content: bytes,
    entries: Sequence[Entry],
    assessments: Sequence[Assessment],
    as_of: date,
    house: HouseRules,
    told: Told,
    ignored: Container[str],
) -> CheckedPlan | None:
    """Return what is said of a plan file as a whole; None where it is a list of objectives, and no plan with columns.

    Raises:
        DocumentError: when the file cannot be read.
    """
    plan = whole_plan(path, content, entries, as_of)
    if not any(plan.has(column) for column in Column if column is not Column.WHAT):
        return None
    review = reviewed(plan, assessments, house)
    known_as = (plan_fingerprint(f, plan) for f in review.findings)
    return CheckedPlan(review, told, frozenset(name for name in known_as if name in ignored))
