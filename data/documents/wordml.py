"""What of Word's XML is the text that a reader sees.

Content controls, hyperlinks and tracked insertions count; tracked deletions, the prompt of an empty content control and
the second copy of a text box, kept for old versions of Word, do not.
"""

from collections.abc import Collection, Iterator
from typing import Any

from docx.oxml.ns import qn

Element = Any
"""An lxml element; lxml has no types of its own."""

PARAGRAPH, TABLE, TABLE_ROW, TABLE_CELL, TEXT_BOX = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc", "w:txbxContent"))
TEXT, CONTROL, VALUE = map(qn, ("w:t", "w:sdt", "w:val"))
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
GONE = {qn("w:del"), qn("w:moveFrom"), FALLBACK}
SILENT = GONE | {TEXT_BOX, qn("w:pPr"), qn("w:rPr")}
SPOKEN = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}


def nearest(element: Element, tags: Collection[str]) -> Iterator[Element]:
    """Yield the closest descendants with one of these tags, in order, never one inside another."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag not in GONE:
            yield from nearest(child, tags)


def blocks(container: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables of a body, cell or text box, and those of the text boxes that hang in it."""
    for block in nearest(container, (PARAGRAPH, TABLE)):
        yield block
        if block.tag == PARAGRAPH:
            for box in nearest(block, (TEXT_BOX,)):
                yield from blocks(box)


def text_of(paragraph: Element) -> str:
    """Return the words of a paragraph; line breaks inside it stay line breaks."""
    return "".join(words for _, words in pieces(paragraph))


def pieces(paragraph: Element) -> Iterator[tuple[Element, str]]:
    """Yield the elements that a reader sees of a paragraph, each with its words; together they are its text."""
    if not any(map(_is_prompt, paragraph.iterancestors(CONTROL))):
        yield from _pieces(paragraph)


def has_prompt(paragraph: Element) -> bool:
    """Say whether the paragraph stands in, or holds, a content control that still shows its prompt."""
    controls = [*paragraph.iterancestors(CONTROL), *paragraph.iter(CONTROL)]
    return any(map(_is_prompt, controls))


def child_value(element: Element, *path: str) -> str | None:
    """Return the `w:val` of the element down this path of tags.

    It is "" where the element has no value, and None where there is no such element.
    """
    found = element.find("/".join(map(qn, path)))
    return None if found is None else found.get(VALUE, "")


def _pieces(element: Element) -> Iterator[tuple[Element, str]]:
    for child in element:
        if child.tag == TEXT:
            yield child, child.text or ""
        elif child.tag in SPOKEN:
            yield child, SPOKEN[child.tag]
        elif child.tag not in SILENT and not (child.tag == CONTROL and _is_prompt(child)):
            yield from _pieces(child)


def _is_prompt(control: Element) -> bool:
    return child_value(control, "w:sdtPr", "w:showingPlcHdr") not in (None, "0", "false")
