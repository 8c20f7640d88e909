"""The watch over every request: a number for it, a figure, a line in the log where that is wanted, and no way past it.

Whatever fails behind it is answered and noted here, without a word of what was asked: a server's own report of an error
would print its message, which may quote a plan.
"""

import asyncio
import logging
import secrets
import time

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serve.access import rule_for
from serve.errors import fault, refusal
from serve.limits import secured
from serve.metrics import Metrics
from serve.refusals import Stopping

log = logging.getLogger("aimwell.requests")
NUMBER = "X-Request-ID"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""A method may be any word that a client likes."""


class Watch:
    """ASGI middleware: the outermost."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and see to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.monotonic()
        seen = _Seen(send)
        with self._metrics.in_flight.track_inprogress():
            await self._answered(scope, receive, secured(seen), seen)
        method = scope["method"] if scope["method"] in METHODS else "other"
        route, seconds = route_of(scope), time.monotonic() - begun
        self._metrics.answered(method, route, seen.status, seconds)
        facts = {"method": method, "route": route, "status": seen.status, "ms": round(seconds * 1000, 1)}
        log.info("request", extra={"facts": {**facts, "request": seen.number}})

    async def _answered(self, scope: Scope, receive: Receive, send: Send, seen: "_Seen") -> None:
        try:
            await self.app(scope, receive, send)
        except asyncio.CancelledError:  # the time that a stopping service has is over
            if seen.begun:
                raise
            await refusal(Stopping())(scope, receive, send)
        except Exception as error:  # noqa: BLE001  (this is where every fault of the service ends)
            response = fault(error)
            if not seen.begun:
                await response(scope, receive, send)


class _Seen:
    """A `send` that numbers the answer and remembers its status."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.number = secrets.token_hex(8)
        self.status = "none"

    @property
    def begun(self) -> bool:
        return self.status != "none"

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = str(message["status"])
            MutableHeaders(scope=message)[NUMBER] = self.number
        await self._send(message)


def route_of(scope: Scope) -> str:
    """Return the template of the address that was asked for, never the address itself."""
    template = getattr(scope.get("route"), "path", None)
    return template if isinstance(template, str) else rule_for(scope["path"]).path
