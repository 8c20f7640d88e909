import numpy as np
import pytest

from training.correction import Rows
from training.heads import Head
from training.local_heads import FEWEST, learn

WIDTH = 6
SHIPPED = Head(np.array([4.0, 0, 0, 0, 0, 0]), 0.0)
"""The shipped head goes by the first input alone."""
rng = np.random.default_rng(7)
INPUTS = rng.normal(size=(400, WIDTH)).astype(np.float32)


def rows(inputs: np.ndarray, targets: np.ndarray, phrases: list[frozenset[str]] | None = None) -> Rows:
    said = phrases or [frozenset({"the"})] * len(inputs)
    plans = [str(i % 20) for i in range(len(inputs))]
    return Rows(inputs, said, targets.astype(np.float32), np.ones(len(inputs)), plans)


def by_shipped(inputs: np.ndarray) -> np.ndarray:
    return (inputs[:, 0] > 0).astype(np.float32)


CORPUS = rows(INPUTS[200:], by_shipped(INPUTS[200:]))


def right(head: Head, phrases: tuple[str, ...], asked: Rows) -> float:
    said = np.array([[float(p in s) for p in phrases] for s in asked.phrases]).reshape(len(asked.phrases), len(phrases))
    chance = head.probability(np.concatenate([asked.inputs, said], axis=1).astype(np.float32))
    return float(np.mean((chance >= 0.5) == (asked.targets == 1)))


def test_reviews_that_agree_leave_the_head_much_as_it_was() -> None:
    learned = learn(SHIPPED, rows(INPUTS[:100], by_shipped(INPUTS[:100])), CORPUS)
    assert not learned.convention
    assert learned.phrases == ()
    assert right(learned.head, (), CORPUS) > 0.97


def test_a_phrase_that_reviewers_look_for_becomes_a_convention() -> None:
    looked_for = rng.integers(0, 2, size=150).astype(np.float32)
    said = [frozenset({"confid", "high/10"}) if yes else frozenset({"the"}) for yes in looked_for]
    learned = learn(SHIPPED, rows(INPUTS[:120], looked_for[:120], said[:120]), CORPUS)
    assert learned.convention
    assert "high/10" in learned.phrases
    assert right(learned.head, learned.phrases, rows(INPUTS[120:150], looked_for[120:], said[120:])) > 0.95


def test_too_few_reviews_change_nothing_and_the_note_says_so() -> None:
    few = rows(INPUTS[: FEWEST - 1], 1 - by_shipped(INPUTS[: FEWEST - 1]))
    learned = learn(SHIPPED, few, CORPUS)
    assert learned.head == SHIPPED
    assert f"{FEWEST} are needed" in learned.note


def test_ten_reviews_are_enough_to_learn_something() -> None:
    learned = learn(SHIPPED, rows(INPUTS[:FEWEST], 1 - by_shipped(INPUTS[:FEWEST])), CORPUS)
    assert learned.convention
    assert right(learned.head, learned.phrases, rows(INPUTS[:FEWEST], 1 - by_shipped(INPUTS[:FEWEST]))) > 0.5


def test_reviews_that_all_say_the_same_do_not_wipe_out_the_difference() -> None:
    met = rows(INPUTS[:60], np.ones(60))
    learned = learn(SHIPPED, met, CORPUS)
    assert "nothing shows what tells the two apart" in learned.note
    assert right(learned.head, (), met) > right(SHIPPED, (), met)
    clearly_not = INPUTS[(INPUTS[:, 0] < -1.5)]
    assert (learned.head.probability(clearly_not) < 0.5).mean() > 0.5


def test_rows_that_nobody_judged_teach_nothing() -> None:
    targets = by_shipped(INPUTS[:100])
    partly = np.where(np.arange(100) % 2 == 0, targets, np.nan)
    every_other = learn(SHIPPED, rows(INPUTS[:100], partly), CORPUS)
    assert "of 50 reviews" in every_other.note


@pytest.mark.parametrize("flipped", [0.05, 0.1])
def test_the_bundles_usual_error_is_no_convention(flipped: float) -> None:
    targets = by_shipped(INPUTS[:200])
    turned = np.random.default_rng(3).random(200) < flipped
    learned = learn(SHIPPED, rows(INPUTS[:200], np.where(turned, 1 - targets, targets)), CORPUS)
    assert not learned.convention


def test_an_input_that_only_the_corpus_varies_in_keeps_nobody_from_learning() -> None:
    inputs = INPUTS[:120].copy()
    inputs[:, 5] = 0.0
    told = rng.integers(0, 2, size=120).astype(np.float32)
    assert np.all(np.isfinite(learn(SHIPPED, rows(inputs, told), CORPUS).head.weights))
