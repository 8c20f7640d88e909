"""Clients that misbehave: slow, silent, oversized, garbled. None of them may harm the others, or get a 5xx but 503."""

import asyncio
import contextlib
import gzip
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from training.load.asking import Reply, listen
from training.load.service import HOST

PATIENCE = 20.0
"""How long a rude client waits for an answer; the service lets slow ones go after ten seconds."""
TRICKLE = 0.2
"""Seconds between two bytes of a slow client."""
MEGABYTE = 1_000_000
Act = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Rude:
    """One kind of client, and how many of it come at once."""

    what: str
    act: Act
    at_once: int = 1

    async def once(self, port: int) -> Reply:
        """Connect, misbehave, and return what came back."""
        try:
            reader, writer = await asyncio.open_connection(HOST, port)
        except OSError as error:
            return Reply(None, {}, f"no connection: {type(error).__name__}")
        try:
            return await self.act(reader, writer)
        except OSError as error:  # let go while it was still sending
            return Reply(None, {}, f"let go while sending: {type(error).__name__}")
        finally:
            writer.transport.abort()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


def everybody() -> list[Rude]:
    """Return every kind of rude client."""
    return [
        Rude("a byte of the head at a time", _trickling(_head(2), b"{}"), 20),
        Rude("a byte of the body at a time", _trickling(b"", b" " * 500, before=_head(500)), 20),
        Rude("connected, and silent", _sending(b""), 50),
        Rude("half a head, and silent", _sending(_head(2)[:40]), 20),
        Rude("a head without its body, and silent", _sending(_head(400)), 20),
        Rude("gone before the answer", _leaving(_whole(_fine())), 5),
        Rude("says 2 GB are to come", _sending(_head(2_000_000_000) + b"x" * 1000)),
        Rude("sends 5 MB", _flooding(_head(5 * MEGABYTE), 5)),
        Rude("sends 5 MB in chunks without saying so", _flooding(_chunked(), 5, chunked=True)),
        Rude("head of 200 kB", _sending(_head(2, b"X-Long: " + b"y" * 200_000))),
        *(Rude(what, _sending(sent)) for what, sent in _garbled()),
    ]


def _garbled() -> Iterator[tuple[str, bytes]]:
    yield "arrays, 100,000 deep", _whole(b"[" * 100_000)
    yield "objects, 50,000 deep", _whole(b'{"objectives":' * 50_000 + b"1" + b"}" * 50_000)
    yield "an objective that is arrays, 500 deep", _whole(b'{"objectives":[' + b"[" * 500 + b"]" * 500 + b"]}")
    yield "a number of 10,000 digits", _whole(b'{"objectives":[{"text":' + b"9" * 10_000 + b"}]}")
    yield "Latin-1", _whole('{"objectives":[{"text":"Zoë will ring the café"}]}'.encode("latin-1"))
    yield "UTF-16", _whole(_fine().decode().encode("utf-16"))
    yield "half a character", _whole(b'{"objectives":[{"text":"\\ud83d will"}]}')
    yield "a NUL in the text", _whole(b'{"objectives":[{"text":"ring\\u0000me"}]}')
    yield "compressed, and says so", _whole(gzip.compress(_fine()), b"Content-Encoding: gzip")
    yield "an unknown character set", _whole(_fine(), b"X-Y: z", kind=b"application/json; charset=ebcdic-9")
    yield "a longer body than it says", _head(10) + _fine()
    yield "a shorter body than it says", _head(len(_fine()) + 100) + _fine()
    yield "a length below nothing", _head(-5) + _fine()
    yield "a length that is no number", _head(2).replace(b"Content-Length: 2", b"Content-Length: two") + b"{}"
    yield "two lengths", _head(2, b"Content-Length: 3") + b"{}"
    yield "length and chunks at once", _head(2, b"Transfer-Encoding: chunked") + b"2\r\n{}\r\n0\r\n\r\n"
    yield "a chunk of no size", _chunked() + b"zz\r\n{}\r\n"
    yield "TLS where there is none", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200
    yield "no HTTP at all", b"\x00\xff" * 500 + b"\r\n\r\n"
    yield "no host", _head(2).replace(b"Host: 127.0.0.1\r\n", b"") + b"{}"


def _fine() -> bytes:
    return json.dumps({"objectives": [{"text": "Alfie will ring the school by Friday 5 March 2027"}]}).encode()


def _head(length: int, *more: bytes, kind: bytes = b"application/json") -> bytes:
    lines = (
        b"POST /v1/score HTTP/1.1",
        b"Host: 127.0.0.1",
        b"Content-Type: " + kind,
        b"Content-Length: %d" % length,
        *more,
    )
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _chunked() -> bytes:
    return _head(0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")


def _whole(body: bytes, *more: bytes, kind: bytes = b"application/json") -> bytes:
    return _head(len(body), *more, kind=kind) + body


def _sending(sent: bytes) -> Act:
    async def act(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Reply:
        writer.write(sent)
        with contextlib.suppress(OSError):  # it may have answered already
            await writer.drain()
        return await listen(reader, PATIENCE)

    return act


def _trickling(head: bytes, body: bytes, before: bytes = b"") -> Act:
    async def act(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Reply:
        answer = asyncio.create_task(listen(reader, PATIENCE))
        writer.write(before)
        for byte in head + body:
            if answer.done() or writer.transport.is_closing():
                break
            writer.write(bytes([byte]))
            await asyncio.wait({answer}, timeout=TRICKLE)
        return await answer

    return act


def _flooding(head: bytes, megabytes: int, *, chunked: bool = False) -> Act:
    piece = b"x" * MEGABYTE
    sent = b"%x\r\n%s\r\n" % (MEGABYTE, piece) if chunked else piece

    async def act(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Reply:
        answer = asyncio.create_task(listen(reader, PATIENCE))
        writer.write(head)
        with contextlib.suppress(OSError):  # refused before the end, as it should be
            for _ in range(megabytes):
                writer.write(sent)
                await writer.drain()
        return await answer

    return act


def _leaving(sent: bytes) -> Act:
    async def act(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Reply:
        writer.write(sent)
        await writer.drain()
        return Reply(None, {}, "left")

    return act
