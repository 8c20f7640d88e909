"""`/v1/ignored`, and what ignoring does to the other replies."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from data.ignored import IgnoreFile
from model.detector import RulesDetector
from model.text_check import TextChecker
from serve.app import create_app
from serve.keys import KeyScope, KeyStore
from tests.serve.conftest import services

FINGERPRINT = "9f3c0e6a51b27d84"
WEAK = {"objectives": [{"text": "John will stop disrupting the class"}], "as_of": "2026-11-22"}


@pytest.fixture
def keeping() -> Callable[[Path], TestClient]:
    """Return a service that keeps what is ignored in the file at a path."""

    def started(path: Path) -> TestClient:
        ignored, wired = IgnoreFile(path), services()
        checker = TextChecker(RulesDetector(), wired.suggester, ignored=ignored)
        app = create_app(replace(wired, checker=checker, ignored=ignored))
        return TestClient(app, raise_server_exceptions=False)

    return started


def findings(client: TestClient) -> dict[str, dict[str, str | bool]]:
    (result,) = client.post("/v1/score", json=WEAK).json()["results"]
    return {f["rule"]: f for judged in result["criteria"].values() for f in judged["findings"]}


def test_ignoring_once_is_enough_and_twice_does_no_harm(client: TestClient) -> None:
    asked = {"fingerprint": FINGERPRINT, "rule": "no-deadline", "reason": "The court sets the day."}
    first, second = (client.post("/v1/ignored", json=asked) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert first.json() == {**asked, "when": first.json()["when"], "who": None}
    assert client.get("/v1/ignored").json() == {"ignored": [first.json()]}


def test_a_match_that_is_shown_again_may_be_shown_again_twice(client: TestClient) -> None:
    client.post("/v1/ignored", json={"fingerprint": FINGERPRINT})
    assert [client.delete(f"/v1/ignored/{FINGERPRINT}").status_code for _ in range(2)] == [204, 204]
    assert client.get("/v1/ignored").json() == {"ignored": []}


def test_an_ignored_finding_says_so_and_changes_no_verdict(client: TestClient) -> None:
    before = client.post("/v1/score", json=WEAK).json()
    late = findings(client)["no-deadline"]
    client.post("/v1/ignored", json={"fingerprint": late["fingerprint"]})
    after = findings(client)
    assert (late["ignored"], after["no-deadline"]["ignored"], after["stop-behaviour"]["ignored"]) == (
        False,
        True,
        False,
    )
    judged = client.post("/v1/score", json=WEAK).json()["results"][0]["criteria"]
    assert [j["verdict"] for j in judged.values()] == [j["verdict"] for j in before["results"][0]["criteria"].values()]


def test_a_rewrite_says_of_its_findings_whether_they_are_ignored(client: TestClient) -> None:
    client.post("/v1/ignored", json={"fingerprint": findings(client)["no-deadline"]["fingerprint"]})
    reply = client.post(
        "/v1/rewrite", json={"text": "John will stop disrupting the class", "as_of": "2026-11-22"}
    ).json()
    (late,) = reply["assessment"]["criteria"]["time_bound"]["findings"]
    assert (late["rule"], late["ignored"]) == ("no-deadline", True)


def test_what_one_process_ignores_another_knows_at_once(keeping: Callable[[Path], TestClient], tmp_path: Path) -> None:
    one, other = (keeping(tmp_path / "ignored.jsonl") for _ in range(2))
    assert other.get("/v1/ignored").json() == {"ignored": []}
    one.post("/v1/ignored", json={"fingerprint": FINGERPRINT})
    assert [e["fingerprint"] for e in other.get("/v1/ignored").json()["ignored"]] == [FINGERPRINT]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "fingerprint"),
        ({"fingerprint": "9F3C0E6A51B27D84"}, "fingerprint"),
        ({"fingerprint": FINGERPRINT, "rule": "Alfie hit Bea"}, "rule"),
        ({"fingerprint": FINGERPRINT, "reason": "so " * 200}, "reason"),
        ({"fingerprint": FINGERPRINT, "text": "Alfie will ring Bea"}, "text"),
    ],
)
def test_what_is_no_match_is_refused_by_the_name_of_its_field(
    client: TestClient, body: dict[str, str], field: str
) -> None:
    refused = client.post("/v1/ignored", json=body)
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    assert [e["field"] for e in refused.json()["errors"]] == [field]


def test_a_fingerprint_of_another_shape_cannot_be_shown_again(client: TestClient) -> None:
    refused = client.delete("/v1/ignored/nonsense")
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")


def test_a_file_that_cannot_be_written_is_told_without_its_place(
    keeping: Callable[[Path], TestClient], tmp_path: Path
) -> None:
    (tmp_path / "plain").write_text("a file where a folder should be")
    client = keeping(tmp_path / "plain" / "ignored.jsonl")
    refused = client.post("/v1/ignored", json={"fingerprint": FINGERPRINT})
    assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
    assert str(tmp_path) not in refused.text
    assert client.post("/v1/score", json=WEAK).status_code == 200


def test_the_document_names_every_answer(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"200", "201", "413", "422", "503"} <= set(paths["/v1/ignored"]["post"]["responses"])
    assert {"204", "422", "503"} <= set(paths["/v1/ignored/{fingerprint}"]["delete"]["responses"])


def test_where_keys_are_needed_the_record_says_whose_was_used(tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    key = KeyStore(keys).add("Word in the north office", [KeyScope.SCORE], date.today())  # noqa: DTZ011
    client = TestClient(create_app(services(keys=keys)), raise_server_exceptions=False)
    assert client.post("/v1/ignored", json={"fingerprint": FINGERPRINT}).status_code == 401
    kept = client.post("/v1/ignored", json={"fingerprint": FINGERPRINT}, headers={"X-API-Key": key})
    assert (kept.status_code, kept.json()["who"]) == (201, "Word in the north office")


def test_a_sentence_in_an_editor_and_over_the_api_has_the_same_fingerprints(client: TestClient) -> None:
    letter = "We met on Monday.\n\nJohn will stop disrupting the class. It was a good meeting."
    in_editor = {m.finding.rule: m.fingerprint for m in services().checker.check(letter, date(2026, 11, 22))}
    over_api = {rule: f["fingerprint"] for rule, f in findings(client).items() if rule in in_editor}
    assert in_editor == over_api
    assert len(in_editor) > 1
