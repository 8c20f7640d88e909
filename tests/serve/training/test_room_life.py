"""A training session from its beginning to its end: restarts, late answers, thirty days, and what becomes of the answers."""

from pathlib import Path
from typing import Any

from tests.serve.training.conftest import Clock, Person, Place, place_in

NOT_SMART: dict[str, Any] = {"smart": False, "misses": ["specific", "time_bound"]}
MARKS: dict[str, Any] = {"knowledge": 3, "identifying": 4, "writing": 2}


def test_a_restart_loses_nothing(place: Place, tmp_path: Path, clock: Clock) -> None:
    code = place.begin("exercise-2")
    person = place.join(code, "Heron")
    person.answer("measure-1", **MARKS)
    place.room.store.close()
    again = place_in(tmp_path, clock)
    back = Person(again.client, person.token)
    assert back.mine()["answers"]["measure-1"] == MARKS
    assert back.mine()["state"]["step"] == "exercise-2"
    assert again.tally(code)["done"]["measure-1"] == 1
    again.room.store.close()


def test_an_ended_session_takes_late_answers_for_an_hour_and_nobody_new(place: Place, clock: Clock) -> None:
    code = place.begin()
    person = place.join(code)
    place.lead(code, "end")
    assert place.client.post("/v1/training/join", json={"code": code}).status_code == 410
    assert place.lead(code, "exercise-1").status_code == 410
    clock.forward(minutes=59)
    assert person.answer("measure-2", **MARKS).json()["refused"] == []
    clock.forward(minutes=2)
    assert person.answer("measure-2", **MARKS).status_code == 410
    assert person.mine()["state"] == {
        "step": "end",
        "open": person.mine()["state"]["open"],
        "ended": True,
        "takes_answers": False,
    }


def test_a_session_that_nobody_ended_is_over_after_a_day_and_gone_after_thirty(place: Place, clock: Clock) -> None:
    code = place.begin()
    person = place.join(code)
    clock.forward(hours=24)
    assert place.client.post("/v1/training/join", json={"code": code}).status_code == 410
    clock.forward(days=29)
    place.room.keep_house()
    assert place.client.get(f"/v1/training/sessions/{code}").status_code == 404
    assert place.client.get("/v1/training/mine", headers=person.headers).status_code == 401


def test_the_service_keeps_house_when_it_starts(place: Place, clock: Clock) -> None:
    code = place.begin()
    clock.forward(days=31)
    with place.client:
        assert place.wired.life.wait_until_warm(20)
    assert Path(place.room.store.place).exists()
    assert code.encode() not in Path(place.room.store.place).read_bytes()


def test_a_deleted_session_is_gone_at_once(place: Place) -> None:
    code = place.begin()
    person = place.join(code)
    assert place.client.delete(f"/v1/training/sessions/{code}").status_code == 204
    assert place.client.get("/v1/training/mine", headers=person.headers).status_code == 401
    assert place.client.get("/v1/training/sessions").json()["sessions"] == []


def test_consented_answers_become_reviews_once_the_session_has_closed(place: Place, clock: Clock) -> None:
    code = place.begin()
    willing, unwilling, changed = (place.join(code, name) for name in ("Heron", None, None))
    for person in (willing, unwilling, changed):
        person.answer("decision-s02", smart=True)
    willing.answer("consent", given=True)
    changed.answer("consent", given=True)
    place.lead(code, "end")
    place.room.keep_house()
    assert place.wired.reviews.store.count() == 0, "people may still change their minds"
    changed.answer("consent", given=False)
    clock.forward(hours=1)
    for _ in range(2):
        place.room.keep_house()
    (review,) = place.wired.reviews.store.all()
    assert (review.reviewer, set(review.labels.values())) == ("Heron", {True})
    found = place.room.store.session(code)
    assert found is not None
    assert found.handed_over
