"""The LanguageTool API as its clients use it; every pitfall that was measured with a real client is a test here."""

import json
import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from language_tool_python.match import Match as ClientMatch
from language_tool_python.utils import correct

from serve.keys import KeyScope, KeyStore
from serve.languagetool.asked import MOST_CHARACTERS

JOHN = "John will stop disrupting the class."
PROSE = "The team met on Monday. Everybody was pleased with the new timetable."
CHECKS = ["/v2/check", "/check"]


def ask(client: TestClient, path: str = "/v2/check", **fields: str) -> Any:
    return client.post(path, data={"language": "en-GB", **fields})


def matches(client: TestClient, text: str, **fields: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(client, text=text, **fields).json()["matches"]
    return found


def rules(found: list[dict[str, Any]]) -> list[str]:
    return [match["rule"]["id"] for match in found]


def applied(text: str, match: dict[str, Any], words: str) -> str:
    """Return a text after a replacement, as a client of LanguageTool makes it: in UTF-16 code units."""
    units = text.encode("utf-16-le")
    start, end = 2 * match["offset"], 2 * (match["offset"] + match["length"])
    return (units[:start] + words.encode("utf-16-le") + units[end:]).decode("utf-16-le")


# LibreOffice Writer


@pytest.mark.parametrize("path", ["/v2/languages", "/languages"])
def test_libreoffice_finds_each_of_its_english_locales(client: TestClient, path: str) -> None:
    listed = client.get(path).json()
    assert {"en", "en-GB", "en-US", "en-AU", "en-CA", "en-IE", "en-NZ", "en-ZA"} == {one["longCode"] for one in listed}
    assert all(one["name"] and one["code"] == "en" for one in listed)


@pytest.mark.parametrize("path", CHECKS)
def test_a_paragraph_of_libreoffice_arrives_as_it_was_written(client: TestClient, path: str) -> None:
    text = f"R&D plan: 50% + A=b. Zoë agreed. {JOHN}"
    found = client.post(path, content=f"text={text}&language=en-".encode()).json()["matches"]
    assert rules(found) == ["AIMWELL_STOP_BEHAVIOUR", "AIMWELL_NO_MEASURE", "AIMWELL_NO_DEADLINE"]
    assert applied(text, found[0], "X").startswith("R&D plan: 50% + A=b. Zoë agreed. X")


def test_a_match_has_every_field_without_which_libreoffice_raises(client: TestClient) -> None:
    for match in matches(client, f"{PROSE} {JOHN}", level="picky"):
        assert match["message"]
        assert match["shortMessage"]
        assert isinstance(match["offset"], int)
        assert match["length"] > 0
        assert all(replacement["value"] for replacement in match["replacements"])
        assert len(match["replacements"]) <= 10
        assert match["rule"]["category"]["id"] == "STYLE"
        assert match["rule"]["issueType"] == "style"


def test_a_match_without_replacements_has_an_empty_array(client: TestClient) -> None:
    found = matches(client, JOHN.replace("John", "John\u200b"))
    assert [m["replacements"] for m in found] == [[]] * len(found)
    assert found


def test_a_footnote_is_counted_and_no_replacement_deletes_it(client: TestClient) -> None:
    inside = JOHN.replace(" class", "\u200b class")
    text = f"Minutes\u200b of Monday. {JOHN}\u200b {inside}"
    for match in matches(client, text):
        for replacement in match["replacements"]:
            assert applied(text, match, replacement["value"]).count("\u200b") == 3
    assert {m["sentence"] for m in matches(client, text)} == {JOHN}


def test_offsets_are_utf_16_code_units(client: TestClient) -> None:
    text = f"👩🏽‍🏫🙂 were there. {JOHN}"
    match = matches(client, text)[0]
    assert applied(text, match, "X") == "👩🏽‍🏫🙂 were there. X."


def test_a_text_in_another_language_gets_no_matches_and_no_error(client: TestClient) -> None:
    reply = client.post("/v2/check", data={"text": JOHN, "language": "de-DE"}).json()
    assert (reply["matches"], reply["language"]["code"]) == ([], "de-DE")


def test_a_replacement_leaves_a_whole_suggestion_among_untouched_prose(client: TestClient) -> None:
    text = f"{PROSE} {JOHN} {PROSE}"
    suggested = client.post("/v1/rewrite", json={"text": JOHN, "n": 2, "as_of": date.today().isoformat()}).json()  # noqa: DTZ011
    whole = {f"{PROSE} {words} {PROSE}" for s in suggested["suggestions"] for words in (s["text"], s["blank_text"])}
    found = matches(client, text)
    assert {applied(text, m, r["value"]) for m in found for r in m["replacements"]} == whole


def test_an_objective_that_stands_there_twice_is_found_twice(client: TestClient) -> None:
    found = matches(client, f"{JOHN} {PROSE} {JOHN}")
    assert rules(found) == 2 * ["AIMWELL_STOP_BEHAVIOUR", "AIMWELL_NO_MEASURE", "AIMWELL_NO_DEADLINE"]


# language_tool_python


def test_a_reply_has_every_field_that_any_client_reads(client: TestClient) -> None:
    reply = ask(client, text=f"{PROSE} {JOHN}").json()
    assert reply["software"]["name"] == "Aimwell"
    assert reply["software"]["apiVersion"] == 1
    assert reply["warnings"] == {"incompleteResults": False}
    assert reply["language"] == {
        "name": "English (GB)",
        "code": "en-GB",
        "detectedLanguage": {"name": "English (GB)", "code": "en-GB", "confidence": 1.0, "source": "given"},
    }
    match = reply["matches"][-1]
    assert match["sentence"] == JOHN
    assert match["type"] == {"typeName": "Hint"}
    assert match["rule"]["id"] == "AIMWELL_NO_DEADLINE"
    assert match["rule"]["description"] == "No day to be done by"
    assert match["rule"]["category"] == {"id": "STYLE", "name": "SMART: time-bound"}
    context = match["context"]
    assert context["text"][context["offset"] : context["offset"] + context["length"]] == JOHN
    assert match["aimwell"]["question"] == "By when, or over which weeks?"


@pytest.mark.parametrize(
    "text",
    [
        JOHN,
        f"🙂 {PROSE} {JOHN} Mum to attend parenting group asap. {PROSE}",
        "The family will engage better with services.\nStaff will support Kyle with his attendance.",
        "Improve attendance at school by working with Housing and Social Work as soon as possible.",
        "Kyle to always be on time, and Ash to feel more independent.",
        "Bridie to have all nine families at every meeting of the county history group. ",
    ],
)
def test_correcting_everything_at_once_leaves_one_whole_suggestion_each(client: TestClient, text: str) -> None:
    found = matches(client, text)
    wanted = text
    for objective in dict.fromkeys(m["sentence"] for m in found):
        first = next(m for m in found if m["sentence"] == objective)
        alone = applied(text, first, first["replacements"][0]["value"])
        sentence = alone[text.index(objective) : len(alone) - len(text) + text.index(objective) + len(objective)]
        wanted = wanted.replace(objective, sentence)
    assert correct(text, [ClientMatch(m, text) for m in found]) == wanted
    assert wanted != text


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"level": "picky"}, ["STOP_BEHAVIOUR", "NO_MEASURE", "NO_NEED_GIVEN", "NO_DEADLINE"]),
        ({"disabledRules": "AIMWELL_NO_DEADLINE"}, ["STOP_BEHAVIOUR", "NO_MEASURE"]),
        ({"disabledCategories": "AIMWELL_TIME_BOUND"}, ["STOP_BEHAVIOUR", "NO_MEASURE"]),
        ({"enabledOnly": "true", "enabledRules": "AIMWELL_NO_DEADLINE"}, ["NO_DEADLINE"]),
        ({"enabledOnly": "true", "enabledCategories": "AIMWELL_MEASURABLE"}, ["NO_MEASURE"]),
        ({"motherTongue": "de", "preferredVariants": "en-US"}, ["STOP_BEHAVIOUR", "NO_MEASURE", "NO_DEADLINE"]),
        ({"somethingElse": "x"}, ["STOP_BEHAVIOUR", "NO_MEASURE", "NO_DEADLINE"]),
    ],
)
def test_a_request_selects_rules_and_criteria(client: TestClient, fields: dict[str, str], expected: list[str]) -> None:
    assert sorted(rules(matches(client, JOHN, **fields))) == sorted(f"AIMWELL_{rule}" for rule in expected)


def test_what_cannot_be_told_is_tagged_as_picky(client: TestClient) -> None:
    tags = {m["rule"]["id"]: m["rule"]["tags"] for m in matches(client, JOHN, level="picky")}
    assert tags["AIMWELL_NO_NEED_GIVEN"] == ["picky"]
    assert tags["AIMWELL_NO_DEADLINE"] == []


def test_a_client_that_names_no_language_is_told_what_was_assumed(client: TestClient) -> None:
    reply = ask(client, text=JOHN, language="auto", preferredVariants="en-US,de-DE").json()
    assert reply["language"]["code"] == "en-US"
    assert reply["language"]["detectedLanguage"]["source"] == "assumed"
    assert reply["matches"]


# gramma, LTeX+, and whoever else


def test_offsets_count_the_markup_of_an_annotation(client: TestClient) -> None:
    annotation = [{"markup": "# ", "interpretAs": ""}, {"text": "Plan 🙂"}, {"markup": "\n\n**", "interpretAs": "\n\n"}]
    annotation += [{"text": JOHN}, {"markup": "**", "interpretAs": ""}]
    sent = f"# Plan 🙂\n\n**{JOHN}**"
    found = ask(client, data=json.dumps({"annotation": annotation})).json()["matches"]
    assert rules(found) == ["AIMWELL_STOP_BEHAVIOUR", "AIMWELL_NO_MEASURE", "AIMWELL_NO_DEADLINE"]
    assert applied(sent, found[-1], "X") == "# Plan 🙂\n\n**X**"


def test_words_with_markup_among_them_are_shown_and_not_replaced(client: TestClient) -> None:
    annotation = [
        {"text": "John will "},
        {"markup": "<b>"},
        {"text": "stop"},
        {"markup": "</b>"},
        {"text": " disrupting the class."},
    ]
    found = ask(client, data=json.dumps({"annotation": annotation})).json()["matches"]
    assert found
    assert [m["replacements"] for m in found] == [[]] * len(found)


def test_markup_is_read_as_what_it_stands_for(client: TestClient) -> None:
    annotation = [
        {"text": "John will stop"},
        {"markup": "&nbsp;", "interpretAs": " "},
        {"text": "disrupting the class."},
    ]
    assert ask(client, data=json.dumps({"annotation": annotation})).json()["matches"][0]["sentence"] == JOHN


@pytest.mark.parametrize("label", ["application/json", "text/plain", "multipart/form-data", "nonsense", ""])
def test_the_content_type_says_nothing(client: TestClient, label: str) -> None:
    body = urlencode({"text": JOHN, "language": "en-GB"}).encode()
    assert client.post("/v2/check", content=body, headers={"content-type": label}).json()["matches"]


def test_it_may_be_asked_in_the_address(client: TestClient) -> None:
    asked = {"text": JOHN, "language": "en-GB"}
    by_get = client.get("/v2/check", params=asked)
    by_post = client.post("/v2/check", params=asked)
    assert by_get.json() == by_post.json() == ask(client, text=JOHN).json()


@pytest.mark.parametrize("base", ["/v2", ""])
def test_a_client_may_ask_first_who_answers_and_how_much_it_takes(client: TestClient, base: str) -> None:
    assert client.get(f"{base}/info").json()["software"]["name"] == "Aimwell"
    assert client.get(f"{base}/maxtextlength").text == str(MOST_CHARACTERS)


# Browsers


@pytest.mark.parametrize("path", CHECKS)
def test_a_listed_page_may_ask_after_its_preflight_and_no_other(serve: Callable[..., TestClient], path: str) -> None:
    client = serve(origins=("https://plans.example.org",))
    preflight = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    listed = client.options(path, headers={"Origin": "https://plans.example.org", **preflight})
    other = client.options(path, headers={"Origin": "https://elsewhere.example.com", **preflight})
    assert listed.status_code == 200
    assert listed.headers["access-control-allow-origin"] == "https://plans.example.org"
    assert other.status_code == 403
    assert "access-control-allow-origin" not in other.headers


@pytest.mark.parametrize("path", CHECKS)
def test_a_plain_options_names_the_methods(client: TestClient, path: str) -> None:
    reply = client.options(path)
    assert (reply.status_code, reply.headers["allow"]) == (204, "GET, POST, OPTIONS")


# Refusals


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 400),
        ({"text": "secretword"}, 400),
        ({"text": "secretword", "language": ""}, 400),
        ({"text": "secretword", "language": "secretword here"}, 400),
        ({"text": "secretword", "data": "{}", "language": "en"}, 400),
        ({"data": "secretword", "language": "en"}, 400),
        ({"text": "secretword", "language": "en", "level": "secretword"}, 400),
        ({"text": "secretword", "language": "en", "enabledOnly": "true"}, 400),
        ({"text": "secretword " * 10_000, "language": "en"}, 413),
    ],
)
def test_a_refusal_is_one_line_of_plain_text_that_quotes_nothing(
    client: TestClient, caplog: pytest.LogCaptureFixture, fields: dict[str, str], status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    reply = client.post("/v2/check", data=fields)
    assert reply.status_code == status
    assert reply.headers["content-type"].startswith("text/plain")
    assert reply.text.startswith("Error: ")
    assert "\n" not in reply.text
    assert "secretword" not in reply.text + caplog.text


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "🙂", "." * 1000])
def test_a_text_without_objectives_gets_no_matches(client: TestClient, text: str) -> None:
    assert matches(client, text) == []


@pytest.mark.parametrize("named", ["apiKey", "api_key"])
def test_the_key_of_a_client_is_its_api_key(serve: Callable[..., TestClient], tmp_path: Path, named: str) -> None:
    store = KeyStore(tmp_path / "keys.json")
    today = date.today()  # noqa: DTZ011
    good = store.add("writer", [KeyScope.SCORE], today)
    wrong_scope = store.add("reviewer", [KeyScope.REVIEW], today)
    client = serve(keys=store.path)
    asked = {
        given: ask(client, text=JOHN, username="me", **{named: given}) for given in (good, wrong_scope, "aw_1_2", "")
    }
    assert [reply.status_code for reply in asked.values()] == [200, 403, 401, 401]
    assert asked[""].headers["content-type"].startswith("text/plain")
    assert asked[""].headers["www-authenticate"].startswith("Bearer")
    assert client.get("/v2/languages").status_code == 200


def test_the_key_of_libreoffice_stands_behind_the_language(serve: Callable[..., TestClient], tmp_path: Path) -> None:
    store = KeyStore(tmp_path / "keys.json")
    key = store.add("writer", [KeyScope.SCORE], date.today())  # noqa: DTZ011
    body = f"text={JOHN}&language=en-GB&username=social work&apiKey={key}".encode()
    assert serve(keys=store.path).post("/check", content=body).json()["matches"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.sampled_from(["text=", "data=", "text=a b&language=", "data=%7B", ""]))
def test_no_body_makes_it_fail(client: TestClient, body: bytes, before: str) -> None:
    assert client.post("/v2/check", content=before.encode() + body).status_code in (200, 400)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    st.lists(st.sampled_from([JOHN, PROSE, "🙂", "é", "\u200b", "\n", "Mum to attend group asap.", "a"]), max_size=8)
)
def test_every_match_lies_within_the_text_and_every_replacement_around_its_objective(
    client: TestClient, pieces: list[str]
) -> None:
    text = " ".join(pieces)
    length = len(text.encode("utf-16-le")) // 2
    for match in matches(client, text):
        start, end = match["offset"], match["offset"] + match["length"]
        assert 0 <= start < end <= length
        whole = match["aimwell"]["objective"]
        assert whole["offset"] <= start
        assert end <= whole["offset"] + whole["length"]
