from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.assessor import Assessor
from model.criteria import Criterion, Field, Finding, Objective, Span
from model.fingerprint import LENGTH, fingerprint, plan_fingerprint
from model.plan import Plan, Row
from model.plan_findings.finding import finding
from model.plan_review import review
from model.rules.catalogue import MODEL_EVIDENCE
from tests.conftest import AS_OF

LATE = Finding(
    "no-deadline", Criterion.TIME_BOUND, Field.TEXT, Span(4, 8), "It does not say by when.", "By when?", "LIAP"
)
TEXT = "Ana will ring Dad's school"


@pytest.mark.parametrize(
    "text",
    [
        "Ana will ring Dad’s school.",
        "  ana will  ring Dad's\nschool",
        "Ana will ring Dad\u00ad's school!",
        "“Ana will ring Dad's school”",
    ],
)
def test_it_outlives_type_and_spacing(text: str) -> None:
    at = text.lower().index("will")
    assert fingerprint(replace(LATE, span=Span(at, at + 4)), Objective(text)) == fingerprint(LATE, Objective(TEXT))


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        (replace(LATE, rule="ongoing"), TEXT),
        (replace(LATE, span=Span(0, 3)), TEXT),
        (LATE, "Ana will ring Mum's school"),
    ],
)
def test_another_rule_words_or_objective_is_another_match(finding: Finding, text: str) -> None:
    assert fingerprint(finding, Objective(text)) != fingerprint(LATE, Objective(TEXT))


def test_message_and_question_may_be_worded_anew() -> None:
    assert fingerprint(replace(LATE, message="Undated.", question="When?"), Objective(TEXT)) == fingerprint(
        LATE, Objective(TEXT)
    )


def test_a_finding_without_words_of_its_own_is_on_the_whole_objective() -> None:
    nowhere, whole = replace(LATE, span=Span(0, 0)), replace(LATE, span=Span(0, len(TEXT)))
    assert fingerprint(nowhere, Objective(TEXT)) == fingerprint(whole, Objective(TEXT))


def test_the_models_own_doubt_is_known_by_its_criterion_wherever_it_points() -> None:
    doubt = replace(LATE, rule=MODEL_EVIDENCE)
    elsewhere, other = replace(doubt, span=Span(0, 3)), replace(doubt, criterion=Criterion.SPECIFIC)
    assert fingerprint(doubt, Objective(TEXT)) == fingerprint(elsewhere, Objective(TEXT))
    assert fingerprint(doubt, Objective(TEXT)) != fingerprint(other, Objective(TEXT))


def test_words_in_another_column_count() -> None:
    past = replace(LATE, rule="date-past", field=Field.WHEN, span=Span(0, 10))
    first, second = (fingerprint(past, Objective(TEXT, when=day)) for day in ("2020-01-01", "2021-01-01"))
    assert first != second


@given(st.text(min_size=1))
def test_any_words_have_one_of_its_shape(text: str) -> None:
    made = fingerprint(replace(LATE, span=Span(0, len(text))), Objective(text))
    assert len(made) == LENGTH
    assert set(made) <= set("0123456789abcdef")


def test_a_plan_s_finding_has_the_name_of_the_objective_s_own_where_the_two_say_the_same() -> None:
    plan = Plan((Row(who="Abena", what="Ring the school", when="Ongoing"),), AS_OF)
    (only,) = review(plan, Assessor()).rows
    assert only.assessment is not None
    own = next(f for f in only.assessment.findings if f.rule == "ongoing")
    (seen,) = (f for f in only.findings if f.rule == "ongoing")
    assert plan_fingerprint(seen, plan) == fingerprint(own, plan.rows[0].objective())


def test_a_finding_on_the_whole_plan_lasts_until_there_is_another_action() -> None:
    def known_as(*whats: str) -> str:
        plan = Plan(tuple(Row(what=what) for what in whats), AS_OF)
        return plan_fingerprint(finding("child-or-parent-without-action", (), "", about="Kwame"), plan)

    assert known_as("Ring the school") == known_as("Ring the school.")
    assert known_as("Ring the school") != known_as("Ring the school", "Ring the dentist")
