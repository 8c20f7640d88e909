"""The training room through the whole door: who gets in, what is kept, what is told, what ends."""

from typing import Any

import pytest

from tests.serve.training.conftest import Person, Place

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
