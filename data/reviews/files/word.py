"""A reviewed plan in Word: its table with columns headed S, M, A, R, T for the marks, "Rewrite" and "Why".

A cell of these columns holds ✓, ✗ or ?, and nothing where its criterion was not judged. Instead, or besides, a reviewer may
hang a comment on a row whose first line is marks, "S✓ M✗ A? R✓ T✗" or "S: yes, T: no": that is a review by the comment's
author, and its other lines are the reason. Other comments are reasons for the marks in the row. Aimwell's own are passed over.
"""

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from data.documents import word
from data.documents.package import DAMAGE, WORD, open_word
from data.documents.rewriting.remarks import AUTHOR
from data.documents.table import Cell, Row, entries_of, heading_of
from data.documents.zipped import damaged
from data.reviews.files.again import Judged, come_back
from data.reviews.files.found import Found, found_in
from data.reviews.files.marks import SIGNS, criterion_named, mark_of
from data.reviews.record import Defaults, RecordError, record_of
from data.reviews.review import Review
from model.criteria import Criterion, Objective
from model.errors import NoObjective

REWRITE, WHY, RECORD = "Rewrite", "Why", "Record"
PARTS = {
    "need": "What is the issue/concern?",
    "baseline": "Baseline",
    "who": "Who will do this?",
    "text": "What will be done?",
    "when": "When will this be done?",
    "measure": "How will we measure progress?",
}
HEADINGS = (*PARTS.values(), *(c.value[0].upper() for c in Criterion), REWRITE, WHY, RECORD)
_WIDTHS = (34, 18, 20, 44, 22, 28, 7, 7, 7, 7, 7, 34, 24, 14)
_MARK = r"([SMARTsmart])\s*[:=]?\s*(✓|✔|☑|✗|✘|☒|×|\?|yes|no|met|not met)\ufe0f?"
_MARKS = re.compile(rf"\s*(?:{_MARK}[\s,;.]*)+", re.IGNORECASE)
_COMMENT = qn("w:commentReference")
_ID = qn("w:id")


@dataclass(frozen=True, slots=True)
class _Comment:
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class _Columns:
    """The headings of the columns that a reviewer adds, and of the one that carries the record of an export."""

    marks: Mapping[Criterion, Cell]
    others: Mapping[str, Cell]

    def words(self, row: Row, heading: Cell | None) -> str:
        """Return what a row says under a heading."""
        return " ".join(cell.words for cell in self._cells(row, heading) if cell.words)

    def as_written(self, row: Row, heading: Cell | None) -> str:
        """Return what a row says under a heading, every space of it."""
        return "".join(paragraph for cell in self._cells(row, heading) for paragraph in cell.paragraphs)

    @staticmethod
    def _cells(row: Row, heading: Cell | None) -> list[Cell]:
        return [] if heading is None else [cell for cell in row.cells if cell.meets(heading)]


def read(path: Path, content: bytes, defaults: Defaults) -> Iterator[Found]:
    """Yield what each row of each plan table says, placed as everywhere in Aimwell: "table 1, row 3".

    Raises:
        DocumentError: when it is no Word document, or no table of it is a plan's.
    """
    document = open_word(path, content)
    try:
        comments = _comments(document)
        tables = list(word.tables(document))
    except DAMAGE as error:
        raise damaged(path, WORD) from error
    plans = [(rows, header, below) for rows in tables for header, below in [heading_of(rows)] if header]
    if not plans:
        raise NoObjective(path)
    for rows, header, below in plans:
        heading = next(row for row in rows if any(cell is header[0][0] for cell in row.cells))
        columns = _columns(heading)
        for row in below:
            yield from _found(heading, row, columns, comments, defaults)


def _found(
    heading: Row, row: Row, columns: _Columns, comments: Mapping[int, list[_Comment]], defaults: Defaults
) -> Iterator[Found]:
    entries = entries_of([heading, row]) or []
    carried = columns.as_written(row, columns.others.get(RECORD))
    if not (entries or carried):
        return
    said = [
        c for cell in row.cells for o in cell.origins if o is not None for c in comments.get(_number(o.address), [])
    ]
    judging = [c for c in said if _MARKS.fullmatch(c.text.partition("\n")[0])]
    try:
        labels = {c: mark_of(words) for c, cell in columns.marks.items() if (words := columns.words(row, cell))}
    except RecordError as error:
        yield Found(row.place, reason=f"a column of marks: {error}")
        return
    rewrite = columns.words(row, columns.others.get(REWRITE)) or None
    why = columns.words(row, columns.others.get(WHY)) or None
    why = why or "\n".join(c.text for c in said if c not in judging) or None
    if len(entries) > 1 and not carried and (labels or rewrite or judging):
        reason = f"holds {len(entries)} objectives, and its marks fit one; give each a row of its own"
        yield Found(row.place, reason=reason)
        return
    if not (labels or rewrite or judging or carried):
        yield from (Found(entry.place) for entry in entries)
        return
    fresh = _fields(entries[0].objective) if entries else {}
    if labels or rewrite or carried:
        judged = Judged(labels, rewrite, why)
        yield found_in(row.place, come_back(carried, judged, fresh), defaults)
    for comment in judging:
        judged = _judged(comment)
        yield found_in(f"{row.place}, comment", come_back(carried, judged, fresh), defaults)


def _columns(heading: Row) -> _Columns:
    marks: dict[Criterion, Cell] = {}
    others: dict[str, Cell] = {}
    for cell in heading.cells:
        named = criterion_named(cell.words)
        if named is not None:
            marks.setdefault(named, cell)
        elif (title := cell.words.strip().capitalize()) in (REWRITE, WHY, RECORD):
            others.setdefault(title, cell)
    return _Columns(marks, others)


def _comments(document: WordDocument) -> dict[int, list[_Comment]]:
    """Return the comments of other people on each paragraph, by its number."""
    known = {c.comment_id: _Comment(c.author.strip(), c.text.strip()) for c in document.comments if c.author != AUTHOR}
    found: dict[int, list[_Comment]] = {}
    for number, paragraph in enumerate(word.paragraphs(document.element)):
        ids = [int(reference.get(_ID, "-1")) for reference in paragraph.iter(_COMMENT)]
        found[number] = [known[i] for i in ids if i in known]
    return found


def _judged(comment: _Comment) -> Judged:
    first, _, rest = comment.text.partition("\n")
    labels = {}
    for letter, sign in re.findall(_MARK, first, re.IGNORECASE):
        criterion = criterion_named(letter)
        if criterion is not None:
            labels[criterion] = mark_of(sign)
    return Judged(labels, None, rest.strip() or None, comment.author or None)


def _number(address: object) -> int:
    return address if isinstance(address, int) else -1


def _fields(objective: Objective) -> dict[str, str | None]:
    return {name: getattr(objective, name) for name in PARTS}


def write(reviews: Iterable[Review]) -> bytes:
    """Return a plan table with the marks; its last column carries what has no column of its own, in small letters."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(8)
    document.styles["Normal"].font.size = Pt(8)
    document.add_heading("Reviews", level=1)
    rows = [HEADINGS, *map(_cells, reviews)]
    table = document.add_table(rows=len(rows), cols=len(HEADINGS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width)
    for texts, row in zip(rows, table.rows, strict=True):
        for text, cell, width in zip(texts, row.cells, _WIDTHS, strict=True):
            cell.width = Mm(width)
            cell.text = text
        row.cells[-1].paragraphs[0].runs[0].font.size = Pt(1)
    table.rows[0]._tr.get_or_add_trPr().append(table.rows[0]._tr.makeelement(qn("w:tblHeader"), {}))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _cells(review: Review) -> Sequence[str]:
    o = review.objective
    parts = [getattr(o, name) or "" for name in PARTS]
    marks = [SIGNS[review.labels[c]] if c in review.labels else "" for c in Criterion]
    record = json.dumps(record_of(review), ensure_ascii=True)
    return (*parts, *marks, review.kept or "", review.why or "", record)
