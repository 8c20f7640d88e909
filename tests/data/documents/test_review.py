from datetime import date
from pathlib import Path

import pytest

from data.documents.review import MAX_ROWS, day_in, day_in_name, read_review
from model.errors import DocumentError
from model.progress.reviews import ReviewRow
from tests.data.documents.builders import docx, p, tbl, tc, tr, xlsx

DAY = date(2027, 1, 20)
HEAD = (
    "No.",
    "Issue",
    "What will be done?",
    "Who?",
    "When?",
    "How will we measure progress?",
    "What was measured?",
    "Notes",
)
LINE = ("1", "Late", "Sam will be in class", "Sam", "26 March 2027", "register", "2 of 5 mornings", "tired")
ROW = ReviewRow(
    "Sam will be in class",
    id="1",
    issue="Late",
    who="Sam",
    when="26 March 2027",
    measure="register",
    result="2 of 5 mornings",
    note="tired",
)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def md(*lines: tuple[str, ...], before: str = "") -> str:
    rows = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([before, "", rows[0], f"|{'---|' * len(lines[0])}", *rows[1:], ""])


def rows_of(path: Path) -> list[ReviewRow]:
    return list(read_review(path, DAY).rows)


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("review.md", md(HEAD, LINE), "table 1, row 2"),
        ("review.csv", "\n".join(";".join(line) for line in (HEAD, LINE)), "line 2"),
        ("review.xlsx", xlsx(HEAD, LINE), "sheet Plan, row 2"),
        ("review.docx", docx(tbl(tr(*HEAD), tr(*LINE))), "table 1, row 2"),
    ],
)
def test_every_kind_of_file_gives_the_same_rows(tmp_path: Path, name: str, content: str | bytes, place: str) -> None:
    (found,) = rows_of(written(tmp_path, name, content))
    assert found.place == place
    assert [*found.words, found.id] == [*ROW.words, ROW.id]


@pytest.mark.parametrize(
    "heading", ["Result", "Results at this review", "Measured result", "Progress", "What was found?"]
)
def test_the_column_of_results_is_known_by_its_usual_headings(tmp_path: Path, heading: str) -> None:
    content = md(("What will be done?", "Who?", heading), ("Ring the school", "Mum", "Done"))
    assert rows_of(written(tmp_path, "r.md", content))[0].result == "Done"


def test_how_it_is_measured_is_no_result(tmp_path: Path) -> None:
    content = md(("What will be done?", "How is progress measured?"), ("Ring the school", "phone log"))
    (found,) = rows_of(written(tmp_path, "r.md", content))
    assert (found.measure, found.result) == ("phone log", None)


def test_a_target_beside_the_objective_is_a_target_and_alone_is_the_objective(tmp_path: Path) -> None:
    beside = md(("Objective", "Target", "Result"), ("Be in class", "4 of 5", "3 of 5"))
    alone = md(("Target", "Who?", "Result"), ("Be in class", "Sam", "3 of 5"))
    assert [(r.what, r.target) for r in rows_of(written(tmp_path, "a.md", beside))] == [("Be in class", "4 of 5")]
    assert [(r.what, r.target) for r in rows_of(written(tmp_path, "b.md", alone))] == [("Be in class", None)]


def test_results_go_to_the_actions_of_their_row_line_by_line(tmp_path: Path) -> None:
    actions, results = tc("Ring the school", "Keep a diary"), tc("Done", "4 of 7 nights")
    table = tbl(
        tr("What will be done?", "Who?", "Result"), tr(actions, tc("Mum"), results), tr(actions, tc("Mum"), tc("Done"))
    )
    found = rows_of(written(tmp_path, "r.docx", docx(table)))
    assert [(r.what, r.result) for r in found] == [
        ("Ring the school", "Done"),
        ("Keep a diary", "4 of 7 nights"),
        ("Ring the school", "Done"),
        ("Keep a diary", "Done"),
    ]


def test_a_plan_that_is_a_list_is_a_review_at_which_nothing_was_measured(tmp_path: Path) -> None:
    found = rows_of(written(tmp_path, "r.md", "- Ring the school\n- Keep a diary\n"))
    assert [(r.what, r.result) for r in found] == [("Ring the school", None), ("Keep a diary", None)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Date of review: 20 January 2027", DAY),
        ("| **Date of review** | 2027-01-20 |", DAY),
        ("Reviewed on 20/01/2027", DAY),
        ("Review held on 20th January, 2027", DAY),
        ("Date of next review: 20 January 2027", None),
        ("Next review on 20 January 2027", None),
        ("Review date: 20 January 2027", None),
        ("Date of review: 40 January 2027", None),
        ("20 January 2027", None),
    ],
)
def test_the_day_is_that_of_this_review(words: str, day: date | None) -> None:
    assert day_in(words) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [("review-2027-01-20.docx", DAY), ("20.01.2027 plan.md", DAY), ("review-2.docx", None), ("2027-13-40.md", None)],
)
def test_the_day_may_stand_in_the_name_of_the_file(name: str, day: date | None) -> None:
    assert day_in_name(name) == day


def test_what_is_said_outweighs_the_file_and_the_file_its_name(tmp_path: Path) -> None:
    content = md(HEAD, LINE, before="Date of review: 3 May 2027")
    path = written(tmp_path, "r-2027-06-01.md", content)
    assert read_review(path).day == date(2027, 5, 3)
    assert read_review(path, DAY).day == DAY
    assert read_review(written(tmp_path, "r-2027-06-01.md", md(HEAD, LINE))).day == date(2027, 6, 1)


def test_the_day_is_found_in_a_word_form_in_the_cell_beside_its_label(tmp_path: Path) -> None:
    form = docx(tbl(tr("Date of review", "20 January 2027")), p("The plan"), tbl(tr(*HEAD), tr(*LINE)))
    assert read_review(written(tmp_path, "r.docx", form)).day == DAY


def test_a_review_without_a_day_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"Date of review: .*--at"):
        read_review(written(tmp_path, "r.md", md(HEAD, LINE)))


def test_a_list_of_hundreds_is_no_plan_of_one_child(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=f"more than {MAX_ROWS}"):
        rows_of(written(tmp_path, "r.md", "- Ring the school\n" * (MAX_ROWS + 1)))


def test_a_file_without_objectives_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no objective"):
        rows_of(written(tmp_path, "r.md", "Nothing here.\n"))
