"""XLSX: on each visible sheet, the rows under the headings."""

import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from data.documents import sheetml
from data.documents.zipped import check, damaged
from data.reviews.files.flat import COLUMNS, Column, cells_of, columns_of, found_in_cells
from data.reviews.files.found import Found
from data.reviews.record import Defaults
from data.reviews.review import Review
from model.errors import DocumentError

MAX_ROWS, MAX_COLUMNS = 50_000, 200
HEADING_WITHIN = 50
WIDE = {"text": 60, "need": 40, "rewrite": 60, "why": 40, "suggestion": 40}


def read(path: Path, content: bytes, defaults: Defaults) -> Iterator[Found]:
    """Yield what each row below the headings says; sheets without an objective's column are passed over.

    Raises:
        DocumentError: when it is no workbook, or no sheet has a column for the objective.
    """
    check(path, content, sheetml.EXCEL)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = [(s.title, list(_rows(s))) for s in workbook.worksheets if s.sheet_state == "visible"]
        workbook.close()
    except sheetml.DAMAGE as error:
        raise damaged(path, sheetml.EXCEL) from error
    found = False
    for title, rows in sheets:
        columns: list[Column] | None = None
        for number, cells in rows:
            if columns is not None:
                if any(cells):
                    yield found_in_cells(f"sheet {title}, row {number}", columns, cells, defaults)
            elif number <= HEADING_WITHIN and _is_heading(named := columns_of(cells)):
                columns, found = named, True
    if not found:
        raise DocumentError(path, "no sheet has a column for the objective; head one with “text” or “Objective”")


def write(reviews: Iterable[Review]) -> bytes:
    """Return a workbook with one sheet and a heading row that stays in sight; no cell of it is a formula."""
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("Reviews")
    sheet.freeze_panes = "A2"
    for index, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = WIDE.get(name, 14)
    sheet.append([_cell(sheet, name, heading=True) for name in COLUMNS])
    for review in reviews:
        sheet.append([_cell(sheet, words) for words in cells_of(review)])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _is_heading(columns: list[Column]) -> bool:
    return "text" in columns and sum(c is not None for c in columns) > 1


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
    for number, values in enumerate(rows, start=1):
        yield number, [_shown(value) for value in values]


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _cell(sheet: Any, words: str, *, heading: bool = False) -> Any:
    if not words:
        return None
    cell = WriteOnlyCell(sheet, words)
    cell.data_type = "s"  # whatever it begins with
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if heading:
        cell.font = Font(bold=True)
    return cell
