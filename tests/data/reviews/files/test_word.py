import io

import pytest
from docx import Document

from data.reviews.files import word
from data.reviews.files.found import Found
from data.reviews.review import Outcome, Review
from model.criteria import Objective
from model.errors import NoObjective
from tests.data.reviews.files.conftest import DEFAULTS, PATH, A, M, Plan, R, S, T

HEADINGS = ("What is the issue/concern?", "What will be done?", "S", "M", "A", "R", "T", "Rewrite", "Why")


def read(content: bytes) -> list[Found]:
    return list(word.read(PATH, content, DEFAULTS))


def test_ticks_and_crosses_in_added_columns_are_a_review(plan: Plan) -> None:
    (found,) = read(
        plan(HEADINGS, ("no doctor", "Ana will ring", "✓", "✗", "", "?", "no", "Ana will ring on 5 May", "no day"))
    )
    review = found.review
    assert review is not None
    assert review.objective == Objective("Ana will ring", need="no doctor")
    assert dict(review.labels) == {S: True, M: False, R: None, T: False}
    assert (review.kept, review.outcome, review.why) == ("Ana will ring on 5 May", Outcome.EDITED, "no day")
    assert (found.place, review.reviewer, review.source) == ("table 1, row 2", "Bo", "plan.docx")


def test_rows_without_marks_are_not_judged_and_bad_marks_keep_no_other_row_out(plan: Plan) -> None:
    blank = ("", "Bea will read", "", "", "", "", "", "", "")
    bad = ("", "Cem will write", "perhaps", "", "", "", "", "", "")
    good = ("", "Dee will swim", "yes", "", "", "", "", "", "")
    found = read(plan(HEADINGS, blank, bad, good))
    assert [(f.place, f.review is not None, f.reason is not None) for f in found] == [
        ("table 1, row 2", False, False),
        ("table 1, row 3", False, True),
        ("table 1, row 4", True, False),
    ]


def test_marks_for_several_objectives_in_one_row_are_refused(plan: Plan) -> None:
    (found,) = read(plan(HEADINGS, ("", "- Ana will ring\n- Bea will read", "yes", "", "", "", "", "", "")))
    assert found.reason is not None
    assert "holds 2 objectives" in found.reason


def test_comments_that_begin_with_marks_are_reviews_by_their_authors(plan: Plan) -> None:
    said = (
        (1, "Meera", "S✓ M✗ A? T: no\nno figure and no day"),
        (1, "Tom", "S yes, M yes"),
        (1, "Aimwell", "S✗ M✗"),
    )
    found = read(plan(("Need", "Objective"), ("no doctor", "Ana will ring"), comments=said))
    assert [f.review.reviewer for f in found if f.review] == ["Meera", "Tom"]
    first, second = (f.review for f in found)
    assert first is not None
    assert second is not None
    assert (dict(first.labels), first.why) == ({S: True, M: False, A: None, T: False}, "no figure and no day")
    assert dict(second.labels) == {S: True, M: True}


def test_other_comments_are_reasons_for_the_marks_of_their_row(plan: Plan) -> None:
    row = ("", "Ana will ring", "", "", "", "✗", "", "", "")
    (found,) = read(plan(HEADINGS, row, comments=((1, "Meera", "it answers another need"),)))
    assert found.review is not None
    assert dict(found.review.labels) == {R: False}
    assert found.review.why == "it answers another need"


def test_an_export_that_was_judged_anew_corrects_the_review_it_came_from(tmp_path: object) -> None:
    review = Review(
        "r1", Objective("Ana will ring"), {S: True, T: True}, "Bo", "plan 1", DEFAULTS.at, DEFAULTS.at.date()
    )
    document = Document(io.BytesIO(word.write([review])))
    cells = document.tables[0].rows[1].cells
    cells[list(word.HEADINGS).index("T")].text = "✗"
    file = io.BytesIO()
    document.save(file)
    (found,) = read(file.getvalue())
    assert found.review is not None
    assert (found.review.corrects, found.review.id, found.review.source) == ("r1", "", "plan 1")
    assert dict(found.review.labels) == {S: True, T: False}


def test_a_document_without_a_plan_says_what_to_do() -> None:
    file = io.BytesIO()
    Document().save(file)
    with pytest.raises(NoObjective):
        read(file.getvalue())
