"""The whole plan through its reviews: every objective's course, and LIAP's questions where something does not move."""

from collections.abc import Sequence
from dataclasses import dataclass

from model.progress.moving_on import Question, questions
from model.progress.reviews import Review, in_order
from model.progress.threads import threads
from model.progress.trend import MAKES_A_DIFFERENCE, MAKES_NONE, Course, Trend, course


@dataclass(frozen=True, slots=True)
class Progress:
    """What the reviews show. `questions` is empty where every objective that was measured moved or was met."""

    reviews: tuple[Review, ...]
    courses: tuple[Course, ...]
    questions: tuple[Question, ...]

    @property
    def nothing_moves(self) -> bool:
        """True when no objective moved or was met."""
        return not any(c.trend in MAKES_A_DIFFERENCE for c in self.courses)

    def of(self, trend: Trend) -> tuple[Course, ...]:
        """Return the objectives that went this way."""
        return tuple(c for c in self.courses if c.trend is trend)


def progress(reviews: Sequence[Review]) -> Progress:
    """Return what successive reviews of one plan show; they may come in any order.

    LIAP's questions are asked when an objective stalled or slipped, or when none moved.
    """
    ordered = in_order(reviews)
    courses = tuple(course(thread, ordered) for thread in threads(ordered))
    stuck = any(c.trend in MAKES_NONE for c in courses)
    none_moves = not any(c.trend in MAKES_A_DIFFERENCE for c in courses)
    asked = questions(ordered, courses) if stuck or none_moves else ()
    return Progress(ordered, courses, asked)
