"""New words in the cells of a sheet, on a coloured ground, with proposals in bold; every other cell stays as it is."""

import copy
from collections.abc import Sequence

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from data.documents.rewriting.package import Package
from data.documents.rewriting.wording import Piece
from data.documents.sheetml import cells, rows, tag
from data.documents.xmlpart import Element, element

GROUND, PROPOSAL = "FFFFF2CC", "FFC00000"  # pale yellow behind the new words, dark red for what is proposed
WIDTH, LINE_HEIGHT = 8.43, 15.0  # Excel's own: characters across a column, points for a line
RAGGED = 1.15  # lines break between words, and so before they are full
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Styles:
    """The cell formats of a workbook, to which those of changed cells are added as they are needed."""

    def __init__(self, package: Package, workbook: str) -> None:
        part = package.related(workbook, "styles")
        self.root = package.root(part) if part else None
        self._coloured: dict[int, int] = {}

    def coloured(self, style: int) -> int:
        """Return the number of the format that is like another one, on a coloured ground and with lines that wrap."""
        if self.root is None:
            return style
        if style not in self._coloured:
            formats = self.root.find(tag("cellXfs"))
            new = copy.deepcopy(formats[style])
            new.set("fillId", str(self._fill()))
            new.set("applyFill", "1")
            new.set("applyAlignment", "1")
            alignment = new.find(tag("alignment"))
            if alignment is None:
                alignment = element(tag("alignment"))
                new.insert(0, alignment)
            alignment.set("wrapText", "1")
            formats.append(new)
            formats.set("count", str(len(formats)))
            self._coloured[style] = len(formats) - 1
        return self._coloured[style]

    def font(self, style: int) -> list[Element]:
        """Return what a run of text needs to look like the cells of a format."""
        if self.root is None:
            return []
        number = int(self.root.find(tag("cellXfs"))[style].get("fontId", 0))
        found = []
        for trait in self.root.find(tag("fonts"))[number]:
            if trait.tag not in (tag("b"), tag("color")):
                found.append(copy.deepcopy(trait))
            if trait.tag == tag("name"):
                found[-1].tag = tag("rFont")
        return found

    def _fill(self) -> int:
        assert self.root is not None  # noqa: S101  (asked for where there are styles)
        fills = self.root.find(tag("fills"))
        for number, fill in enumerate(fills):
            if fill.find(f"{tag('patternFill')}/{tag('fgColor')}[@rgb='{GROUND}']") is not None:
                return number
        fill, pattern = element(tag("fill")), element(tag("patternFill"), {"patternType": "solid"})
        pattern.append(element(tag("fgColor"), {"rgb": GROUND}))
        pattern.append(element(tag("bgColor"), {"indexed": "64"}))
        fill.append(pattern)
        fills.append(fill)
        fills.set("count", str(len(fills)))
        return len(fills) - 1


def fill(sheet: Element, name: str, pieces: Sequence[Piece], styles: Styles) -> None:
    """Put the pieces into the cell of this name, "B4"."""
    cell = _cell(sheet, name)
    style = int(cell.get("s", 0))
    for old in list(cell):
        cell.remove(old)
    cell.set("t", "inlineStr")
    cell.set("s", str(styles.coloured(style)))
    _make_room(sheet, cell.getparent(), name, sum(len(piece.words) for piece in pieces))
    words = element(tag("is"))
    words.extend(_run(piece, styles.font(style)) for piece in pieces)
    cell.append(words)


def _run(piece: Piece, font: Sequence[Element]) -> Element:
    run = element(tag("r"))
    if piece.proposal:
        properties = element(tag("rPr"))
        properties.append(element(tag("b")))
        properties.append(element(tag("color"), {"rgb": PROPOSAL}))
        properties.extend(font)
        run.append(properties)
    run.append(element(tag("t"), {SPACE: "preserve"}, piece.words))
    return run


def _cell(sheet: Element, name: str) -> Element:
    """Return the cell, made in its place where the sheet has none yet."""
    column, number = coordinate_from_string(name)
    row = _row(sheet.find(tag("sheetData")), number)
    row.attrib.pop("spans", None)
    wanted = column_index_from_string(column)
    for found, cell in cells(row, number):
        index = column_index_from_string(coordinate_from_string(found)[0])
        if index == wanted:
            return cell
        if index > wanted:
            made = element(tag("c"), {"r": name})
            cell.addprevious(made)
            return made
    made = element(tag("c"), {"r": name})
    row.append(made)
    return made


def _make_room(sheet: Element, row: Element, name: str, length: int) -> None:
    """Let the row be high enough for so many characters in the cell's column, unless somebody has set its height."""
    if row.get("customHeight") in ("1", "true"):
        return
    column = column_index_from_string(coordinate_from_string(name)[0])
    ranges = sheet.iter(tag("col"))
    widths = [float(r.get("width", WIDTH)) for r in ranges if int(r.get("min")) <= column <= int(r.get("max"))]
    across = max(1.0, next(iter(widths), WIDTH) - 1)
    needed = LINE_HEIGHT * (1 + int(length * RAGGED / across))
    row.set("ht", f"{max(needed, float(row.get('ht', LINE_HEIGHT))):g}")


def _row(data: Element, number: int) -> Element:
    for found, row in rows(data):
        if found == number:
            return row
        if found > number:
            made = element(tag("row"), {"r": str(number)})
            row.addprevious(made)
            return made
    made = element(tag("row"), {"r": str(number)})
    data.append(made)
    return made
