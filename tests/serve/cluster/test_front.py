"""The front of Ray's proxy: whatever a client hears is Aimwell's word."""

from collections.abc import Sequence

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from serve.app import create_app
from serve.cluster.front import Front, middlewares
from serve.limits import SECURITY_HEADERS
from tests.serve.conftest import services

Headers = Sequence[tuple[bytes, bytes]]
JSON = {"Content-Type": "application/json"}
FROM_THE_APP = [(b"content-security-policy", b"default-src 'none'"), (b"x-request-id", b"ours")]


class Proxy:
    """Stands for Ray's proxy: answers as told, and may break."""

    def __init__(self, status: int | None, headers: Headers = (), *, breaks: bool = False) -> None:
        self._status, self._headers, self._breaks = status, headers, breaks
        self.asked: list[Scope] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope)
        if self._status is not None:
            await send({"type": "http.response.start", "status": self._status, "headers": list(self._headers)})
            await send({"type": "http.response.body", "body": b"as it was said"})
        if self._breaks:
            raise RuntimeError("words of a plan")


async def ask(proxy: Proxy, path: str = "/v1/score", headers: dict[str, str] | None = None) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(Front(proxy)), base_url="http://localhost") as client:
        return await client.get(path, headers=headers)


@pytest.mark.parametrize("status", [200, 404, 422, 503])
async def test_the_apps_answers_pass_with_one_number(status: int) -> None:
    reply = await ask(Proxy(status, [*FROM_THE_APP, (b"X-Request-ID", b"the proxy's")]))
    assert (reply.status_code, reply.text) == (status, "as it was said")
    assert reply.headers.get_list("x-request-id") == ["ours"]


@pytest.mark.parametrize(
    "proxy",
    [
        Proxy(404, [(b"content-type", b"text/plain")]),
        Proxy(503),
        Proxy(500),
        Proxy(None),
        Proxy(None, breaks=True),
    ],
    ids=["no route", "nobody ready", "fault", "says nothing", "breaks"],
)
async def test_where_no_replica_answers_the_client_is_told_to_ask_again(
    proxy: Proxy, caplog: pytest.LogCaptureFixture
) -> None:
    reply = await ask(proxy)
    assert reply.status_code == 503
    assert reply.headers["Retry-After"] == "1"
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.json()["title"] == "Nobody there"
    assert {name: reply.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "words of a plan" not in caplog.text


async def test_an_answer_that_breaks_off_stays_broken_off() -> None:
    reply = await ask(Proxy(200, FROM_THE_APP, breaks=True))
    assert reply.status_code == 200, "nothing else can be said once an answer has begun"


@pytest.mark.parametrize("path", ["/-/routes", "/-/healthz"])
async def test_the_proxys_own_addresses_are_nobodys(path: str) -> None:
    proxy = Proxy(200)
    reply = await ask(proxy, path)
    assert reply.status_code == 404
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert proxy.asked == []


async def test_headers_that_steer_the_proxy_are_taken_off_and_others_stay() -> None:
    proxy = Proxy(200, FROM_THE_APP)
    steering = {"X-Request-Timeout-Seconds": "0.001", "serve_multiplexed_model_id": "m", "X-Request-ID": "mine"}
    await ask(proxy, headers={**steering, "Authorization": "Bearer aw_1_2"})
    found = {name for name, _ in proxy.asked[0]["headers"]}
    assert b"authorization" in found
    assert found.isdisjoint({b"x-request-timeout-seconds", b"serve_multiplexed_model_id", b"x-request-id"})
    assert proxy.asked[0]["client"] is not None


async def test_web_sockets_are_closed() -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    proxy = Proxy(200)
    await Front(proxy)({"type": "websocket", "path": "/", "headers": []}, receive, send)
    assert [m["type"] for m in sent] == ["websocket.close"]
    assert proxy.asked == []


def test_ray_is_given_the_front() -> None:
    (only,) = middlewares()
    assert only.cls is Front  # type: ignore[comparison-overlap]


async def test_every_answer_of_the_real_app_is_known_as_its_own() -> None:
    app = create_app(services())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(Front(app)), base_url="http://testserver") as client:
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.get("/nowhere")).status_code == 404
        assert (await client.post("/v1/score", content=b"{", headers=JSON)).status_code == 400
        assert (await client.get("/healthz", headers={"Host": "elsewhere.example"})).status_code == 421
