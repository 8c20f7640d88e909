"""The ends of a scale are no move; a move from one figure to another still is."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.criteria import Objective
from model.rules.leap import step_of
from model.rules.reading import Reading
from model.rules.scales import without_scales
from model.statement import compose

Rules = Callable[..., set[str]]


@pytest.mark.parametrize(
    "text",
    [
        "Kai rates his worry from 1 to 10 each evening until Easter",
        "Mum will score her pain from 0 to 10 every night by Easter",
        "Kai will rate his worry on a scale of 1 to 10 every night by Easter",
        "Kai will rate his worry on a scale from 0 to 10 every night by Easter",
        "Kai will say how worried he feels from 1 to 10 each night by Easter",
        "Kai will rate his worry from 1 (calm) to 10 (panic) each night by Easter",
        "Kai will improve his mood, rating it from 1 to 10 each night by Easter",
        "Kai will improve his mood by rating it from 1 to 10 each night by Easter",
        "Kai will get up and rate his mood from 1 to 10 by Easter",
        "Staff will mark each piece of work from 0 to 20 by Easter",
        "Kai will rank the tasks from 1 to 6 by Easter",
        "Kai will count from 1 to 20 in French by Easter",
        "Kai will move from 3 on a scale of 0 to 10 to 5 by Easter",
        "Kai will move from 4 (0 to 10) to 6 by Easter",
        "Kai will move from 3 on a 1 to 10 scale to 5 by Easter",
    ],
)
def test_the_ends_of_a_scale_are_no_leap(rules_on: Rules, text: str) -> None:
    assert "leap" not in rules_on(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kai will go from 1 to 10 sessions a week by Easter",
        "Kai will raise his score from 1 to 10 by Easter",
        "Kai will improve his mood rating from 1 to 10 by Easter",
        "Kai's rating of his mood rises from 1 to 10 by Easter",
        "Sales will increase from 1 to 10 by Easter",
        "Kai will score from 1 to 10 goals a match by Easter",
        "Kai will rate his sleep and walk from 1 to 10 times a week by Easter",
        "Kai will raise his step count from 1 to 10 by Easter",
        "Kai will raise his pain rating from 2 to 9 on a scale of 0 to 10 by Easter",
        "Kai will move from 1 to 10 on a scale of 1 to 10 by Easter",
        "Kai, who rates his worry from 0 to 10, will cut his calls from 12 to 1 by Easter",
    ],
)
def test_a_move_that_is_too_far_is_a_leap_beside_a_scale_as_well(rules_on: Rules, text: str) -> None:
    assert "leap" in rules_on(text)


def test_where_a_scale_stands_between_two_figures_the_step_is_between_those() -> None:
    text = "Kai's worry will fall from 7 on a scale of 0 to 10 to 5 by Easter"
    step = step_of(Reading(compose(Objective(text), date(2026, 11, 22))))
    assert step is not None
    assert (step.start, step.target) == (7, 5)
    assert step.span.of(text) == "from 7 on a scale of 0 to 10 to 5"


def test_a_scales_end_is_not_what_a_baseline_moves_to(rules_on: Rules) -> None:
    assert "leap" not in rules_on("Kai will rate his worry from 1 to 10 each night", baseline="rated it 3 each night")
    assert "leap" in rules_on("Kai will read 10 pages each night", baseline="read 3 pages each night")


@given(
    st.lists(st.sampled_from(["from ", "0", "1", " to ", "10", "rates ", "scale of ", "-", "(", ")", " goals", "."]))
)
def test_every_character_outside_stays_where_it_was(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = without_scales(text)
    assert len(found) == len(text)
    assert all(ours in ("~", theirs) for ours, theirs in zip(found, text, strict=True))
