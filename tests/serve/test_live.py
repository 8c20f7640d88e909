"""A promotion under load: no error, and no reply that is mixed of two bundles."""

import time
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from fastapi.testclient import TestClient

from model.assessor import Assessor
from model.bundle import DEFAULT_BUNDLE, verify
from model.criteria import Criterion
from model.errors import BundleDamaged
from model.registry import Registry
from serve.app import create_app
from serve.dependencies import Services
from serve.live import Live, under_bundle
from tests.conftest import FakeClassifier
from tests.model.test_registry import bundle
from tests.serve.conftest import services

CHANCES = {"shipped-1": 0.61, "local-1": 0.71, "local-2": 0.81}
"""What each bundle says of everything: a reply tells by it who judged."""


def classifier(name: str) -> FakeClassifier:
    return FakeClassifier(dict.fromkeys(Criterion, CHANCES[name]), bundle=name)


def under(now: Services, folder: Path) -> Services:
    return replace(now, assessor=Assessor(classifier(verify(folder).id)))


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    shipped = bundle(tmp_path, "shipped-1")
    for name in ("local-1", "local-2"):
        bundle(tmp_path / "bundles", name)
    return Registry(tmp_path / "bundles", shipped)


def until(live: Live, name: str) -> None:
    end = time.monotonic() + 5
    while live.now().assessor.bundle != name:
        assert time.monotonic() < end, f"{name} was not picked up"
        time.sleep(0.001)


class Clock:
    """Runs a second a look, so that every request looks at the pointer."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def test_a_promoted_bundle_is_picked_up_by_a_running_service(registry: Registry) -> None:
    live = Live(replace(services(classifier("shipped-1")), registry=registry), under, Clock())
    assert live.now().assessor.bundle == "shipped-1"
    registry.promote("local-1", by="Ana", why="better")
    until(live, "local-1")
    registry.rollback(by="Ana", why="worse after all")
    until(live, "shipped-1")


def test_a_hundred_swaps_under_load_cost_no_error_and_mix_no_reply(registry: Registry) -> None:
    first = replace(services(classifier("shipped-1"), rate=10**6), registry=registry)
    app = create_app(first)
    live = app.state.live = Live(first, under, Clock())
    done, wrong, answered = Event(), list[str](), list[str]()
    asked = {"objectives": [{"text": "Ana will ring the clinic by Friday", "need": "no doctor"}] * 3}

    def ask() -> None:
        client = TestClient(app, raise_server_exceptions=False)
        while not done.is_set():
            reply = client.post("/v1/score", json=asked)
            if reply.status_code != 200:
                wrong.append(reply.text)
                continue
            body = reply.json()
            said = {r["criteria"][c]["probability"] for r in body["results"] for c in r["criteria"]}
            answered.append(body["bundle"])
            if said != {CHANCES[body["bundle"]]}:
                wrong.append(f"{body['bundle']} with {said}")

    askers = [Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    for turn in range(100):
        name = ("local-1", "local-2")[turn % 2]
        registry.promote(name, by="Ana", why=f"turn {turn}")
        until(live, name)
    done.set()
    for asker in askers:
        asker.join()
    assert wrong == []
    assert {"local-1", "local-2"} <= set(answered)
    assert len(registry.history()) == 100


def test_a_bundle_that_cannot_be_used_is_tried_once_and_the_one_before_stays(
    registry: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    tried = []

    def broken(now: Services, folder: Path) -> Services:
        tried.append(folder.name)
        raise BundleDamaged("heads.onnx", "these", "those")

    live = Live(replace(services(classifier("shipped-1")), registry=registry), broken, Clock())
    registry.promote("local-1", by="Ana", why="better")
    end = time.monotonic() + 5
    while not tried and time.monotonic() < end:
        live.now()
        time.sleep(0.001)
    for _ in range(20):
        live.now()
        time.sleep(0.002)
    assert tried == ["local-1"]
    assert live.now().assessor.bundle == "shipped-1"
    assert "stays live" in caplog.text


def test_a_bundle_after_the_rules_says_what_still_wants_a_new_start(tmp_path: Path) -> None:
    alone = replace(services(None), warning="the rules answer alone: encoder.onnx is damaged")
    judged = under_bundle(alone, DEFAULT_BUNDLE)
    assert judged.assessor.bundle is not None
    assert judged.warning is not None
    assert "started again" in judged.warning
    assert under_bundle(judged, DEFAULT_BUNDLE).warning == judged.warning


def test_where_a_bundle_was_named_for_good_nothing_is_looked_for() -> None:
    live = Live(services(classifier("shipped-1")), under)
    assert live.now().assessor.bundle == "shipped-1"
