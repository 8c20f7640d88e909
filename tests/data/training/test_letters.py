"""Exercise 1."""

import pytest

from data.training.letters import LIAP, Mark, mark
from model.criteria import Criterion

S, M, A, R, T = Criterion


@pytest.mark.parametrize(
    ("criterion", "word", "said"),
    [
        (S, "Specific", Mark.LIAP),
        (S, " SPECIFIC! ", Mark.LIAP),
        (M, "mesurable", Mark.LIAP),
        (A, "achiveable", Mark.LIAP),
        (A, "attainable", Mark.SAME),
        (A, "agreed", Mark.ELSEWHERE),
        (A, "achievable / agreed", Mark.LIAP),
        (R, "relevant", Mark.LIAP),
        (R, "realistic", Mark.ELSEWHERE),
        (R, "reliable", Mark.OTHER),
        (T, "time-bound", Mark.LIAP),
        (T, "timebound", Mark.LIAP),
        (T, "timely", Mark.SAME),
        (T, "timescale", Mark.SAME),
        (T, "targeted", Mark.OTHER),
        (S, "smart", Mark.OTHER),
        (M, "", Mark.BLANK),
        (M, " – ", Mark.BLANK),
    ],
)
def test_a_word_is_compared_with_that_of_the_session(criterion: Criterion, word: str, said: Mark) -> None:
    assert mark(criterion, word) is said


def test_no_letter_takes_the_word_of_another() -> None:
    assert all(mark(c, word) is Mark.OTHER for c in Criterion for other, word in LIAP.items() if other is not c)
