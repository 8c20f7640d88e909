"""What goes over the wire for a whole plan: the request, which becomes a plan, and the reply."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from model.criteria import Engine
from model.plan import Column, Plan, Row
from model.plan_findings.catalogue import PLAN_RULES
from model.plan_findings.monitoring import Monitoring
from serve.schemas import (
    EARLIEST,
    LATEST,
    AssessmentOut,
    Context,
    Day,
    Domain,
    Part,
    SpanOut,
)

MAX_ROWS, MAX_PARENTS = 100, 8
"""A plan about a child has a few rows; past this it is several plans."""
MAX_REWRITTEN = 20
"""Rows that one request rewrites: each takes up to a second, and a client waits half a minute at most."""
RULES = tuple(PLAN_RULES)
EXAMPLE: dict[str, Any] = {
    "child": "Oskar Lindahl",
    "parents": ["Marta Lindahl"],
    "review": "2027-03-26",
    "as_of": "2027-01-11",
    "rows": [
        {
            "issue": "Oskar is naughty in class.",
            "who": "School",
            "what": "Support Oskar with his behaviour.",
            "when": "Ongoing",
            "measure": "By review",
        },
        {
            "issue": "Marta says that she sleeps four hours on most nights.",
            "who": "Joan Petrie (health visitor)",
            "what": "Joan will bring the list of local groups and go with Marta to the first meeting of one.",
            "when": "29 January 2027",
            "measure": "Marta rates how alone she feels, from 1 to 10, now and at the end of February.",
        },
    ],
    "rewrite": True,
}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlanRowIn(_Frozen):
    """One row, in LIAP's five columns; a cell that is empty may be left out."""

    issue: Context = Field("", description="What is the issue or concern?", examples=["Oskar is naughty in class."])
    who: Part = Field("", description="Who will do this?", examples=["School"])
    what: Context = Field("", description="What will be done?", examples=["Support Oskar with his behaviour."])
    when: Part = Field("", description="When will this be done?", examples=["Ongoing"])
    measure: Part = Field("", description="How will we measure progress?", examples=["By review"])


class PlanReviewIn(_Frozen):
    """A whole plan, whom it is about, and when it is reviewed."""

    rows: list[PlanRowIn] = Field(min_length=1, max_length=MAX_ROWS)
    child: Part = Field("", description="The name of the child, or of whom else the plan is about.")
    parents: list[Part] = Field(
        default_factory=list, max_length=MAX_PARENTS, description="The names of the parents or carers."
    )
    review: Day | None = Field(None, ge=EARLIEST, le=LATEST, description="The day of the plan's next review.")
    as_of: Day | None = Field(
        None, ge=EARLIEST, le=LATEST, description="The day to judge deadlines from; today unless told."
    )
    domain: Domain | None = Field(None, description="What sort of plan it is.", examples=["child_plan"])
    rewrite: StrictBool = Field(
        False,
        description=f"Whether the rows are rewritten as well, the first {MAX_REWRITTEN} of them; that takes longer.",
    )

    def plan(self, as_of: date) -> Plan:
        """Return the plan inside the house."""
        rows = tuple(Row(row.issue, row.who, row.what, row.when, row.measure) for row in self.rows)
        return Plan(rows, as_of, self.child, tuple(name for name in self.parents if name), self.review, self.domain)


class CellOut(_Frozen):
    """Words of the plan."""

    row: int = Field(ge=1, description="The number of the row, from 1.")
    column: Column
    start: int = Field(description="Where the words start, in Unicode code points of the cell.")
    end: int
    words: str = Field(description="The words; empty where the cell is.")


class PlanFindingOut(_Frozen):
    """One thing that LIAP asks of a plan and this one lacks."""

    rule: Annotated[str, Field(json_schema_extra={"enum": [*RULES]})]
    title: str = Field(description="Its name for readers.", examples=["An agency in place of a person"])
    priority: int = Field(ge=1, le=3, description="1 is to be put right first.")
    cells: list[CellOut] = Field(
        description="Where it shows, the one to change first; empty where it is about the whole plan."
    )
    about: str | None = Field(description="Whom or what it is about, where no cell says.")
    message: str
    question: str
    instead: str | None = Field(
        description="The wording to use instead, with blanks such as [amount], and an example of somebody invented."
    )
    source: str = Field(description="The passage of the LIAP session that asks for it.")
    url: str = Field(description="Where the guide explains it, from the root of the service.")
    fingerprint: str = Field(description="Its name for good: `POST /v1/ignored` takes it.")
    ignored: bool = Field(description="Somebody has asked not to be shown it again.")


class PlanRowOut(_Frozen):
    """One row: the five criteria of its action, judged against its own issue, and the findings on its cells."""

    row: int = Field(ge=1)
    assessment: AssessmentOut | None = Field(description="Null where the row has no action.")
    findings: list[PlanFindingOut]


class KindOut(_Frozen):
    """A kind of monitoring, with the rows that use it."""

    kind: Monitoring
    rows: list[int]


class MonitoringOut(_Frozen):
    """Which of LIAP's five kinds of monitoring the plan uses. It need not use all five."""

    used: list[KindOut]
    lacking: list[Monitoring]


class SectionOut(_Frozen):
    """A heading of the page and the lines under it."""

    heading: str
    lines: list[str]


class PlanSummaryOut(_Frozen):
    """The review on one page, in words; `text` is the whole page."""

    text: str
    sections: list[SectionOut]


class NewCellOut(_Frozen):
    """What a cell could say: `text` with proposals, `blank_text` with blanks; both as it was where nothing changes."""

    text: str
    blank_text: str
    spans: list[SpanOut]


class NewRowOut(_Frozen):
    """A row as it could say."""

    row: int = Field(ge=1)
    issue: NewCellOut
    who: NewCellOut
    what: NewCellOut
    when: NewCellOut
    measure: NewCellOut


class WholePlanOut(_Frozen):
    """What is said of a plan as a whole."""

    findings: list[PlanFindingOut] = Field(
        description="On cells and on the plan, those first that are to be put right first."
    )
    monitoring: MonitoringOut
    summary: PlanSummaryOut


class PlanReviewOut(_Frozen):
    """The review of a plan; who judged, and by which bundle (null for the rules)."""

    engine: Engine
    bundle: str | None
    rows: list[PlanRowOut]
    findings: list[PlanFindingOut] = Field(description="What is about the plan as a whole, and no single cell.")
    monitoring: MonitoringOut
    summary: PlanSummaryOut
    rewritten: list[NewRowOut] | None = Field(description="The rows as they could say; null unless asked for.")
