import pytest

from model.progress.report import progress
from model.progress.reviews import Ref, ReviewRow
from model.progress.trend import Trend
from tests.model.progress.plans import measured, reviews

MORE = {"baseline": "1 of 5 mornings", "measure": "The register: at least 4 of 5 mornings"}
FEWER = {"measure": "The log: no more than 1 fight a week"}


@pytest.mark.parametrize(
    ("results", "trend"),
    [
        (("2 of 5 mornings", "3 of 5 mornings"), Trend.MOVED),
        (("2 of 5 mornings", "two of five mornings"), Trend.STALLED),
        (("3 of 5 mornings", "2 of 5 mornings"), Trend.SLIPPED),
        (("3 of 5 mornings", "4 of 5 mornings"), Trend.MET),
        (("3 of 5 mornings", "3 of 3 mornings"), Trend.MET),
        (("4 of 5 mornings", "3 of 5 mornings"), Trend.SLIPPED),
        (("2 of 5 mornings",), Trend.MOVED),
        (("1 of 5 mornings",), Trend.STALLED),
        (("0 of 5 mornings",), Trend.SLIPPED),
        (("2 of 5 mornings", None), Trend.NOT_MEASURED),
        ((None,), Trend.NOT_MEASURED),
        (("2 of 5 mornings", None, "3 of 5 mornings"), Trend.MOVED),
        (("2 of 5 mornings", "60%"), Trend.CANNOT_TELL),
        (("2 of 5 mornings", "missed 2 of 5 mornings"), Trend.CANNOT_TELL),
        (("2 of 5 mornings", "3–4 mornings"), Trend.CANNOT_TELL),
    ],
)
def test_where_the_plan_wants_more(results: tuple[str | None, ...], trend: Trend) -> None:
    assert measured(*results, **MORE).trend is trend


@pytest.mark.parametrize(
    ("results", "trend"),
    [
        (("4 fights a week", "3 fights a week"), Trend.MOVED),
        (("3 fights a week", "4 fights a week"), Trend.SLIPPED),
        (("3 fights a week", "0 fights a week"), Trend.MET),
        (("3 fights a week", "1 fight a week"), Trend.MET),
    ],
)
def test_where_the_plan_wants_fewer(results: tuple[str, ...], trend: Trend) -> None:
    assert measured(*results, **FEWER).trend is trend


def test_the_direction_is_read_from_baseline_and_target() -> None:
    found = measured("5 times a week", "4 times a week", baseline="6 times a week", target="2 times a week")
    assert found.rising is False
    assert found.trend is Trend.MOVED


def test_a_baseline_may_stand_in_the_objective_itself() -> None:
    found = measured("2 of 5 mornings", what="Sam will go from 1 of 5 to 4 of 5 mornings in class")
    assert (found.rising, found.trend) == (True, Trend.MOVED)


@pytest.mark.parametrize("parts", [{}, {"target": "4 of 5 mornings"}, {"baseline": "1 of 5 mornings"}])
def test_without_a_direction_nobody_can_tell(parts: dict[str, str]) -> None:
    found = measured("2 of 5 mornings", "3 of 5 mornings", **parts)
    assert found.rising is None
    assert found.trend is Trend.CANNOT_TELL


def test_the_same_figure_has_stalled_whatever_is_wanted() -> None:
    assert measured("2 of 5 mornings", "2 of 5 mornings").trend is Trend.STALLED


def test_one_measure_makes_no_trend() -> None:
    assert measured("2 of 5 mornings", measure="at least 4 of 5 mornings").trend is Trend.CANNOT_TELL


@pytest.mark.parametrize(
    ("words", "trend"),
    [
        ("Done", Trend.MET),
        ("Done on 4 May 2027", Trend.MET),
        ("Fully met.", Trend.MET),
        ("Met with the school nurse", Trend.CANNOT_TELL),
        ("Completed, but he walked out", Trend.CANNOT_TELL),
        ("Partly met", Trend.MOVED),
        ("Better with Mum, worse at school", Trend.CANNOT_TELL),
        ("A bit better", Trend.MOVED),
        ("Progress meeting held", Trend.CANNOT_TELL),
        ("No change", Trend.STALLED),
        ("No change of school", Trend.CANNOT_TELL),
        ("Not done", Trend.STALLED),
        ("The same worker visited", Trend.CANNOT_TELL),
        ("Worse", Trend.SLIPPED),
        ("He smiles when he comes in", Trend.CANNOT_TELL),
    ],
)
def test_words_count_only_where_they_say_themselves_which_way_it_went(words: str, trend: Trend) -> None:
    assert measured(words).trend is trend


def test_a_reason_quotes_both_results_and_the_target_with_their_rows() -> None:
    found = measured("2 of 5 mornings", "3 of 5 mornings", **MORE)
    assert found.reason.text == (
        "It went from “2 of 5 mornings” [R1, row 1] to “3 of 5 mornings” [R2, row 1]; "
        "the target is “The register: at least 4 of 5 mornings” [R2, row 1]."
    )
    assert found.reason.refs == (Ref(1, 1), Ref(2, 1))


def test_the_target_of_the_last_review_counts() -> None:
    rows = [
        ReviewRow("Be in class", id="1", target=f"at least {n} of 5 mornings", result="3 of 5 mornings") for n in "34"
    ]
    assert progress(reviews([rows[0]])).courses[0].trend is Trend.MET
    assert progress(reviews([rows[0]], [rows[1]])).courses[0].trend is Trend.STALLED


def test_an_objective_that_a_later_review_has_not_is_gone() -> None:
    found = progress(reviews([ReviewRow("Ring Mum", result="Done")], [ReviewRow("Keep a diary")]))
    assert [course.gone for course in found.courses] == [True, False]
