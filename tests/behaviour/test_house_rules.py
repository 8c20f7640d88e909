"""What a house says counts with the trained model too: it has never met the house's agencies, posts and terms."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from model.assessor import Assessor
from model.bundle import load
from model.criteria import Assessment, Criterion, Objective
from model.house_rules import HouseRules
from model.rules.catalogue import MODEL_EVIDENCE, NO_NEED, RULES
from model.rules.local_words import LocalWords
from training.corpora import WRITTEN

pytestmark = pytest.mark.e2e
Judge = Callable[[Sequence[Objective], HouseRules], list[Assessment]]
_NAMED = re.compile(r"[A-Z][a-z]+ (?=will |to )")
ENOUGH = 40
"""Objectives to try each rule on: a few seconds in all."""


@pytest.fixture(scope="module")
def judge_in() -> Judge:
    assessor = Assessor(load())
    return lambda objectives, house: assessor.under(house).assess(objectives, WRITTEN)


@pytest.fixture(scope="module")
def elsewhere(judge_in: Judge, objectives: list[Objective]) -> list[Assessment]:
    """What is said of the first objectives where there are no house rules."""
    return judge_in(objectives[:ENOUGH], HouseRules())


def share_met(judged: Sequence[Assessment], criterion: Criterion) -> float:
    return sum(a[criterion].met for a in judged) / len(judged)


def acted_by(objectives: Sequence[Objective], actor: str) -> list[Objective]:
    """The objectives that name one person before what they will do, with another actor in their place."""
    named = [o for o in objectives if _NAMED.match(o.text) and o.who is None][:ENOUGH]
    return [replace(o, text=_NAMED.sub(f"{actor} ", o.text, count=1)) for o in named]


def test_an_agency_of_the_house_is_held_for_a_person_nowhere_else(judge_in: Judge, objectives: list[Objective]) -> None:
    asked = acted_by(objectives, "Kinnect")
    before = judge_in(asked, HouseRules())
    after = judge_in(asked, HouseRules(LocalWords(agencies=("Kinnect",))))
    for criterion in (Criterion.SPECIFIC, Criterion.ACHIEVABLE):
        assert share_met(before, criterion) - share_met(after, criterion) > 0.25
    for criterion in (Criterion.MEASURABLE, Criterion.TIME_BOUND):
        assert abs(share_met(before, criterion) - share_met(after, criterion)) < 0.05


@pytest.mark.parametrize("actor", ["Sana from Kinnect", "The Kinnect navigator"])
def test_somebody_in_an_agency_is_still_somebody(judge_in: Judge, objectives: list[Objective], actor: str) -> None:
    house = HouseRules(LocalWords(agencies=("Kinnect",), posts=("Kinnect navigator",)))
    plain, ours = (acted_by(objectives, who) for who in ("Sana", actor))
    before, after = judge_in(plain, HouseRules()), judge_in(ours, house)
    for criterion in (Criterion.SPECIFIC, Criterion.ACHIEVABLE):
        assert abs(share_met(before, criterion) - share_met(after, criterion)) < 0.05


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != NO_NEED])
def test_a_rule_that_is_switched_off_is_not_heard_of_under_another_name(
    judge_in: Judge, elsewhere: list[Assessment], objectives: list[Objective], rule: str
) -> None:
    ours = judge_in(objectives[:ENOUGH], HouseRules(off=frozenset({rule})))
    for before, after in zip(elsewhere, ours, strict=True):
        assert rule not in {f.rule for f in after.findings}
        blamed = {c for c in Criterion if {f.rule for f in before[c].findings} == {rule}}
        assert all(after[c].met for c in blamed)
        assert not [f for c in blamed for f in after[c].findings if f.rule == MODEL_EVIDENCE]
