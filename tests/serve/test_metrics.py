import os
import socket
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from tests.serve.conftest import services

JOHN = {"text": "John will stop disrupting the class"}


def figures(client: TestClient) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    reply = client.get("/metrics")
    assert reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(reply.text)
        for sample in family.samples
    }


def answered(client: TestClient) -> dict[tuple[str, str, str], float]:
    return {
        (labels["method"], labels["route"], labels["status"]): value
        for (name, found), value in figures(client).items()
        if name == "aimwell_requests_total" and (labels := dict(found))
    }


def test_answers_are_counted_by_method_template_and_status(client: TestClient) -> None:
    client.post("/v1/score", json={"objectives": [JOHN]})
    client.post("/v1/score", json={})
    client.get("/v1/score")
    client.delete("/v1/ignored/9f3c0e6a51b27d84")
    client.get("/static/page.js")
    client.get("/somebody's words")
    client.request("INVENTED", "/v1/score")
    counted = answered(client)
    assert counted[("POST", "/v1/score", "200")] == 1
    assert counted[("POST", "/v1/score", "422")] == 1
    assert counted[("GET", "/v1/score", "405")] == 1
    assert counted[("DELETE", "/v1/ignored/{fingerprint}", "204")] == 1
    assert counted[("GET", "/static", "200")] == 1
    assert counted[("GET", "other", "404")] == 1
    assert counted[("other", "/v1/score", "405")] == 1


def test_refusals_of_the_door_are_counted_too(serve: Callable[..., TestClient]) -> None:
    client = serve(max_body_bytes=100)
    client.post("/v1/score", content=b"x" * 200)
    client.post("/v1/score", headers={"host": "evil.example"})
    client.post("/v1/score", headers={"origin": "https://evil.example"})
    counted = answered(client)
    assert [counted[("POST", "/v1/score", s)] for s in ("413", "421", "403")] == [1, 1, 1]


def test_latencies_are_counted_by_template(client: TestClient) -> None:
    client.post("/v1/rewrite", json=JOHN)
    found = figures(client)
    assert found[("aimwell_request_seconds_count", (("route", "/v1/rewrite"),))] == 1
    assert 0 < found[("aimwell_request_seconds_sum", (("route", "/v1/rewrite"),))] < 10


def test_objectives_and_rewrites_are_counted_and_the_engine_is_named(client: TestClient) -> None:
    before = figures(client)[("aimwell_objectives_judged_total", ())]
    client.post("/v1/score", json={"objectives": [JOHN, JOHN]})
    written = len(client.post("/v1/rewrite", json={**JOHN, "n": 2}).json()["suggestions"])
    found = figures(client)
    assert found[("aimwell_objectives_judged_total", ())] - before == 3
    assert found[("aimwell_rewrites_total", (("origin", "rules"),))] == written > 0
    assert found[("aimwell_engine_info", (("bundle", ""), ("engine", "rules")))] == 1
    assert found[("aimwell_requests_in_flight", ())] == 1, "this one"


def test_every_service_has_figures_of_its_own(serve: Callable[..., TestClient]) -> None:
    first, second = serve(), serve()
    first.post("/v1/score", json={"objectives": [JOHN]})
    assert ("POST", "/v1/score", "200") in answered(first)
    assert ("POST", "/v1/score", "200") not in answered(second)


def test_an_answer_that_was_never_given_is_counted_as_none() -> None:
    metrics = services().metrics
    metrics.answered("POST", "/v1/score", "none", 0.1)
    wired = services()
    assert b'status="none"' in metrics.text(engine=wired.assessor.engine, bundle=None, ready=True)


@pytest.mark.parametrize("label", ["client", "address", "user", "host"])
def test_nobody_is_named(client: TestClient, label: str) -> None:
    client.post("/v1/score", json={"objectives": [JOHN]})
    labels: set[Any] = {name for _, found in figures(client) for name, _ in found}
    assert label not in labels
    assert labels <= {"method", "route", "status", "origin", "engine", "bundle", "le"}


def test_one_of_several_processes_says_which_it_is_and_a_single_one_does_not(serve: Callable[..., TestClient]) -> None:
    assert "process=" not in serve().get("/metrics").text
    lines = serve(workers=2).get("/metrics").text.splitlines()
    figures = [line for line in lines if not line.startswith("#")]
    assert figures
    assert all(f'process="{socket.gethostname()}-{os.getpid()}"' in line for line in figures)
