"""A review from a plan file: the plan's own table with one more column, "What was measured?" or "Result".

The other columns are those of every plan. A column "No." or "Ref" that says the same at every review helps to find an
objective again, and "Target" and "Baseline" say which way it should go. A plan without a column of results is a review
at which nothing was measured.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dateutil.parser import ParserError, parse

from data.documents import read
from data.documents.bullets import says_something, tidy
from data.documents.columns import part_of
from data.documents.entry import Entry
from data.documents.table import Cell, Row, entries_of, heading_of
from data.documents.tables import contents_of
from model.criteria import Field
from model.errors import DocumentError
from model.progress.reviews import Review, ReviewRow

MAX_ROWS = 300
"""More rows are no plan of one child."""
OWN: Mapping[str, re.Pattern[str]] = {
    "result": re.compile(
        r"(?:measured )?results?\b.*|what (?:was|were|has been|did we) (?:measured?|found|seen)\b.*|"
        r"progress(?: made| so far| to date| update| at (?:this )?review)?|actual"
    ),
    "note": re.compile(r"(?:notes?|comments?|remarks?)\b.*"),
    "id": re.compile(r"(?:no|nr|number|ref|reference|id|#|objective (?:no|number))"),
    "target": re.compile(r"targets?(?: figure| level| value)?"),
}
"""The headings of the columns that a review has beside those of a plan."""
_DAY = r"(?P<day>\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[A-Za-z]{3,9},?\s+\d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{4})"
_FIELD = re.compile(
    r"(?i)(?<!next )\b(?:(?:date|day) of (?:this |the )?review|review (?:held on|held|of|on)|reviewed(?: on)?)\b"
    rf"[\s|:*_–-]*{_DAY}"
)
_IN_NAME = re.compile(r"(?<!\d)(?P<day>\d{4}-\d{2}-\d{2}|\d{2}[-._]\d{2}[-._]\d{4})(?!\d)")


def read_review(path: Path, day: date | None = None) -> Review:
    """Return the review in a plan file, held on `day`, or when the file or else its name says.

    Raises:
        DocumentError: when the file cannot be read as a plan, or nothing says when the review was.
    """
    content = read.content_of(path)
    found = tuple(_rows(path, content))
    if len(found) > MAX_ROWS:
        raise DocumentError(path, f"there are more than {MAX_ROWS} objectives in it; name the plan of one child")
    return Review(day or _day(path, content), found, path.name)


def day_in(words: str) -> date | None:
    """Return the day that a text names as that of its review ("Date of review: 3 May 2027"); None where it does not."""
    match = _FIELD.search(words)
    return _resolved(match["day"]) if match else None


def day_in_name(name: str) -> date | None:
    """Return the day in a file's name, "review-2027-05-03.docx"; None where there is none."""
    match = _IN_NAME.search(name)
    return _resolved(match["day"]) if match else None


def _day(path: Path, content: bytes) -> date:
    day = day_in(contents_of(path, content)[1]) or day_in_name(path.name)
    if day is None:
        raise DocumentError(
            path,
            "nothing says when this review was; write “Date of review: 3 May 2027” in it, or give --at 2027-05-03",
        )
    return day


def _resolved(words: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(words)
    with suppress(ParserError, OverflowError):
        return parse(re.sub(r"[-_]", "/", words), dayfirst=True).date()
    return None


def _rows(path: Path, content: bytes) -> Iterator[ReviewRow]:
    # Whatever is no plan at all is refused here, with what to do next.
    entries = read.entries_of(path, content)
    tables = [_Table.of(rows) for rows in contents_of(path, content)[0]]
    in_tables = [(entry, table) for table in tables for entry in table.entries]
    if in_tables:
        yield from (table.row(entry) for entry, table in in_tables)
    else:
        yield from (_row(entry, {}) for entry in entries)


@dataclass(frozen=True, slots=True)
class _Table:
    """A plan table: its objectives, its rows by their places, and the heading of each column that only a review has."""

    entries: Sequence[Entry]
    rows: Mapping[str, Row]
    own: Mapping[str, Cell]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "_Table":
        header, _ = heading_of(rows)
        heading = next((row for row in rows if header and any(cell is header[0][0] for cell in row.cells)), None)
        if heading is None:
            return cls((), {}, {})
        own = _own(heading)
        plain = replace(heading, cells=tuple(_blank(c) if c in own.values() else c for c in heading.cells))
        entries = entries_of([plain if row is heading else row for row in rows]) or ()
        return cls(entries, {row.place: row for row in rows}, own)

    def row(self, entry: Entry) -> ReviewRow:
        place, _, action = entry.place.partition(", action ")
        beside = [other for other in self.entries if other.place.partition(", action ")[0] == place]
        index = int(action) - 1 if action else 0
        return _row(
            entry, {name: _share(self.rows[place], cell, index, len(beside)) for name, cell in self.own.items()}
        )


def _own(heading: Row) -> dict[str, Cell]:
    """Return the columns that only a review has; a target is one where another column says what is to be done."""
    found: dict[str, Cell] = {}
    objectives = sum(part_of(cell.words) is Field.TEXT for cell in heading.cells)
    for cell in heading.cells:
        words = cell.words.casefold().strip(" ?.:*")
        name = next((name for name, pattern in OWN.items() if pattern.fullmatch(words)), None)
        if name and name not in found and (name != "target" or objectives > 1):
            found[name] = cell
    return found


def _blank(cell: Cell) -> Cell:
    return replace(cell, paragraphs=("",), origins=())


def _share(row: Row, heading: Cell, index: int, actions: int) -> str:
    """Return what the row says in a column for one of its actions: its own line where each has one, else the whole."""
    cells = [cell for cell in row.cells if cell.meets(heading)]
    lines = [tidy(line) for cell in cells for paragraph in cell.paragraphs for line in paragraph.splitlines()]
    lines = [line for line in lines if says_something(line)]
    return lines[index] if actions > 1 and len(lines) == actions else "; ".join(lines)


def _row(entry: Entry, own: Mapping[str, str]) -> ReviewRow:
    plan = entry.objective
    return ReviewRow(
        plan.text,
        issue=plan.need,
        who=plan.who,
        when=plan.when,
        measure=plan.measure,
        baseline=plan.baseline,
        place=entry.place,
        **own,
    )
