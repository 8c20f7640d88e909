"""What goes over the wire for a plan at successive reviews: from a request to reviews, from what they show to a reply."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from model.progress.figures import Figure
from model.progress.moving_on import Question
from model.progress.report import Progress
from model.progress.reviews import Ref, Review, ReviewRow
from model.progress.saying import Statement
from model.progress.trend import RULE, Course, Mark, Point, Trend
from serve.progress_chart import chart
from serve.schemas import EARLIEST, LATEST, Context, Day, Part, Text

MAX_REVIEWS, MAX_ROWS, MAX_SCALE, LARGEST = 12, 60, 10, 1_000_000
"""A plan about a child has a few rows and is reviewed for a year or two."""
Number = Annotated[float, Field(ge=0, strict=True)]
"""A number and nothing that could be taken for one, such as true."""
_ROWS = [
    {
        "id": "1",
        "what": "Sam will be in class by 8.50 with Meera, the breakfast club's leader",
        "issue": "Sam came after 9.30 on most mornings.",
        "who": "Sam and Meera",
        "when": "20 March 2027",
        "measure": "The register: at least 4 of 5 mornings",
        "baseline": "1 of 5 mornings",
        "result": said,
    }
    for said in ("2 of 5 mornings", "2 of 5 mornings")
]
EXAMPLE: dict[str, Any] = {
    "plan": "Sam's plan",
    "reviews": [
        {"day": "2027-01-20", "name": "review-1.docx", "rows": _ROWS[:1]},
        {"day": "2027-03-03", "name": "review-2.docx", "rows": _ROWS[1:]},
    ],
}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReviewRowIn(_Frozen):
    """One row of the plan at this review. What was measured may be words, a figure with its unit, or a rating."""

    what: Text = Field(description="What was to be done, as the plan has it.")
    id: Part | None = Field(
        None, description="The plan's own number or name of the objective, the same at every review."
    )
    issue: Context | None = Field(None, description="The issue or concern.")
    who: Part | None = Field(None, description="By whom.")
    when: Part | None = Field(None, description="By when.")
    measure: Part | None = Field(None, description="How it was to be measured.")
    baseline: Context | None = Field(None, description="Where things stood at the start.", examples=["1 of 5 mornings"])
    target: Part | None = Field(None, description="Where it should lead.", examples=["at least 4 of 5 mornings"])
    result: Context | None = Field(None, description="What was measured, as written.", examples=["2 of 5 mornings"])
    figure: Number | None = Field(None, le=LARGEST, description="What was measured, as a figure.", examples=[3])
    unit: Annotated[str, Field(max_length=40)] | None = Field(
        None, description="What the figure counts.", examples=["times a week"]
    )
    rating: Number | None = Field(None, le=MAX_SCALE, description="What was measured, as a rating from 0 to 10.")
    note: Context | None = Field(None, description="What the review says besides.")

    def row(self) -> ReviewRow:
        """Return the row inside the house; figure and rating join the words of the result."""
        counted = None if self.figure is None else f"{_number(self.figure)} {self.unit or ''}".strip()
        rated = None if self.rating is None else f"{_number(self.rating)}/{MAX_SCALE}"
        result = "; ".join(part for part in (counted, rated, self.result) if part)
        plan = self.model_dump(exclude={"result", "figure", "unit", "rating"})
        return ReviewRow(**plan, result=result or None)


class MeetingIn(_Frozen):
    """The plan on the day of one review."""

    day: Day = Field(ge=EARLIEST, le=LATEST, description="When the review was.")
    rows: list[ReviewRowIn] = Field(min_length=1, max_length=MAX_ROWS)
    name: Annotated[str, Field(max_length=200)] = Field("", description="The name of its file, for the evidence pack.")

    def review(self) -> Review:
        """Return the review inside the house."""
        return Review(self.day, tuple(row.row() for row in self.rows), self.name)


class ProgressIn(_Frozen):
    """One plan at successive reviews, in any order."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    reviews: list[MeetingIn] = Field(min_length=1, max_length=MAX_REVIEWS)
    plan: Part | None = Field(None, description="What the team calls the plan; it heads the evidence pack.")


class RefOut(_Frozen):
    """A row: the review by its number in order of days, the row by its number in it, both from 1."""

    review: int
    row: int


class StatementOut(_Frozen):
    """A sentence, and the rows that it rests on; they stand in it as [R2, row 3]."""

    text: str
    rows: list[RefOut]


class FigureOut(_Frozen):
    """A figure that was read in words; `whole` is null unless it is a share such as 2 of 5."""

    value: float
    whole: float | None
    percent: bool


class MarkOut(_Frozen):
    """A baseline or target: its figure, and the words and row in which it stands."""

    words: str
    figure: FigureOut
    rows: list[RefOut]


class PointOut(_Frozen):
    """An objective at one review; `result` is null where nothing was measured, `figure` where no one figure is plain."""

    at: RefOut
    day: date
    who: str | None
    when: str | None
    measure: str | None
    result: str | None
    figure: FigureOut | None


class CourseOut(_Frozen):
    """An objective through the reviews; `rising` says whether the plan wants more, null where it does not say."""

    what: str
    trend: Trend
    reason: StatementOut
    rising: bool | None
    baseline: MarkOut | None
    target: MarkOut | None
    points: list[PointOut]
    found_by_words: bool = Field(
        description="True where it was found again by nearly the same words, and not by an id."
    )
    gone: bool = Field(description="True where a later review no longer has it.")


class QuestionOut(_Frozen):
    """One of LIAP's questions for a plan that makes no difference, beside what the reviews say and leave out."""

    text: str
    source: str
    evidence: list[StatementOut]
    silence: str


class MeetingOut(_Frozen):
    """A review and its number."""

    review: int
    day: date
    name: str


class ProgressOut(_Frozen):
    """What the reviews show. It asks questions and decides nothing; `rule` says how the trends were told."""

    reviews: list[MeetingOut]
    objectives: list[CourseOut]
    nothing_moves: bool = Field(description="No objective moved or was met at the last review.")
    questions: list[QuestionOut] = Field(description="Empty unless an objective stalled or slipped, or none moved.")
    rule: str
    chart: str | None = Field(description="The figures as one SVG; null where there are none.")


def progress_out(found: Progress) -> ProgressOut:
    """Return the reply of what the reviews show."""
    return ProgressOut(
        reviews=[MeetingOut(review=n, day=r.day, name=r.name) for n, r in enumerate(found.reviews, start=1)],
        objectives=[_course(course) for course in found.courses],
        nothing_moves=found.nothing_moves,
        questions=[_question(question) for question in found.questions],
        rule=RULE,
        chart=chart(found),
    )


def _course(course: Course) -> CourseOut:
    return CourseOut(
        what=course.text,
        trend=course.trend,
        reason=_statement(course.reason),
        rising=course.rising,
        baseline=_mark(course.baseline),
        target=_mark(course.target),
        points=[_point(point) for point in course.points],
        found_by_words=course.thread.by_words,
        gone=course.gone,
    )


def _point(point: Point) -> PointOut:
    row = point.row
    figure = _figure(point.figure) if point.figure else None
    return PointOut(
        at=_ref(point.ref),
        day=point.day,
        who=row.who,
        when=row.when,
        measure=row.measure,
        result=row.result,
        figure=figure,
    )


def _question(question: Question) -> QuestionOut:
    evidence = [_statement(statement) for statement in question.evidence]
    return QuestionOut(text=question.text, source=question.source, evidence=evidence, silence=question.silence)


def _statement(statement: Statement) -> StatementOut:
    return StatementOut(text=statement.text, rows=[_ref(ref) for ref in statement.refs])


def _mark(mark: Mark | None) -> MarkOut | None:
    if mark is None:
        return None
    return MarkOut(words=mark.quoted.words, figure=_figure(mark.figure), rows=[_ref(ref) for ref in mark.quoted.refs])


def _figure(figure: Figure) -> FigureOut:
    whole = None if figure.whole is None else float(figure.whole)
    return FigureOut(value=float(figure.value), whole=whole, percent=figure.percent)


def _ref(ref: Ref) -> RefOut:
    return RefOut(review=ref.review, row=ref.row)


def _number(value: float) -> str:
    return f"{value:.6g}" if value < LARGEST else f"{value:.0f}"
