import asyncio
from collections.abc import Awaitable, Callable

import pytest

from training.load.asking import Line, listen

Peer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def served(peer: Peer) -> tuple[asyncio.Server, int]:
    server = await asyncio.start_server(peer, "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1]


def saying(*replies: bytes) -> Peer:
    """Return a peer that says these, one a request, and closes."""

    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for reply in replies:
            await reader.readuntil(b"{}")
            writer.write(reply)
            await writer.drain()
        writer.close()

    return peer


FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


async def test_two_requests_go_over_one_connection() -> None:
    server, port = await served(saying(FINE, FINE))
    async with server:
        line = await Line.to(port)
        for _ in range(2):
            await line.send("/v1/score", b"{}")
            assert str(await line.reply()) == "200"
        assert line.used == 2
        await line.close()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (b"", "closed without an answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}", "cut short"),
    ],
)
async def test_an_answer_that_never_came_or_came_in_part_is_no_answer(said: bytes, found: str) -> None:
    server, port = await served(saying(said))
    async with server:
        line = await Line.to(port)
        await line.send("/v1/score", b"{}")
        reply = await line.reply()
        assert reply.status is None
        assert found in str(reply)
        await line.close()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (b"HTTP/1.1 413 Too large\r\n\r\n", "413"),
        (b"", "let go without a word"),
        (b"220 ready\r\n\r\n", "something that is no HTTP"),
    ],
)
async def test_what_a_rude_client_hears_is_told_in_words(said: bytes, found: str) -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(said)
    reader.feed_eof()
    assert str(await listen(reader, 1)) == found


async def test_a_connection_that_stays_open_is_said_to() -> None:
    assert str(await listen(asyncio.StreamReader(), 0.01)) == "still open"
