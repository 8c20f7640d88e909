"""The front: what stands before Ray's own proxy in its process, so that whatever a client hears is Aimwell's word.

The door and all that it asks stand in the replicas (`serve/door.py`). Ray's proxy speaks for itself in few cases: no
replica is there, one died over a request, or somebody asks for its own addresses. These answers are replaced; and the
headers by which a client could steer the proxy are taken off.
"""

import logging

from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serve.errors import problem, refusal
from serve.faults import place_of
from serve.limits import secured
from serve.refusals import NobodyThere
from serve.watch import NUMBER

log = logging.getLogger("aimwell")

OF_THE_APP = b"content-security-policy"
"""Every answer of the app carries it, and none of the proxy's own."""
PROXYS_OWN = "/-/"
STEERING = frozenset(
    {
        b"x-request-timeout-seconds",
        b"x-request-disconnect-disabled",
        b"x-request-id",
        b"serve-multiplexed-model-id",
        b"x-session-id",
    }
)
"""Headers that Ray's proxy obeys, with their underlines as hyphens."""
_NUMBER = NUMBER.lower().encode()


def middlewares() -> list[Middleware]:
    """Return what Ray is to put before its proxy; it is told of this function by its import path."""
    return [Middleware(Front)]


class Front:
    """ASGI middleware: the outermost, in the process of the proxy."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on to a replica, and see to it that what comes back is Aimwell's answer."""
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"].startswith(PROXYS_OWN):
            await problem(404, "Not Found", "Not Found")(scope, receive, secured(send))
            return
        scope["headers"] = [(name, said) for name, said in scope["headers"] if name.replace(b"_", b"-") not in STEERING]
        answer = _Answer(send)
        try:
            await self.app(scope, receive, answer)
        except Exception as error:  # noqa: BLE001  (Ray's own faults end here; a server would print their words)
            log.error("fault of the proxy: %s", place_of(error))  # noqa: TRY400
        if not answer.begun:
            await refusal(NobodyThere())(scope, receive, secured(send))


class _Answer:
    """A `send` that lets the app's answers through, once numbered, and holds the proxy's own back."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and any(name == OF_THE_APP for name, _ in message["headers"]):
            self.begun = True
            message = {**message, "headers": _numbered_once(message["headers"])}
        if self.begun:
            await self._send(message)


def _numbered_once(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the headers with the app's number of the request only; Ray appends one of its own."""
    seen = False
    kept = []
    for name, said in headers:
        if name.lower() == _NUMBER:
            if seen:
                continue
            seen = True
        kept.append((name, said))
    return kept
