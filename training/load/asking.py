"""HTTP spoken by hand, so that it is known of each request when its last byte was sent and what came back."""

import asyncio
import contextlib
import time
from dataclasses import dataclass

import h11

from training.load.service import HOST

READ_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: a status with its headers, or none, and in words how the connection ended."""

    status: int | None
    headers: dict[str, str]
    ended: str = ""

    def __str__(self) -> str:
        return self.ended if self.status is None else str(self.status)


class Line:
    """One connection to a service on this machine; open while `open` is true."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._http = h11.Connection(h11.CLIENT)
        self.used = 0

    @classmethod
    async def to(cls, port: int) -> "Line":
        """Connect.

        Raises:
            OSError: when nobody takes the connection.
        """
        return cls(*await asyncio.open_connection(HOST, port))

    @property
    def open(self) -> bool:
        """Whether another request may be sent."""
        return self._http.our_state is h11.IDLE and not self._reader.at_eof()

    async def send(self, path: str, body: bytes) -> float:
        """Send one request; return when its last byte was given to the kernel, on the clock of `time.monotonic`.

        Raises:
            OSError: when the connection is gone.
        """
        head = h11.Request(
            method="POST",
            target=path,
            headers=[
                ("Host", "127.0.0.1"),
                ("Content-Type", "application/json"),
                ("Content-Length", str(len(body))),
            ],
        )
        events = (head, h11.Data(data=body), h11.EndOfMessage())
        self._writer.write(b"".join(self._http.send(event) or b"" for event in events))
        await self._writer.drain()
        self.used += 1
        return time.monotonic()

    async def reply(self) -> Reply:
        """Return the answer to the request sent last."""
        status, headers = None, {}
        while True:
            try:
                event = self._http.next_event()
            except h11.RemoteProtocolError as error:
                return Reply(None, {}, "closed without an answer" if status is None else f"cut short: {error}")
            if event is h11.NEED_DATA:
                try:
                    self._http.receive_data(await self._reader.read(READ_AT_ONCE))
                except OSError as error:
                    return Reply(None, {}, type(error).__name__)
            elif isinstance(event, h11.Response):
                status = event.status_code
                headers = {name.decode(): value.decode("latin-1") for name, value in event.headers}
            elif isinstance(event, h11.EndOfMessage):
                if self._http.our_state is h11.DONE and self._http.their_state is h11.DONE:
                    self._http.start_next_cycle()
                return Reply(status, headers)
            elif isinstance(event, h11.ConnectionClosed):
                return Reply(None, {}, "closed without an answer")

    def drop(self) -> None:
        """Let go of the connection at once."""
        self._writer.transport.abort()

    async def close(self) -> None:
        """Let go of the connection, and wait until it is gone."""
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()


async def listen(reader: asyncio.StreamReader, patience: float) -> Reply:
    """Return what a connection says to whatever was written to it, which need not be HTTP."""
    said = b""
    try:
        async with asyncio.timeout(patience):
            while b"\r\n\r\n" not in said and (piece := await reader.read(READ_AT_ONCE)):
                said += piece
    except TimeoutError:
        return Reply(None, {}, "still open")
    except OSError as error:
        return Reply(None, {}, type(error).__name__)
    words = said.split(b"\r\n", 1)[0].split()
    if len(words) > 1 and words[0].startswith(b"HTTP/") and words[1].isdigit():
        return Reply(int(words[1]), {})
    return Reply(None, {}, "let go without a word" if not said else "something that is no HTTP")
