from datetime import date

import pytest

from model.assessor import Assessor
from model.criteria import Objective, Verdict
from model.errors import InputError
from serve.mcp.plan_review import PlanFormat, about, plan_in, plan_of, row_out, summary_out
from serve.plan_schemas import MAX_ROWS
from serve.schemas import AssessmentOut, assessment_out
from tests.conftest import AS_OF

TABLE = """| What will be done? | Who | By when |
| --- | --- | --- |
| Ring the school | Mrs Lowe | by Friday 5 March 2027 |
| Support attendance | | ongoing |
"""
CSV = "Action,Owner,Deadline\nRing the school,Mrs Lowe,by Friday 5 March 2027\n"
RING = Objective("Ring the school", who="Mrs Lowe", when="by Friday 5 March 2027")


def assessed(objective: Objective) -> AssessmentOut:
    return assessment_out(Assessor().assess([objective], AS_OF)[0], objective)


@pytest.mark.parametrize(
    ("text", "format_", "placed"),
    [
        (
            TABLE,
            PlanFormat.MARKDOWN,
            [("table 1, row 2", RING), ("table 1, row 3", Objective("Support attendance", when="ongoing"))],
        ),
        (CSV, PlanFormat.CSV, [("line 2", RING)]),
        ("PLAN\n- Ring the school\n", PlanFormat.TEXT, [("line 2", Objective("Ring the school"))]),
    ],
)
def test_objectives_are_read_from_each_format_with_their_places(
    text: str, format_: PlanFormat, placed: list[tuple[str, Objective]]
) -> None:
    plan = plan_in(text, format_, AS_OF)
    assert [(plan.name(number), row.objective()) for number, row in plan.actions] == placed


@pytest.mark.parametrize(
    ("text", "format_", "said"),
    [
        ("It rained.", PlanFormat.MARKDOWN, "there is no objective to judge in it"),
        ("Name,Age\nAnn,9\n", PlanFormat.CSV, "no column holds the objective"),
        ("Ring the school\n" * (MAX_ROWS + 1), PlanFormat.TEXT, f"holds {MAX_ROWS + 1} objectives"),
        ("\ud83d\0", PlanFormat.TEXT, "not readable text"),
    ],
)
def test_a_text_that_is_no_plan_is_refused_with_what_to_do(text: str, format_: PlanFormat, said: str) -> None:
    with pytest.raises(InputError, match=said) as refused:
        plan_in(text, format_, AS_OF)
    assert refused.value.field == "text"


def test_a_row_says_what_is_wrong_with_it_and_on_which_words() -> None:
    objective = Objective("Support attendance", when="ongoing")
    row = row_out("row 1", objective, assessed(objective))
    found = {finding.rule: finding for finding in row.findings}
    assert (found["weak-verb"].words, found["ongoing"].words) == ("Support", "ongoing")
    assert found["ongoing"].field == "when"
    assert found["no-need-given"].verdict is Verdict.CANNOT_TELL
    assert not row.smart


def test_a_row_that_meets_a_criterion_has_no_finding_on_it() -> None:
    row = row_out("row 1", RING, assessed(RING))
    assert {finding.criterion.value for finding in row.findings} == {"relevant"}


def test_the_summary_counts_every_verdict_once() -> None:
    summary = summary_out([assessed(RING), assessed(Objective("Support attendance", when="ongoing"))])
    assert (summary.objectives, summary.smart) == (2, 0)
    assert summary.time_bound.model_dump() == {"met": 1, "not_met": 1, "cannot_tell": 0}
    assert summary.relevant.cannot_tell == 2


def test_a_plan_s_text_says_whom_it_is_about_and_the_caller_may_say_it_too() -> None:
    said = plan_in(f"**Child:** Kwame Mensah\n\nNext review: 26 February 2027\n\n{TABLE}", PlanFormat.MARKDOWN, AS_OF)
    assert (said.child, said.review) == ("Kwame Mensah", date(2027, 2, 26))
    told = about(said, "", ["Abena"], date(2027, 1, 15))
    assert (told.child, told.parents, told.review) == ("Kwame Mensah", ("Abena",), date(2027, 1, 15))


def test_rows_that_are_given_are_a_plan_with_their_needs_for_issues() -> None:
    plan = plan_of([Objective("Ring the school", who="Mrs Lowe", need="Kwame is late.", domain="child_plan")], AS_OF)
    assert (plan.rows[0].issue, plan.rows[0].who, plan.domain) == ("Kwame is late.", "Mrs Lowe", "child_plan")
