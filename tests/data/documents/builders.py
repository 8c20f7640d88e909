"""Plan files for the tests, made in memory."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml

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
