"""From the review of a plan to what goes over the wire."""

from collections.abc import Container, Sequence

from data.documents.rewriting.rows import NewRow
from model.criteria import Engine
from model.fingerprint import plan_fingerprint
from model.plan import Column, Plan
from model.plan_findings.finding import PlanFinding
from model.plan_review import PlanReview
from model.plan_rewording import QUESTION
from model.plan_summary import summary
from model.suggestion import Draft
from serve.guide.address import address
from serve.plan_schemas import (
    CellOut,
    KindOut,
    MonitoringOut,
    NewCellOut,
    NewRowOut,
    PlanFindingOut,
    PlanReviewOut,
    PlanRowOut,
    PlanSummaryOut,
    SectionOut,
    WholePlanOut,
)
from serve.schemas import SpanOut, assessment_out


def whole_plan_out(review: PlanReview, ignored: Container[str] = frozenset()) -> WholePlanOut:
    """Return what is said of a plan as a whole, as it goes over the wire."""
    return WholePlanOut(
        findings=[finding_out(f, review.plan, ignored) for f in review.findings],
        monitoring=_monitoring_out(review),
        summary=_summary_out(review, ignored),
    )


def plan_review_out(
    review: PlanReview,
    engine: Engine,
    bundle: str | None,
    rewritten: Sequence[NewRow] | None,
    ignored: Container[str] = frozenset(),
) -> PlanReviewOut:
    """Return a review as it goes over the wire; `ignored` knows the fingerprints that are."""
    plan = review.plan
    return PlanReviewOut(
        engine=engine,
        bundle=bundle,
        rows=[
            PlanRowOut(
                row=number,
                assessment=None
                if row.assessment is None
                else assessment_out(row.assessment, row.row.objective(plan.domain), ignored),
                findings=[finding_out(f, plan, ignored) for f in row.findings],
            )
            for number, row in enumerate(review.rows, start=1)
        ],
        findings=[finding_out(f, plan, ignored) for f in review.whole],
        monitoring=_monitoring_out(review),
        summary=_summary_out(review, ignored),
        rewritten=None if rewritten is None else [_new_row(n, row) for n, row in enumerate(rewritten, start=1)],
    )


def finding_out(finding: PlanFinding, plan: Plan, ignored: Container[str] = frozenset()) -> PlanFindingOut:
    """Return a finding as it goes over the wire."""
    known_as = plan_fingerprint(finding, plan)
    return PlanFindingOut(
        rule=finding.rule,
        title=finding.title,
        priority=int(finding.priority),
        cells=[
            CellOut(row=c.row + 1, column=c.column, start=c.span.start, end=c.span.end, words=c.words(plan))
            for c in finding.cells
        ],
        about=finding.about or None,
        message=finding.message,
        question=finding.question,
        instead=finding.instead or None,
        source=finding.source,
        url=address(finding.rule),
        fingerprint=known_as,
        ignored=known_as in ignored,
    )


def _monitoring_out(review: PlanReview) -> MonitoringOut:
    used = review.monitoring.used.items()
    return MonitoringOut(
        used=[KindOut(kind=kind, rows=[row + 1 for row in rows]) for kind, rows in used],
        lacking=list(review.monitoring.lacking),
    )


def _summary_out(review: PlanReview, ignored: Container[str]) -> PlanSummaryOut:
    page = summary(review, [f for f in review.findings if plan_fingerprint(f, review.plan) not in ignored])
    sections = [SectionOut(heading=s.heading, lines=list(s.lines)) for s in page.sections]
    return PlanSummaryOut(text=page.text, sections=sections)


def _new_row(number: int, row: NewRow) -> NewRowOut:
    return NewRowOut(row=number, **{column.value: _new_cell(column, row[column]) for column in Column})


def _new_cell(column: Column, draft: Draft) -> NewCellOut:
    spans = [
        SpanOut(
            start=p.span.start,
            end=p.span.end,
            kind=p.kind,
            question=QUESTION if column is Column.ISSUE else p.kind.question,
            source=p.source or None,
        )
        for p in draft.proposals
    ]
    return NewCellOut(text=draft.text, blank_text=draft.blank_text, spans=spans)
