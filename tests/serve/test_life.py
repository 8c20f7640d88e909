from collections.abc import Sequence
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from fastapi.testclient import TestClient

from model.criteria import Finding, Objective
from model.rules.reading import Reading
from model.rules_generator import RulesGenerator
from model.suggester import Suggester
from model.suggestion import Draft
from serve.app import create_app
from serve.life import Life, Stage
from tests.conftest import FakeClassifier
from tests.serve.conftest import WARM_WITHIN, services


class Loading:
    """A generator that takes its time at first use, as weights do."""

    def __init__(self, origin: str = "model") -> None:
        self.origin = origin
        self.asked = Event()
        self.may_answer = Event()

    def generate(self, objective: Objective, reading: Reading, findings: Sequence[Finding]) -> list[Draft]:
        self.asked.set()
        self.may_answer.wait(WARM_WITHIN)
        return []


class Faulty(FakeClassifier):
    def weigh(self, readings: Any, findings: Any) -> Any:
        raise RuntimeError("about secretword")


def test_it_is_not_ready_until_it_has_judged_and_rewritten_once() -> None:
    loading = Loading()
    wired = services()
    wired = replace(wired, suggester=Suggester(wired.assessor, [loading, RulesGenerator()]))
    with TestClient(create_app(wired)) as client:
        assert loading.asked.wait(WARM_WITHIN)
        starting = client.get("/readyz")
        assert (starting.status_code, starting.json()["status"]) == (503, "starting")
        assert client.get("/healthz").status_code == 200
        assert client.post("/v1/score", json={"objectives": [{"text": "Read more"}]}).status_code == 200
        assert "aimwell_ready 0.0" in client.get("/metrics").text
        loading.may_answer.set()
        assert wired.life.wait_until_warm(WARM_WITHIN)
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["status"]) == (200, "ready")
        assert "aimwell_ready 1.0" in client.get("/metrics").text


def test_a_connected_language_model_is_not_asked_for_the_first_rewrite() -> None:
    connected = Loading("llm")
    wired = services()
    wired = replace(wired, suggester=Suggester(wired.assessor, [connected, RulesGenerator()]))
    with TestClient(create_app(wired)) as client:
        assert wired.life.wait_until_warm(WARM_WITHIN)
        assert client.get("/readyz").status_code == 200
    assert not connected.asked.is_set()


def test_a_service_that_cannot_judge_never_says_that_it_is_ready(caplog: pytest.LogCaptureFixture) -> None:
    wired = services(Faulty({}))
    with TestClient(create_app(wired)) as client:
        assert wired.life.wait_until_warm(WARM_WITHIN)
        reply = client.get("/readyz")
    assert (reply.status_code, reply.json()["status"]) == (503, "failed")
    assert "secretword" not in caplog.text


def test_what_is_missing_is_said_and_it_is_ready_all_the_same() -> None:
    wired = replace(services(), warning="the rules answer alone")
    with TestClient(create_app(wired)) as client:
        assert wired.life.wait_until_warm(WARM_WITHIN)
        reply = client.get("/readyz")
    assert (reply.status_code, reply.json()["status"]) == (200, "degraded")


def test_a_stopping_service_says_so(client: TestClient) -> None:
    client.app.state.live.now().life.stop()  # type: ignore[attr-defined]
    reply = client.get("/readyz")
    assert (reply.status_code, reply.json()["status"]) == (503, "stopping")
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/").status_code == 503


def test_a_service_that_was_stopped_may_begin_anew() -> None:
    wired = services()
    app = create_app(wired)
    for _ in range(2):
        with TestClient(app) as client:
            assert wired.life.wait_until_warm(WARM_WITHIN)
            assert client.get("/readyz").status_code == 200
        assert wired.life.stage is Stage.STOPPING


def test_what_comes_late_does_not_revive_a_service_that_stops() -> None:
    life = Life()
    life.stop()
    life.warmed(judges=True)
    assert life.stage is Stage.STOPPING
