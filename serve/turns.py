"""The queue in which objectives wait to be judged, and the turns that requests take in it.

One of two hundred objectives is judged a handful at a time, between those that ask for one. Whatever need not be judged any
more is not: the client has left, the request was given up, its time is over.
"""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from model.assessor import Assessor
from model.criteria import Assessment, Objective
from serve.pace import Pace
from serve.refusals import Crowded, Left, TookTooLong
from serve.turning_away import Crowd

Told = TypeVar("Told")
Tell = Callable[[Assessment, Objective], Told]
Gone = Callable[[], Awaitable[bool]]
LONG = 0.05
"""Seconds in the queue after which it is asked whether the client is still there."""


@dataclass(frozen=True, slots=True)
class Turns:
    """How requests share the judges.

    `judges` threads take up to `together` objectives at a time; a batch that is not full waits up to `gather` seconds for
    others to join. `most` objectives may wait, and nobody longer than about `wait` seconds for a first turn, or than
    `together` objectives take. When a turn first comes later than that, nobody is refused for `burst` seconds: a machine
    that was held up for a moment soon has caught up, and once nobody waits that counts anew. A request lives for `seconds`.
    """

    judges: int = 2
    together: int = 8
    gather: float = 0.0
    most: int = 1000
    wait: float = 0.1
    burst: float = 0.25
    seconds: float = 30.0


class Asked(Generic[Told]):
    """One request: what is to be judged, how each is told, and what has been told so far."""

    def __init__(
        self, assessor: Assessor, as_of: date, objectives: Sequence[Objective], tell: Tell[Told], gone: Gone
    ) -> None:
        loop = asyncio.get_running_loop()
        self.since = loop.time()
        self.answer: asyncio.Future[list[Told]] = loop.create_future()
        self.gone = gone
        self._assessor, self._as_of, self._tell = assessor, as_of, tell
        self._objectives = objectives
        self._taken = 0
        self._told: dict[int, Told] = {}

    @property
    def left(self) -> int:
        """How many of its objectives nobody has taken yet."""
        return len(self._objectives) - self._taken

    @property
    def missing(self) -> int:
        """How many of its objectives have not been judged yet."""
        return len(self._objectives) - len(self._told)

    def take(self, most: int) -> "Part[Told]":
        """Give its next objectives to a judge, `most` at most."""
        begun, self._taken = self._taken, min(self._taken + most, len(self._objectives))
        return Part(self, begun, self._objectives[begun : self._taken])

    def judge(self, objectives: Sequence[Objective]) -> list[Told]:
        """Return what is told of some of its objectives; called in a judge's thread."""
        assessed = self._assessor.assess(objectives, self._as_of)
        return [self._tell(a, o) for a, o in zip(assessed, objectives, strict=True)]

    def hear(self, begun: int, told: Sequence[Told]) -> None:
        """Take what was told of the objectives from `begun` on; answer when nothing is missing."""
        self._told.update(enumerate(told, begun))
        if len(self._told) == len(self._objectives) and not self.answer.done():
            self.answer.set_result([self._told[i] for i in range(len(self._objectives))])

    def fail(self, error: Exception) -> None:
        """Answer that it cannot be judged, unless it was answered."""
        if not self.answer.done():
            self.answer.set_exception(error)


@dataclass(frozen=True, slots=True)
class Part(Generic[Told]):
    """The objectives of one request that one judge has taken, from `begun` on."""

    asked: Asked[Told]
    begun: int
    objectives: Sequence[Objective]

    def judge(self) -> "list[Told] | Exception":
        """Return what is told of them, or why nothing can be: one request's fault is no other's."""
        try:
            return self.asked.judge(self.objectives)
        except Exception as error:  # noqa: BLE001  (raised again where the request waits)
            return error

    def hand_over(self, told: "list[Told] | Exception") -> None:
        """Give the request what was told."""
        if isinstance(told, Exception):
            self.asked.fail(told)
        else:
            self.asked.hear(self.begun, told)


class Queue:
    """Who waits, on one event loop, and the judging of them in turns."""

    def __init__(self, turns: Turns, threads: ThreadPoolExecutor, crowd: Crowd) -> None:
        self.turns = turns
        self._threads = threads
        self._crowd = crowd
        self._queue: deque[Asked[Any]] = deque()
        self._at_work = 0
        self._works: set[asyncio.Task[None]] = set()
        self._under_way: set[Asked[Any]] = set()
        self._long_since: float | None = None
        self._pace = Pace(turns.judges)

    @property
    def waiting(self) -> int:
        """How many objectives nobody has taken yet."""
        return sum(asked.left for asked in self._queue)

    async def join(self, asked: Asked[Told]) -> list[Told]:
        """Return the answer, once it was this request's turn often enough."""
        self._check_room(asked.left)
        self._queue.append(asked)
        self._under_way.add(asked)
        self._pace.begin(asked.since)
        self._tell()
        if self._at_work < self.turns.judges:
            self._at_work += 1
            work = asyncio.create_task(self._work())
            self._works.add(work)
            work.add_done_callback(self._works.discard)
        try:
            return await asked.answer
        finally:
            self._under_way.discard(asked)
            self._tell()

    def _check_room(self, more: int) -> None:
        """Refuse what would find too much before it; whoever comes to an empty queue is taken, however much they bring."""
        waiting = self.waiting
        if waiting and (waiting + more > self.turns.most or self._turn_comes_late()):
            raise Crowded(math.ceil(waiting / self._pace.a_second))

    def _turn_comes_late(self) -> bool:
        """Say whether one more would find too much before it: of each request, what is judged before another has its turn."""
        before = sum(min(asked.missing, self.turns.together) for asked in self._under_way)
        if not self._queue or before <= max(self.turns.together, self.turns.wait * self._pace.a_second):
            return False
        now = asyncio.get_running_loop().time()
        if self._long_since is None:
            self._long_since = now
        return now - self._long_since >= self.turns.burst

    def _tell(self) -> None:
        """Say at the door whether one more would be refused."""
        self._crowd.no_turn = self._turn_comes_late()

    async def _work(self) -> None:
        """Judge batch after batch until nobody waits."""
        try:
            while self._queue:
                await self._gather()
                if parts := await self._next():
                    await self._judge(parts)
        finally:
            self._at_work -= 1  # in the same breath as the last look at the queue: whoever comes next starts another
            if not self._at_work:
                self._pace.rest()
                self._long_since = None
                self._tell()

    async def _judge(self, parts: Sequence[Part[Any]]) -> None:
        """Have a judge take a batch; whatever happens, everybody in it is told."""
        loop = asyncio.get_running_loop()
        try:
            told = await loop.run_in_executor(self._threads, _judged, parts)
        except RuntimeError as error:  # the judges have gone home
            told = [error] * len(parts)
        self._pace.done(sum(len(part.objectives) for part in parts), loop.time())
        for part, heard in zip(parts, told, strict=True):
            part.hand_over(heard)

    async def _gather(self) -> None:
        """Wait for others to join, no longer than the one that has waited longest may be kept."""
        left = self._queue[0].since + self.turns.gather - asyncio.get_running_loop().time()
        if left > 0 and self.waiting < self.turns.together:
            await asyncio.sleep(left)

    async def _next(self) -> list[Part[Any]]:
        """Take the next batch off the queue; a request of which more is left goes to the queue's end."""
        parts: list[Part[Any]] = []
        room = self.turns.together
        for _ in range(len(self._queue)):
            if not room or not self._queue:
                break
            asked = self._queue.popleft()
            if await self._wanted(asked):
                parts.append(asked.take(room))
                room -= len(parts[-1].objectives)
                if asked.left:
                    self._queue.append(asked)
        return parts

    async def _wanted(self, asked: Asked[Any]) -> bool:
        """Say whether somebody still waits for the answer; tell the one who has waited too long."""
        waited = asyncio.get_running_loop().time() - asked.since
        if waited > self.turns.seconds:
            asked.fail(TookTooLong(self.turns.seconds))
        elif waited > LONG and not asked.answer.done() and await _has_left(asked):
            asked.fail(Left())
        return not asked.answer.done()


async def _has_left(asked: Asked[Any]) -> bool:
    """Say whether a client has left; one that cannot even be asked has."""
    try:
        return await asked.gone()
    except Exception:  # noqa: BLE001  (a server's own, and no reason to keep others waiting)
        return True


def _judged(parts: Sequence[Part[Any]]) -> list[Any]:
    return [part.judge() for part in parts]
