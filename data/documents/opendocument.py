"""Plans in OpenDocument texts (.odt): plan tables wherever they stand, and list items outside tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from data.documents import bullets, odfml
from data.documents.entry import Entry, Passage
from data.documents.table import Cell, Origin, Row, entries_of
from data.documents.xmlpart import Element
from data.documents.zipped import damaged
from model.criteria import Field, Objective

MAX_COLUMNS, MAX_ROWS = 1_000, 10_000  # what one repeated cell or row may stand for

Numbers = Mapping[Element, int]
"""The address of each paragraph: its number among all of the document, in their order, from 0."""


def read(path: Path, content: bytes) -> list[Entry]:
    """Return the objectives of the document, in order; tables are counted as they begin, inner ones too.

    Raises:
        DocumentError: when the file cannot be opened as an OpenDocument text.
    """
    root = odfml.open_text(path, content)
    try:
        return list(_entries(root))
    except odfml.DAMAGE as error:
        raise damaged(path, odfml.OPENDOCUMENT) from error


def tables(root: Element) -> Iterator[list[Row]]:
    """Yield the rows of every table, in the order in which the tables begin; `Origin`s name paragraphs by their numbers."""
    numbers = {paragraph: number for number, paragraph in enumerate(odfml.paragraphs(root))}
    body = root.find(f"{odfml.qn('office:body')}/{odfml.qn('office:text')}")
    found = (block for block, _ in _everything(body, listed=False) if block.tag == odfml.TABLE)
    for number, block in enumerate(found, start=1):
        yield list(_rows(block, f"table {number}", numbers))


def _entries(root: Element) -> Iterator[Entry]:
    numbers = {paragraph: number for number, paragraph in enumerate(odfml.paragraphs(root))}
    body = root.find(f"{odfml.qn('office:body')}/{odfml.qn('office:text')}")
    tables = items = 0
    for block, listed in _everything(body, listed=False):
        if block.tag == odfml.TABLE:
            tables += 1
            yield from entries_of(list(_rows(block, f"table {tables}", numbers))) or []
        elif listed and block.tag == odfml.PARAGRAPH:
            text = odfml.text_of(block)
            words = bullets.without_mark(text)
            if bullets.says_something(words):
                items += 1
                stands = {Field.TEXT: Passage(numbers[block], bullets.span_without_mark(text))}
                yield Entry(f"list item {items}", None, Objective(words), stands)


def _everything(container: Element, *, listed: bool) -> Iterator[tuple[Element, bool]]:
    """Yield the paragraphs outside tables, and every table, each before the tables inside it; and whether it is listed."""
    for block in container:
        if block.tag in (odfml.PARAGRAPH, odfml.HEADING):
            yield block, listed
            for box in odfml.nearest(block, (odfml.TEXT_BOX,)):
                yield from _everything(box, listed=False)
        elif block.tag == odfml.TABLE:
            yield block, False
            cells = (cell for row in _table_rows(block) for cell in odfml.nearest(row, (odfml.CELL,)))
            inner = (found for cell in cells for found in _everything(cell, listed=False))
            yield from (found for found in inner if found[0].tag == odfml.TABLE)
        elif block.tag not in odfml.GONE:
            yield from _everything(block, listed=block.tag == odfml.ITEM or (listed and block.tag != odfml.TEXT_BOX))


def _table_rows(table: Element) -> Iterator[Element]:
    return odfml.nearest(table, (odfml.ROW,))


@dataclass(slots=True)
class _Merged:
    """A cell that goes on in `rows` rows below: its paragraphs, and the column behind it."""

    paragraphs: tuple[tuple[str, Origin | None], ...]
    rows: int
    end: int


def _rows(table: Element, place: str, numbers: Numbers) -> Iterator[Row]:
    merged: dict[int, _Merged] = {}
    count = 0
    for element in _table_rows(table):
        repeated = odfml.number(element, "table:number-rows-repeated", MAX_ROWS)
        yield Row(tuple(_cells(element, merged, numbers)), f"{place}, row {count + 1}")
        count += repeated


def _cells(row: Element, merged: dict[int, _Merged], numbers: Numbers) -> Iterator[Cell]:
    """Yield the row's cells; `merged` keeps, by first column, those that go on below, and is brought up to date.

    A covered cell belongs to the one above it or to its left; only the former repeats its paragraphs.
    """
    at = 0
    for element in odfml.nearest(row, (odfml.CELL, odfml.COVERED)):
        repeated = odfml.number(element, "table:number-columns-repeated", MAX_COLUMNS)
        if element.tag == odfml.COVERED:
            for column in range(at, at + repeated):
                above = merged.get(column)
                if above:
                    yield _cell(above.paragraphs, column, above.end, continued=True)
                    above.rows -= 1
                    if not above.rows:
                        del merged[column]
            at += repeated
            continue
        width = odfml.number(element, "table:number-columns-spanned", MAX_COLUMNS)
        below = odfml.number(element, "table:number-rows-spanned", MAX_ROWS) - 1
        paragraphs = _paragraphs(element, numbers)
        if below:
            merged[at] = _Merged(paragraphs, below, at + width)
        for column in range(at, at + repeated):
            yield _cell(paragraphs, column, column + width, continued=False)
        at += repeated


def _cell(paragraphs: tuple[tuple[str, Origin | None], ...], start: int, end: int, *, continued: bool) -> Cell:
    return Cell(tuple(t for t, _ in paragraphs), start, end, continued, tuple(o for _, o in paragraphs))


def _paragraphs(cell: Element, numbers: Numbers) -> tuple[tuple[str, Origin | None], ...]:
    inside = odfml.nearest(cell, (odfml.PARAGRAPH, odfml.HEADING, odfml.TABLE))
    found = [block for block in inside if block.tag != odfml.TABLE]
    texts = [odfml.text_of(block) for block in found]
    return tuple((text, Origin(numbers[block], text)) for text, block in zip(texts, found, strict=True))
