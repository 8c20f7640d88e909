"""SIGTERM under load: what was sent while the door was open is answered, and the process ends in time.

A client's request counts as admitted when its last byte was given to the kernel before the listening socket was closed.
Connections that are refused afterwards, and requests on old connections that the service has let go of, are no failures:
HTTP lets a server end a connection that is kept open, and the client asks elsewhere.
"""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from training.load.asking import Line
from training.load.bodies import Asked, bodies
from training.load.processes import listening
from training.load.samples import quantiles
from training.load.schedule import Spacing, arrivals
from training.load.service import Started, started
from training.load.steps.common import Bench, Figures, Say

MOST_SECONDS = 10.0
"""From SIGTERM to the end of the process."""
WATCH_EVERY = 0.002
GIVE_UP = 30.0


@dataclass(frozen=True, slots=True)
class Sent:
    """A request; times are seconds from SIGTERM, negative before it. `sent` is None where there was no connection."""

    sent: float | None
    ended: float
    outcome: str
    kept_open: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """How a service stopped: seconds from SIGTERM until its door was closed, and until it was gone; its exit code."""

    closed: float
    gone: float
    code: int | None
    requests: Sequence[Sent]

    @property
    def lost(self) -> list[Sent]:
        """The requests that were sent while the door was open, and never answered."""
        return [r for r in self.requests if r.sent is not None and r.sent < self.closed and not r.outcome.isdigit()]

    def counts(self) -> dict[str, int]:
        """Return how many requests fared how, from SIGTERM on: by outcome, and whether the door was still open."""

        def named(one: Sent) -> str:
            if one.sent is None:
                return "no connection"
            return f"{one.outcome}, sent {'while it was open' if one.sent < self.closed else 'after it was closed'}"

        return dict(sorted(Counter(named(r) for r in self.requests if r.ended >= 0).items()))


def stop(bench: Bench, say: Say, per_second: float, before: float) -> Figures:
    """Return how a service stops after `before` seconds under `per_second` scores a second."""
    with started(bench.subject()) as service:
        bench.warmed(service)
        found = asyncio.run(_stop(service, per_second, before, bench))
    lost = found.lost
    took = quantiles(r.ended - r.sent for r in found.requests if r.sent is not None and r.outcome == "200")
    say(
        f"from SIGTERM to the closed door {found.closed:.2f} s, to the end {found.gone:.2f} s with exit code {found.code}; "
        f"{len(lost)} admitted requests lost"
    )
    say(f"{len(found.requests)} requests at {per_second:g}/s, 200s: {took}")
    say("from SIGTERM on: " + ("; ".join(f"{n} {what}" for what, n in found.counts().items()) or "nothing"))
    for one in lost:
        kind = "a connection kept open" if one.kept_open else "a new connection"
        say(f"LOST: sent {(one.sent or 0) * 1000:+.0f} ms from SIGTERM on {kind}: {one.outcome}")
    return {
        "rate": per_second,
        "closed": found.closed,
        "gone": found.gone,
        "code": found.code,
        "in_time": found.gone <= MOST_SECONDS,
        "requests": len(found.requests),
        "lost": [asdict(one) for one in lost],
        "counts": found.counts(),
    }


class _Callers:
    """Sends scores over connections that are kept open, and over new ones where all of those are busy."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[Line] = []
        self._bodies = bodies(Asked.SCORE)
        self.made: list[tuple[float | None, float, str, bool]] = []

    async def ask(self, number: int) -> None:
        sent: float | None = None
        line = self._taken()
        kept = line is not None
        try:
            async with asyncio.timeout(GIVE_UP):
                line = line or await Line.to(self._port)
                sent = await line.send(Asked.SCORE, self._bodies[number % len(self._bodies)])
                said = str(await line.reply())
        except TimeoutError:
            said = "no answer in time"
        except OSError as error:
            said = type(error).__name__
        self.made.append((sent, time.monotonic(), said, kept))
        if line is not None and line.open:
            self._idle.append(line)
        elif line is not None:
            await line.close()

    def _taken(self) -> Line | None:
        while self._idle:
            line = self._idle.pop()
            if line.open:
                return line
            line.drop()
        return None

    async def close(self) -> None:
        for line in self._idle:
            await line.close()


async def _stop(service: Started, per_second: float, before: float, bench: Bench) -> Stopped:
    callers = _Callers(service.port)
    due = arrivals(per_second, before + MOST_SECONDS, Spacing(bench.spacing), bench.seed)
    gone = asyncio.Event()
    sending = asyncio.create_task(_send(callers, due.tolist(), gone))
    await asyncio.sleep(before)
    told = time.monotonic()
    service.process.send_signal(signal.SIGTERM)
    closed, ended = await _watch(service, told)
    gone.set()
    await sending
    await callers.close()
    requests = [Sent(s if s is None else s - told, at - told, said, kept) for s, at, said, kept in callers.made]
    return Stopped(closed, ended, service.process.poll(), requests)


async def _send(callers: _Callers, due: Sequence[float], gone: asyncio.Event) -> None:
    begin = asyncio.get_running_loop().time()
    under_way = set()
    for number, at in enumerate(due):
        await asyncio.sleep(max(0.0, begin + at - asyncio.get_running_loop().time()))
        if gone.is_set():
            break
        task = asyncio.create_task(callers.ask(number))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    await asyncio.gather(*under_way)


async def _watch(service: Started, told: float) -> tuple[float, float]:
    """Return the seconds from `told` at which the door was last seen open, and at which the process was gone."""
    last_open = told
    while service.process.poll() is None and time.monotonic() - told < GIVE_UP:
        before = time.monotonic()
        if listening(service.port):
            last_open = before
        await asyncio.sleep(WATCH_EVERY)
    return last_open - told, time.monotonic() - told
