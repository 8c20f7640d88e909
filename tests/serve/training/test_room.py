"""The training room through the whole door: who gets in, what is kept, what is told, what ends."""

from pathlib import Path
from typing import Any

import pytest

from data.training import session as rules
from serve.dependencies import day
from serve.keys import KeyScope, KeyStore
from serve.training.feed import Feed
from tests.serve.training.conftest import Clock, Person, Place, place_in

NOT_SMART: dict[str, Any] = {"smart": False, "misses": ["specific", "time_bound"]}
MARKS: dict[str, Any] = {"knowledge": 3, "identifying": 4, "writing": 2}


@pytest.mark.parametrize("path", ["/training", "/training/room", "/training/facilitate"])
def test_the_pages_are_open_and_carry_no_script_of_their_own(place: Place, path: str) -> None:
    page = place.client.get(path)
    assert page.status_code == 200
    assert "<script>" not in page.text
    assert "style=" not in page.text
    assert 'lang="en-GB"' in page.text


def test_a_code_lets_somebody_in_however_it_is_typed(place: Place) -> None:
    code = place.begin("welcome")
    person = place.join(f" {code[:3].lower()} {code[3:]}", "Heron")
    assert person.mine()["code"] == code
    assert person.mine()["pseudonym"] == "Heron"
    assert place.tally(code)["people"] == 1


def test_a_wrong_code_lets_nobody_in_and_cannot_be_guessed_for_long(place: Place) -> None:
    code = place.begin()
    tries = [place.client.post("/v1/training/join", json={"code": "BBBBBB"}) for _ in range(25)]
    assert tries[0].status_code == 404
    assert "Check it with your facilitator" in tries[0].json()["detail"]
    assert tries[-1].status_code == 429
    assert place.client.post("/v1/training/join", json={"code": code}).status_code == 201, "the right one still works"


@pytest.mark.parametrize("token", ["", "x" * 32, '!"#'])
def test_without_a_token_nothing_is_told_and_nothing_kept(place: Place, token: str) -> None:
    place.begin()
    stranger = Person(place.client, token)
    assert place.client.get("/v1/training/mine", headers=stranger.headers).status_code == 401
    assert stranger.answer("letters", id_="answer-01").status_code == 401
    assert stranger.feedback("letters").status_code == 401


def test_nobody_sees_the_answer_key_before_they_decide(place: Place) -> None:
    person = place.join(place.begin())
    told = place.client.get("/v1/training/mine", headers=person.headers).text
    assert "labels" not in told
    assert "points_to" not in told
    assert person.feedback("decision-s01").status_code == 409
    assert person.feedback("rewording-s01").status_code == 409


def test_feedback_on_a_decision_holds_the_key_and_aimwells_words_reason_question_and_source(place: Place) -> None:
    person = place.join(place.begin())
    assert person.answer("decision-s01", **NOT_SMART).json()["refused"] == []
    said = person.feedback("decision-s01").json()
    assert (said["key"]["smart"], said["key"]["right"]) == (False, True)
    assert said["key"]["kinds"][0] == "Only what is to stop"
    finding = said["assessment"]["criteria"]["specific"]["findings"][0]
    assert finding["rule"] == "stop-behaviour"
    assert finding["source"].startswith("LIAP, Specific")
    assert finding["message"]
    assert finding["question"]
    assert said["objective"]["text"][finding["start"] : finding["end"]] == "stop shouting out"


def test_it_is_told_where_key_and_aimwell_differ_and_where_it_cannot_tell(place: Place) -> None:
    person = place.join(place.begin())
    person.answer("decision-s06", smart=True)
    person.answer("decision-s03", **NOT_SMART)
    leap, vague = person.feedback("decision-s06").json(), person.feedback("decision-s03").json()
    assert leap["key"]["differs"] == ["achievable"], "the rules hold “every single morning” achievable"
    assert not leap["key"]["right"]
    assert vague["cannot_tell"] == ["relevant"]
    assert vague["key"]["labels"]["relevant"] is None
    assert "relevant" not in vague["key"]["differs"]


def test_own_words_are_judged_against_the_need_of_the_statement(place: Place) -> None:
    person = place.join(place.begin())
    person.answer("rewording-s01", text="Tomasz will raise his hand in 5 of 10 lessons by 18 December 2026.")
    assert person.feedback("rewording-s01").status_code == 409, "it has not been decided"
    person.answer("decision-s01", **NOT_SMART)
    said = person.feedback("rewording-s01").json()
    assert said["objective"]["need"] == "Tomasz calls out about ten times in every lesson."
    assert said["assessment"]["criteria"]["time_bound"]["verdict"] == "met"
    assert "key" not in said


def test_a_row_is_judged_by_its_columns_and_the_family_is_looked_at(place: Place) -> None:
    person = place.join(place.begin())
    row = {
        "issue": "Late on 19 of 30 mornings",
        "who": "Sinead",
        "what": "Set the table",
        "when": "ongoing",
        "how": "by review",
    }
    person.answer("row-1", **row)
    said = person.feedback("row-1").json()
    rules_found = {f["rule"] for c in said["assessment"]["criteria"].values() for f in c["findings"]}
    assert "ongoing" in rules_found
    assert said["without_action"] == ["Dylan"]
    person.answer("row-2", who="Dylan")
    assert person.feedback("row-2").status_code == 409, "nothing is to be done in it"


def test_letters_and_situations_are_answered_in_the_words_of_the_session(place: Place) -> None:
    person = place.join(place.begin())
    person.answer("letters", specific="Specific", relevant="realistic")
    person.answer("moving-m2", questions=["same-or-new"])
    letters = {x["criterion"]: x for x in person.feedback("letters").json()["letters"]}
    assert (letters["specific"]["mark"], letters["relevant"]["mark"], letters["time_bound"]["mark"]) == (
        "liap",
        "elsewhere",
        "blank",
    )
    assert letters["relevant"]["liap"] == "Relevant"
    assert "same-or-new" in person.feedback("moving-m2").json()["points_to"]


def test_two_devices_of_one_participant_are_one_person(place: Place) -> None:
    code = place.begin()
    phone = place.join(code)
    laptop = Person(place.client, phone.token)
    phone.answer("decision-s01", id_="from-phone", **NOT_SMART)
    assert laptop.answer("decision-s01", id_="from-laptop", smart=True).json()["kept"] == ["from-laptop"]
    assert laptop.mine()["answers"]["decision-s01"]["smart"] is False, "the first stands, on both"
    assert laptop.feedback("decision-s01").json()["key"]["decided"]["smart"] is False
    told = place.tally(code)
    assert (told["people"], told["statements"][0]["answered"]) == (1, 1)


def test_what_is_sent_again_after_a_lost_connection_counts_once(place: Place) -> None:
    code = place.begin()
    person = place.join(code)
    for _ in range(3):
        assert person.answer("rewording-s02", id_="the-same-one", text="By Friday").json()["kept"] == ["the-same-one"]
    assert len(place.room.store.answers(code)) == 1


def test_a_bad_answer_loses_no_good_one_beside_it(place: Place) -> None:
    person = place.join(place.begin())
    sent = [
        {"id": "answer-01", "item": "decision-s01", "said": {"smart": True}},
        {"id": "answer-02", "item": "decision-s99", "said": {"smart": True}},
        {"id": "answer-03", "item": "measure-1", "said": {"knowledge": 11}},
        {"id": "answer-04", "item": "moving-m1", "said": {"questions": ["what-not"]}},
        {"id": "answer-05", "item": "row-9", "said": {}},
        {"id": "answer-06", "item": "measure-2", "said": MARKS},
        {"id": "answer-07", "item": "decision-s02", "said": {"smart": False, "misses": ["specific"]}},
    ]
    told = place.client.post("/v1/training/mine/answers", json={"answers": sent}, headers=person.headers).json()
    assert told["kept"] == ["answer-01", "answer-07"]
    why = {r["id"]: r["why"] for r in told["refused"]}
    assert set(why) == {f"answer-0{n}" for n in (2, 3, 4, 5, 6)}
    assert why["answer-06"] == "Your facilitator has not come to that yet."
    assert "11" not in why["answer-03"]


def test_a_late_joiner_gives_the_first_measure_and_what_is_open(place: Place) -> None:
    code = place.begin("exercise-2")
    late = place.join(code)
    assert late.mine()["state"]["open"][-1] == "exercise-2"
    assert late.answer("measure-1", **MARKS).json()["refused"] == []
    assert late.answer("decision-s01", smart=True).json()["refused"] == []
    assert late.answer("row-1", what="x").json()["refused"]


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


def test_words_are_shown_without_whose_they_are(place: Place) -> None:
    code = place.begin()
    for name, words in (("Heron", "zz by Friday"), ("Wren", "aa by Monday")):
        place.join(code, name).answer("rewording-s01", text=words)
    place.join(code).answer("moving-m1", questions=["evidence"], idea="ask him")
    told = place.client.get(f"/v1/training/sessions/{code}/words/rewording-s01")
    assert told.json() == {"words": ["aa by Monday", "zz by Friday"]}
    assert place.client.get(f"/v1/training/sessions/{code}/words/moving-m1").json() == {"words": ["ask him"]}
    assert place.client.get(f"/v1/training/sessions/{code}/words/nothing").json() == {"words": []}


@pytest.mark.parametrize(("ending", "kind"), [("md", "text/markdown"), ("html", "text/html")])
def test_the_report_can_be_taken_away(place: Place, ending: str, kind: str) -> None:
    code = place.begin()
    person = place.join(code)
    person.answer("decision-s01", **NOT_SMART)
    person.answer("rewording-s01", text="By Friday")
    person.feedback("rewording-s01")
    told = place.client.get(f"/v1/training/sessions/{code}/report.{ending}")
    assert told.headers["content-type"].startswith(kind)
    assert "What to teach again" in told.text
    assert "1 statements re-worded" in told.text or "on 1 " in told.text


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
