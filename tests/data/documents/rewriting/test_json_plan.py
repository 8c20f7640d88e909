import json
from typing import Any

from data.documents.rewriting.changes import Way
from tests.data.documents.rewriting.conftest import Rewriter

FLAWED = {
    "issue": "Priya is naughty.",
    "who": "Family support service",
    "what": "Support Priya with her dental health.",
    "when": "Ongoing",
}
GOOD = {
    "who": "Abena",
    "what": "Ring the dentist",
    "when": "18 December 2026",
    "measure": "The slip",
    "issue": "Toothache",
}


def written(rewriter: Rewriter, plan: Any) -> Any:
    return json.loads(rewriter("plan.json", json.dumps(plan).encode(), Way.TEXT).content)


def test_rewrites_take_the_place_of_the_words_and_everything_else_stays(rewriter: Rewriter) -> None:
    plan = {"child": "Priya", "own": {"id": 7}, "rows": [FLAWED, GOOD]}
    new = written(rewriter, plan)
    assert (new["child"], new["own"], new["rows"][1]) == ("Priya", {"id": 7}, GOOD)
    first = new["rows"][0]
    assert first["issue"] == "Priya is [what]."
    assert first["who"] == "Family support service: [who]"
    assert first["what"].startswith("[who] will ")
    assert first["when"].startswith("[when: By ")
    assert first["measure"] == "[method]"


def test_a_plan_in_which_nothing_is_to_be_changed_stays_as_it_is(rewriter: Rewriter) -> None:
    content = json.dumps([GOOD]).encode()
    assert rewriter("plan.json", content, Way.TEXT).content == content


def test_an_empty_part_is_filled(rewriter: Rewriter) -> None:
    (row,) = written(rewriter, [{"what": "Priya will meet her mentor", "when": None}])
    assert row["when"].startswith("[when")
