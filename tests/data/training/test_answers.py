"""The shapes of answers, and which of several stands."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.training.answers import Decision, Item, Measure, Row, item_in, said_to
from data.training.session import Step
from model.criteria import Criterion
from tests.data.training.builders import marks, room


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("letters", Item("letters")),
        ("measure-2", Item("measure-2")),
        ("decision-s07", Item("decision", "s07")),
        ("moving-m1", Item("moving", "m1")),
        ("decision", None),
        ("letters-s01", None),
        ("measure-3", None),
        ("decision-S07; --", None),
        ("", None),
    ],
)
def test_an_item_is_known_by_its_name(name: str, item: Item | None) -> None:
    assert item_in(name) == item
    assert item is None or str(item) == name


@given(st.text(max_size=60))
def test_whatever_is_an_item_reads_as_it_is_written(name: str) -> None:
    found = item_in(name)
    assert found is None or str(found) == name


@pytest.mark.parametrize("wrong", [0, 11, 5.5, "5", True, None])
def test_a_mark_is_a_whole_number_from_1_to_10(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        Measure.model_validate({"knowledge": wrong, "identifying": 5, "writing": 5})


def test_an_objective_that_is_held_smart_misses_nothing() -> None:
    with pytest.raises(ValidationError, match="misses nothing"):
        Decision.model_validate({"smart": True, "misses": ["specific"]})
    assert Decision.model_validate({"smart": False, "misses": ["time_bound", "specific", "specific"]}).misses == (
        Criterion.SPECIFIC,
        Criterion.TIME_BOUND,
    )


def test_words_are_kept_as_every_database_can_hold_them() -> None:
    assert Row.model_validate({"what": " ring\r\nthe \x00clinic \ud800 "}).what == "ring\nthe  clinic �"


def test_a_row_is_judged_against_its_own_issue() -> None:
    objective = Row(
        issue="Late on 19 of 30 mornings", who="Nan", what="Walk Dylan to school", when="by May"
    ).objective()
    assert (objective.need, objective.who, objective.when, objective.measure) == (
        "Late on 19 of 30 mornings",
        "Nan",
        "by May",
        None,
    )


def test_the_first_decision_stands_and_the_last_rewording() -> None:
    mine = room(
        (1, "decision-s01", {"smart": True}),
        (1, "decision-s01", {"smart": False}),
        (1, "rewording-s01", {"text": "first"}),
        (1, "rewording-s01", {"text": "last"}),
    )[1]
    decided, words = said_to(mine, "decision-s01"), said_to(mine, "rewording-s01")
    assert decided is not None
    assert words is not None
    assert decided.model_dump()["smart"] is True
    assert words.model_dump()["text"] == "last"


def test_the_first_measure_can_be_changed_until_its_participant_goes_on() -> None:
    before = room((1, "measure-1", marks(3)), (1, "measure-1", marks(4)))[1]
    after = room((1, "measure-1", marks(3)), (1, "letters", {}), (1, "measure-1", marks(9)))[1]
    late = room((1, "letters", {}), (1, "measure-1", marks(6)), (2, "letters", {}), (1, "measure-1", marks(9)))[1]
    assert [said_to(m, "measure-1") for m in (before, after, late)] == [Measure(**marks(n)) for n in (4, 3, 6)]


def test_what_others_answer_changes_nothing_of_mine() -> None:
    found = room((1, "measure-1", marks(3)), (2, "letters", {}), (1, "measure-1", marks(5)))
    assert said_to(found[1], "measure-1") == Measure(**marks(5))


def test_every_item_belongs_to_a_step() -> None:
    names = ("measure-1", "letters", "decision-s01", "rewording-s01", "row-1", "moving-m1", "measure-2", "consent")
    steps = [item.step for name in names if (item := item_in(name))]
    assert steps == [*[*Step][1:4], Step.EXERCISE_2, Step.EXERCISE_3, Step.EXERCISE_4, Step.MEASURE_2, Step.WELCOME]
