"""Plans in Word files: plan tables wherever they stand, and list paragraphs outside tables."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from docx.document import Document as WordDocument
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from data.documents import bullets, wordml
from data.documents.entry import Entry, Passage
from data.documents.package import DAMAGE, WORD, open_word
from data.documents.table import Cell, Origin, Row, entries_of
from data.documents.wordml import Element
from data.documents.zipped import damaged
from model.criteria import Field, Objective


def read(path: Path, content: bytes) -> list[Entry]:
    """Return the objectives of the document, in order; tables are counted as they begin, inner ones too.

    Raises:
        DocumentError: when the file cannot be opened as a Word document.
    """
    document = open_word(path, content)
    try:
        return list(_entries(document))
    except DAMAGE as error:
        raise damaged(path, WORD) from error


Numbers = Mapping[Element, int]
"""The address of each paragraph: its number among all of the document, in their order, from 0."""


def paragraphs(document: Element) -> list[Element]:
    """Return every paragraph under the root of a document's XML, so that each stands at its number."""
    return list(document.iter(wordml.PARAGRAPH))


def tables(document: WordDocument) -> Iterator[list[Row]]:
    """Yield the rows of every table, in the order in which the tables begin; `Origin`s name paragraphs by their numbers."""
    numbers = {paragraph: number for number, paragraph in enumerate(paragraphs(document.element))}
    found = (block for block in _everything(document.element.body) if block.tag == wordml.TABLE)
    for number, block in enumerate(found, start=1):
        yield list(_rows(block, f"table {number}", numbers))


def _entries(document: WordDocument) -> Iterator[Entry]:
    numbers = {paragraph: number for number, paragraph in enumerate(paragraphs(document.element))}
    tables = items = 0
    for block in _everything(document.element.body):
        if block.tag == wordml.TABLE:
            tables += 1
            yield from entries_of(list(_rows(block, f"table {tables}", numbers))) or []
        elif _is_listed(block, document):
            text = wordml.text_of(block)
            words = bullets.without_mark(text)
            if bullets.says_something(words):
                items += 1
                stands = {Field.TEXT: Passage(numbers[block], bullets.span_without_mark(text))}
                yield Entry(f"list item {items}", None, Objective(words), stands)


def _everything(container: Element) -> Iterator[Element]:
    """Yield the paragraphs outside tables, and every table, each before the tables inside it."""
    for block in wordml.blocks(container):
        yield block
        if block.tag == wordml.TABLE:
            yield from (inner for inner in _everything_in_cells(block) if inner.tag == wordml.TABLE)


def _everything_in_cells(table: Element) -> Iterator[Element]:
    for cell in wordml.nearest(table, (wordml.TABLE_CELL,)):
        yield from _everything(cell)


Paragraphs = tuple[tuple[str, Origin | None], ...]


def _rows(table: Element, place: str, numbers: Numbers) -> Iterator[Row]:
    merged: dict[int, Paragraphs] = {}
    for number, element in enumerate(wordml.nearest(table, (wordml.TABLE_ROW,)), start=1):
        if wordml.child_value(element, "w:trPr", "w:del") is None:
            yield Row(tuple(_cells(element, merged, numbers)), f"{place}, row {number}")


def _cells(row: Element, merged: dict[int, Paragraphs], numbers: Numbers) -> Iterator[Cell]:
    """Yield the row's cells; `merged` keeps what a vertically merged cell says, by its first grid column, for the next.

    A lower row of a merged cell repeats the paragraphs of the top one.
    """
    start = int(wordml.child_value(row, "w:trPr", "w:gridBefore") or 0)
    for element in wordml.nearest(row, (wordml.TABLE_CELL,)):
        end = start + int(wordml.child_value(element, "w:tcPr", "w:gridSpan") or 1)
        merge = wordml.child_value(element, "w:tcPr", "w:vMerge")
        continued = merge in ("", "continue") and start in merged
        found = merged[start] if continued else _paragraphs(element, numbers)
        merged.pop(start, None)
        if merge is not None:
            merged[start] = found
        yield Cell(tuple(t for t, _ in found), start, end, continued, tuple(o for _, o in found))
        start = end


def _paragraphs(cell: Element, numbers: Numbers) -> Paragraphs:
    inside = wordml.nearest(cell, (wordml.PARAGRAPH, wordml.TABLE))
    return tuple(_paragraph(block, numbers) for block in inside if block.tag == wordml.PARAGRAPH)


def _paragraph(paragraph: Element, numbers: Numbers) -> tuple[str, Origin | None]:
    """Return its text and its origin; nothing is written over a prompt, which Word would go on showing as one."""
    text = wordml.text_of(paragraph)
    return text, None if wordml.has_prompt(paragraph) else Origin(numbers[paragraph], text)


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
