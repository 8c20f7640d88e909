from datetime import date

import pytest

from model.criteria import Objective
from model.guard import keep
from model.rules.reading import Reading
from model.statement import compose
from model.suggestion import Draft
from model.swaps import swaps_facts


def reading(text: str, as_of: date, **parts: str) -> Reading:
    return Reading(compose(Objective(text, **parts), as_of))


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("Ana will ring Ben by Friday", "Ben will ring Ana by Friday."),
        ("Ana to ring Ben", "Ana will be rung by Ben."),
        ("Cut complaints from 42 to 30", "Cut complaints from 30 to 42."),
        ("Cut complaints to 30 from 42", "Cut complaints from 30 to 42."),
        ("Tia will raise her hand in 4 of 5 lessons", "Tia will raise her hand in 5 out of 4 lessons."),
    ],
)
def test_facts_that_are_turned_round_are_seen(text: str, draft: str, as_of: date) -> None:
    assert swaps_facts(reading(text, as_of), Draft(draft))
    assert keep(reading(text, as_of), Draft(draft)).draft is None


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("Ana will ring Ben by Friday", "By Friday Ana will ring Ben."),
        ("Ben to be rung by Ana", "Ana will ring Ben."),
        ("Ana and Ben will ring the school", "Ben will ring the school with Ana."),
        ("Cut complaints to 30 from 42", "Cut complaints from 42 to 30."),
        ("Walk 2 miles, 3 times a week", "3 times a week, walk 2 miles."),
        ("From 1.2.3 to 2", "From 1.2.3 to 2."),
        ("Play matches of 3 of 3 and 3 of 4", "Play matches of 3 of 4 and 3 of 3."),
    ],
)
def test_another_order_of_the_same_facts_is_no_swap(text: str, draft: str, as_of: date) -> None:
    assert not swaps_facts(reading(text, as_of), Draft(draft))
