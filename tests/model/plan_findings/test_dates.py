from datetime import date

import pytest

from model.plan import Row
from model.plan_findings import dates
from tests.model.plans import as_written, reading, row

REVIEW = date(2027, 2, 26)


def found(*rows: Row, review: date | None = REVIEW) -> list[tuple[str, int | None, str | None]]:
    return [as_written(f) for f in dates.find(reading(*rows, review=review))]


@pytest.mark.parametrize(
    ("when", "rules"),
    [
        ("Ongoing", ["ongoing"]),
        ("As soon as possible", ["ongoing"]),
        ("Ongoing, first visit by 12 March 2027", ["deadline-after-review"]),
        ("18 December 2026", []),
        ("2026-12-18", []),
        ("5 November 2026", ["date-past"]),
        ("Done on 5 November 2026", []),
        ("26 February 2027", []),
        ("27 February 2027", ["deadline-after-review"]),
        ("2027-03-12", ["deadline-after-review"]),
        ("Summer term", ["deadline-after-review"]),
        ("3 days a week by 15 January 2027, 4 by 30 April 2027", []),
        ("", []),
    ],
)
def test_a_deadline_lies_between_today_and_the_review(when: str, rules: list[str]) -> None:
    assert found(row(when=when)) == [(rule, 1, "when") for rule in rules]


def test_without_a_review_no_day_is_too_late() -> None:
    assert found(row(when="12 March 2029"), review=None) == []


def test_a_deadline_may_stand_in_the_action_where_the_column_is_empty() -> None:
    assert found(row("Abena will ring the school by 12 March 2027")) == [("deadline-after-review", 1, "what")]


@pytest.mark.parametrize(
    ("days", "rules"),
    [
        (["18 December 2026"] * 3, ["all-on-one-day"]),
        (["18 December 2026"] * 3 + ["ongoing"], ["ongoing", "all-on-one-day"]),
        (["18 December 2026"] * 2, []),
        (["18 December 2026"] * 3 + ["4 December 2026"], []),
    ],
)
def test_three_deadlines_on_one_day_are_told_as_one(days: list[str], rules: list[str]) -> None:
    assert [rule for rule, *_ in found(*(row(when=day) for day in days))] == rules


def test_it_says_when_that_day_is_the_review_s() -> None:
    (only,) = dates.find(reading(*[row(when="26 February 2027")] * 3, review=REVIEW))
    assert only.message == "All 3 deadlines are on 26 February 2027, the day of the review."
