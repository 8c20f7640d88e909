"""Plans in Excel files (.xlsx): on each visible sheet, the table with the columns of a plan.

What Excel hides from the reader (sheets, rows, columns) is not read. Dates are read as 2027-03-01, formulas by the
value that Excel last worked out, and percentages with their sign.
"""

import io
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from data.documents import sheetml
from data.documents.entry import Entry
from data.documents.sheetml import Layout
from data.documents.table import Cell, Origin, Row, entries_of, no_objective_column
from data.documents.zipped import check, damaged
from model.errors import NoObjective

MAX_ROWS, MAX_COLUMNS = 20_000, 200  # a plan of one office; what lies beyond is another kind of list
BLANK_ROWS = 1_000  # as many in a row are the end of the sheet, whatever formatting follows
MIDNIGHT = time()
ERROR = "e"  # openpyxl's type of a cell that says #REF! or the like

Texts = Mapping[int, Sequence[str]]
"""The cells' texts of each row that has any, by the row's number from 1."""


def read(path: Path, content: bytes) -> list[Entry]:
    """Return the objectives of the visible sheets, in order, placed by sheet and row.

    Raises:
        DocumentError: when the file cannot be opened as a workbook, or when no sheet has a column for the objective.
    """
    sheets = tables(path, content)
    found = [entries for rows in sheets if (entries := entries_of(rows)) is not None]
    filled = [rows for rows in sheets if any(row.words for row in rows)]
    if not found and filled:
        raise NoObjective(path, no_objective_column(filled[0]))
    return [entry for entries in found for entry in entries]


def tables(path: Path, content: bytes) -> list[list[Row]]:
    """Return the rows of every visible sheet.

    Raises:
        DocumentError: when the file cannot be opened as a workbook.
    """
    check(path, content, sheetml.EXCEL)
    try:
        return list(_sheets(content))
    except sheetml.DAMAGE as error:
        raise damaged(path, sheetml.EXCEL) from error


def _sheets(content: bytes) -> Iterator[list[Row]]:
    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    with sheetml.opened(content) as package:
        parts = sheetml.sheet_parts(package)
        for sheet in workbook.worksheets:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()
                texts = _texts(sheet)
                layout = sheetml.layout_of(package.read(parts[sheet.title]), MAX_ROWS, MAX_COLUMNS)
                yield list(_rows(sheet.title, texts, layout))
    workbook.close()


def _texts(sheet: Any) -> Texts:
    """Return what the sheet's rows say, from its top to its last row with words."""
    found: dict[int, list[str]] = {}
    last = 0
    for number, row in enumerate(sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS), start=1):
        texts = ["" if cell.value is None else _shown(cell) for cell in row]
        filled = [index for index, text in enumerate(texts, start=1) if text]
        if filled:
            found[number], last = texts[: filled[-1]], number
        elif number - last > BLANK_ROWS:
            break
    return found


def _rows(sheet: str, texts: Texts, layout: Layout) -> Iterator[Row]:
    width = max((len(row) for row in texts.values()), default=0)
    for number in range(1, max(texts, default=0) + 1):
        if number not in layout.hidden_rows:
            yield Row(tuple(_cells(sheet, number, width, texts, layout)), f"sheet {sheet}, row {number}")


def _cells(sheet: str, row: int, width: int, texts: Texts, layout: Layout) -> Iterator[Cell]:
    """Yield the row's visible cells; the rows below the first of a merged cell repeat what it says."""
    for column in range(1, width + 1):
        top, left, right = layout.merged.get((row, column), (row, column, column))
        if column in layout.hidden_columns or left < column:
            continue
        words = texts.get(top, ())
        text = words[left - 1] if left <= len(words) else ""
        name = f"{get_column_letter(left)}{top}"
        origin = None if name in layout.formulas else Origin((sheet, name), text)
        yield Cell((text,), left - 1, right, continued=top < row, origins=(origin,))


def _shown(cell: Any) -> str:
    """Return a cell's value as a reader sees it, dates as 2027-03-01; errors such as #REF! say nothing."""
    value = cell.value
    if cell.data_type == ERROR:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    return str(value)


def _number(value: float, number_format: str) -> str:
    if not math.isfinite(value):
        return ""
    return f"{value * 100:.6g}%" if "%" in number_format else f"{value:.12g}"
