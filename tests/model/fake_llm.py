"""A chat server on this machine that answers, and misbehaves, as it is told."""

import contextlib
import json
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SO_LINGER, SOL_SOCKET
from threading import Event, Thread
from typing import Any

DRIP = 0.02
"""Seconds between two bytes of a reply that drips in."""


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def material(self) -> dict[str, Any]:
        """What the author wrote, out of its fence."""
        given: dict[str, Any] = json.loads(self.body["messages"][1]["content"])
        return given


class FakeLlm(ThreadingHTTPServer):
    """Answers with each of `replies` in turn, and with the last one from then on."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: list[Reply] = []
        self.asked: list[Asked] = []
        self.closing = Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def will(self, *replies: "Reply") -> None:
        self.replies = list(replies)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that hangs up is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: FakeLlm

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.asked.append(Asked(self.path, dict(self.headers), json.loads(self.rfile.read(length))))
        replies = self.server.replies
        (replies.pop(0) if len(replies) > 1 else replies[0])(self)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the name that it has there)
        pass


Reply = Callable[[_Handler], None]


@contextlib.contextmanager
def running() -> Iterator[FakeLlm]:
    """Serve in a thread for as long as the block lasts."""
    with FakeLlm() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()


def completion(content: Any) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def body(sent: bytes, status: int = 200, **headers: str) -> Reply:
    def reply(to: _Handler) -> None:
        to.send_response(status)
        for name, value in headers.items():
            to.send_header(name.replace("_", "-"), value)
        to.send_header("Content-Length", str(len(sent)))
        to.end_headers()
        to.wfile.write(sent)

    return reply


def says(content: Any) -> Reply:
    return body(completion(content))


def rewrites(*marked: str) -> Reply:
    return says(json.dumps({"rewrites": marked}))


def status(code: int, **headers: str) -> Reply:
    return body(b"{}", code, **headers)


def silence(to: _Handler) -> None:
    to.server.closing.wait(5)


def endless_body(to: _Handler) -> None:
    to.send_response(200)
    to.end_headers()
    while True:
        to.wfile.write(b" " * 65_536)


def dripping_headers(to: _Handler) -> None:
    to.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
    _drip(to)


def dripping_body(to: _Handler) -> None:
    to.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
    _drip(to)


def reset(to: _Handler) -> None:
    """Hang up without a goodbye: lingering for no time makes closing a reset."""
    to.connection.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    to.connection.close()


def hang_up(to: _Handler) -> None:
    """Close in the middle of the body."""
    to.wfile.write(b'HTTP/1.0 200 OK\r\nContent-Length: 100\r\n\r\n{"choices"')


def _drip(to: _Handler) -> None:
    while not to.server.closing.wait(DRIP):
        to.wfile.write(b" ")
