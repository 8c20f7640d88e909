"""Bundles over HTTP and on the command line."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from model.bundle import DEFAULT_BUNDLE, verify
from model.promotion import GateSaid, keep
from model.registry import Registry
from serve.app import create_app
from serve.cli import app as command
from tests.model.test_registry import bundle
from tests.serve.conftest import services

NAME = "local-0123456789ab"
OTHER = "local-ba9876543210"
SHIPPED = verify(DEFAULT_BUNDLE).id


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    for name in (NAME, OTHER):
        bundle(tmp_path / "bundles", name, made="2026-11-03T10:00:00+00:00", reviews_sha256="abc")
    made = Registry(tmp_path / "bundles")
    keep(made.path(NAME), GateSaid(SHIPPED, ()))
    keep(made.path(OTHER), GateSaid(SHIPPED, ("specific is worse on the corpus",)))
    return made


@pytest.fixture
def client(registry: Registry) -> TestClient:
    return TestClient(create_app(replace(services(), registry=registry)))


def test_bundles_are_listed_with_what_the_gate_said(client: TestClient) -> None:
    found = {b["id"]: b for b in client.get("/v1/models").json()["bundles"]}
    assert found[SHIPPED]["live"]
    assert found[NAME]["gate"] == []
    assert found[OTHER]["gate"] == ["specific is worse on the corpus"]


def test_promoting_and_rolling_back_are_recorded(client: TestClient) -> None:
    reply = client.post(f"/v1/models/{NAME}/promote", json={"why": "better"})
    assert reply.status_code == 200
    assert reply.json()["previous"] == SHIPPED
    assert client.post("/v1/models/rollback", json={"why": "too strict"}).json()["bundle"] == SHIPPED
    assert [d["action"] for d in client.get("/v1/models/history").json()["decisions"]] == ["promote", "rollback"]
    assert client.get("/v1/models/live-at/2020-01-01").json() == {"bundle": SHIPPED}


def test_the_gates_no_is_a_conflict_unless_a_reason_is_given(client: TestClient) -> None:
    refused = client.post(f"/v1/models/{OTHER}/promote", json={"why": "better"})
    assert refused.status_code == 409
    assert "specific is worse" in refused.json()["detail"]
    forced = client.post(f"/v1/models/{OTHER}/promote", json={"why": "better", "force": "the panel asked for it"})
    assert forced.json()["forced"] == "the panel asked for it"


@pytest.mark.parametrize("name", ["local-aaaaaaaaaaaa", "nonsense", "..%2Fx-000000"])
def test_what_is_no_bundle_is_refused(client: TestClient, name: str) -> None:
    assert client.post(f"/v1/models/{name}/promote", json={"why": "x"}).status_code in (404, 409, 422)


def test_a_decision_that_cannot_be_written_is_our_trouble_and_no_conflict(
    registry: Registry, client: TestClient
) -> None:
    (registry.folder / ".lock").mkdir()
    reply = client.post(f"/v1/models/{NAME}/promote", json={"why": "better"})
    assert (reply.status_code, reply.json()["title"]) == (503, "Not written")
    assert str(registry.folder) not in reply.text
    assert registry.live_id() == SHIPPED


def test_a_service_that_serves_one_bundle_for_good_says_so() -> None:
    reply = TestClient(create_app(services())).get("/v1/models")
    assert reply.status_code == 409
    assert "AIMWELL_BUNDLE" in reply.json()["detail"]


@pytest.fixture
def run(registry: Registry, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("AIMWELL_STATE", str(registry.folder.parent))
    return lambda *args: CliRunner().invoke(command, ["models", *args])


def test_the_command_line_lists_promotes_rolls_back_and_says_what_was_live(run) -> None:  # type: ignore[no-untyped-def]
    listed = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    assert next((b["id"], b["live"]) for b in listed) == (SHIPPED, True)
    assert "is live in place of" in run("promote", NAME, "--why", "better", "--by", "Ana").stdout
    assert run("live-at", "2020-01-01").stdout.strip() == SHIPPED
    assert run("rollback", "--why", "too strict", "--by", "Ana").exit_code == 0
    assert [json.loads(d)["by"] for d in run("history").stdout.splitlines()] == ["Ana", "Ana"]
    assert json.loads(run("show", NAME).stdout)["made"].startswith("2026-11-03")


def test_misuse_on_the_command_line_says_what_to_do(run) -> None:  # type: ignore[no-untyped-def]
    refused = run("promote", OTHER, "--why", "better")
    assert refused.exit_code == 2
    assert "give a reason" in refused.stderr
    assert "write 2026-11-03" in run("live-at", "yesterday").stderr
