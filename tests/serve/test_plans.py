from typing import Any

import pytest
from fastapi.testclient import TestClient

from model.plan_findings.catalogue import PLAN_RULES
from serve.access import rule_for
from serve.keys import KeyScope
from serve.plan_schemas import EXAMPLE, MAX_REWRITTEN, MAX_ROWS

ADDRESS = "/v1/plans/review"
ROW = {"issue": "Kwame was late on 11 days.", "who": "Abena", "what": "Ring the school", "when": "18 December 2026", "measure": "The slip"}  # fmt: skip


def reviewed(client: TestClient, **plan: Any) -> Any:
    reply = client.post(ADDRESS, json={"as_of": "2026-11-22", **plan})
    assert reply.status_code == 200, reply.text
    return reply.json()


def test_the_example_of_the_documentation_is_answered_with_everything_that_it_promises(client: TestClient) -> None:
    said = reviewed(client, **EXAMPLE)
    flawed, good = said["rows"]
    assert [(f["rule"], f["cells"][0]["column"]) for f in flawed["findings"]] == [
        ("emotive-language", "issue"),
        ("agency-actor", "who"),
        ("no-minutiae", "what"),
        ("ongoing", "when"),
        ("by-review", "measure"),
    ]
    assert good["findings"] == []
    assert {f["about"] for f in said["findings"]} == {"Oskar Lindahl", "Marta Lindahl"}
    assert {used["kind"] for used in said["monitoring"]["used"]} == {"qualitative", "self_report"}
    assert said["summary"]["text"].startswith(
        "A plan for Oskar Lindahl with 2 actions, to be reviewed on 26 March 2027"
    )
    new, same = said["rewritten"]
    assert new["issue"]["text"] == "Oskar is [what] in class."
    assert new["issue"]["spans"][0]["question"].startswith("What has somebody seen or heard")
    assert new["when"]["blank_text"] == "[when]"
    assert {cell: same[cell]["spans"] for cell in ("who", "what", "when")} == {"who": [], "what": [], "when": []}


def test_a_finding_has_its_words_its_wording_and_its_name_for_good(client: TestClient) -> None:
    said = reviewed(client, rows=[{**ROW, "issue": "Kwame is naughty in class."}])
    (finding,) = said["rows"][0]["findings"]
    assert finding["cells"] == [{"row": 1, "column": "issue", "start": 9, "end": 16, "words": "naughty"}]
    assert (finding["priority"], finding["title"]) == (1, PLAN_RULES["emotive-language"].title)
    assert finding["instead"].startswith("[what]: for example “")
    assert finding["url"].startswith("/guide/plan")
    assert len(finding["fingerprint"]) == 16
    assert finding["ignored"] is False


def test_what_is_ignored_is_marked_and_left_out_of_the_summary(client: TestClient) -> None:
    plan = {"rows": [{**ROW, "issue": "Kwame is naughty in class."}]}
    (finding,) = reviewed(client, **plan)["rows"][0]["findings"]
    assert client.post("/v1/ignored", json={"fingerprint": finding["fingerprint"]}).status_code == 201
    said = reviewed(client, **plan)
    assert said["rows"][0]["findings"][0]["ignored"] is True
    assert "naughty" not in said["summary"]["text"]


def test_each_action_is_judged_against_its_own_issue_and_a_row_without_one_is_not(client: TestClient) -> None:
    first, second = reviewed(client, rows=[ROW, {"issue": "Kwame has had toothache since May."}])["rows"]
    assert first["assessment"]["criteria"]["relevant"]["verdict"] == "met"
    assert second["assessment"] is None
    assert [f["rule"] for f in second["findings"]] == ["issue-without-action"]


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        ({"rows": []}, "rows"),
        ({"rows": [ROW] * (MAX_ROWS + 1)}, "rows"),
        ({"rows": [{**ROW, "whom": "Ana"}]}, "rows.0.whom"),
        ({"rows": [ROW], "review": "soon"}, "review"),
        ({"rows": [{**ROW, "what": "x" * 3000}]}, "rows.0.what"),
        ({"rows": [ROW], "parents": ["Ana"] * 9}, "parents"),
        ({}, "rows"),
    ],
)
def test_a_wrong_plan_is_refused_with_the_field_at_fault(client: TestClient, plan: Any, field: str) -> None:
    reply = client.post(ADDRESS, json=plan)
    assert reply.status_code == 422
    assert field in {error["field"] for error in reply.json()["errors"]}


def test_a_long_plan_is_reviewed_whole_and_rewritten_as_far_as_is_promised(client: TestClient) -> None:
    flawed = {"what": "Support Kwame", "who": "School", "when": "Ongoing"}
    said = reviewed(client, rows=[flawed] * (MAX_REWRITTEN + 1), rewrite=True)
    whens = [row["when"]["text"] for row in said["rewritten"]]
    assert "Ongoing" not in whens[:MAX_REWRITTEN]
    assert whens[MAX_REWRITTEN:] == ["Ongoing"]


def test_an_empty_plan_is_reviewed_too(client: TestClient) -> None:
    said = reviewed(client, rows=[{}], rewrite=True)
    assert (said["rows"][0]["findings"], said["findings"], said["monitoring"]["used"]) == ([], [], [])


def test_it_asks_for_the_scope_of_judging() -> None:
    assert rule_for(ADDRESS).scope is KeyScope.SCORE
