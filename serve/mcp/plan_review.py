"""A whole plan for an assistant: the findings row by row and on the plan, and how often each criterion is met."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from data.documents import delimited, json_plan, markdown, plain
from data.documents.entry import Entry
from data.documents.whole import whole_plan
from model.criteria import Criterion, Engine, Objective, Verdict
from model.criteria import Field as Part
from model.errors import DocumentError, InputError
from model.plan import Plan, Row
from serve.plan_schemas import MAX_ROWS, WholePlanOut
from serve.schemas import AssessmentOut, FindingOut

MAX_PLAN = 200_000


class PlanFormat(StrEnum):
    """How a plan's text is written."""

    MARKDOWN = "markdown"
    CSV = "csv"
    TEXT = "text"
    JSON = "json"


_READERS: Mapping[PlanFormat, tuple[str, Callable[[Path, bytes], list[Entry]]]] = {
    PlanFormat.MARKDOWN: ("the plan.md", markdown.read),
    PlanFormat.CSV: ("the plan.csv", delimited.read),
    PlanFormat.TEXT: ("the plan.txt", plain.read),
    PlanFormat.JSON: ("the plan.json", json_plan.read),
}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RowFindingOut(FindingOut):
    """One reason why a criterion of the row is not met, or cannot be told, and the words that it is about."""

    criterion: Criterion
    verdict: Verdict
    words: str = Field(description="The words of the named part between start and end; empty where none are to blame.")


class RowOut(_Frozen):
    """One objective of the plan."""

    place: str = Field(description="Where it stands in the plan.", examples=["table 1, row 3", "row 2"])
    objective: str = Field(description="What is to be done, as the plan says it.")
    smart: bool
    findings: list[RowFindingOut] = Field(description="Empty when every criterion is met.")


class TallyOut(_Frozen):
    """On how many objectives one criterion is met, is not met, or cannot be told."""

    met: int
    not_met: int
    cannot_tell: int


class SummaryOut(_Frozen):
    """The plan as a whole."""

    objectives: int
    smart: int = Field(description="Objectives that meet all five criteria.")
    specific: TallyOut
    measurable: TallyOut
    achievable: TallyOut
    relevant: TallyOut
    time_bound: TallyOut


class PlanReviewOut(_Frozen):
    """The findings on each objective of a plan, and a summary; who judged, and by which bundle (null for the rules)."""

    engine: Engine
    bundle: str | None
    summary: SummaryOut
    rows: list[RowOut]
    plan: WholePlanOut = Field(
        description="What LIAP asks of a plan as a whole: findings by cell and on the plan, the kinds of monitoring that it "
        "uses and lacks, and all of it on one page."
    )


def plan_in(text: str, format_: PlanFormat, as_of: date) -> Plan:
    """Return the plan that a text holds.

    Raises:
        InputError: when it cannot be read as that format, or holds no objective, or too many.
    """
    name, reader = _READERS[format_]
    content = text.encode("utf-8", "replace")
    try:
        entries = reader(Path(name), content)
        plan = whole_plan(Path(name), content, entries, as_of)
    except DocumentError as error:
        raise InputError("text", error.reason) from None
    if not entries:
        raise InputError(
            "text",
            "there is no objective to judge in it; write the objectives as a list, or in a table with a column "
            "“What will be done?”, or give them as rows",
        )
    if len(entries) > MAX_ROWS:
        raise InputError("text", f"holds {len(entries)} objectives; give at most {MAX_ROWS} at once")
    return plan


def plan_of(objectives: Sequence[Objective], as_of: date) -> Plan:
    """Return the plan that is given row by row; what sort of plan it is, its first row says."""
    rows = (Row(o.need or "", o.who or "", o.text, o.when or "", o.measure or "") for o in objectives)
    return Plan(tuple(rows), as_of, domain=next((o.domain for o in objectives if o.domain), None))


def about(plan: Plan, child: str, parents: Sequence[str], review: date | None) -> Plan:
    """Return the plan with whom it is about and its next review, where the caller says so."""
    return replace(
        plan, child=child or plan.child, parents=tuple(parents) or plan.parents, review=review or plan.review
    )


def row_out(place: str, objective: Objective, assessed: AssessmentOut) -> RowOut:
    """Return what is said of one objective: the findings on criteria that are not met."""
    judged = [(c, getattr(assessed.criteria, c.value)) for c in Criterion]
    findings = [
        RowFindingOut(
            **finding.model_dump(),
            criterion=criterion,
            verdict=out.verdict,
            words=objective.part(Part(finding.field))[finding.start : finding.end],
        )
        for criterion, out in judged
        if out.verdict is not Verdict.MET
        for finding in out.findings
    ]
    return RowOut(place=place, objective=objective.text, smart=assessed.smart, findings=findings)


def summary_out(assessed: Sequence[AssessmentOut]) -> SummaryOut:
    """Return how often each criterion is met, is not met, or cannot be told."""
    tallies = {c.value: Counter(getattr(a.criteria, c.value).verdict for a in assessed) for c in Criterion}
    return SummaryOut(
        objectives=len(assessed),
        smart=sum(a.smart for a in assessed),
        **{name: TallyOut(**{v.value: tally[v] for v in Verdict}) for name, tally in tallies.items()},
    )
