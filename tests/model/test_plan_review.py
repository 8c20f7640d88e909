import pytest

from model.assessor import Assessor
from model.criteria import Criterion, Verdict
from model.house_rules import HouseRules
from model.plan_findings.catalogue import PLAN_RULES
from model.plan_review import review, reviewed
from model.rules.catalogue import RULES
from tests.model.plans import Invented, a_plan, as_written, invented, row

PLANS = invented()
FLAWED = row("Support Kwame.", who="School", when="Ongoing", measure="By review", issue="Kwame is naughty.")


@pytest.mark.parametrize("one", PLANS, ids=lambda one: f"{one.name}{' (exam)' if one.exam else ''}")
def test_an_invented_plan_has_the_findings_that_its_author_put_into_it_and_no_others(one: Invented) -> None:
    found = review(one.plan, Assessor())
    assert {as_written(f) for f in found.findings} == one.expected


def test_the_invented_plans_have_every_finding_and_some_have_none() -> None:
    assert {rule for one in PLANS for rule, *_ in one.expected} == set(PLAN_RULES)
    assert sum(not one.expected for one in PLANS) == 4
    assert sum(one.exam for one in PLANS) == 3


def test_each_action_is_judged_against_the_issue_of_its_own_row() -> None:
    rows = [row(issue="Kwame has toothache."), row(issue="")]
    first, second = review(a_plan(*rows), Assessor()).rows
    assert first.assessment is not None
    assert second.assessment is not None
    assert first.assessment[Criterion.RELEVANT].verdict is not Verdict.CANNOT_TELL
    assert second.assessment[Criterion.RELEVANT].verdict is Verdict.CANNOT_TELL


def test_a_row_without_an_action_is_not_assessed_and_keeps_its_findings() -> None:
    (first, _) = review(a_plan(row("", issue="Kwame has toothache at night."), row(issue="Late.")), Assessor()).rows
    assert first.assessment is None
    assert [f.rule for f in first.findings] == ["issue-without-action"]
    assert not first.smart


def test_what_a_cell_finding_says_the_criteria_do_not_say_again() -> None:
    (only,) = review(a_plan(FLAWED), Assessor()).rows
    assert "ongoing" in {f.rule for f in only.findings}
    assert "ongoing" not in {f.rule for _, f in only.reasons}


def test_a_row_s_findings_stand_in_the_order_of_its_columns() -> None:
    (only,) = review(a_plan(FLAWED), Assessor()).rows
    assert [f.cell.column.value for f in only.findings if f.cell] == ["issue", "who", "what", "when", "measure"]


def test_those_that_matter_most_come_first() -> None:
    priorities = [f.priority for f in review(PLANS[0].plan, Assessor()).findings]
    assert priorities == sorted(priorities)


def test_a_house_does_not_hear_of_the_rules_that_it_switched_off() -> None:
    assessor = Assessor(house=HouseRules(off=frozenset({"emotive-language", "by-review"})))
    found = {f.rule for f in review(a_plan(FLAWED), assessor).findings}
    assert found.isdisjoint({"emotive-language", "by-review"})
    assert "no-minutiae" in found


def test_a_lost_assessment_is_found_out() -> None:
    with pytest.raises(ValueError, match="zip"):
        reviewed(a_plan(FLAWED), [])


def test_four_rules_are_those_of_objectives_under_their_own_names() -> None:
    both = set(PLAN_RULES) & set(RULES)
    assert both == {"agency-actor", "ongoing", "by-review", "date-past"}
    assert all(PLAN_RULES[rule].title == RULES[rule].title for rule in both)
