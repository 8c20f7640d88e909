"""What a training room refuses: too many, too much, too often, whoever has no key, and what is no answer."""

from pathlib import Path
from typing import Any

import pytest

from data.training import session as rules
from serve.dependencies import day
from serve.keys import KeyScope, KeyStore
from serve.training.feed import Feed
from tests.serve.training.conftest import Clock, Place, place_in

NOT_SMART: dict[str, Any] = {"smart": False, "misses": ["specific", "time_bound"]}
MARKS: dict[str, Any] = {"knowledge": 3, "identifying": 4, "writing": 2}


def test_a_room_holds_so_many_people_and_no_more(place: Place) -> None:
    code = place.begin()
    for n in range(rules.MOST_PARTICIPANTS):
        place.room.store.join(code, f"token-{n}")
    full = place.client.post("/v1/training/join", json={"code": code})
    assert (full.status_code, full.json()["title"]) == (409, "Full")


def test_a_service_keeps_so_many_sessions_and_no_more(place: Place) -> None:
    for _ in range(rules.MOST_SESSIONS):
        place.room.store.begin("reilly", day(None))
    assert place.client.post("/v1/training/sessions", json={}).status_code == 409


def test_one_participant_cannot_fill_the_disk(place: Place) -> None:
    person = place.join(place.begin())
    sent = 0
    while sent < rules.MOST_ANSWERS:
        batch = [{"id": f"answer-{sent + n:05}", "item": "row-1", "said": {}} for n in range(100)]
        assert (
            place.client.post("/v1/training/mine/answers", json={"answers": batch}, headers=person.headers).status_code
            == 200
        )
        sent += 100
    assert person.answer("row-1", what="one more").json()["refused"][0]["why"].startswith("You have given as many")


def test_one_participant_asks_so_much_a_minute(place: Place) -> None:
    code = place.begin()
    eager, other = place.join(code), place.join(code)
    asked = [eager.feedback("letters").status_code for _ in range(260)]
    assert asked[0] == 409
    assert asked[-1] == 429
    assert other.answer("letters").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"answers": []},
        {"answers": [{"id": "x", "item": "letters", "said": {}}]},
        {"answers": [{"id": "answer-01", "item": "letters", "said": [], "more": 1}]},
        {},
    ],
)
def test_what_is_no_answer_is_refused_whole(place: Place, body: dict[str, Any]) -> None:
    person = place.join(place.begin())
    assert place.client.post("/v1/training/mine/answers", json=body, headers=person.headers).status_code == 422


def test_an_unknown_scenario_is_none(place: Place) -> None:
    told = place.client.post("/v1/training/sessions", json={"scenario": "nobody"})
    assert told.status_code == 422
    assert "reilly" in told.json()["detail"]


def test_where_keys_are_needed_a_facilitator_has_one_and_participants_do_not(tmp_path: Path, clock: Clock) -> None:
    keys = KeyStore(tmp_path / "keys.json")
    scoring, reviewing = (
        keys.add(name, [scope], day(None)) for name, scope in (("w", KeyScope.SCORE), ("f", KeyScope.REVIEW))
    )
    place = place_in(tmp_path / "state", clock, keys=keys.path)
    begin = [
        place.client.post("/v1/training/sessions", json={}, headers=headers)
        for headers in ({}, {"X-API-Key": scoring}, {"X-API-Key": reviewing})
    ]
    assert [b.status_code for b in begin] == [401, 403, 201]
    code = begin[-1].json()["code"]
    person = place.join(code)
    assert person.mine()["code"] == code
    for path in ("", "/report.html", "/events", "/words/letters"):
        told = place.client.get(f"/v1/training/sessions/{code}{path}", headers=person.headers)
        assert told.status_code == 401, "a participant's token leads no session"
    place.room.store.close()


def test_without_keys_no_other_machine_is_let_in(place: Place, clock: Clock, tmp_path: Path) -> None:
    from fastapi.testclient import TestClient

    code = place.begin()
    elsewhere = TestClient(place.client.app, client=("192.0.2.7", 5000))
    assert elsewhere.post("/v1/training/join", json={"code": code}).status_code == 403


def test_a_disk_that_fails_is_told_and_the_page_tries_again(place: Place) -> None:
    code = place.begin()
    person = place.join(code)
    place.room.store.close()
    Path(place.room.store.place).write_bytes(b"damaged " * 1000)
    for beside in ("-wal", "-shm"):
        Path(f"{place.room.store.place}{beside}").unlink(missing_ok=True)
    told = person.answer("letters")
    assert (told.status_code, told.headers["retry-after"]) == (503, "5")
    assert "Your answer cannot be kept" in told.json()["detail"]
    assert str(place.room.store.place) not in told.text


def test_the_stream_of_a_closed_session_says_so_and_ends(place: Place, clock: Clock) -> None:
    code = place.begin()
    person = place.join(code)
    place.lead(code, "end")
    clock.forward(hours=2)
    people = place.client.get("/v1/training/mine/events", headers=person.headers)
    host = place.client.get(f"/v1/training/sessions/{code}/events")
    assert people.headers["content-type"].startswith("text/event-stream")
    assert people.headers["cache-control"] == "no-store"
    assert people.headers["x-accel-buffering"] == "no"
    assert "event: moved" in people.text
    assert '"takes_answers":false' in people.text
    assert "event: tally" in host.text
    told = people.text[people.text.index("id: ") + 4 :].split("\n")[0]
    again = place.client.get("/v1/training/mine/events", headers={**person.headers, "Last-Event-ID": told})
    assert "event:" not in again.text, "it has been heard"


def test_streams_are_bounded(place: Place) -> None:
    place.room.feed = Feed(most=0)
    person = place.join(place.begin())
    told = place.client.get("/v1/training/mine/events", headers=person.headers)
    assert (told.status_code, told.headers["retry-after"]) == (503, "5")


def test_the_training_room_is_no_part_of_the_documented_api(place: Place) -> None:
    paths = place.client.get("/openapi.json").json()["paths"]
    assert not [path for path in paths if "training" in path]
