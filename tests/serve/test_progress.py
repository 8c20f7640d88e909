import io
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from docx import Document
from fastapi.testclient import TestClient

from serve.access import Way, rule_for
from serve.keys import KeyScope
from serve.progress_schemas import EXAMPLE, MAX_REVIEWS, MAX_ROWS, ReviewRowIn

URL = "/v1/plans/progress"
LATER = "2027-05-12"


def body(**changes: Any) -> dict[str, Any]:
    return {**deepcopy(EXAMPLE), **changes}


def test_an_objective_that_stalled_comes_with_its_reason_its_rows_and_liap_s_questions(client: TestClient) -> None:
    reply = client.post(URL, json=body()).json()
    (objective,) = reply["objectives"]
    assert (objective["trend"], objective["rising"], objective["found_by_words"]) == ("stalled", True, False)
    assert objective["reason"]["rows"] == [{"review": 2, "row": 1}, {"review": 1, "row": 1}]
    assert objective["points"][1]["figure"] == {"value": 2.0, "whole": 5.0, "percent": False}
    assert reply["nothing_moves"]
    assert len(reply["questions"]) == 6
    assert reply["chart"].startswith("<svg")


def test_reviews_come_back_in_the_order_of_their_days(client: TestClient) -> None:
    asked = body(reviews=list(reversed(EXAMPLE["reviews"])))
    assert [r["day"] for r in client.post(URL, json=asked).json()["reviews"]] == ["2027-01-20", "2027-03-03"]


def test_where_everything_moves_nothing_is_asked_and_without_figures_nothing_is_drawn(client: TestClient) -> None:
    asked = body(reviews=[{"day": LATER, "rows": [{"what": "Ring the school", "result": "Done"}]}])
    reply = client.post(URL, json=asked).json()
    assert (reply["questions"], reply["chart"], reply["nothing_moves"]) == ([], None, False)


@pytest.mark.parametrize(
    ("measured", "result"),
    [
        ({"figure": 3, "unit": "times a week"}, "3 times a week"),
        ({"figure": 2.5}, "2.5"),
        ({"rating": 4}, "4/10"),
        ({"rating": 4, "result": "says that it is better"}, "4/10; says that it is better"),
        ({"result": "2 of 5 mornings"}, "2 of 5 mornings"),
        ({"result": " "}, None),
        ({}, None),
    ],
)
def test_what_was_measured_may_be_a_figure_a_rating_or_words(measured: dict[str, Any], result: str | None) -> None:
    assert ReviewRowIn(what="Be in class", **measured).row().result == result


@pytest.mark.parametrize(
    "change",
    [
        {"reviews": []},
        {"reviews": EXAMPLE["reviews"] * MAX_REVIEWS},
        {"reviews": [{"day": LATER, "rows": []}]},
        {"reviews": [{"day": LATER, "rows": [{"what": "Ring"}] * (MAX_ROWS + 1)}]},
        {"reviews": [{"day": "12 May", "rows": [{"what": "Ring"}]}]},
        {"reviews": [{"day": LATER, "rows": [{"what": " "}]}]},
        {"reviews": [{"day": LATER, "rows": [{"what": "Ring", "rating": 11}]}]},
        {"reviews": [{"day": LATER, "rows": [{"what": "Ring", "child": "Sam"}]}]},
    ],
)
@pytest.mark.parametrize("path", [URL, f"{URL}/pack"])
def test_what_is_malformed_is_refused_with_the_field(client: TestClient, path: str, change: dict[str, Any]) -> None:
    reply = client.post(path, json=body(**change))
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["field"].startswith("reviews")


def test_the_pack_is_a_word_file_to_keep(client: TestClient) -> None:
    reply = client.post(f"{URL}/pack", json=body())
    assert reply.headers["content-disposition"] == 'attachment; filename="evidence-pack.docx"'
    assert Document(io.BytesIO(reply.content)).paragraphs[0].text == "Evidence pack: Sam's plan"


def test_or_it_is_markdown(client: TestClient) -> None:
    reply = client.post(f"{URL}/pack?format=md", json=body())
    assert reply.headers["content-type"] == "text/markdown; charset=utf-8"
    assert reply.text.startswith("# Evidence pack: Sam's plan\n")
    assert client.post(f"{URL}/pack?format=pdf", json=body()).status_code == 422


@pytest.mark.parametrize("path", [URL, f"{URL}/pack"])
def test_a_key_that_may_judge_may_ask(path: str) -> None:
    rule = rule_for(path)
    assert (rule.way, rule.scope) == (Way.HEADER, KeyScope.SCORE)


def test_the_largest_plan_is_answered(serve: Callable[..., TestClient]) -> None:
    words = " ".join(f"word{i % 97}" for i in range(40))
    rows = [{"what": f"{words} {i}", "result": f"{i % 5} of 5 mornings", "issue": words} for i in range(MAX_ROWS)]
    asked = body(reviews=[{"day": f"2027-{month:02}-01", "rows": rows} for month in range(1, MAX_REVIEWS + 1)])
    assert len(serve().post(URL, json=asked).json()["objectives"]) == MAX_ROWS
