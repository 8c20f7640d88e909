"""Where the sheets of an .xlsx file stand in its zip, how they are laid out, and which files are safe to open."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, get_column_letter, range_boundaries

from data.documents.opc import relations_of, target_of
from data.documents.xmlpart import Element, parse
from data.documents.zipped import Kind, Parts, has

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DAMAGE = (etree.LxmlError, SyntaxError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, OSError)
"""What lxml and openpyxl trip over in a damaged workbook."""


def _reason(package: Parts) -> str:
    names = package.namelist()
    if "xl/workbook.bin" in names:
        return "this is a binary Excel file (.xlsb)"
    return "" if has(names, "[Content_Types].xml", "xl/") else "this is a zip file and not an Excel file"


EXCEL = Kind(
    name="Excel file",
    maker="Excel",
    open_and_save="open it in Excel and save it as “Excel Workbook (.xlsx)”",
    old="an Excel file of the old kind (.xls)",
    reason=_reason,
)


def tag(name: str) -> str:
    """Return the name of a spreadsheet element as lxml writes it."""
    return f"{{{MAIN}}}{name}"


def workbook_part(package: Parts) -> str:
    """Return the part that lists the sheets; nearly always xl/workbook.xml.

    Raises:
        LookupError: when there is none.
    """
    for relation in parse(package.read(relations_of(""))):
        if relation.get("Type", "").endswith("/officeDocument"):
            return target_of("", relation.get("Target"))
    raise LookupError("no workbook")


def sheet_parts(package: Parts) -> dict[str, str]:
    """Return which part of the zip holds each sheet, by the sheet's name."""
    workbook = workbook_part(package)
    relations = parse(package.read(relations_of(workbook)))
    targets = {relation.get("Id"): target_of(workbook, relation.get("Target")) for relation in relations}
    sheets = parse(package.read(workbook)).iter(tag("sheet"))
    return {sheet.get("name"): targets[sheet.get(f"{{{RELATION}}}id")] for sheet in sheets}


@dataclass(slots=True)
class Layout:
    """What of a sheet is out of sight, written by a formula, or one cell with others; rows and columns count from 1.

    `merged` gives, by row and column, the first row, the first column and the last column of the cell that covers it.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: set[str] = field(default_factory=set)
    merged: dict[tuple[int, int], tuple[int, int, int]] = field(default_factory=dict)


def layout_of(sheet: bytes, max_rows: int, max_columns: int) -> Layout:
    """Return the layout of the sheet whose XML this is, as far as those rows and columns."""
    layout = Layout()
    for element in parse(sheet):
        if element.tag == tag("cols"):
            for column in element:
                if _is_on(column.get("hidden")):
                    last = min(int(column.get("max")), max_columns)
                    layout.hidden_columns.update(range(int(column.get("min")), last + 1))
        elif element.tag == tag("mergeCells"):
            for merge in element:
                _add_merged(layout, merge.get("ref"), max_rows, max_columns)
        elif element.tag == tag("sheetData"):
            for number, row in rows(element):
                if _is_on(row.get("hidden")):
                    layout.hidden_rows.add(number)
                layout.formulas.update(name for name, cell in cells(row, number) if cell.find(tag("f")) is not None)
    return layout


def rows(sheet_data: Element) -> Iterator[tuple[int, Element]]:
    """Yield the rows with their numbers; one without a number follows the one before it."""
    number = 0
    for row in sheet_data.iterchildren(tag("row")):
        number = int(row.get("r", number + 1))
        yield number, row


def cells(row: Element, number: int) -> Iterator[tuple[str, Element]]:
    """Yield the cells of a row with their names, "B4"; one without a name follows the one before it."""
    column = 0
    for cell in row.iterchildren(tag("c")):
        name = cell.get("r")
        column = column_index_from_string(coordinate_from_string(name)[0]) if name else column + 1
        yield f"{get_column_letter(column)}{number}", cell


def _add_merged(layout: Layout, ref: str, max_rows: int, max_columns: int) -> None:
    left, top, right, bottom = range_boundaries(ref)
    for row in range(top, min(bottom, max_rows) + 1):
        for column in range(left, min(right, max_columns) + 1):
            layout.merged[row, column] = (top, left, min(right, max_columns))


def _is_on(value: str | None) -> bool:
    return value in ("1", "true")


def opened(content: bytes) -> Parts:
    """Return the workbook's zip, opened."""
    return zipfile.ZipFile(io.BytesIO(content))
