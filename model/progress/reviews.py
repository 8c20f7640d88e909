"""What comes in: the plan as it stood at each review, with what was measured."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date

NOT_WORDS = ("what", "id", "place")
"""Fields of a row that are no optional words of the plan."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One row of a plan at one review, in the plan's own words; a blank part counts as absent.

    `what` was to be done. `id` is the plan's own number or name of the objective, the same at every review.
    `target` is where it should lead, where the plan has a place for that beside `measure`. `result` is what was
    measured, as written: a figure with its unit, a rating such as "4/10", or words. `place` says where the row stands
    in its file.
    """

    what: str
    id: str | None = None
    issue: str | None = None
    who: str | None = None
    when: str | None = None
    measure: str | None = None
    baseline: str | None = None
    target: str | None = None
    result: str | None = None
    note: str | None = None
    place: str | None = None

    def __post_init__(self) -> None:
        for field in fields(self)[1:]:
            value = getattr(self, field.name)
            if value is not None and not value.strip():
                object.__setattr__(self, field.name, None)

    @property
    def words(self) -> Iterator[str]:
        """Every part that says something, the objective first."""
        yield self.what
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name not in NOT_WORDS and value is not None:
                yield value


@dataclass(frozen=True, slots=True)
class Review:
    """The plan on the day of one review. `name` is that of its file, empty where it came without one."""

    day: date
    rows: tuple[ReviewRow, ...]
    name: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """Where a statement comes from: the review by its number in order of days, the row by its number in it, both from 1."""

    review: int
    row: int

    def __str__(self) -> str:
        return f"[R{self.review}, row {self.row}]"


def in_order(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Return the reviews by their days; two of one day stay as they were given."""
    return tuple(sorted(reviews, key=lambda review: review.day))
