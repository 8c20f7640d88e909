from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.rules.calendar import deadlines, expressions

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by 12 May", date(2027, 5, 12)),
        ("in 2 weeks", date(2026, 12, 6)),
        ("by end December", date(2026, 12, 31)),
        ("over the next six sessions", date(2027, 1, 3)),
        ("by the end of the autumn term", date(2026, 12, 18)),
        ("within Q3", date(2027, 9, 30)),
        ("by Friday", date(2026, 11, 27)),
        ("on Friday 5 March", date(2027, 3, 5)),
        ("Understanding Autism course by 3 May", date(2027, 5, 3)),
        ("from 3 to 28 November", date(2026, 11, 28)),
        ("between 4 and 29 November", date(2026, 11, 29)),
        ("by 3 May 2025", date(2025, 5, 3)),
        ("next week", date(2026, 11, 29)),
        ("by 2030", date(2030, 12, 31)),
        ("in 2026/27", date(2027, 7, 31)),
        ("by 12/05/2027", date(2027, 5, 12)),
        ("by 2027-03-01", date(2027, 3, 1)),
        ("by December 1", date(2026, 12, 1)),
        ("by Easter", date(2027, 3, 28)),
        ("this winter", date(2027, 2, 28)),
        ("on Tuesday 14th", date(2026, 12, 14)),
        ("by mid-July", date(2027, 7, 31)),
        ("until Christmas", date(2026, 12, 25)),
        ("in 2 weeks' time", date(2026, 12, 6)),
        ("within 48 hours", date(2026, 11, 25)),
        ("by the end of the month", date(2026, 11, 30)),
        ("by the end of the quarter", date(2026, 12, 31)),
        ("by the end of next year", date(2027, 12, 31)),
        ("tomorrow", date(2026, 11, 23)),
        ("by 29 February 2027", None),
        ("before the clocks go back", None),
        ("by half-term", None),
        ("until St Brigid's Day", None),
        ("six Tuesdays from 7 January", date(2027, 2, 18)),
        ("a 6 week group beginning on 1st July", date(2027, 8, 12)),
    ],
)
def test_a_deadline_is_resolved_to_the_last_day_it_covers(text: str, day: date | None) -> None:
    assert [w.day for w in deadlines(f"Ana will go {text}", DAY)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "May will call Mr March daily",
        "June to ring April",
        "go by bus",
        "done by review",
        "a 2-week ban",
        "complaints from 42 to 30",
        "available 24/7",
        "every Friday",
        "on Fridays",
        "twice a week",
        "3 times a month",
        "the Vision 2040 strategy",
        "at the next meeting",
        "by his 7th birthday",
        "within 3 days of discharge",
        "from 1 May, weekly",
        "the 'Summer 2027' club",
        "in 4 of 5 lessons",
        "for three lessons a week",
        "£2027 saved",
        "in Year 5 maths",
        "in a lesson",
        "since March",
        "in room 12",
    ],
)
def test_a_near_miss_is_no_deadline(text: str) -> None:
    assert deadlines(text, DAY) == []


@pytest.mark.parametrize(
    "text",
    [
        "Daniela, who is 7/10 confident, will ring",
        "Dad 6/10 confident",
        "Confidence: Leilani 6/10, Tama 8/10",
        "Ana rates it 6/10",
        "the pain comes down from 7/10 to 5/10",
    ],
)
def test_a_rating_out_of_ten_is_no_day_of_october(text: str) -> None:
    assert expressions(text, DAY) == ()


def test_a_short_date_stays_one_beside_a_rating() -> None:
    text = "8/10 sure; ring by 7/10"
    assert [w.span.of(text) for w in expressions(text, DAY)] == ["by 7/10"]


@given(st.text(max_size=120), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_expressions_lie_in_order_within_any_text(text: str, day: date) -> None:
    found = expressions(text, day)
    ends = [0, *(w.span.end for w in found)]
    assert all(w.span.start >= end and w.span.end <= len(text) for w, end in zip(found, ends, strict=False))


@given(st.dates(date(2020, 1, 1), date(2090, 12, 1)))
def test_a_date_without_a_year_is_never_in_the_past(day: date) -> None:
    assert all(w.day is not None and w.day >= day for w in deadlines("by 12 May", day))


@pytest.mark.parametrize("text", ["by Q9", "in 999999999 weeks", "999999999 Mondays in a row", "by Q4 99999"])
def test_a_day_that_no_calendar_has_is_no_error(text: str) -> None:
    assert all(when.day is None or when.day.year < 3000 for when in expressions(text, date(2026, 11, 22)))
