"""Small invented reviews for the tests."""

from collections.abc import Sequence
from datetime import date

from model.progress.report import progress
from model.progress.reviews import Review, ReviewRow
from model.progress.trend import Course

DAYS = (date(2027, 1, 20), date(2027, 3, 10), date(2027, 5, 12), date(2027, 7, 7))


def reviews(*rows: Sequence[ReviewRow]) -> tuple[Review, ...]:
    """Return one review for each group of rows, in the order of days."""
    return tuple(Review(day, tuple(group)) for day, group in zip(DAYS, rows, strict=False))


def measured(*results: str | None, **parts: str) -> Course:
    """Return the course of one objective with these results, review by review."""
    plan = {"what": "Sam will be in class by the first bell", **parts}
    return progress(reviews(*([ReviewRow(**plan, result=result)] for result in results))).courses[0]
