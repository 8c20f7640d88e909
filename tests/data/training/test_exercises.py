"""The exercises as they ship."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.training.exercises import MOVING_ON, dated, scenarios, situations, statements
from model.criteria import Criterion
from model.rules.catalogue import RULES
from model.rules.examine import examine
from model.statement import compose


def test_there_are_sixteen_statements_of_which_some_are_smart() -> None:
    assert len(statements()) == 16
    assert len({s.id for s in statements()}) == len({s.text for s in statements()}) == 16
    assert 3 <= sum(s.smart for s in statements()) <= 6


def test_every_criterion_is_missed_somewhere_and_met_somewhere() -> None:
    for criterion in Criterion:
        assert {True, False} <= {s.labels[criterion] for s in statements()}


def test_a_statement_says_what_it_shows_exactly_where_it_is_not_smart() -> None:
    assert all(set(s.kinds) <= RULES.keys() for s in statements())
    assert all(bool(s.kinds) is not s.smart for s in statements())
    shown = {kind for s in statements() for kind in s.kinds}
    assert {
        "stop-behaviour",
        "weak-verb",
        "agency-actor",
        "by-review",
        "ongoing",
        "absolute",
        "leap",
        "off-need",
    } <= shown


def test_relevance_cannot_be_told_exactly_where_there_is_no_need() -> None:
    assert all((s.labels[Criterion.RELEVANT] is None) is (s.need is None) for s in statements())


@pytest.mark.parametrize("id_", ["s01", "s03", "s04", "s05", "s07", "s10", "s14"])
def test_the_rules_find_the_kinds_that_a_statement_is_there_to_show(id_: str) -> None:
    s = next(s for s in statements() if s.id == id_).on(date(2026, 11, 23))
    _, findings = examine(compose(s.objective(), date(2026, 11, 23)))
    assert {f.rule for f in findings} & set(s.kinds)


@given(st.dates(date(2020, 1, 1), date(2140, 1, 1)), st.integers(0, 300))
def test_days_are_working_days_after_the_session(day: date, later: int) -> None:
    text = dated(f"by {{+{later}}}.", day)
    found = next(d for n in range(later, later + 3) if text == f"by {(d := day + timedelta(n)).day} {d:%B %Y}.")
    assert found.weekday() < 5


def test_no_day_is_left_open_in_what_people_read() -> None:
    assert all("{" not in s.on(date(2026, 11, 23)).text + s.why for s in statements())


def test_five_families_have_what_a_row_needs() -> None:
    assert len({s.id for s in scenarios()}) == 5
    for s in scenarios():
        assert any(p.who[0].isdigit() and p.needs_action for p in s.people), "the child"
        assert sum(p.needs_action for p in s.people) >= 2
        assert any(c.isdigit() for worry in s.worries for c in worry)
        assert len(s.strengths) >= 3


def test_three_situations_point_to_questions_of_the_session() -> None:
    assert len(situations()) == 3
    assert all(s.points_to and set(s.points_to) <= MOVING_ON.keys() for s in situations())
    assert len({q for s in situations() for q in s.points_to}) == len(MOVING_ON)
