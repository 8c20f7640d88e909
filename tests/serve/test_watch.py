"""No word of a plan leaves by a side door: neither in a log, nor a figure, nor a traceback, nor a refusal."""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from serve.limits import SECURITY_HEADERS
from serve.metrics import Metrics
from serve.watch import Watch
from tests.conftest import FakeClassifier

SECRET = "zebrafinch"
PLAN = f"Kai will tell {SECRET} to his mother about the {SECRET}s"
BODIES: tuple[Any, ...] = (
    {"objectives": [{"text": PLAN, "need": PLAN, "who": SECRET}]},
    {"objectives": [{"text": PLAN, "domain": SECRET}]},
    {"objectives": [{"text": "ok", PLAN: 1}], PLAN: PLAN},
    {"objectives": [{"text": PLAN}], "as_of": SECRET},
    {"objectives": [{"text": PLAN}] * 201},
    {"text": PLAN, "need": PLAN, "n": SECRET},
    {"text": PLAN, "need": PLAN},
    {"text": PLAN * 100},
    {"fingerprint": SECRET, "reason": PLAN},
    [PLAN],
    PLAN,
)


class Faulty(FakeClassifier):
    """Fails with the words that it was asked about, as libraries do."""

    def weigh(self, readings: Any, findings: Any) -> Any:
        raise RuntimeError(f"cannot weigh {[r.text for r in readings]} of {PLAN}")


def asked(client: TestClient) -> list[Any]:
    """Send a plan to every address in every way, most of them wrong."""
    paths = [p.replace("{fingerprint}", SECRET) for p in client.get("/openapi.json").json()["paths"]]
    replies = []
    for path in paths:
        for body in BODIES:
            replies += [client.post(path, json=body), client.request("DELETE", path, json=body)]
        replies += [
            client.post(path, content=f'{{"text": "{PLAN}'),
            client.post(path, content=PLAN.encode("utf-16")),
            client.post(path, content=PLAN * 1000),
            client.post(path, data={"text": PLAN, "language": "en-GB"}),
            client.post(path, data={"text": PLAN, "language": SECRET}),
            client.post(path, data={"data": PLAN, "language": "en-GB", "level": SECRET}),
            client.get(f"{path}/{SECRET}", params={"text": PLAN, "language": SECRET}),
            client.request(SECRET.upper(), path, content=PLAN),
            client.get(path, headers={"host": f"{SECRET}.example"}),
            client.get(path, headers={"origin": f"https://{SECRET}.example"}),
            client.get(path, headers={"x-api-key": SECRET, "x-request-id": SECRET, "user-agent": SECRET}),
        ]
    return replies


@pytest.mark.parametrize("classifier", [None, Faulty({})], ids=["well", "failing"])
def test_no_word_of_a_plan_is_logged_counted_or_quoted_in_a_refusal(
    serve: Callable[..., TestClient],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    classifier: Any,
) -> None:
    caplog.set_level(logging.DEBUG)
    client = serve(classifier, max_body_bytes=20_000)
    replies = asked(client)
    statuses = {r.status_code for r in replies}
    assert statuses >= {400, 403, 404, 405, 413, 421, 422}
    assert (500 in statuses) is (classifier is not None)
    refusals = [r for r in replies if r.status_code >= 400]
    assert [r.text for r in refusals if SECRET in r.text.lower()] == []
    assert [r.headers for r in refusals if SECRET in str(r.headers).lower()] == []
    ours = [r for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))]  # the client of this test
    said = json.dumps([[r.getMessage(), r.exc_text, str(r.exc_info), str(vars(r))] for r in ours])
    assert SECRET not in said.lower()
    assert any("RuntimeError at" in r.getMessage() for r in ours) is (classifier is not None)
    assert SECRET not in client.get("/metrics").text.lower()
    printed = capfd.readouterr()
    assert SECRET not in (printed.out + printed.err).lower()


async def test_an_error_ends_here_so_that_no_server_prints_its_message() -> None:
    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError(PLAN)

    transport = httpx.ASGITransport(app=Watch(failing, Metrics()), raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        reply = await client.get("/")
    assert (reply.status_code, reply.headers["content-type"]) == (500, "application/problem+json")
    assert SECRET not in reply.text
    assert reply.headers["content-security-policy"]


async def test_whoever_is_cut_off_when_the_time_to_stop_is_over_is_told() -> None:
    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.Event().wait()

    transport = httpx.ASGITransport(app=Watch(endless, Metrics()))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        waiting = asyncio.create_task(client.get("/"))
        await asyncio.sleep(0.01)
        waiting.cancel()
        reply = await waiting
    assert (reply.status_code, reply.json()["title"]) == (503, "Stopping")


async def test_an_answer_that_had_begun_is_not_begun_again() -> None:
    async def half(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError(PLAN)

    async def nothing() -> Any:
        return {"type": "http.disconnect"}

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    await Watch(half, Metrics())(scope, nothing, send)
    assert [m["type"] for m in sent] == ["http.response.start"]


PAGES = ("/", "/docs", "/openapi.json", "/healthz", "/metrics", "/static/page.js", "/nowhere", "/embed", "/ignore")


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_security_headers_and_no_script_may_stand_in_a_page(
    client: TestClient, path: str
) -> None:
    reply = client.get(path)
    assert [name for name in SECURITY_HEADERS if name not in reply.headers] == []
    policy = dict(part.strip().partition(" ")[::2] for part in reply.headers["content-security-policy"].split(";"))
    assert policy["script-src"] == "'self'"
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "server" not in reply.headers


@pytest.mark.parametrize("path", ["/", "/docs", "/embed", "/ignore"])
def test_no_page_has_a_script_or_a_handler_in_it(client: TestClient, path: str) -> None:
    page = client.get(path).text.lower()
    assert "<script>" not in page
    assert [part for part in page.split("<script")[1:] if "src=" not in part.split(">")[0]] == []
    assert " onclick=" not in page
    assert "javascript:" not in page


def test_refusals_of_the_door_carry_them_too(serve: Callable[..., TestClient]) -> None:
    client = serve(max_body_bytes=10)
    replies = [
        client.post("/v1/score", content=b"x" * 20),
        client.get("/", headers={"host": "evil.example"}),
        client.get("/", headers={"origin": "https://evil.example"}),
    ]
    assert [r.status_code for r in replies] == [413, 421, 403]
    assert all(r.headers["content-security-policy"] and r.headers["x-content-type-options"] for r in replies)
