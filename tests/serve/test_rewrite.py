import pytest
from fastapi.testclient import TestClient


def test_the_reply_is_the_contract_of_the_design(client: TestClient) -> None:
    asked = {"text": "John will stop disrupting the class", "as_of": "2026-11-22"}
    body = client.post("/v1/rewrite", json=asked).json()
    first = body["suggestions"][0]
    assert first["blank_text"].startswith("Instead of disrupting the class, John will [what]")
    assert first["origin"] == "rules"
    assert {first["text"][s["start"] : s["end"]] for s in first["spans"]} == {
        "[what]",
        "[amount]",
        "by 18 December 2026",
        "[method]",
        "[why]",
    }
    assert all(s["question"].endswith("?") for s in first["spans"])
    assert "[when]" in first["blank_text"]
    assert {s["source"] for s in first["spans"]} == {
        None,
        "6 weeks from 22 November, a usual period, before the holidays",
    }
    assert first["criteria"]["time_bound"]["verdict"] == "met"
    assert body["assessment"]["criteria"]["time_bound"]["verdict"] == "not_met"


@pytest.mark.parametrize(("n", "status"), [(0, 422), (1, 200), (5, 200), (6, 422)])
def test_between_one_and_five_rewrites_may_be_asked_for(client: TestClient, n: int, status: int) -> None:
    reply = client.post("/v1/rewrite", json={"text": "Better bedtimes", "n": n})
    assert reply.status_code == status
    assert status != 200 or len(reply.json()["suggestions"]) <= n


def test_square_brackets_that_were_typed_do_no_harm(client: TestClient) -> None:
    reply = client.post("/v1/rewrite", json={"text": "Kai [redacted] will stop [[shouting]]"})
    assert reply.status_code == 200


def test_a_date_is_proposed_by_the_review_where_it_is_given(client: TestClient) -> None:
    asked = {"text": "Dad will read with Ana twice a week", "as_of": "2026-11-22", "review": "2027-01-20"}
    first = client.post("/v1/rewrite", json=asked).json()["suggestions"][0]
    assert "by 20 January 2027" in first["text"]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_beyond_our_time_is_refused_and_no_error(client: TestClient, day: str) -> None:
    assert client.post("/v1/rewrite", json={"text": "Read more", "as_of": day}).status_code == 422
