"""Plans in CSV files, as spreadsheets save them: commas, semicolons or tabs, with quoted line breaks."""

import csv
import io
from pathlib import Path

from data.documents.encoding import text_of
from data.documents.entry import Entry
from data.documents.table import Row, entries_of, heading_of, plain_row
from model.errors import DocumentError

DELIMITERS = ",;\t"
MAX_HEADINGS_SHOWN = 12


def read(path: Path, content: bytes) -> list[Entry]:
    """Return one entry for each action of each row, placed by the line on which its row begins.

    The delimiter is the one under which the file's rows read as a plan, never a guess from the frequency of commas.

    Raises:
        DocumentError: when the file is not text or CSV, or when no column holds the objective.
    """
    text = text_of(path, content)
    readings = [rows for delimiter in DELIMITERS if (rows := _rows(text, delimiter)) is not None]
    if not readings:
        raise DocumentError(path, "this is not a readable CSV file; save it again from the spreadsheet as CSV UTF-8")
    rows = max(readings, key=_likeness)
    entries = entries_of(rows)
    if entries is None and any(row.words for row in rows):
        raise DocumentError(path, _no_objective_column(rows))
    return entries or []


def _rows(text: str, delimiter: str) -> list[Row] | None:
    """Return the rows under this delimiter; None where it leaves a field longer than any spreadsheet's."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, line = [], 1
    try:
        for texts in reader:
            if not (line == 1 and _names_delimiter(texts)):
                rows.append(plain_row(texts, f"line {line}", line))
            line = reader.line_num + 1
    except csv.Error:
        return None
    return rows


def _names_delimiter(texts: list[str]) -> bool:
    """Say whether the row is Excel's note to itself, "sep=;", and no part of the plan."""
    return texts[:1] == ["sep="] or (len(texts) == 1 and texts[0].startswith("sep=") and len(texts[0]) == len("sep=;"))


def _likeness(rows: list[Row]) -> tuple[int, int]:
    """Rank a reading: how many parts its headings name, how many cells its first row has."""
    header, _ = heading_of(rows)
    return len(header), max((len(row.cells) for row in rows[:1]), default=0)


def _no_objective_column(rows: list[Row]) -> str:
    first = next(row for row in rows if row.words)
    found = [f"“{cell.words}”" for cell in first.cells if cell.words]
    more = " …" if len(found) > MAX_HEADINGS_SHOWN else ""
    return (
        f"no column holds the objective; the headings are {', '.join(found[:MAX_HEADINGS_SHOWN])}{more}. "
        "Name one “What will be done?”, “Action” or “Objective”"
    )
