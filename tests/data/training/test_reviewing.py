"""Answers as reviews, from those who consented and from nobody else."""

from typing import Any

from data.reviews.review import Outcome
from data.training.exercises import statements
from data.training.reviewing import TRAINEE, reviews_of
from data.training.session import Participant
from model.criteria import Criterion
from tests.data.training.builders import SESSION, room

PEOPLE = [Participant(11, SESSION.code, 1, "Heron"), Participant(12, SESSION.code, 2), Participant(13, SESSION.code, 3)]
YES = {"given": True}


def reviews(*given: tuple[int, str, dict[str, Any]]) -> Any:
    return reviews_of(SESSION, PEOPLE, room(*given), statements())


def test_without_consent_nothing_becomes_a_review() -> None:
    assert reviews((1, "decision-s01", {"smart": True})) == []
    assert reviews((1, "consent", YES), (1, "consent", {"given": False}), (1, "decision-s01", {"smart": True})) == []


def test_a_tick_says_that_all_five_are_met_as_the_participant_saw_it() -> None:
    (found,) = reviews((1, "consent", YES), (1, "decision-s02", {"smart": True}), (3, "decision-s02", {"smart": True}))
    assert found.labels == dict.fromkeys(Criterion, True)
    assert (found.reviewer, found.source, found.as_of, found.shown) == ("Heron", SESSION.code, SESSION.day, {})
    assert found.objective == statements()[1].on(SESSION.day).objective()


def test_a_no_says_what_is_missing_and_nothing_of_the_rest() -> None:
    given = {"smart": False, "misses": ["time_bound"]}
    (found,) = reviews((2, "decision-s01", given), (2, "rewording-s01", {"text": "Better"}), (2, "consent", YES))
    assert found.labels == {Criterion.TIME_BOUND: False}
    assert (found.reviewer, found.outcome, found.kept) == (TRAINEE, Outcome.EDITED, "Better")


def test_a_no_without_a_word_more_is_no_review() -> None:
    assert reviews((1, "consent", YES), (1, "decision-s01", {"smart": False})) == []


def test_the_same_answers_are_the_same_reviews() -> None:
    given = ((1, "consent", YES), (1, "decision-s01", {"smart": True}), (1, "decision-s02", {"smart": True}))
    assert [r.id for r in reviews(*given)] == [r.id for r in reviews(*given)]
    assert len({r.id for r in reviews(*given)}) == 2
