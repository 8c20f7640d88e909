"""A whole action plan: its rows in LIAP's five columns, whom it is about, and when it is reviewed.

LIAP, "Action Plan": what is the issue, who will do this, what will be done, when will this be done, how will we measure
progress.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from model.criteria import Field, Objective, Span


class Column(StrEnum):
    """One of the five columns, in the order in which they stand."""

    ISSUE = "issue"
    WHO = "who"
    WHAT = "what"
    WHEN = "when"
    MEASURE = "measure"


HEADINGS: Mapping[Column, str] = MappingProxyType(
    {
        Column.ISSUE: "What is the issue/concern?",
        Column.WHO: "Who will do this?",
        Column.WHAT: "What will be done?",
        Column.WHEN: "When will this be done?",
        Column.MEASURE: "How will we measure progress?",
    }
)
"""The headings of the LIAP action plan."""

FIELDS: Mapping[Column, Field] = MappingProxyType(
    {
        Column.ISSUE: Field.NEED,
        Column.WHO: Field.WHO,
        Column.WHAT: Field.TEXT,
        Column.WHEN: Field.WHEN,
        Column.MEASURE: Field.MEASURE,
    }
)
"""Which part of an objective each column holds."""

COLUMNS: Mapping[Field, Column] = MappingProxyType({field: column for column, field in FIELDS.items()})
"""The same the other way round; a baseline has no column in this plan."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is written; an empty cell is the empty string.

    `place` is where it stands in its file, in the reader's words; empty where the plan came from no file.
    """

    issue: str = ""
    who: str = ""
    what: str = ""
    when: str = ""
    measure: str = ""
    place: str = ""

    def cell(self, column: Column) -> str:
        """Return the words of one cell."""
        words: str = getattr(self, column.value)
        return words

    def says(self, column: Column) -> bool:
        """Say whether there is a letter or a digit in a cell."""
        return any(c.isalnum() for c in self.cell(column))

    def objective(self, domain: str | None = None) -> Objective:
        """Return the row's action as the objective that is judged, with its own issue for its need."""
        return Objective(self.what, self.who, self.when, self.measure, self.issue, domain=domain)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan, judged as of a day.

    `child` is the name of the child or other person whom it is about and `parents` are those of the parents or carers;
    both may be unknown. `review` is the day of its next review. `domain` is what sort of plan it is, as an objective has it.
    """

    rows: tuple[Row, ...]
    as_of: date
    child: str = ""
    parents: tuple[str, ...] = ()
    review: date | None = None
    domain: str | None = None

    def has(self, column: Column) -> bool:
        """Say whether any row uses a column; a list of actions has no others than its own."""
        return any(row.says(column) for row in self.rows)

    @property
    def actions(self) -> tuple[tuple[int, Row], ...]:
        """The rows that say what will be done, each with its number from 0."""
        return tuple((number, row) for number, row in enumerate(self.rows) if row.says(Column.WHAT))

    def name(self, row: int) -> str:
        """Return what a reader calls a row: its place in the file, or its number from 1."""
        return self.rows[row].place or f"row {row + 1}"


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """Words of a plan: the row's number from 0, its column, and the stretch of the cell, in Unicode code points."""

    row: int
    column: Column
    span: Span

    def words(self, plan: Plan) -> str:
        """Return the words; none where the cell is empty."""
        return self.span.of(plan.rows[self.row].cell(self.column))
