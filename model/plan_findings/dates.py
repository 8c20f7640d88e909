"""By when: never, before today, after the review, all at once.

LIAP, "When will this be done?": agree a realistic time period for change, not "ongoing"; "Time bound": specific deadlines
for each stage, linked to review of progress.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from model.criteria import Field
from model.plan import COLUMNS, Cell
from model.plan_findings.finding import PlanFinding, PlanReading, finding

MANY = 3
"""Deadlines from which on it says something that they fall on one day."""
_DONE = re.compile(r"(?i)\b(?:done|completed?|achieved|finished|closed)\b")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which a row, or a stage of it, is to be done, and the words that say so."""

    cell: Cell
    day: date


def find(reading: PlanReading) -> list[PlanFinding]:
    """Return what is wrong with the deadlines: row by row, and then in the plan as a whole."""
    rows = [
        f for number, _ in reading.plan.actions for f in (*_as_found(reading, number), *_after_review(reading, number))
    ]
    return [*rows, *_all_on_one_day(reading)]


def deadlines(reading: PlanReading, row: int) -> list[Deadline]:
    """Return the days by which a row is to be done: those of its "when" cell, or where that has none, of its action."""
    read = reading.action(row)
    found = []
    for when in read.deadlines:
        field, span = read.statement.locate(when.span)
        if when.day is not None and field in COLUMNS:
            found.append(Deadline(Cell(row, COLUMNS[field], span), when.day))
    own = [deadline for deadline in found if deadline.cell.column is COLUMNS[Field.WHEN]]
    return own or found


def _as_found(reading: PlanReading, row: int) -> Iterator[PlanFinding]:
    """Yield "ongoing" and dates that have gone, as the objective's own rules find them."""
    done = _DONE.search(reading.plan.rows[row].when)
    for rule in ("ongoing", "date-past"):
        for column, span, message in reading.found(row).get(rule, ()):
            if rule == "ongoing" or not done:
                yield finding(rule, [Cell(row, column, span)], message)


def _after_review(reading: PlanReading, row: int) -> Iterator[PlanFinding]:
    review, days = reading.plan.review, deadlines(reading, row)
    if review is None or not days:
        return
    first = min(days, key=lambda deadline: deadline.day)
    if first.day > review:
        said = f"{_day(first.day)} is after the review on {_day(review)}: there will be nothing to see at it."
        yield finding("deadline-after-review", [first.cell], said)


def _all_on_one_day(reading: PlanReading) -> Iterator[PlanFinding]:
    dated = [days for number, _ in reading.plan.actions if (days := deadlines(reading, number))]
    every = {deadline.day for days in dated for deadline in days}
    if len(dated) >= MANY and len(every) == 1:
        (day,) = every
        where = ", the day of the review" if day == reading.plan.review else ""
        said = f"All {len(dated)} deadlines are on {_day(day)}{where}."
        yield finding("all-on-one-day", (), said, about=_day(day))


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
