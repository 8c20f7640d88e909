"""What of OpenDocument's XML is the text that a reader sees, and which files of the kind are safe to open.

Text stands between elements as well as inside them. Deleted words lie apart from the text, under tracked changes;
comments and footnotes hang in it and are no part of it.
"""

import io
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from lxml import etree

from data.documents.xmlpart import Element, parse
from data.documents.zipped import Kind, Parts, check, damaged

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def qn(name: str) -> str:
    """Return the name of an element or attribute, "text:p", as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


CONTENT = "content.xml"
MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
PARAGRAPH, HEADING, LIST, ITEM = map(qn, ("text:p", "text:h", "text:list", "text:list-item"))
TABLE, ROW, CELL, COVERED = map(qn, ("table:table", "table:table-row", "table:table-cell", "table:covered-table-cell"))
TEXT_BOX, ANNOTATION = map(qn, ("draw:text-box", "office:annotation"))
GONE = {*map(qn, ("text:tracked-changes", "text:table-of-content", "text:alphabetical-index", "text:note")), ANNOTATION}
"""What is no part of the running text: deletions, indexes that repeat it, footnotes and comments."""
SILENT = {*GONE, TEXT_BOX, *map(qn, ("draw:frame", "draw:custom-shape", "text:ruby-text", "office:annotation-end"))}
SPACES, COUNT = qn("text:s"), qn("text:c")
SPOKEN = {qn("text:tab"): " ", qn("text:line-break"): "\n"}
MAX_SPACES = 1000  # in one run of them; a count beyond it is no layout

DAMAGE = (etree.LxmlError, SyntaxError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError)
"""What a damaged document trips up."""

_BLANKS = str.maketrans("\n\t\r", "   ")


def _reason(package: Parts) -> str:
    names = package.namelist()
    said = package.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in names else ""
    if "encrypted-package" in names:
        return "the file is protected with a password"
    if not said.startswith(MEDIA_TYPE) or CONTENT not in names:
        return "this is a zip file and not an OpenDocument text"
    manifest = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    return "the file is protected with a password" if b"encryption-data" in manifest else ""


OPENDOCUMENT = Kind(
    name="OpenDocument text",
    maker="LibreOffice",
    open_and_save="open it in LibreOffice and save a copy without a password as “ODF Text Document (.odt)”",
    old="a file of another program, or one that is protected with a password",
    reason=_reason,
)


def open_text(path: Path, content: bytes) -> Element:
    """Return the root of the document's content.

    Raises:
        DocumentError: when it is locked, broken, no OpenDocument text, or unpacks to more than it should.
    """
    check(path, content, OPENDOCUMENT)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return parse(package.read(CONTENT))
    except DAMAGE as error:
        raise damaged(path, OPENDOCUMENT) from error


def paragraphs(root: Element) -> list[Element]:
    """Return every paragraph and heading under the root, in order, so that each stands at its number."""
    return list(root.iter(PARAGRAPH, HEADING))


def nearest(element: Element, tags: Collection[str]) -> Iterator[Element]:
    """Yield the closest descendants with one of these tags, in order, never one inside another."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag not in GONE:
            yield from nearest(child, tags)


class Holder(Enum):
    """What of an element holds words: the text in it, the tail behind it, or the element itself, as a tab does."""

    TEXT = "text"
    TAIL = "tail"
    ITSELF = "itself"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a paragraph, and what holds them."""

    element: Element
    words: str
    holder: Holder


def pieces(paragraph: Element) -> Iterator[Piece]:
    """Yield what a reader sees of a paragraph, in order; together the words are its text."""
    yield Piece(paragraph, (paragraph.text or "").translate(_BLANKS), Holder.TEXT)
    for child in paragraph:
        if child.tag in SPOKEN:
            yield Piece(child, SPOKEN[child.tag], Holder.ITSELF)
        elif child.tag == SPACES:
            yield Piece(child, " " * min(int(child.get(COUNT, 1)), MAX_SPACES), Holder.ITSELF)
        elif isinstance(child.tag, str) and child.tag not in SILENT:
            yield from pieces(child)
        yield Piece(child, (child.tail or "").translate(_BLANKS), Holder.TAIL)


def text_of(paragraph: Element) -> str:
    """Return the words of a paragraph; line breaks inside it stay line breaks."""
    return "".join(piece.words for piece in pieces(paragraph))


def number(element: Element, name: str, at_most: int) -> int:
    """Return a count such as `table:number-columns-spanned`; 1 where it is not given."""
    return max(1, min(int(element.get(qn(name), 1)), at_most))
