import logging
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.criteria import Criterion
from serve.schemas import MAX_TEXT
from tests.conftest import FakeClassifier

JOHN = {"text": "John will stop disrupting the class"}


def score(client: TestClient, *objectives: dict[str, Any], **more: Any) -> Any:
    return client.post("/v1/score", json={"objectives": objectives, **more})


def test_the_reply_is_the_contract_of_the_design(client: TestClient) -> None:
    body = score(client, JOHN).json()
    assert (body["engine"], body["bundle"]) == ("rules", None)
    assert list(body["results"][0]["criteria"]) == [c.value for c in Criterion]
    specific = body["results"][0]["criteria"]["specific"]
    assert specific["verdict"] == "not_met"
    found = specific["findings"][0]
    assert JOHN["text"][found["start"] : found["end"]] == "stop disrupting the class"
    assert found["question"] == "What will be done instead?"


def test_offsets_are_code_points(client: TestClient) -> None:
    text = "👩🏽‍🏫 says: John will stop shouting"
    found = score(client, {"text": text}).json()["results"][0]["criteria"]["specific"]["findings"][0]
    assert text[found["start"] : found["end"]] == "stop shouting"


def test_replies_come_in_the_order_of_the_objectives(client: TestClient) -> None:
    texts = ["Ana will ring Housing by 3 May 2099", "Ana will ring Housing"]
    results = score(client, *({"text": t} for t in texts)).json()["results"]
    assert [r["criteria"]["time_bound"]["verdict"] for r in results] == ["met", "not_met"]


def test_a_finding_names_the_column_it_points_into(client: TestClient) -> None:
    result = score(client, {"text": "Attend group", "who": "Housing", "when": "ongoing"}).json()["results"][0]
    fields = {f["rule"]: f["field"] for c in result["criteria"].values() for f in c["findings"]}
    assert (fields["agency-actor"], fields["ongoing"]) == ("who", "when")


def test_deadlines_are_judged_from_the_day_asked_for(client: TestClient) -> None:
    late = {"text": "Ana will ring Housing by 3 May 2027"}
    verdicts = [
        score(client, late, as_of=day).json()["results"][0]["criteria"]["time_bound"]["verdict"]
        for day in ("2026-11-22", "2028-01-01")
    ]
    assert verdicts == ["met", "not_met"]


def test_the_model_is_named_where_it_judges(serve: Callable[..., TestClient]) -> None:
    body = score(serve(FakeClassifier(dict.fromkeys(Criterion, 0.9))), JOHN).json()
    assert (body["engine"], body["bundle"], body["results"][0]["smart"]) == ("model", "fake-1", True)


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, "objectives"),
        ({"objectives": []}, 422, "objectives"),
        ({"objectives": [{}]}, 422, "objectives.0.text"),
        ({"objectives": [{"text": ""}]}, 422, "objectives.0.text"),
        ({"objectives": [{"text": " \n "}]}, 422, "objectives.0.text"),
        ({"objectives": [{"text": 7}]}, 422, "objectives.0.text"),
        ({"objectives": [{"text": "x" * (MAX_TEXT + 1)}]}, 422, "objectives.0.text"),
        ({"objectives": [JOHN, {"text": "ok", "need": "x" * 9999}]}, 422, "objectives.1.need"),
        ({"objectives": [{**JOHN, "colour": "red"}]}, 422, "objectives.0.colour"),
        ({"objectives": [{**JOHN, "domain": "pirates"}]}, 422, "objectives.0.domain"),
        ({"objectives": [JOHN], "as_of": "yesterday"}, 422, "as_of"),
        ({"objectives": [JOHN] * 201}, 422, "objectives"),
        ([], 422, "body"),
    ],
)
def test_bad_input_gets_a_problem_that_names_the_field(client: TestClient, body: Any, status: int, field: str) -> None:
    reply = client.post("/v1/score", json=body)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert field in [e["field"] for e in reply.json()["errors"]]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{bad", 400),
        (b"\xff\xfe", 400),
        (b"", 422),
        (b"[" * 100_000, 400),
        (b'{"objectives":[{"text":"\\ud800"}]}', 422),
        (b'{"a":' + b"9" * 5000 + b"}", 400),
    ],
)
def test_a_body_that_is_no_json_is_a_problem_and_no_fault(client: TestClient, content: bytes, status: int) -> None:
    reply = client.post("/v1/score", content=content, headers={"content-type": "application/json"})
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")


def test_a_body_over_the_limit_is_refused_declared_or_not(serve: Callable[..., TestClient]) -> None:
    small = serve(max_body_bytes=1000)
    declared = small.post("/v1/score", json={"objectives": [{"text": "x" * 1500}]})
    undeclared = small.post("/v1/score", content=(b"x" * 600 for _ in range(3)))
    assert [declared.status_code, undeclared.status_code] == [413, 413]
    assert declared.headers["content-security-policy"]


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/v1/score", 405)])
def test_a_wrong_address_is_a_problem_too(client: TestClient, path: str, status: int) -> None:
    reply = client.get(path)
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")


def test_nothing_that_was_typed_is_logged_or_quoted_back(
    serve: Callable[..., TestClient], caplog: pytest.LogCaptureFixture
) -> None:
    class Faulty(FakeClassifier):
        def weigh(self, *_: Any) -> Any:
            raise RuntimeError("about secretword")

    caplog.set_level(logging.DEBUG)
    client = serve(Faulty(dict.fromkeys(Criterion, 0.9)))
    fault = score(client, {"text": "Kai will tell secretword to Ana"})
    refused = score(client, {"text": "ok", "domain": "secretword"})
    assert (fault.status_code, refused.status_code) == (500, 422)
    assert "secretword" not in fault.text + refused.text + caplog.text
    assert "RuntimeError at " in caplog.text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["objectives", "as_of", "x"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=20),
            lambda s: (
                st.lists(s, max_size=3) | st.dictionaries(st.sampled_from(["text", "need", "who"]), s, max_size=3)
            ),
            max_leaves=8,
        ),
    )
)
def test_no_json_makes_it_fail(client: TestClient, body: Any) -> None:
    assert client.post("/v1/score", json=body).status_code in (200, 422)


@pytest.mark.parametrize(
    "day", [0, 20270301, "0", "1800000000", "2027-03-01T00:00:00", True, ["2027-03-01"], "2027-3-1"]
)
def test_a_day_is_written_as_documented_and_no_number_is_taken_for_one(client: TestClient, day: Any) -> None:
    reply = score(client, JOHN, as_of=day)
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["field"] == "as_of"


def test_a_method_that_an_address_does_not_know_is_told_which_it_does(client: TestClient) -> None:
    assert client.put("/v1/score").headers["allow"] == "POST"
    assert client.put("/v1/ignored").headers["allow"] == "GET, POST"
    assert client.put("/").headers["allow"]
