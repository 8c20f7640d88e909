"""The evidence pack, as blocks that any format can show: what was tried, by whom, when, with what measured result.

LIAP: all additional resources "require evidence that everything possible has been tried locally with the child at the
centre of decision-making and planning processes". Every block is either wording of this module or of LIAP, the same in
every pack, or says which rows it rests on; no figure, name or day stands in it that is not in the reviews.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from model.progress.report import Progress
from model.progress.reviews import Ref, Review, ReviewRow
from model.progress.saying import Statement, listed, quote, said
from model.progress.trend import RULE, Course, Trend

TITLE = "Evidence pack"
WHAT_IT_IS = (
    "This pack sets out what a Team around a child has tried, by whom, when, and with what measured result, as the reviews of "
    "its plan have it. Those who are asked for additional resources require this evidence.",
    "Aimwell put it together from the files below. It adds no figure, no name and no day of its own. Every statement names the "
    "rows that it rests on: the letter R and the number of the review, then the row of its plan, counted from the first "
    "below the headings. Where several rows stand behind one quotation, the words are those of the last.",
    "It asks questions and decides nothing. What the results mean for the child, and what is to be done, is for the Team "
    "and the family to say.",
)
EVIDENCE_REQUIRED = (
    "LIAP: “All of the above require evidence that everything possible has been tried locally with the child at the centre of "
    "decision-making and planning processes.”"
)
NOT_SHOWN = (
    "Rows of a plan do not show how the child and the family see it, unless a row says so. They do not show what was tried and "
    "not written down, or why a result is as it is. Those who read this pack may ask the Team."
)
NOBODY_ASKED = (
    "Every objective that could be compared moved or was met at the last review, so LIAP's questions for a plan in which "
    "nothing makes a difference are not asked."
)
NOTHING_MOVES = "At the last review no objective is shown to have moved or to be met. LIAP asks these questions then."
SOME_DO_NOT = (
    "Some objectives stalled or slipped at the last review. LIAP asks these questions where nothing makes a difference."
)
BY_WORDS = (
    "These objectives have no id that is the same at every review, and were found again by nearly the same words; please "
    "check that each is one objective:"
)
HEADINGS = {
    Trend.MET: "Met",
    Trend.MOVED: "Moved",
    Trend.STALLED: "Stalled",
    Trend.SLIPPED: "Slipped",
    Trend.NOT_MEASURED: "Not measured at its last review",
    Trend.CANNOT_TELL: "Cannot tell",
}
REVIEWS_ACROSS = 5
"""Reviews side by side in one table of figures; more go into a further table."""
NOT_MEASURED = "not measured"
NOT_SAID = "not said"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first or second level."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Fixed:
    """A paragraph that is the same in every pack; `strong` for a question."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """An item of a list: a statement with its rows."""

    statement: Statement


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table. A `banner` is one cell across the whole table."""

    cells: tuple[str, ...]
    banner: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `widths` are shares of its columns in the whole, `title` says what it holds for whoever cannot see it."""

    title: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    widths: tuple[int, ...] = field(default=())


Block = Heading | Fixed | Said | Table


@dataclass(frozen=True, slots=True)
class Pack:
    """An evidence pack; `plan` is what the team calls the plan, None where it did not say."""

    plan: str | None
    blocks: tuple[Block, ...]


def evidence_pack(found: Progress, plan: str | None = None) -> Pack:
    """Return the pack of what the reviews show."""
    blocks = [
        *_front(found),
        *_tried(found),
        *_moved(found),
        *_figures(found),
        *_questions(found),
        Heading("What this pack cannot show"),
        Fixed(NOT_SHOWN),
        *_sources(found),
    ]
    return Pack(plan.strip() if plan and plan.strip() else None, tuple(blocks))


def shown_day(day: date) -> str:
    """Return the day as a reader writes it: 3 May 2027."""
    return f"{day.day} {day:%B %Y}"


def _front(found: Progress) -> Iterator[Block]:
    yield Heading("What this is")
    yield from map(Fixed, WHAT_IT_IS)
    lines = (Line((f"R{n}", shown_day(r.day), r.name or "—")) for n, r in enumerate(found.reviews, start=1))
    yield Table("The reviews", ("Review", "Day", "File"), tuple(lines), (1, 2, 5))


def _tried(found: Progress) -> Iterator[Block]:
    yield Heading("Everything that was tried")
    lines: list[Line] = []
    for course in found.courses:
        lines.append(Line((f"{course.text} — {course.trend.value} {course.thread.last.ref}",), banner=True))
        lines += [_attempt(point.ref, point.day, point.row) for point in course.points]
    header = ("Row", "Review", "By whom", "When", "How it was to be measured", "Measured result", "Note")
    yield Table("Everything that was tried", header, tuple(lines), (11, 13, 15, 14, 18, 18, 16))


def _attempt(ref: Ref, day: date, row: ReviewRow) -> Line:
    parts = (row.who, row.when, row.measure)
    return Line(
        (str(ref), shown_day(day), *(part or NOT_SAID for part in parts), row.result or NOT_MEASURED, row.note or "—")
    )


def _moved(found: Progress) -> Iterator[Block]:
    yield Heading("What moved and what did not")
    yield Fixed(RULE)
    for trend, heading in HEADINGS.items():
        courses = found.of(trend)
        if courses:
            yield Heading(heading, 2)
            yield from (Said(_whole(course)) for course in courses)
    by_words = [course for course in found.courses if course.thread.by_words]
    if by_words:
        yield Fixed(BY_WORDS)
        yield from (Said(_found_again(course)) for course in by_words)


def _whole(course: Course) -> Statement:
    own = said("{}.", quote(course.text, course.thread.last.ref))
    last = " No later review has it." if course.gone else ""
    return Statement(f"{own.text} {course.reason.text}{last}", tuple(dict.fromkeys((*own.refs, *course.reason.refs))))


def _found_again(course: Course) -> Statement:
    return said("{}.", quote(course.text, *(point.ref for point in course.points)))


def _figures(found: Progress) -> Iterator[Block]:
    """Yield the figures side by side, as the chart has them: a handful of figures is read best as a table, by everybody."""
    courses = [course for course in found.courses if any(point.figure for point in course.points)]
    if not courses:
        return
    yield Heading("The figures side by side")
    numbered = list(enumerate(found.reviews, start=1))
    for first in range(0, len(numbered), REVIEWS_ACROSS):
        some = numbered[first : first + REVIEWS_ACROSS]
        header = ("Objective", "Baseline", *(f"R{n}, {shown_day(r.day)}" for n, r in some), "Target", "Trend")
        lines = tuple(_side_by_side(course, [n for n, _ in some]) for course in courses)
        yield Table("The figures side by side", header, lines, (26, 12, *(12 for _ in some), 14, 10))


def _side_by_side(course: Course, numbers: Sequence[int]) -> Line:
    points = {point.ref.review: point for point in course.points}
    results = [f"{points[n].row.result or NOT_MEASURED} {points[n].ref}" if n in points else "no row" for n in numbers]
    marks = [
        f"{mark.quoted.words} {listed(mark.quoted.refs)}" if mark else NOT_SAID
        for mark in (course.baseline, course.target)
    ]
    return Line((course.text, marks[0], *results, marks[1], course.trend.value))


def _questions(found: Progress) -> Iterator[Block]:
    yield Heading("Moving on: questions to consider")
    if not found.questions:
        yield Fixed(NOBODY_ASKED)
        return
    yield Fixed(NOTHING_MOVES if found.nothing_moves else SOME_DO_NOT)
    for question in found.questions:
        yield Fixed(question.text, strong=True)
        yield from map(Said, question.evidence)
        if question.silence:
            yield Fixed(question.silence)
    yield Fixed(EVIDENCE_REQUIRED)


def _sources(found: Progress) -> Iterator[Block]:
    yield Heading("The rows as they stand in the reviews")
    lines = tuple(
        _source(Ref(n, i), review, row)
        for n, review in enumerate(found.reviews, start=1)
        for i, row in enumerate(review.rows, start=1)
    )
    header = ("Row", "Where it stands", "Issue or concern", "What was to be done", "Baseline", "Target")
    yield Table("The rows as they stand in the reviews", header, lines, (11, 20, 20, 27, 13, 13))


def _source(ref: Ref, review: Review, row: ReviewRow) -> Line:
    place = ", ".join(part for part in (review.name, row.place) if part)
    return Line(
        (str(ref), place or "—", row.issue or NOT_SAID, row.what, row.baseline or NOT_SAID, row.target or NOT_SAID)
    )
