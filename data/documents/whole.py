"""A plan file as a whole plan: its rows, those too that name an issue and no action, whom it is about, and its next review."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from data.documents.entry import Entry
from data.documents.table import Cell, Header, heading_of
from data.documents.table import Row as TableRow
from data.documents.tables import contents_of
from model.criteria import Field
from model.plan import Plan, Row
from model.rules import calendar

BANNER = 3
"""Words of a cell that stands alone in its row, up to which it is more likely a heading than an issue."""
LABEL = 6
"""Words of a cell that can say what stands in the cell beside it."""
_NAME = r"(?P<name>[^\W\d_a-z][\w'’.-]*(?:[ ]+[^\W\d_a-z][\w'’.-]*){0,3})"
_CHILD = re.compile(
    r"^\W*(?i:(?:full )?names? of (?:the )?(?:child|young person|pupil|baby)|"
    rf"(?:child|young person|pupil|baby)(?:['’]s)?(?: (?:full )?name)?)\s*[:–|]\s*{_NAME}"
)
_FOR = re.compile(
    rf"^\W*(?i:(?:(?:the|action|child['’]s|young person['’]s|support|care|family) )*plan for )\s*{_NAME}\W*$"
)
_PARENT = r"(?:parents?|mother|father|mum|dad|carers?|guardians?)(?:\(s\))?"
_PARENTS = re.compile(
    rf"(?i)^\W*(?:names? of (?:the )?)?{_PARENT}(?:\s*(?:/|or|and|&)\s*{_PARENT})*(?:['’]s?)?(?: names?)?"
    r"\s*[:–|]\s*(?P<names>.+)$"
)
_REVIEW = re.compile(
    r"(?i)\b(?:(?:date of (?:the )?)?next review(?: date| meeting| on)*|review date|(?:to be |will be )reviewed on|review due)"
    r"\b\W*(?P<day>.+)$"
)
_APART = re.compile(r"\t|\s{3,}")


def whole_plan(path: Path, content: bytes, entries: Sequence[Entry], as_of: date) -> Plan:
    """Return the plan in a file whose objectives are read already; its actions are the entries, in their order.

    Raises:
        DocumentError: when the file cannot be read as what its suffix says.
    """
    tables, text = contents_of(path, content)
    lines = [*_lines(text), *_beside(tables)]
    return Plan(
        tuple(_rows(entries, tables)),
        as_of,
        child=next((m["name"] for line in lines if (m := _CHILD.match(line) or _FOR.match(line))), ""),
        parents=tuple(name for line in lines if (m := _PARENTS.match(line)) for name in _names(m["names"])),
        review=next((day for line in lines if (day := next_review(line, as_of))), None),
    )


def next_review(line: str, as_of: date) -> date | None:
    """Return the day of the next review, where a line names it ("Next review: 24 May 2027")."""
    said = _REVIEW.search(line)
    days = calendar.expressions(said["day"], as_of) if said else ()
    return days[0].day if days else None


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from filter(None, (part.strip() for part in _APART.split(re.sub(r"[*_#]+", "", line))))


def _beside(tables: Sequence[Sequence[TableRow]]) -> Iterator[str]:
    """Yield what a form says in its tables: the words of a short cell, and of the cell beside it, as one line."""
    for rows in tables:
        for row in rows:
            for label, said in zip(row.cells, row.cells[1:], strict=False):
                if label.words and said.words and len(label.words.split()) <= LABEL:
                    yield f"{label.words.rstrip(' :?')}: {said.words}"


def _names(words: str) -> list[str]:
    parts = re.split(r"\s*(?:[,;/&\n]|\band\b)\s*", re.sub(r"\(.*?\)", "", words))
    return [match["name"] for part in parts if (match := re.match(_NAME, part.strip()))]


def _rows(entries: Sequence[Entry], tables: Sequence[Sequence[TableRow]]) -> Iterator[Row]:
    """Yield the rows of the objectives, and each issue without one behind the last objective that stands above it."""
    order = {row.place: (number, i) for number, rows in enumerate(tables) for i, row in enumerate(rows)}
    bare = [(order[place], row) for place, row in _issues_alone(tables) if place in order]
    places = [order.get(entry.place.partition(", action ")[0]) for entry in entries]
    after = [
        (max((i for i, place in enumerate(places) if place is not None and place < at), default=-1), row)
        for at, row in bare
    ]
    yield from (row for index, row in after if index < 0)
    for number, entry in enumerate(entries):
        yield _row(entry)
        yield from (row for index, row in after if index == number)


def _row(entry: Entry) -> Row:
    said = entry.objective
    return Row(said.need or "", said.who or "", said.text, said.when or "", said.measure or "", entry.place)


def _issues_alone(tables: Sequence[Sequence[TableRow]]) -> Iterator[tuple[str, Row]]:
    """Yield the rows of the plan tables that name an issue and say nothing of what will be done."""
    for rows in tables:
        header, below = heading_of(rows)
        for row in below:
            said = {
                part: _cells(row, header, part)
                for part in (Field.NEED, Field.TEXT, Field.WHO, Field.WHEN, Field.MEASURE)
            }
            issue = " ".join(cell.words for cell in said[Field.NEED] if not cell.continued).strip()
            others = [cell.words for part in (Field.WHO, Field.WHEN, Field.MEASURE) for cell in said[part]]
            if not issue or any(cell.words for cell in said[Field.TEXT]) or _is_banner(row, header, issue, others):
                continue
            who, when, measure = (
                " ".join(cell.words for cell in said[part]).strip() for part in (Field.WHO, Field.WHEN, Field.MEASURE)
            )
            yield row.place, Row(issue, who, "", when, measure, row.place)


def _cells(row: TableRow, header: Header, part: Field) -> list[Cell]:
    headings = [heading for heading, named in header if named is part]
    return [cell for cell in row.cells if any(cell.meets(heading) for heading in headings)]


def _is_banner(row: TableRow, header: Header, issue: str, others: Sequence[str]) -> bool:
    """Say whether the words head the rows below: one cell across the table, or a few words alone in their row."""
    across = any(all(cell.meets(heading) for heading, _ in header) for cell in row.cells) and len(header) > 1
    return across or (not any(others) and len(issue.split()) <= BANNER)
