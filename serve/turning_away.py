"""Turning away at the port: when nobody can be taken in, a request is refused before anything of it is parsed.

Parsing, checking and refusing a request costs a fifth of judging one, so a flood of ten times what a service can do would
leave it no time to do anything. Here a refusal costs a hundredth. How the service is may be asked all the same.
"""

import re
import secrets
from dataclasses import dataclass

from serve.access import HEALTH
from serve.errors import refusal
from serve.limits import SECURITY_HEADERS
from serve.refusals import Crowded

ALWAYS = tuple(f"{method} {path}".encode() for method in ("GET", "HEAD", "OPTIONS") for path in HEALTH)
SCORES = b"POST /v1/score"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,9})[ \t]*(?:\r\n|$)", re.IGNORECASE)


@dataclass(slots=True)
class Crowd:
    """Whether a service takes nobody in, and how many were turned away for it.

    There may be `no_place` (its admission says so), or `no_turn` for a score soon enough (the queue of its judges does).
    """

    no_place: bool = False
    no_turn: bool = False
    turned_away: int = 0

    def turns_away(self, data: bytes, *, no_room: bool = False) -> bool:
        """Say whether a request that begins like this is refused; `no_room` is true of too many connections."""
        if self.no_place or no_room:
            return not data.startswith(ALWAYS)
        return self.no_turn and data.startswith(SCORES)


def is_whole(data: bytes) -> bool:
    """Say whether this is one request from its first byte to its last, so that another may follow on its connection."""
    head, end, body = data.partition(b"\r\n\r\n")
    if not end or b"transfer-encoding" in head.lower():
        return False
    length = _LENGTH.search(head)
    return len(body) == (int(length[1]) if length else 0)


def refused(*, stays: bool) -> bytes:
    """Return the answer, as it goes over the wire; a connection that does not stay is to be closed after it."""
    parts = _STAYS if stays else _CLOSES
    return secrets.token_hex(8).encode().join(parts)


def _answer(connection: str) -> tuple[bytes, bytes]:
    """Return the answer before and after its number: the one that `Admission` gives, headers and all."""
    told = refusal(Crowded())
    own = [(name.decode(), value.decode()) for name, value in told.raw_headers]
    headers = [*own, *SECURITY_HEADERS.items(), ("Connection", connection)]
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 503 Service Unavailable\r\n{lines}X-Request-ID: ".encode(), b"\r\n\r\n" + bytes(told.body)


_STAYS, _CLOSES = _answer("keep-alive"), _answer("close")
