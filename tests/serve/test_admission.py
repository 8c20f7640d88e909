import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.types import Receive, Scope, Send

from serve.admission import Admission, Patience
from serve.life import Life

LONG = 30.0
SHORT = 0.02
Handler = Callable[[Scope, Receive, Send], Awaitable[None]]


class Kitchen:
    """An app that answers with the body it was sent, once it may."""

    def __init__(self) -> None:
        self.may_answer = asyncio.Event()
        self.working = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.working += 1
        await self.may_answer.wait()
        await PlainTextResponse((await receive())["body"])(scope, receive, send)


def client(
    app: Handler, *, at_once: int = 8, body: float = LONG, answer: float = LONG, life: Life | None = None
) -> httpx.AsyncClient:
    door = Admission(app, life or Life(), Patience(at_once, body, answer))
    transport = httpx.ASGITransport(app=door, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://localhost")


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not so():
            await asyncio.sleep(0)


async def trickle(*pieces: bytes, then: asyncio.Event) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
    await then.wait()


async def test_a_flood_is_told_to_come_again_while_what_was_admitted_is_finished() -> None:
    kitchen = Kitchen()
    async with client(kitchen, at_once=2) as asking:
        admitted = [asyncio.create_task(asking.post("/", content=f"dish {n}")) for n in range(2)]
        await until(lambda: kitchen.working == 2)
        refused = await asyncio.gather(*(asking.post("/", content="more") for _ in range(20)))
        assert {r.status_code for r in refused} == {503}
        assert {r.headers["retry-after"] for r in refused} == {"1"}
        assert {r.headers["content-type"] for r in refused} == {"application/problem+json"}
        kitchen.may_answer.set()
        assert [r.text for r in await asyncio.gather(*admitted)] == ["dish 0", "dish 1"]
        assert (await asking.post("/", content="later")).text == "later"


async def test_a_flood_of_rewrites_leaves_places_for_scores() -> None:
    kitchen = Kitchen()
    async with client(kitchen, at_once=8) as asking:
        rewrites = [asyncio.create_task(asking.post("/v1/rewrite", content="x")) for _ in range(2)]
        await until(lambda: kitchen.working == 2)
        assert (await asking.post("/v1/rewrite", content="x")).status_code == 503
        assert (await asking.post("/v1/plans/review", content="x")).status_code == 503
        score = asyncio.create_task(asking.post("/v1/score", content="y"))
        await until(lambda: kitchen.working == 3)
        kitchen.may_answer.set()
        assert [r.status_code for r in await asyncio.gather(*rewrites, score)] == [200] * 3
        assert (await asking.post("/v1/rewrite", content="x")).status_code == 200


async def test_a_body_that_trickles_is_cut_and_takes_no_place_meanwhile() -> None:
    kitchen, never = Kitchen(), asyncio.Event()
    kitchen.may_answer.set()
    async with client(kitchen, at_once=1, body=SHORT) as asking:
        slow, quick = await asyncio.gather(
            asking.post("/", content=trickle(b"a", b"b", then=never)), asking.post("/", content="quick")
        )
        assert (slow.status_code, slow.headers["connection"]) == (408, "close")
        assert (quick.status_code, quick.text) == (200, "quick")
        assert kitchen.working == 1


async def test_a_body_in_pieces_arrives_whole() -> None:
    kitchen, done = Kitchen(), asyncio.Event()
    kitchen.may_answer.set()
    done.set()
    async with client(kitchen) as asking:
        assert (await asking.post("/", content=trickle(b"one ", b"", b"two", then=done))).text == "one two"


async def test_whoever_waits_too_long_is_told_and_the_work_keeps_its_place_until_it_ends() -> None:
    kitchen = Kitchen()
    async with client(kitchen, at_once=1, answer=SHORT) as asking:
        late = await asking.post("/", content="x")
        assert (late.status_code, late.headers["retry-after"]) == (503, "5")
        assert "no answer within" in late.json()["detail"]
        assert (await asking.post("/", content="y")).json()["title"] == "Busy"
        kitchen.may_answer.set()
        await asyncio.sleep(0.01)
        assert (await asking.post("/", content="z")).text == "z"


async def test_a_fault_after_its_time_is_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    may_fail = asyncio.Event()

    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        await may_fail.wait()
        raise RuntimeError("about secretword")

    async with client(failing, answer=SHORT) as asking:
        assert (await asking.get("/")).status_code == 503
        with caplog.at_level(logging.ERROR):
            may_fail.set()
            await until(lambda: bool(caplog.records))
    assert "RuntimeError at " in caplog.text
    assert "secretword" not in caplog.text


async def test_an_answer_that_has_begun_may_take_its_time_and_needs_no_place() -> None:
    more = asyncio.Event()

    async def lines() -> AsyncIterator[bytes]:
        yield b"first "
        await more.wait()
        yield b"last"

    async def streaming(scope: Scope, receive: Receive, send: Send) -> None:
        streams = scope["path"] == "/stream"
        await (StreamingResponse(lines()) if streams else PlainTextResponse("quick"))(scope, receive, send)

    async with client(streaming, at_once=1, answer=SHORT) as asking:
        stream = asyncio.create_task(asking.get("/stream"))
        await asyncio.sleep(SHORT * 2)
        assert (await asking.get("/")).text == "quick"
        more.set()
        assert (await stream).text == "first last"


async def test_a_service_that_stops_takes_nothing_new_but_says_how_it_is() -> None:
    life, kitchen = Life(), Kitchen()
    async with client(kitchen, life=life) as asking:
        begun = asyncio.create_task(asking.post("/", content="begun"))
        await until(lambda: kitchen.working == 1)
        life.stop()
        refused = await asking.post("/", content="new")
        assert (refused.status_code, refused.json()["title"]) == (503, "Stopping")
        assert (refused.headers["connection"], refused.headers["retry-after"]) == ("close", "5")
        kitchen.may_answer.set()
        assert (await begun).text == "begun"
        assert (await asking.get("/healthz")).status_code == 200


async def test_the_questions_of_health_are_answered_however_busy_it_is() -> None:
    kitchen = Kitchen()
    async with client(kitchen, at_once=1) as asking:
        busy = asyncio.create_task(asking.post("/", content="x"))
        await until(lambda: kitchen.working == 1)
        health = asyncio.create_task(asking.get("/readyz"))
        await until(lambda: kitchen.working == 2)
        kitchen.may_answer.set()
        assert [(await busy).status_code, (await health).status_code] == [200, 200]
