"""Admission: how many requests are under way at once, and how long a body and an answer may take.

What takes long, rewrites and whole plans, has a part of the places only, so that a flood of it leaves room for the rest.
What is admitted is finished. A thread that works on an answer cannot be stopped, so a request that took too long is
answered at once but keeps its place until its work ends: places count work, and not patience.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serve.access import HEALTH
from serve.errors import refusal
from serve.faults import place_of
from serve.life import Life
from serve.refusals import BodyTooSlow, Crowded, Refusal, Stopping, TookTooLong
from serve.turning_away import Crowd

log = logging.getLogger("aimwell")


LONG_WORK = ("/v1/rewrite", "/v1/plans/")
"""What the addresses begin with that work for a second or more."""
OF_THE_PLACES = 4
"""One place in so many may be taken by long work."""


@dataclass(frozen=True, slots=True)
class Patience:
    """`at_once` requests may be under way; a body may take `body_seconds`, the beginning of an answer `request_seconds`."""

    at_once: int
    body_seconds: float
    request_seconds: float


class Admission:
    """ASGI middleware: admits a request once its body is there, while there is room and the service is not stopping."""

    def __init__(self, app: ASGIApp, life: Life, patience: Patience, crowd: Crowd | None = None) -> None:
        self.app = app
        self._life = life
        self._patience = patience
        self._crowd = crowd or Crowd()
        self._all = _Places(patience.at_once)
        self._long = _Places(max(1, patience.at_once // OF_THE_PLACES))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it; how the service is may be asked at any time."""
        if scope["type"] != "http" or scope["path"] in HEALTH:
            await self.app(scope, receive, send)
            return
        try:
            body = await self._body(receive)
            if body is not None:
                await self._answer(scope, _replayed(body, receive), send)
        except Refusal as error:
            await refusal(error)(scope, receive, send)

    async def _body(self, receive: Receive) -> bytes | None:
        """Return the whole body; None where the client has left."""
        if self._life.stopping:
            raise Stopping
        pieces = []
        try:
            async with asyncio.timeout(self._patience.body_seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    pieces.append(message.get("body", b""))
                    if not message.get("more_body", False):
                        return b"".join(pieces)
        except TimeoutError:
            raise BodyTooSlow(self._patience.body_seconds) from None

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        leave = self._enter(scope["path"])
        answer = _Answer(send, leave)
        work = asyncio.create_task(self._work(scope, receive, answer))
        work.add_done_callback(lambda _: leave())
        try:
            await asyncio.wait({work}, timeout=self._patience.request_seconds)
        except asyncio.CancelledError:
            work.cancel()
            raise
        if not work.done() and not answer.begun:
            answer.given_up = True
            work.add_done_callback(_note)
            raise TookTooLong(self._patience.request_seconds)
        await work

    async def _work(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)

    def _enter(self, path: str) -> Callable[[], None]:
        """Take a place, and return how to give it back, which may be said twice."""
        places = [self._all, self._long] if path.startswith(LONG_WORK) else [self._all]
        if not all(place.free for place in places):
            raise Crowded
        for place in places:
            place.free -= 1
        self._crowd.no_place = not self._all.free

        def leave() -> None:
            while places:
                places.pop().free += 1
            self._crowd.no_place = not self._all.free

        return leave


@dataclass(slots=True)
class _Places:
    """How many more requests of a kind may be under way."""

    free: int


class _Answer:
    """A `send` that knows whether the answer has begun. What has begun needs no place: a stream may stay open for hours."""

    def __init__(self, send: Send, leave: Callable[[], None]) -> None:
        self._send = send
        self._leave = leave
        self.begun = False
        self.given_up = False

    async def __call__(self, message: Message) -> None:
        if self.given_up:
            return  # the client has been told
        self.begun = True
        self._leave()
        await self._send(message)


def _note(work: asyncio.Task[None]) -> None:
    """Log the fault of work that nobody waits for any more."""
    if not work.cancelled() and (error := work.exception()) is not None:
        log.error("fault after its time: %s", place_of(error))


def _replayed(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
