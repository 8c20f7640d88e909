"""Playing an office's reviews back: what is learned after so many, in which order."""

import random

import numpy as np

from training.correction import Rows
from training.heads import Head
from training.queue_order import Curve, Game, table

CURVE = Curve((10, 20, 40), (0.6, 0.85, 0.95), (0.5, 0.7, 0.9))


def office(count: int) -> Rows:
    """Return an office where an objective is achievable only with a stated confidence, which the shipped head cannot hear."""
    sure = [i % 3 == 0 for i in range(count)]
    drawn = random.Random(3)  # noqa: S311
    return Rows(
        np.array([[drawn.random(), 1.0] for _ in sure], dtype=np.float32),
        [frozenset({"confident", f"w{i}"}) if s else frozenset({f"w{i}"}) for i, s in enumerate(sure)],
        np.array(sure, dtype=np.float32),
        np.ones(count),
        [f"plan {i // 4}" for i in range(count)],
    )


def game(count: int = 80) -> Game:
    rows = office(count)
    base = rows.where(np.zeros(count, dtype=np.bool_) | (np.arange(count) < 6))
    head = Head(np.array([0.2, 1.0]), 0.5)
    return Game(rows, base, head, [head.probability(rows.inputs)] * 5, 2)


def test_the_first_step_that_reaches_a_figure_is_what_is_needed() -> None:
    assert CURVE.needed(0.8) == (20, 40)
    assert CURVE.needed(0.92) == (40, None)
    assert "To reach 0.92: 40 reviews in the order of the queue, more than 40 in a random order." in table(
        CURVE, [0.92]
    )


def test_more_reviews_teach_the_convention() -> None:
    played = game()
    f1 = played.play(range(60), range(60, 80), (10, 60), played.by_queue)
    assert f1[1] > 0.95 > f1[0]


def test_the_queue_takes_each_review_once_and_those_first_that_are_unlike_the_others() -> None:
    played = game(20)
    first = played.by_queue(range(20), [], 20, None)
    assert sorted(first) == list(range(20))
    told = [i for i in first[:4] if "confident" in played.office.phrases[i]]
    assert len(told) == 1
