from datetime import date

from model.progress.report import progress
from model.progress.reviews import Review, ReviewRow
from model.progress.trend import Trend
from tests.model.progress.plans import reviews

MOVES = ReviewRow("Be in class", id="1", baseline="1 of 5", target="4 of 5", result="2 of 5")
STALLS = ReviewRow("Sleep", id="2", baseline="1 of 7", target="6 of 7", result="1 of 7")


def test_reviews_are_put_in_the_order_of_their_days() -> None:
    later, earlier = date(2027, 3, 1), date(2027, 1, 1)
    found = progress([Review(later, (MOVES,)), Review(earlier, (MOVES,))])
    assert [review.day for review in found.reviews] == [earlier, later]


def test_no_questions_are_asked_where_everything_moves() -> None:
    assert progress(reviews([MOVES])).questions == ()


def test_questions_are_asked_as_soon_as_one_objective_stalls() -> None:
    found = progress(reviews([MOVES, STALLS]))
    assert len(found.questions) == 6
    assert not found.nothing_moves


def test_nothing_moves_where_nothing_is_shown_to() -> None:
    found = progress(reviews([STALLS, ReviewRow("Ring Mum")]))
    assert found.nothing_moves
    assert len(found.questions) == 6
    assert [len(found.of(trend)) for trend in (Trend.STALLED, Trend.NOT_MEASURED, Trend.MOVED)] == [1, 1, 0]
