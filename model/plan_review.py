"""A whole plan reviewed: its findings by cell, each action judged against its own row's issue, and what to do first."""

from collections.abc import Sequence
from dataclasses import dataclass

from model.assessor import Assessor
from model.criteria import Assessment, Finding, Verdict
from model.house_rules import NO_HOUSE_RULES, HouseRules
from model.plan import COLUMNS, Column, Plan, Row
from model.plan_findings import dates, language, monitoring, people, rows
from model.plan_findings.finding import PlanFinding, PlanReading
from model.plan_findings.monitoring import Kinds
from model.text_check import reasons

_FAMILIES = (language, people, rows, dates, monitoring)


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    """One row: the assessment of its action, None where it has none, and the findings on its cells."""

    row: Row
    assessment: Assessment | None
    findings: tuple[PlanFinding, ...]

    @property
    def smart(self) -> bool:
        """True when its action meets all five criteria."""
        return self.assessment is not None and self.assessment.smart

    @property
    def reasons(self) -> tuple[tuple[Verdict, Finding], ...]:
        """What the five criteria say of the action beside that: what a cell's own finding says is not said twice."""
        said = {(f.rule, f.cell.column) for f in self.findings if f.cell}
        found = reasons(self.assessment) if self.assessment else []
        return tuple((v, f) for v, f in found if (f.rule, COLUMNS.get(f.field)) not in said)


@dataclass(frozen=True, slots=True)
class PlanReview:
    """What Aimwell says of a plan; `whole` are the findings that no single cell can put right."""

    plan: Plan
    rows: tuple[ReviewedRow, ...]
    whole: tuple[PlanFinding, ...]
    monitoring: Kinds

    @property
    def findings(self) -> tuple[PlanFinding, ...]:
        """Every finding on the plan, those that matter most first and then in the order of the rows and columns."""
        found = [*(f for row in self.rows for f in row.findings), *self.whole]
        return tuple(sorted(found, key=lambda f: f.priority))

    @property
    def smart(self) -> int:
        """How many actions meet all five criteria."""
        return sum(row.smart for row in self.rows)


def review(plan: Plan, assessor: Assessor) -> PlanReview:
    """Return the review of a plan, by the rules of the assessor's house."""
    objectives = [row.objective(plan.domain) for _, row in plan.actions]
    return reviewed(plan, assessor.assess(objectives, plan.as_of), assessor.house)


def reviewed(plan: Plan, assessments: Sequence[Assessment], house: HouseRules = NO_HOUSE_RULES) -> PlanReview:
    """Return the same where the plan's actions are assessed already, in their order."""
    reading = PlanReading(plan, house)
    found = [f for family in _FAMILIES for f in family.find(reading) if f.rule not in house.off]
    assessed = dict(zip((number for number, _ in plan.actions), assessments, strict=True))
    said = [_in_row(found, number) for number in range(len(plan.rows))]
    return PlanReview(
        plan,
        tuple(ReviewedRow(row, assessed.get(number), said[number]) for number, row in enumerate(plan.rows)),
        tuple(f for f in found if f.cell is None),
        monitoring.kinds(reading),
    )


def _in_row(found: Sequence[PlanFinding], number: int) -> tuple[PlanFinding, ...]:
    order = list(Column)
    own = [f for f in found if f.cell and f.cell.row == number]
    return tuple(sorted(own, key=lambda f: (order.index(f.cells[0].column), f.cells[0].span)))
