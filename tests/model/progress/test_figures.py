from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.progress.figures import LONGEST, MOST, Figure, figures, the_one

AS_OF = date(2027, 1, 20)


def shown(text: str) -> list[str]:
    return [_shown(figure) for figure in figures(text, AS_OF)]


def _shown(figure: Figure) -> str:
    whole = f"/{figure.whole}" if figure.whole else ""
    return f"{figure.value}{whole}{'%' if figure.percent else ''}{f' a {figure.per}' if figure.per else ''}"


def one(text: str) -> Figure:
    (found,) = figures(text, AS_OF)
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2 of 5 mornings", ["2/5"]),
        ("2 out of 5", ["2/5"]),
        ("4 mornings out of 5", ["4/5"]),
        ("two of the five mornings", ["2/5"]),
        ("4/10", ["4/10"]),
        ("61%", ["61%"]),
        ("61 per cent", ["61%"]),
        ("3 times a week", ["3 a week"]),
        ("three times weekly", ["3 a week"]),
        ("twice", ["2"]),
        ("0", ["0"]),
        ("1,200 steps a day", ["1200 a day"]),
        ("8.5 hours", ["17/2"]),
        ("from 1 of 5 to 4 of 5 mornings", ["1/5", "4/5"]),
        ("8 of 5", []),
    ],
)
def test_figures_are_read_as_people_write_them(text: str, found: list[str]) -> None:
    assert shown(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "better",
        "by 3 May 2027",
        "2027-05-03",
        "3/5/2027",
        "by 3/5",
        "arrives at 8.50",
        "before 9am",
        "in Year 6",
        "aged 9",
        "over 6 weeks",
        "the 6 week group",
        "a scale of 0 to 10",
        "scaling 0–10",
        "one-to-one support",
        "no one came",
        "COVID19",
        "3–4 times a week",
        "one or two calls",
    ],
)
def test_numbers_that_measure_nothing_are_no_figures(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(
    ("text", "rising", "strict"),
    [
        ("at least 4 of 5", True, False),
        ("4 or more", True, False),
        ("more than 4", True, True),
        ("no more than 2", False, False),
        ("at most 2", False, False),
        ("2 fights or fewer", False, False),
        ("under 5", False, True),
        ("no fewer than 3", True, False),
        ("3", None, False),
    ],
)
def test_words_of_a_limit_say_which_way_is_wanted(text: str, rising: bool | None, strict: bool) -> None:
    found = one(text)
    assert (found.rising, found.strict) == (rising, strict)


@pytest.mark.parametrize(
    ("text", "other", "same"),
    [
        ("2 of 5 mornings", "3 of 5 mornings", True),
        ("2 of 5 mornings", "3 of 5", True),
        ("2 of 5 mornings", "3 of 4 mornings", True),
        ("2 of 5 mornings", "3 of 4 lessons", False),
        ("2 of 5 mornings", "missed 3 of 5 mornings", False),
        ("2 of 5 mornings, no change", "3 of 5 mornings", True),
        ("4/10", "3 of 5", False),
        ("40%", "2 of 5", False),
        ("40%", "60% attendance", True),
        ("3 fights a week", "3 times a week", True),
        ("3 fights a week", "3 fights a day", False),
        ("3 fights", "3 phone calls", False),
        ("61% attendance", "12% absence", False),
    ],
)
def test_only_figures_that_count_the_same_are_compared(text: str, other: str, same: bool) -> None:
    assert one(text).comparable(one(other)) is same
    assert one(other).comparable(one(text)) is same


@pytest.mark.parametrize(
    ("result", "like", "value"),
    [
        ("2 of 5 mornings", "", 2),
        ("3 of 5 mornings (was 2 of 5 mornings)", "", 3),
        ("2 of 5 mornings, with 3 phone calls home", "4 of 5 mornings", 2),
        ("2 of 5 mornings, with 3 phone calls home", "", None),
        ("1 of 5 mornings in January, 3 of 5 mornings in February", "4 of 5 mornings", None),
        ("under 5 times", "", None),
        ("better", "", None),
    ],
)
def test_a_result_has_a_figure_only_where_one_is_plain(result: str, like: str, value: int | None) -> None:
    found = the_one(figures(result, AS_OF), figures(like, AS_OF))
    assert (found and found.value) == (None if value is None else Fraction(value))


def test_a_story_is_no_figure_however_many_stand_in_it() -> None:
    assert figures("2 of 5 mornings " + "and so on " * (LONGEST // 10), AS_OF) == []
    assert figures("1, " * (MOST + 1), AS_OF) == []
    assert len(figures("1, " * MOST, AS_OF)) == MOST


@given(st.text(max_size=80))
def test_whatever_the_text_a_figure_is_a_number_that_stands_in_it(text: str) -> None:
    for figure in figures(text, AS_OF):
        assert text[figure.span.start : figure.span.end].strip()
        assert figure.value >= 0
        assert figure.whole is None or figure.value <= figure.whole


@given(st.integers(0, 999), st.integers(1, 999))
def test_a_share_comes_back_as_it_was_written(part: int, whole: int) -> None:
    found = figures(f"{part} of {whole} mornings", AS_OF)
    assert [(int(f.value), f.whole and int(f.whole)) for f in found] == ([(part, whole)] if part <= whole else [])
