"""Counts of a room, and where it is divided."""

from typing import Any

import pytest

from data.training.letters import Mark
from data.training.session import Step
from data.training.tallies import split, tally
from model.criteria import Criterion
from tests.data.training.builders import marks, room

YES: dict[str, Any] = {"smart": True}


def no(*misses: str) -> dict[str, Any]:
    return {"smart": False, "misses": misses}


@pytest.mark.parametrize(
    ("yes", "of", "found"), [(2, 4, 1.0), (0, 9, 0.0), (9, 9, 0.0), (1, 4, 0.5), (1, 2, None), (0, 0, None)]
)
def test_a_room_is_divided_most_when_halves_stand_against_each_other(yes: int, of: int, found: float | None) -> None:
    assert split(yes, of) == found


def test_the_statement_that_divides_the_room_most_comes_first() -> None:
    counted = tally(
        4,
        room(
            *((n, "decision-s01", no("specific")) for n in (1, 2, 3, 4)),
            *((n, "decision-s02", YES if n < 4 else no()) for n in (1, 2, 3, 4)),
            *((n, "decision-s06", YES if n < 3 else no("achievable")) for n in (1, 2, 3, 4)),
        ),
    )
    assert [s.id for s in counted.disagreed] == ["s06", "s02"]
    s01, s02 = counted.statements[0], counted.statements[1]
    assert (s01.answered, s01.ticked, s01.right, s01.misses[Criterion.SPECIFIC]) == (4, 0, 4, 4)
    assert (s02.ticked, s02.right) == (3, 3)


def test_people_who_agree_that_it_is_not_smart_may_disagree_why() -> None:
    given = [(n, "decision-s01", no("specific", *(["relevant"] if n % 2 else []))) for n in range(1, 5)]
    (only,) = tally(4, room(*given)).disagreed
    assert (only.id, only.over, only.split) == ("s01", Criterion.RELEVANT, 1.0)


def test_what_two_people_say_divides_no_room() -> None:
    assert tally(2, room((1, "decision-s01", YES), (2, "decision-s01", no()))).disagreed == []


def test_everybody_is_counted_once_in_each_step() -> None:
    counted = tally(
        3,
        room(
            (1, "measure-1", marks(3)),
            (1, "decision-s01", YES),
            (1, "decision-s02", YES),
            (2, "decision-s01", YES),
            (2, "row-1", {"what": "ring"}),
            (2, "row-2", {}),
            (1, "letters", {"specific": "specific", "measurable": "x"}),
            (3, "consent", {"given": True}),
        ),
    )
    assert (
        counted.people,
        counted.done[Step.MEASURE_1],
        counted.done[Step.EXERCISE_2],
        counted.done[Step.WELCOME],
    ) == (3, 1, 2, 0)
    assert counted.rows == 1
    assert counted.letters[Criterion.SPECIFIC][Mark.LIAP] == counted.letters[Criterion.TIME_BOUND][Mark.BLANK] == 1


def test_situations_count_every_question_that_was_chosen() -> None:
    given = [
        (1, "moving-m1", {"questions": ["evidence", "not-known"]}),
        (2, "moving-m1", {"questions": ["evidence"]}),
        (3, "moving-m1", {"questions": ["escalate"]}),
    ]
    m1 = tally(3, room(*given)).situations[0]
    assert (m1.answered, m1.chosen["evidence"], m1.chosen["escalate"], m1.split) == (3, 2, 1, 0.333)
