"""What is said at the port of a service that is full, over a real connection to uvicorn's protocol."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import h11
import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from serve.server import DEAF_SECONDS, patient
from serve.turning_away import Crowd, is_whole, refused

BODY = b'{"objectives": []}'
SCORE = b"POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY


async def heard(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(f"heard {scope['path']}")(scope, receive, send)


@dataclass(frozen=True)
class Port:
    number: int
    crowd: Crowd


@asynccontextmanager
async def serving(most: int = 500) -> AsyncIterator[Port]:
    crowd = Crowd()
    config = uvicorn.Config(heard, http=patient(5.0, crowd, most), ws="none", lifespan="off", log_config=None)
    config.load()
    state = ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: config.http_protocol_class(config=config, server_state=state, app_state={}),  # type: ignore[call-arg]
        "127.0.0.1",
        0,
    )
    yield Port(server.sockets[0].getsockname()[1], crowd)
    server.close()
    for connection in list(state.connections):  # one that is not listened to has not heard that its client has left
        connection.transport.close()
    await server.wait_closed()


@pytest.fixture
async def port() -> AsyncIterator[Port]:
    async with serving() as made:
        yield made


async def answer(reader: asyncio.StreamReader) -> bytes:
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    return head + await reader.readexactly(length)


async def test_a_full_service_refuses_and_hears_the_next_on_the_same_connection(port: Port) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port.number)
    port.crowd.no_place = True
    writer.write(SCORE)
    told = await answer(reader)
    assert told.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: 1" in told.lower()
    assert b"application/problem+json" in told
    port.crowd.no_place = False
    writer.write(SCORE)
    assert b"heard /v1/score" in await answer(reader)
    assert port.crowd.turned_away == 1
    writer.close()


async def test_one_that_asks_again_at_once_is_not_heard_for_a_while(port: Port) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port.number)
    port.crowd.no_turn = True
    writer.write(SCORE)
    await answer(reader)
    begun = asyncio.get_running_loop().time()
    writer.write(SCORE)
    assert (await answer(reader)).startswith(b"HTTP/1.1 503 ")
    assert asyncio.get_running_loop().time() - begun > DEAF_SECONDS / 2
    writer.close()


async def test_beyond_so_many_connections_whoever_asks_is_let_go() -> None:
    async with serving(most=2) as port:
        first, kept = await asyncio.open_connection("127.0.0.1", port.number)
        second, gone = await asyncio.open_connection("127.0.0.1", port.number)
        gone.write(SCORE)
        told = await answer(second)
        assert told.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after" in told.lower()
        assert await second.read() == b"", "one that stays would keep the place of another"
        kept.write(SCORE)
        assert b"heard /v1/score" in await answer(first)
        for writer in (kept, gone):
            writer.close()


async def test_half_a_request_is_refused_and_its_connection_closed(port: Port) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port.number)
    port.crowd.no_place = True
    writer.write(SCORE[:-3])
    assert (await answer(reader)).startswith(b"HTTP/1.1 503 ")
    assert await reader.read() == b""
    writer.close()


async def test_a_request_that_was_begun_is_heard_out(port: Port) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port.number)
    writer.write(SCORE[:30])
    await asyncio.sleep(0.05)
    port.crowd.no_place = True
    writer.write(SCORE[30:])
    assert b"heard /v1/score" in await answer(reader)
    writer.close()


async def test_how_the_service_is_may_be_asked_all_the_same(port: Port) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port.number)
    port.crowd.no_place = True
    writer.write(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert b"heard /readyz" in await answer(reader)
    writer.close()


@pytest.mark.parametrize("stays", [True, False])
def test_the_answer_is_one_that_a_client_can_read(stays: bool) -> None:
    client = h11.Connection(h11.CLIENT)
    client.send(h11.Request(method="GET", target="/", headers=[("Host", "localhost")]))
    client.send(h11.EndOfMessage())
    client.receive_data(refused(stays=stays))
    head = client.next_event()
    assert isinstance(head, h11.Response)
    headers = dict(head.headers)
    assert head.status_code == 503
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert len(headers[b"x-request-id"]) == 16
    body = client.next_event()
    assert isinstance(body, h11.Data)
    assert b"ask again" in body.data
    assert isinstance(client.next_event(), h11.EndOfMessage)
    assert (client.their_state is h11.MUST_CLOSE) is not stays


@given(st.binary(max_size=60), st.integers(0, 70))
def test_a_request_is_whole_when_all_of_its_body_is_there_and_no_more(body: bytes, said: int) -> None:
    head = f"POST / HTTP/1.1\r\nHost: localhost\r\ncontent-LENGTH: {said}\r\nAccept: */*".encode()
    assert is_whole(head + b"\r\n\r\n" + body) is (len(body) == said)
    assert not is_whole(head)


def test_a_body_in_chunks_is_never_taken_for_whole() -> None:
    assert not is_whole(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")


def test_where_there_is_no_place_only_the_questions_of_health_are_never_turned_away() -> None:
    for crowd, no_room in ((Crowd(no_place=True), False), (Crowd(), True)):
        assert not crowd.turns_away(b"GET /healthz HTTP/1.1", no_room=no_room)
        assert crowd.turns_away(b"GET / HTTP/1.1", no_room=no_room)
        assert crowd.turns_away(b"", no_room=no_room)


def test_where_scores_have_no_turn_nothing_else_is_turned_away() -> None:
    crowd = Crowd(no_turn=True)
    assert crowd.turns_away(SCORE)
    for other in (
        b"GET / HTTP/1.1",
        b"POST /v1/rewrite HTTP/1.1",
        b"POST /v1/reviews HTTP/1.1",
        b"GET /metrics HTTP/1.1",
    ):
        assert not crowd.turns_away(other)


def test_a_service_with_room_turns_nobody_away() -> None:
    assert not Crowd().turns_away(SCORE)
