"""Plan files for the tests, made in memory."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from openpyxl import Workbook

from data.documents.xmlpart import parse, serialise

PATH = Path("plan")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def docx(*blocks: str) -> bytes:
    """Return a Word file with these blocks of WordprocessingML as its body."""
    document = Document()
    body = document.element.body
    for block in reversed(blocks):
        body.insert(0, parse_xml(f"<w:x {W} {MC}>{block}</w:x>")[0])
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def p(words: str, *, style: str = "", number: str = "") -> str:
    """Return a paragraph; `number` is the id of the numbering that it is given by hand."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    numbered = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    return f"<w:p><w:pPr>{named}{numbered}</w:pPr>{run(words)}</w:p>"


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def tc(*content: str, span: int = 1, merge: str = "") -> str:
    """Return a cell with these blocks, or with these words in paragraphs; `merge` is "restart" or "continue"."""
    blocks = "".join(block if block.startswith("<") else p(block) for block in content) or p("")
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{blocks}</w:tc>'


def tr(*cells: str) -> str:
    return f"<w:tr>{''.join(cell if cell.startswith('<') else tc(cell) for cell in cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def sdt(content: str, *, prompt: bool = False) -> str:
    """Return a content control; one that still shows its prompt has not been filled in."""
    shown = "<w:showingPlcHdr/>" if prompt else ""
    return f"<w:sdt><w:sdtPr>{shown}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def ins(content: str) -> str:
    return f'<w:ins w:id="1" w:author="A" w:date="2027-01-01T00:00:00Z">{content}</w:ins>'


def deleted(words: str) -> str:
    return f'<w:del w:id="2" w:author="A"><w:r><w:delText>{escape(words)}</w:delText></w:r></w:del>'


def zipped(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def parts_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
MANIFEST = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def odt(*blocks: str, **parts: bytes) -> bytes:
    """Return an OpenDocument text with these blocks as its body; `parts` are further ones, by name without suffix."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {ODF} office:version="1.3">'
        f"<office:automatic-styles/><office:body><office:text>{''.join(blocks)}</office:text></office:body>"
        "</office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", ODT_TYPE, zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", MANIFEST)
        for name, part in parts.items():
            package.writestr(f"{name}.xml", part)
    return file.getvalue()


def op(words: str) -> str:
    return f'<text:p text:style-name="P1">{words}</text:p>'


def items(*words: str) -> str:
    return f"<text:list>{''.join(f'<text:list-item>{op(w)}</text:list-item>' for w in words)}</text:list>"


def otable(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


def orow(*cells: str) -> str:
    """Return a row; a cell that is no element holds its words in a paragraph."""
    return f"<table:table-row>{''.join(c if c.startswith('<table') else ocell(c) for c in cells)}</table:table-row>"


def ocell(*words: str, across: int = 1, down: int = 1) -> str:
    spans = f'table:number-columns-spanned="{across}" table:number-rows-spanned="{down}"'
    blocks = "".join(w if w.startswith("<") else op(w) for w in words)
    return f"<table:table-cell {spans}>{blocks}</table:table-cell>"


COVERED = "<table:covered-table-cell/>"


def xlsx(*rows: Sequence[object], change: Callable[[Workbook], object] = lambda _: None) -> bytes:
    """Return a workbook whose one sheet, "Plan", has these rows; `change` may do more to it."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Plan"
    for row in rows:
        sheet.append(row)
    change(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def worked_out(workbook: bytes, cell: str, value: str) -> bytes:
    """Return the workbook with what Excel would have worked out for the formula in a cell of its first sheet."""
    parts = parts_of(workbook)
    sheet = parse(parts["xl/worksheets/sheet1.xml"])
    (found,) = [c for c in sheet.iter("{*}c") if c.get("r") == cell]
    found.set("t", "str")
    found.find("{*}v").text = value
    return zipped({**parts, "xl/worksheets/sheet1.xml": serialise(sheet)})
