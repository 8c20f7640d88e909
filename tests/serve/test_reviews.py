"""`/v1/reviews` through the whole door."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from data.reviews.candidate import Candidate
from data.reviews.store import Named
from model.criteria import Objective
from model.errors import StoreError, StoreFull
from serve.app import create_app
from serve.dependencies import day
from serve.keys import KeyScope, KeyStore
from serve.review_desk import ReviewDesk
from serve.settings import Settings
from tests.serve.conftest import services

ANA: dict[str, Any] = {
    "text": "Ana will ring the clinic",
    "need": "no doctor",
    "labels": {"specific": True, "relevant": None},
    "reviewer": "Bo",
    "source": "plan-1",
}


@pytest.fixture
def desk(tmp_path: Path) -> ReviewDesk:
    return ReviewDesk.of(Settings(state=tmp_path / "office"))


@pytest.fixture
def office(desk: ReviewDesk) -> TestClient:
    """A client of a service with an office's own folder."""
    wired = replace(services(), reviews=desk)
    return TestClient(create_app(wired), raise_server_exceptions=False)


def post(client: TestClient, body: Any, key: str | None = None) -> Any:
    return client.post("/v1/reviews", json=body, headers={"Idempotency-Key": key} if key else {})


def test_nothing_is_opened_until_a_review_arrives(office: TestClient, desk: ReviewDesk, tmp_path: Path) -> None:
    assert office.post("/v1/score", json={"objectives": [{"text": "Ana rings"}]}).status_code == 200
    assert not desk.opened
    assert not (tmp_path / "office").exists()
    assert post(office, ANA).status_code == 201
    assert (tmp_path / "office" / "reviews.sqlite").exists()


def test_a_review_is_kept_with_its_names_replaced(office: TestClient, desk: ReviewDesk) -> None:
    reply = post(office, {**ANA, "text": "Tunde will ring Halvorsen", "id": "ed-1", "why": "ask Tunde"})
    assert (reply.status_code, reply.json()) == (201, {"reviews": [{"id": "ed-1", "state": "stored"}]})
    (kept,) = desk.store.all()
    assert "Tunde" not in f"{kept.objective.text} {kept.why}"
    assert {c.value: v for c, v in kept.labels.items()} == {"specific": True, "relevant": None}


def test_the_same_id_counts_once_and_with_other_words_conflicts(office: TestClient, desk: ReviewDesk) -> None:
    first, again = post(office, {**ANA, "id": "ed-1"}), post(office, {**ANA, "id": "ed-1"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    other = post(office, [{**ANA, "id": "ed-2"}, {**ANA, "id": "ed-1", "labels": {"specific": False}}])
    assert (other.status_code, other.headers["content-type"]) == (409, "application/problem+json")
    assert "ed-1" in other.json()["detail"]
    assert desk.store.count() == 1


def test_without_an_id_the_words_tell_that_it_came_before(office: TestClient, desk: ReviewDesk) -> None:
    first, again = post(office, ANA), post(office, ANA)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


def test_a_key_gives_the_same_answer_to_the_same_request_and_none_to_another(
    office: TestClient, desk: ReviewDesk
) -> None:
    body = [{**ANA, "id": "a"}, {**ANA, "id": "b", "labels": {"specific": False}}]
    first = post(office, body, "k-1")
    desk.store.erase(Named.SOURCE, desk.store.all()[0].source, "Bo")
    again = post(office, body, "k-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert post(office, body[:1], "k-1").status_code == 409
    assert post(office, ANA, "k-2").json()["reviews"][0]["state"] == "withdrawn"


def test_a_bad_review_keeps_all_of_its_request_out_and_is_named_by_its_place(
    office: TestClient, desk: ReviewDesk
) -> None:
    reply = post(office, [ANA, {**ANA, "labels": {"specific": "perhaps"}}])
    assert reply.status_code == 422
    assert [e["field"] for e in reply.json()["errors"]] == ["reviews.1.labels.specific"]
    assert "perhaps" not in reply.text
    assert not desk.opened


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"labels": {}}, "review"),
        ({"reviewer": " "}, "review.reviewer"),
        ({"source": ""}, "review.source"),
        ({"id": "a b"}, "review.id"),
        ({"at": "2026-11-03T09:30:00"}, "review.at"),
        ({"at": "0001-01-01T00:00:00Z"}, "review.at"),
        ({"outcome": "liked"}, "review.outcome"),
        ({"colour": "red"}, "review.colour"),
        ({"text": "\u0000"}, "review.text"),
    ],
)
def test_each_refusal_names_its_field(office: TestClient, change: dict[str, Any], field: str) -> None:
    reply = post(office, {**ANA, **change})
    assert (reply.status_code, [e["field"] for e in reply.json()["errors"]]) == (422, [field])


def test_a_hundred_reviews_are_taken_and_no_more(office: TestClient, desk: ReviewDesk) -> None:
    assert post(office, [{**ANA, "id": f"r{i}"} for i in range(100)]).status_code == 201
    assert post(office, [{**ANA, "id": f"s{i}"} for i in range(101)]).status_code == 422
    assert post(office, []).status_code == 422
    assert desk.store.count() == 100


def test_what_an_editor_s_reader_did_with_a_suggestion_is_kept_without_any_label(
    office: TestClient, desk: ReviewDesk
) -> None:
    chosen = {k: v for k, v in ANA.items() if k != "labels"} | {
        "outcome": "chosen",
        "suggestion": "Ana will ring [[when: by 5 May]]",
    }
    assert post(office, chosen).status_code == 201
    (kept,) = desk.store.all()
    assert (kept.outcome, dict(kept.labels)) == ("chosen", {})


def test_the_queue_holds_what_waits_and_no_verdict(office: TestClient, desk: ReviewDesk) -> None:
    desk.store.enqueue(
        [Candidate(Objective(f"Ana will ring {n} friends", need="lonely"), "plan-2", day(None)) for n in range(12)]
    )
    found = office.get("/v1/reviews/queue", params={"reviewer": "Bo", "limit": 5}).json()
    assert (len(found["next"]), found["waiting"], found["judged"]) == (5, 12, 0)
    first = found["next"][0]
    assert (first["why"], first["objective"]["need"]) == ("new", "lonely")
    assert not {"probability", "verdict", "criteria_met"} & set(str(found).replace("'", " ").split())


def test_what_was_reviewed_leaves_the_queue_though_names_were_replaced_in_between(
    office: TestClient, desk: ReviewDesk
) -> None:
    desk.store.enqueue([Candidate(Objective("Tunde will ring Halvorsen", who="Tunde"), "Tunde's plan", day(None))])
    (waiting,) = office.get("/v1/reviews/queue").json()["next"]
    assert "Tunde" not in str(waiting)
    objective = {k: v for k, v in waiting["objective"].items() if v is not None}
    sent = {**objective, "source": waiting["source"], "reviewer": "Bo", "labels": {"specific": True}}
    assert post(office, sent).status_code == 201
    after = office.get("/v1/reviews/queue", params={"reviewer": "Bo"}).json()
    assert (after["next"], after["judged"]) == ([], 1)


def test_what_two_dispute_is_asked_of_a_third_only(office: TestClient) -> None:
    post(office, [ANA, {**ANA, "reviewer": "Cem", "labels": {"specific": False, "relevant": None}}])
    assert office.get("/v1/reviews/queue", params={"reviewer": "Bo"}).json()["next"] == []
    (asked,) = office.get("/v1/reviews/queue", params={"reviewer": "Dee"}).json()["next"]
    assert (asked["why"], asked["criteria"]) == ("disputed", ["specific"])
    (pair,) = office.get("/v1/reviews/agreement").json()["pairs"]
    assert (pair["reviewers"], pair["objectives"], pair["disputed"]) == (["Bo", "Cem"], 1, 1)
    post(office, {**ANA, "reviewer": "Dee"})
    assert office.get("/v1/reviews/queue", params={"reviewer": "Eve"}).json()["next"] == []


def test_a_key_needs_the_scope_of_reviews(tmp_path: Path, serve: Callable[..., TestClient]) -> None:
    keys = KeyStore(tmp_path / "keys.json")
    reviewing, scoring = (keys.add(s.value, [s], day(None)) for s in (KeyScope.REVIEW, KeyScope.SCORE))
    client = serve(keys=keys.path)
    assert client.get("/review").status_code == 200
    for status, headers in ((401, {}), (403, {"X-API-Key": scoring}), (201, {"X-API-Key": reviewing})):
        assert client.post("/v1/reviews", json=ANA, headers=headers).status_code == status
    assert client.get("/v1/reviews/queue", headers={"X-API-Key": scoring}).status_code == 403


def test_a_damaged_store_and_a_full_disk_are_told_and_judging_goes_on(
    office: TestClient, desk: ReviewDesk, tmp_path: Path
) -> None:
    broken = tmp_path / "office" / "reviews.sqlite"
    broken.parent.mkdir()
    broken.write_bytes(b"no database at all" * 100)
    reply = post(office, ANA)
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "5")
    assert str(tmp_path) not in reply.text
    assert office.post("/v1/score", json={"objectives": [{"text": "Ana rings"}]}).status_code == 200
    broken.unlink()
    assert post(office, ANA).status_code == 201


def test_a_full_disk_has_a_status_of_its_own() -> None:
    def full() -> Any:
        raise StoreFull("the disk is full")

    client = TestClient(create_app(replace(services(), reviews=ReviewDesk(full))), raise_server_exceptions=False)
    reply = client.get("/v1/reviews/agreement")
    assert (reply.status_code, reply.json()["title"]) == (507, "The disk is full")


def test_a_store_that_is_in_use_is_told_and_left_as_it_is(office: TestClient, desk: ReviewDesk) -> None:
    post(office, ANA)
    with sqlite3.connect(str(desk.store.url).removeprefix("sqlite:///")) as other:
        other.execute("BEGIN IMMEDIATE")
        desk.store._engine.dispose()
        event.listen(desk.store._engine, "connect", lambda c, _: c.execute("PRAGMA busy_timeout=1"))
        assert post(office, {**ANA, "id": "r2"}).status_code == 503
        other.execute("ROLLBACK")
    assert post(office, {**ANA, "id": "r2"}).status_code == 201


def test_a_desk_that_could_not_open_tries_again() -> None:
    tries = []

    def opening() -> Any:
        tries.append(1)
        raise StoreError("not now")

    desk = ReviewDesk(opening)
    for _ in range(2):
        with pytest.raises(StoreError):
            _ = desk.store
    assert (len(tries), desk.opened) == (2, False)
