"""The evidence pack as a Word file: real headings, lists and tables, which Word, LibreOffice and screen readers know.

There is no picture in it. Two to five figures an objective read best side by side in a table, a table can be read aloud,
and drawing one would need an imaging library that the service does without.
"""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as WordTable

from model.progress.pack import TITLE, Fixed, Heading, Line, Pack, Said, Table

FONT, SIZE, SMALL = "Calibri", Pt(10.5), Pt(9)
INK, SHADE, BANNER, RULE = RGBColor(0x1F, 0x2A, 0x37), "D9E2EC", "F0F4F8", "9AA7B5"
LONG, SHORT, MARGIN = Cm(29.7), Cm(21.0), Cm(1.8)
_REFERENCE = re.compile(r"\[R\d+, row \d+\]")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def word_pack(pack: Pack, made: datetime) -> bytes:
    """Return the pack as the bytes of a .docx file, which says that it was `made` then."""
    document = Document()
    _set_up(document, made)
    document.add_heading(_clean(TITLE if pack.plan is None else f"{TITLE}: {pack.plan}"), 0)
    for block in pack.blocks:
        _add(document, block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add(document: WordDocument, block: object) -> None:
    match block:
        case Heading(text, level):
            document.add_heading(_clean(text), level)
        case Fixed(text, strong):
            paragraph = document.add_paragraph()
            paragraph.add_run(_clean(text)).bold = strong
            paragraph.paragraph_format.keep_with_next = strong
        case Said(statement):
            document.add_paragraph(_clean(statement.text), style="List Bullet")
        case Table():
            _add_table(document, block)


def _set_up(document: WordDocument, made: datetime) -> None:
    """Lay the pages across, in British English, with their numbers at the foot."""
    core = document.core_properties
    core.title, core.author, core.language, core.comments = TITLE, "Aimwell", "en-GB", ""
    core.created = core.modified = made
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, LONG, SHORT
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", MARGIN)
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        style.font.color.rgb = INK
    document.styles["Normal"].font.size = SIZE
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 22), ("Heading 1", 15), ("Heading 2", 12)):
        document.styles[name].font.size = Pt(size)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{TITLE} · page ")
    _add_field(foot, "PAGE")
    foot.add_run(" of ")
    _add_field(foot, "NUMPAGES")


def _add_field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:t"))
    field.append(run)
    paragraph._p.append(field)


def _add_table(document: WordDocument, block: Table) -> None:
    table = document.add_table(1, len(block.header), style="Table Grid")
    table.autofit = False
    _describe(table, block.title)
    _fill(table.rows[0], block.header, bold=True)
    for cell in table.rows[0].cells:
        _shade(cell, SHADE)
    _mark(table.rows[0], "w:tblHeader")
    for line in block.lines:
        _add_line(table, line)
    _set_widths(table, block.widths)
    document.add_paragraph().paragraph_format.space_after = Pt(4)


def _add_line(table: WordTable, line: Line) -> None:
    row = table.add_row()
    _mark(row, "w:cantSplit")
    if line.banner:
        cell = row.cells[0].merge(row.cells[-1])
        _write(cell, line.cells[0], bold=True)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        _shade(cell, BANNER)
    else:
        _fill(row, line.cells)


def _fill(row: Any, texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        _write(cell, text, bold=bold)


def _write(cell: Any, text: str, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(_clean(text))
    run.font.size, run.bold = SMALL, bold


def _set_widths(table: WordTable, shares: Sequence[int]) -> None:
    """Give each column its share of the page, in the grid and in every cell: Word reads one, LibreOffice the other."""
    room = LONG - 2 * MARGIN
    widths = [int(room * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for element in table._tbl.tr_lst:
        for cell in element.tc_lst:
            cell.width = sum(widths[cell.grid_offset : cell.grid_offset + cell.grid_span])


def _describe(table: WordTable, words: str) -> None:
    """Rule the table in grey, and say what it holds to whoever cannot see it."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", RULE)):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    properties = table._tbl.tblPr
    properties.find(qn("w:tblLayout")).addprevious(borders)
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), words)
    properties.append(caption)


def _shade(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)


def _mark(row: Any, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))


def _clean(text: str) -> str:
    """Return the text without what no XML file can hold, and with references that no line end breaks."""
    return _REFERENCE.sub(lambda match: match[0].replace(" ", "\u00a0"), _NO_XML.sub("\ufffd", text))
