"""The feed: pages hear of what happens in a session by server-sent events.

An event tells how things are, and never only what has changed: who was away for one event or twenty hears the newest, and
has missed nothing. So nothing waits in a queue for a slow reader; a reader is woken, and is then told how things are. The
event's id is the revision that it tells of, also after a restart: whoever comes back with it as Last-Event-ID hears only
what is newer.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from threading import Lock

from serve.life import Life
from serve.training.refused import StreamsFull

HEARTBEAT_SECONDS = 15.0
"""A proxy that hears nothing for a minute hangs up; a page that hears nothing for two heartbeats calls again."""
TICK_SECONDS = 1.0
"""How soon a stream notices that the service is to stop."""
RETRY_MS = 1_000
MOST_STREAMS = 300
"""Open at once in one service, which holds 500 connections (`serve/server.py`)."""
MOST_OF_ONE = 4
"""Open at once for one participant: two devices, and a page that is being loaded again."""


class Audience(Enum):
    """Who listens: the people in the room hear of its steps, its facilitators of every answer."""

    PEOPLE = auto()
    FACILITATORS = auto()


@dataclass(frozen=True, slots=True)
class Event:
    """How things are at one revision; `last` says that nothing can follow it."""

    id: str
    name: str
    data: str
    last: bool = False

    def __str__(self) -> str:
        return f"id: {self.id}\nevent: {self.name}\ndata: {self.data}\n\n"


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream, and the loop on which it waits."""

    who: int
    loop: asyncio.AbstractEventLoop
    woken: asyncio.Event = field(default_factory=asyncio.Event)


class Feed:
    """Who listens to which session: `most` streams at once. Told from any thread."""

    def __init__(self, most: int = MOST_STREAMS) -> None:
        self._most = most
        self._listeners: dict[tuple[str, Audience], set[Listener]] = {}
        self._lock = Lock()

    def tell(self, code: str, audience: Audience) -> None:
        """Wake everybody who listens."""
        with self._lock:
            waiting = list(self._listeners.get((code, audience), ()))
        for listener in waiting:
            with contextlib.suppress(RuntimeError):  # its loop has ended, and it with it
                listener.loop.call_soon_threadsafe(listener.woken.set)

    def people(self, code: str) -> frozenset[int]:
        """Return which participants have a page open."""
        return self.listened().get(code, frozenset())

    def listened(self) -> dict[str, frozenset[int]]:
        """Return the sessions that anybody listens to, and which participants have a page of each open."""
        with self._lock:
            found: dict[str, frozenset[int]] = {code: frozenset() for code, _ in self._listeners}
            for (code, audience), listeners in self._listeners.items():
                if audience is Audience.PEOPLE:
                    found[code] = frozenset(listener.who for listener in listeners)
        return found

    def check_room(self, code: str, audience: Audience, who: int) -> None:
        """See whether another stream can be opened.

        Raises:
            StreamsFull: when it cannot.
        """
        with self._lock:
            all_of_them = sum(map(len, self._listeners.values()))
            of_one = sum(listener.who == who for listener in self._listeners.get((code, audience), ()))
        if all_of_them >= self._most or of_one >= MOST_OF_ONE:
            raise StreamsFull

    @contextlib.contextmanager
    def listening(self, code: str, audience: Audience, who: int) -> Iterator[Listener]:
        """Listen for as long as the block lasts; facilitators hear of participants who come and go."""
        listener = Listener(who, asyncio.get_running_loop())
        with self._lock:
            self._listeners.setdefault((code, audience), set()).add(listener)
        if audience is Audience.PEOPLE:
            self.tell(code, Audience.FACILITATORS)
        try:
            yield listener
        finally:
            with self._lock:
                left = self._listeners[code, audience]
                left.discard(listener)
                if not left:
                    del self._listeners[code, audience]
            if audience is Audience.PEOPLE:
                self.tell(code, Audience.FACILITATORS)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a stream speaks: events at least `gap` seconds apart, and a heartbeat after so much silence."""

    gap: float = 0.0
    heartbeat: float = HEARTBEAT_SECONDS
    tick: float = TICK_SECONDS


async def stream(
    listener: Listener, newest: Callable[[], Awaitable[Event]], heard: str | None, life: Life, pace: Pace
) -> AsyncIterator[str]:
    """Yield how things are whenever they are not as `heard`, until the last event or until the service stops."""
    yield f"retry: {RETRY_MS}\n\n"
    spoken = time.monotonic()
    while not life.stopping:
        listener.woken.clear()
        event = await newest()
        if event.id != heard:
            heard, spoken = event.id, time.monotonic()
            yield str(event)
        if event.last:
            return
        await _paused(pace.gap, life, pace.tick)
        while not (life.stopping or await _woken(listener, pace.tick)):
            if time.monotonic() - spoken >= pace.heartbeat:
                spoken = time.monotonic()
                yield ": still here\n\n"
                break  # and look again: what another process deleted wakes nobody


async def _woken(listener: Listener, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await listener.woken.wait()
    except TimeoutError:
        return False
    return True


async def _paused(seconds: float, life: Life, tick: float) -> None:
    until = time.monotonic() + seconds
    while not life.stopping and (left := until - time.monotonic()) > 0:
        await asyncio.sleep(min(left, tick))
