"""CSV and workbooks: our own columns, and the plans of others with columns for the marks."""

import io
from datetime import date

import openpyxl
import pytest

from data.reviews.files import delimited, workbook
from data.reviews.files.found import Found
from data.reviews.files.marks import criterion_named, mark_of
from data.reviews.record import RecordError
from data.reviews.review import Review
from model.criteria import Objective
from model.errors import DocumentError
from tests.data.reviews.files.conftest import DEFAULTS, PATH, A, M, R, S, T


def rows(text: str) -> list[Found]:
    return list(delimited.read(PATH, text.encode(), DEFAULTS))


@pytest.mark.parametrize(
    ("words", "value"),
    [("✓", True), ("✔️", True), ("Yes", True), (" TRUE ", True), ("met", True), ("✗", False), ("x", False), ("No", False),
     ("not met", False), ("?", None), ("cannot tell", None), ("can’t tell", None)],
)  # fmt: skip
def test_marks_are_read_as_people_write_them(words: str, value: bool | None) -> None:
    assert mark_of(words) is value


@pytest.mark.parametrize("words", ["maybe", "2", "✓✗", "mostly met"])
def test_other_words_are_no_mark_and_are_not_quoted(words: str) -> None:
    with pytest.raises(RecordError) as said:
        mark_of(words)
    assert words not in str(said.value)


@pytest.mark.parametrize("heading", ["T", "t", "Time-bound", "time bound", "time_bound", "Timebound"])
def test_headings_of_marks_go_by_letter_or_name(heading: str) -> None:
    assert criterion_named(heading) is T


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_plan_with_columns_for_the_marks_is_read(delimiter: str) -> None:
    lines = [
        ["What is the issue/concern?", "Who will do this?", "What will be done?", "S", "M", "A", "R", "T", "Why"],
        ["no doctor", "Ana", '"Ring the clinic\nand write it down"', "✓", "✗", "", "?", "no", "no day"],
        ["", "", "", "", "", "", "", "", ""],
        ["", "Bea", "Read daily", "", "", "", "", "", ""],
    ]
    first, last = rows("\n".join(delimiter.join(cells) for cells in lines))
    assert first.review is not None
    assert first.review.objective == Objective("Ring the clinic\nand write it down", who="Ana", need="no doctor")
    assert dict(first.review.labels) == {S: True, M: False, R: None, T: False}
    assert (first.place, first.review.why) == ("line 2", "no day")
    assert (last.place, last.review, last.reason) == ("line 5", None, None)


def test_a_cell_that_is_no_mark_is_reported_by_its_column_and_the_other_rows_are_read() -> None:
    bad, good = rows("text,S,A\nAna rings,maybe,yes\nBea rings,yes,no\n")
    assert bad.reason is not None
    assert bad.reason.startswith("column specific: is no mark")
    assert good.review is not None
    assert good.review.labels[A] is False


def test_a_file_without_an_objective_says_which_heading_to_write() -> None:
    with pytest.raises(DocumentError, match="head one with"):
        rows("colour,size\nred,4\n")


def test_no_cell_of_an_export_is_a_formula() -> None:
    review = Review("r1", Objective("=HYPERLINK(1)"), {S: True}, "@Bo", "-1", DEFAULTS.at, DEFAULTS.at.date())
    cells = delimited.write([review]).decode("utf-8-sig").splitlines()[1].split(",")
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.write([review]))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_a_workbook_s_dates_numbers_and_hidden_sheets_are_read_as_they_look() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Plan"
    sheet.append(["Plan for spring"])
    sheet.append(["Objective", "When will this be done?", "S", "T"])
    sheet.append(["Ana rings", date(2027, 3, 1), 1, "✗"])
    hidden = book.create_sheet("Old")
    hidden.append(["Objective", "S"])
    hidden.append(["Bea rings", 1])
    hidden.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    (found,) = workbook.read(PATH, file.getvalue(), DEFAULTS)
    assert found.place == "sheet Plan, row 3"
    assert found.review is not None
    assert found.review.objective == Objective("Ana rings", when="2027-03-01")
    assert dict(found.review.labels) == {S: True, T: False}


def test_what_is_no_workbook_says_so() -> None:
    with pytest.raises(DocumentError):
        list(workbook.read(PATH, b"no zip file", DEFAULTS))
