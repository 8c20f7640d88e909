from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.chart import BarChart

from data.documents import spreadsheet
from data.documents.entry import Entry
from model.criteria import Field, Objective, Span
from model.errors import DocumentError
from tests.data.documents.builders import PATH, parts_of, worked_out, xlsx, zipped

HEADINGS = ("Issue", "What will be done?", "Who", "When", "How measured")


def read(content: bytes) -> list[Entry]:
    return spreadsheet.read(PATH, content)


def test_the_heading_row_need_not_be_the_first_and_rows_are_placed_as_excel_numbers_them() -> None:
    content = xlsx(("Plan for Alfie",), (), HEADINGS, ("Late", "Ring", "Joyce", "May", "Calls"), (), ("", "Write"))
    assert read(content) == [
        Entry("sheet Plan, row 4", None, Objective("Ring", "Joyce", "May", "Calls", "Late")),
        Entry("sheet Plan, row 6", None, Objective("Write")),
    ]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (datetime.fromisoformat("2027-03-01"), None, "2027-03-01"),
        (date(2027, 3, 1), None, "2027-03-01"),
        (datetime.fromisoformat("2027-03-01 14:30"), None, "2027-03-01 14:30"),
        (time(14, 30), None, "14:30"),
        (0.8, "0%", "80%"),
        (3.0, None, "3"),
        (2.5, None, "2.5"),
        (True, None, "yes"),
        ("#3 of the list", None, "#3 of the list"),
        ("#REF!", None, None),
    ],
)
def test_values_are_read_as_they_are_shown_and_dates_as_iso(
    value: object, number_format: str | None, shown: str | None
) -> None:
    def form(workbook: Workbook) -> None:
        if number_format:
            workbook.active["B2"].number_format = number_format

    (entry,) = read(xlsx(("What", "When"), ("Ring", value), change=form))
    assert entry.objective.when == shown


def test_what_excel_hides_is_not_read() -> None:
    def hide(workbook: Workbook) -> None:
        for name, state in (("Old", "hidden"), ("Older", "veryHidden")):
            sheet = workbook.create_sheet(name)
            sheet.append(("What",))
            sheet.append(("Secret",))
            sheet.sheet_state = state
        workbook["Plan"].row_dimensions[3].hidden = True
        workbook["Plan"].column_dimensions["B"].hidden = True

    content = xlsx(("What", "Who", "When"), ("Ring", "Joyce", "May"), ("Done", "Joyce", "May"), change=hide)
    assert [entry.objective for entry in read(content)] == [Objective("Ring", when="May")]


def test_several_sheets_and_merged_cells_are_read() -> None:
    def more(workbook: Workbook) -> None:
        workbook["Plan"].merge_cells("A2:A3")
        other = workbook.create_sheet("Health")
        other.append(("What",))
        other.append(("Call",))
        workbook.create_chartsheet("Chart").add_chart(BarChart())

    content = xlsx(("Issue", "What"), ("Late", "Ring"), (None, "Write"), change=more)
    assert [(e.place, e.objective) for e in read(content)] == [
        ("sheet Plan, row 2", Objective("Ring", need="Late")),
        ("sheet Plan, row 3", Objective("Write", need="Late")),
        ("sheet Health, row 2", Objective("Call")),
    ]


def test_a_formula_is_read_by_its_value_and_never_written_over() -> None:
    (entry,) = read(worked_out(xlsx(("What", "Who"), ("Ring", '="Joyce"')), "B2", "Joyce"))
    assert entry.objective == Objective("Ring", who="Joyce")
    assert dict(entry.passages).keys() == {Field.TEXT}


def test_empty_cells_of_the_plans_columns_can_be_written() -> None:
    (entry,) = read(xlsx(HEADINGS, ("Late", "Ring")))
    assert {field: (p.address, p.span) for field, p in entry.passages.items()} == {
        Field.NEED: (("Plan", "A2"), Span(0, 4)),
        Field.TEXT: (("Plan", "B2"), Span(0, 4)),
        Field.WHO: (("Plan", "C2"), Span(0, 0)),
        Field.WHEN: (("Plan", "D2"), Span(0, 0)),
        Field.MEASURE: (("Plan", "E2"), Span(0, 0)),
    }


def test_a_workbook_without_an_objective_column_names_its_headings() -> None:
    with pytest.raises(DocumentError, match="the headings are “Name”, “Telephone”"):
        read(xlsx(("Name", "Telephone"), ("Joyce", "1")))


PLAN = xlsx(("What",), ("Ring",))


def changed(part: str, content: bytes) -> bytes:
    return zipped({**parts_of(PLAN), part: content})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bytes.fromhex("D0CF11E0A1B11AE1"), r"of the old kind \(\.xls\)"),
        (bytes.fromhex("D0CF11E0") + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (b"What,Who", "not an Excel file"),
        (PLAN[: len(PLAN) // 2], "damaged"),
        (changed("xl/workbook.xml", b"<workbook"), "damaged"),
        (changed("xl/worksheets/sheet1.xml", b"<worksheet"), "damaged"),
        (changed("xl/workbook.bin", b"x"), r"\.xlsb"),
        (zipped({"[Content_Types].xml": b"<a/>", "word/x.xml": b"<a/>"}), "not an Excel file"),
        (changed("xl/styles.xml", b'<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'), "document type definition"),
    ],
)
def test_what_cannot_be_opened_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        read(content)


texts = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=9).map("Do ".__add__)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4))
def test_what_a_workbook_holds_comes_back(rows: list[tuple[Any, ...]]) -> None:
    entries = read(xlsx(("What", "Issue"), *rows))
    assert [(e.objective.text, e.objective.need) for e in entries] == rows
