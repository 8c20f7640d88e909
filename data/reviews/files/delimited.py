"""CSV: with a heading line, commas, semicolons or tabs, as spreadsheets save it.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it and read without.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from data.documents.delimited import DELIMITERS, names_delimiter
from data.documents.encoding import text_of
from data.reviews.files.flat import COLUMNS, Column, cells_of, columns_of, found_in_cells
from data.reviews.files.found import Found
from data.reviews.record import Defaults
from data.reviews.review import Review
from model.errors import DocumentError

_FORMULA = re.compile(r"'*[=+\-@\t]")


def read(path: Path, content: bytes, defaults: Defaults) -> Iterator[Found]:
    """Yield what each line below the headings says, placed by the line on which its row begins.

    Raises:
        DocumentError: when the file is no text, or no heading names the objective.
    """
    text = text_of(path, content)
    delimiter = max(DELIMITERS, key=lambda d: sum(c is not None for c in columns_of(_headings(text, d))))
    columns: list[Column] | None = None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            begun, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells) or names_delimiter(cells):
                continue
            if columns is None:
                columns = columns_of(cells)
                if "text" not in columns:
                    raise DocumentError(path, "no column holds the objective; head one with “text” or “Objective”")
                continue
            yield found_in_cells(f"line {begun}", columns, [_without_guard(cell) for cell in cells], defaults)
    except csv.Error:
        raise DocumentError(path, f"line {line}: this is no CSV; save it again from the spreadsheet") from None


def write(reviews: Iterable[Review]) -> bytes:
    """Return the reviews with a heading line, as Excel reads it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([_guarded(cell) for cell in cells_of(review)] for review in reviews)
    return file.getvalue().encode("utf-8-sig")


def _headings(text: str, delimiter: str) -> list[str]:
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return next((row for row in rows if any(row) and not names_delimiter(row)), [])
    except csv.Error:
        return []


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _without_guard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
