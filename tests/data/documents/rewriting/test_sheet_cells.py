import pytest

from data.documents.rewriting.package import Package
from data.documents.rewriting.sheet_cells import Styles, fill
from data.documents.rewriting.wording import Piece
from data.documents.sheetml import MAIN, tag
from data.documents.xmlpart import Element, parse
from tests.data.documents.builders import parts_of, xlsx, zipped

SHEET = (
    f'<worksheet xmlns="{MAIN}"><cols><col min="2" max="2" width="20"/></cols><sheetData>'
    '<row r="2" ht="90"><c r="A2"><v>1</v></c><c r="C2" t="s"><f>A2</f><v>0</v></c></row>'
    '<row r="5" ht="15" customHeight="1"><c r="B5" s="0"><v>1</v></c></row></sheetData></worksheet>'
)
LONG = (Piece("Meera Nair will take Priya to the check-up at Larch Street Dental Practice. " * 2),)


@pytest.fixture
def sheet() -> Element:
    return parse(SHEET.encode())


@pytest.fixture
def styles() -> Styles:
    return Styles(Package(xlsx(("What",))), "xl/workbook.xml")


def names(sheet: Element) -> list[str]:
    return [cell.get("r") for cell in sheet.iter(tag("c"))]


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("B2", ["A2", "B2", "C2", "B5"]),
        ("D2", ["A2", "C2", "D2", "B5"]),
        ("B1", ["B1", "A2", "C2", "B5"]),
        ("A3", ["A2", "C2", "A3", "B5"]),
        ("C9", ["A2", "C2", "B5", "C9"]),
        ("A2", ["A2", "C2", "B5"]),
    ],
)
def test_a_cell_that_is_missing_is_made_in_its_place(
    sheet: Element, styles: Styles, name: str, order: list[str]
) -> None:
    fill(sheet, name, [Piece("Ring")], styles)
    assert names(sheet) == order
    assert [row.get("r") for row in sheet.iter(tag("row"))] == sorted({o[1:] for o in order})
    (cell,) = [c for c in sheet.iter(tag("c")) if c.get("r") == name]
    assert ("".join(cell.itertext()), cell.get("t")) == ("Ring", "inlineStr")


def test_a_row_grows_with_its_words_unless_somebody_set_its_height(sheet: Element, styles: Styles) -> None:
    for name in ("B2", "B5", "B7"):
        fill(sheet, name, LONG, styles)
    heights = {row.get("r"): float(row.get("ht")) for row in sheet.iter(tag("row"))}
    assert heights["2"] == heights["7"] > 90
    assert heights["5"] == 15
    fill(sheet, "A2", [Piece("Ring")], styles)
    assert sheet.find(f".//{tag('row')}").get("ht") == f"{heights['2']:g}"


def test_cells_of_one_format_share_their_new_one(sheet: Element, styles: Styles) -> None:
    for name in ("A2", "B5", "B7"):
        fill(sheet, name, [Piece("Ring")], styles)
    assert len({cell.get("s") for cell in sheet.iter(tag("c")) if cell.get("r") != "C2"}) == 1
    assert styles.root is not None
    assert len(styles.root.find(tag("fills"))) == 3


def test_a_workbook_without_formats_gets_its_words_all_the_same(sheet: Element) -> None:
    parts = parts_of(xlsx(("What",)))
    del parts["xl/styles.xml"]
    relations = parts["xl/_rels/workbook.xml.rels"].replace(b"relationships/styles", b"relationships/other")
    bare = Styles(Package(zipped({**parts, "xl/_rels/workbook.xml.rels": relations})), "xl/workbook.xml")
    fill(sheet, "A2", [Piece("Ring")], bare)
    assert names(sheet) == ["A2", "C2", "B5"]
