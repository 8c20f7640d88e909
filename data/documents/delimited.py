"""Plans in CSV files, as spreadsheets save them: commas, semicolons or tabs, with quoted line breaks."""

import csv
import io
from pathlib import Path

from data.documents.encoding import text_of
from data.documents.entry import Entry
from data.documents.table import Cell, Row, entries_of, heading_of, no_objective_column, plain_row
from model.errors import DocumentError, NoObjective

DELIMITERS = ",;\t"


def read(path: Path, content: bytes) -> list[Entry]:
    """Return one entry for each action of each row, placed by the line on which its row begins.

    The delimiter is the one under which the file's rows read as a plan, never a guess from the frequency of commas.

    Raises:
        DocumentError: when the file is not text or CSV, or when no column holds the objective.
    """
    return read_text(path, text_of(path, content))[0]


def read_text(path: Path, text: str) -> tuple[list[Entry], str]:
    """Return the entries of the file's text, and the delimiter under which they are read.

    Raises:
        DocumentError: as `read` does.
    """
    delimiter, rows = _reading(path, text)
    entries = entries_of(rows)
    if entries is None and any(row.words for row in rows):
        raise NoObjective(path, no_objective_column(rows))
    return entries or [], delimiter


def tables(path: Path, content: bytes) -> list[list[Row]]:
    """Return the rows of the file, as its one table.

    Raises:
        DocumentError: when the file is not text or CSV.
    """
    return [_reading(path, text_of(path, content))[1]]


def heading_record(path: Path, text: str) -> int:
    """Return the number, from 0, of the record that holds the headings; 0 where none does.

    Raises:
        DocumentError: when the file is not CSV.
    """
    _, rows = _reading(path, text)
    header, _ = heading_of(rows)
    return next((_record(cell) for cell, _ in header), 0)


def _reading(path: Path, text: str) -> tuple[str, list[Row]]:
    """Return the delimiter under which the text reads most like a plan, and its rows."""
    readings = {delimiter: rows for delimiter in DELIMITERS if (rows := _rows(text, delimiter)) is not None}
    if not readings:
        raise DocumentError(path, "this is not a readable CSV file; save it again from the spreadsheet as CSV UTF-8")
    delimiter = max(readings, key=lambda d: _likeness(readings[d]))
    return delimiter, readings[delimiter]


def _rows(text: str, delimiter: str) -> list[Row] | None:
    """Return the rows under this delimiter; None where it leaves a field longer than any spreadsheet's."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, line = [], 1
    try:
        for record, texts in enumerate(reader):
            if not (record == 0 and names_delimiter(texts)):
                addresses = [(record, field) for field in range(len(texts))]
                rows.append(plain_row(texts, f"line {line}", line, addresses))
            line = reader.line_num + 1
    except csv.Error:
        return None
    return rows


def names_delimiter(texts: list[str]) -> bool:
    """Say whether the row is Excel's note to itself, "sep=;", and no part of the plan."""
    return texts[:1] == ["sep="] or (len(texts) == 1 and texts[0].startswith("sep=") and len(texts[0]) == len("sep=;"))


def _record(cell: Cell) -> int:
    origin = cell.origins[0]
    record: int = origin.address[0] if origin and isinstance(origin.address, tuple) else 0
    return record


def _likeness(rows: list[Row]) -> tuple[int, int]:
    """Rank a reading: how many parts its headings name, how many cells its first row has."""
    header, _ = heading_of(rows)
    return len(header), max((len(row.cells) for row in rows[:1]), default=0)
