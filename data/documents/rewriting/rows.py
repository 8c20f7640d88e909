"""A whole plan rewritten, row by row, for whoever has it in no file."""

from collections.abc import Mapping

from data.documents.entry import Entry, Passage
from data.documents.rewriting.advice import Adviser
from model.criteria import Span
from model.plan import COLUMNS, FIELDS, Column, Plan, Row
from model.suggestion import Draft

NewRow = Mapping[Column, Draft]
"""What each cell says; a draft without proposals may be the cell as it was."""


def rewrite_rows(plan: Plan, adviser: Adviser, most: int) -> list[NewRow]:
    """Return every row of the plan as it could say: the best rewriting of its action spread over the five columns.

    A row for which there is none, and one without an action, stays as it is. An issue that several rows repeat gets the
    same words in each. At most the first `most` rows are rewritten, for each takes its time.
    """
    return [_new(row, adviser, plan) if number < most else _as_it_is(row) for number, row in enumerate(plan.rows)]


def _as_it_is(row: Row) -> dict[Column, Draft]:
    return {column: Draft(row.cell(column)) for column in Column}


def _new(row: Row, adviser: Adviser, plan: Plan) -> NewRow:
    cells = _as_it_is(row)
    if not row.says(Column.WHAT):
        return cells
    stands = {field: Passage(column, Span(0, len(row.cell(column)))) for column, field in FIELDS.items()}
    best = adviser.advise(Entry("", None, row.objective(plan.domain), stands), plan.as_of).best
    return {**cells, **{COLUMNS[field]: draft for field, draft in best.parts.items()}} if best else cells
