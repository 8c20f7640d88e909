import json
from datetime import date

import pytest

from model.assessor import Assessor
from model.criteria import Criterion, Objective
from serve.bulk import columns
from serve.lines import Lines
from serve.schemas import ObjectiveIn, assessment_out


def test_what_is_wrong_with_a_line_is_said_as_at_every_other_door() -> None:
    (reply,) = Lines(ObjectiveIn, lambda _: []).replies(['{"text": ""}'])
    (problem,) = reply["error"]["errors"]
    assert columns.refusal([(problem["field"], problem["detail"])], flat=False) == {"error": reply["error"]}


def test_flat_columns_hold_the_verdicts_and_the_reasons_against(as_of: date) -> None:
    objective = Objective("John will stop disrupting the class")
    out = assessment_out(Assessor().assess([objective], as_of)[0], objective)
    flat = columns.verdicts(out, "rules", None, flat=True)
    assert flat.keys() | {"error"} == set(columns.FLAT)
    assert (flat["smart"], flat["specific"], flat["engine"]) == (False, "not_met", "rules")
    assert flat["specific_probability"] == out.criteria.specific.probability
    assert flat["findings"].startswith("specific: ")
    assert "[no-deadline]" in flat["findings"]
    assert json.loads(json.dumps(columns.verdicts(out, "rules", None, flat=False)))["criteria"].keys() == set(Criterion)


def test_an_ignored_finding_is_not_told(as_of: date) -> None:
    objective = Objective("John will stop disrupting the class")
    judged = Assessor().assess([objective], as_of)[0]
    every = {f.fingerprint for c in Criterion for f in getattr(assessment_out(judged, objective).criteria, c).findings}
    out = assessment_out(judged, objective, every)
    assert columns.verdicts(out, "rules", None, flat=True)["findings"] is None


@pytest.mark.parametrize(
    ("problems", "said"),
    [
        ([("row", "is odd")], "is odd"),
        ([("text", "is blank"), ("domain", "is none")], "text: is blank; domain: is none"),
    ],
)
def test_a_reason_is_one_line(problems: columns.Problems, said: str) -> None:
    assert columns.refusal(problems, flat=True) == {"error": said}
