"""Plans in Word files: plan tables wherever they stand, and list paragraphs outside tables."""

from collections.abc import Iterator
from pathlib import Path

from docx.document import Document as WordDocument
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from data.documents import bullets, wordml
from data.documents.entry import Entry
from data.documents.package import DAMAGE, OPEN_AND_SAVE, open_word
from data.documents.table import Cell, Row, entries_of
from data.documents.wordml import Element
from model.criteria import Objective
from model.errors import DocumentError


def read(path: Path, content: bytes) -> list[Entry]:
    """Return the objectives of the document, in order; tables are counted as they begin, inner ones too.

    Raises:
        DocumentError: when the file cannot be opened as a Word document.
    """
    document = open_word(path, content)
    try:
        return list(_entries(document))
    except DAMAGE as error:
        raise DocumentError(path, f"the Word file is damaged; {OPEN_AND_SAVE}, or take it from a backup") from error


def _entries(document: WordDocument) -> Iterator[Entry]:
    tables = items = 0
    for block in _everything(document.element.body):
        if block.tag == wordml.TABLE:
            tables += 1
            yield from entries_of(list(_rows(block, f"table {tables}"))) or []
        elif _is_listed(block, document) and bullets.says_something(
            words := bullets.without_mark(wordml.text_of(block))
        ):
            items += 1
            yield Entry(f"list item {items}", None, Objective(words))


def _everything(container: Element) -> Iterator[Element]:
    """Yield the paragraphs outside tables, and every table, each before the tables inside it."""
    for block in wordml.blocks(container):
        yield block
        if block.tag == wordml.TABLE:
            yield from (inner for inner in _everything_in_cells(block) if inner.tag == wordml.TABLE)


def _everything_in_cells(table: Element) -> Iterator[Element]:
    for cell in wordml.nearest(table, (wordml.TABLE_CELL,)):
        yield from _everything(cell)


def _rows(table: Element, place: str) -> Iterator[Row]:
    merged: dict[int, tuple[str, ...]] = {}
    for number, element in enumerate(wordml.nearest(table, (wordml.TABLE_ROW,)), start=1):
        if wordml.child_value(element, "w:trPr", "w:del") is None:
            yield Row(tuple(_cells(element, merged)), f"{place}, row {number}")


def _cells(row: Element, merged: dict[int, tuple[str, ...]]) -> Iterator[Cell]:
    """Yield the row's cells; `merged` keeps what a vertically merged cell says, by its first grid column, for the next.

    A lower row of a merged cell repeats the paragraphs of the top one.
    """
    start = int(wordml.child_value(row, "w:trPr", "w:gridBefore") or 0)
    for element in wordml.nearest(row, (wordml.TABLE_CELL,)):
        end = start + int(wordml.child_value(element, "w:tcPr", "w:gridSpan") or 1)
        merge = wordml.child_value(element, "w:tcPr", "w:vMerge")
        continued = merge in ("", "continue") and start in merged
        paragraphs = merged[start] if continued else _paragraphs(element)
        merged.pop(start, None)
        if merge is not None:
            merged[start] = paragraphs
        yield Cell(paragraphs, start, end, continued)
        start = end


def _paragraphs(cell: Element) -> tuple[str, ...]:
    inside = wordml.nearest(cell, (wordml.PARAGRAPH, wordml.TABLE))
    return tuple(wordml.text_of(block) for block in inside if block.tag == wordml.PARAGRAPH)


def _is_listed(paragraph: Element, document: WordDocument) -> bool:
    """Say whether the paragraph is a bulleted or numbered one, by itself or by its style, and no heading."""
    number = wordml.child_value(paragraph, "w:pPr", "w:numPr", "w:numId")
    styles = list(_styles(paragraph, document))
    names = [(style.name or "").casefold() for style in styles]
    if number == "0" or any(name.startswith(("heading", "title", "toc")) for name in names):
        return False
    numbered = (wordml.child_value(style.element, "w:pPr", "w:numPr", "w:numId") for style in styles)
    return number is not None or any(name.startswith("list") for name in names) or any(numbered)


def _styles(paragraph: Element, document: WordDocument) -> Iterator[ParagraphStyle]:
    """Yield the paragraph's style and those that it is based on, nearest first."""
    style = Paragraph(paragraph, document).style
    seen: set[str] = set()
    while style is not None and style.style_id not in seen:
        yield style
        seen.add(style.style_id)
        style = style.base_style
