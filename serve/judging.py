"""Judging for many requests at once: their objectives wait in one bounded queue and are judged a few at a time.

Threads of its own judge, so the event loop never does, and what else the service is busy with does not keep them waiting
for a thread.
"""

import asyncio
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from weakref import WeakKeyDictionary

from model.assessor import Assessor
from model.criteria import Objective
from serve.settings import Settings
from serve.turning_away import Crowd
from serve.turns import Asked, Gone, Queue, Tell, Told, Turns


def turns_of(settings: Settings, cores: int | None = None) -> Turns:
    """Return how requests share the judges of one worker: one a core, in each of several workers, too.

    A connection stays with the worker that took it, so one worker may have most of the work, and must not be held to a part
    of the machine.
    """
    judges = cores or os.cpu_count() or 1
    return Turns(
        judges,
        gather=settings.gather_ms / 1000,
        most=settings.queue,
        wait=settings.queue_ms / 1000,
        seconds=settings.request_seconds,
    )


class Judging:
    """The judges, and the queue of each event loop that asks them; a service has one loop."""

    def __init__(self, turns: Turns | None = None, crowd: Crowd | None = None) -> None:
        self.turns = turns or Turns()
        self._crowd = crowd or Crowd()
        self._threads = ThreadPoolExecutor(self.turns.judges, thread_name_prefix="aimwell-judge")
        self._queues: WeakKeyDictionary[asyncio.AbstractEventLoop, Queue] = WeakKeyDictionary()

    @property
    def waiting(self) -> int:
        """How many objectives wait to be judged."""
        return sum(queue.waiting for queue in list(self._queues.values()))

    async def judge(
        self, assessor: Assessor, objectives: Sequence[Objective], as_of: date, tell: Tell[Told], gone: Gone
    ) -> list[Told]:
        """Return what `tell` makes of each objective's assessment, in order; `gone` says whether the client has left.

        Raises:
            Crowded: when too many objectives wait already, or its turn would come too late.
            TookTooLong: when its time was over before its last objective was judged.
            Left: when the client has left; nobody reads it.
            Whatever the assessor or `tell` raises on these objectives.
        """
        loop = asyncio.get_running_loop()
        queue = self._queues.setdefault(loop, Queue(self.turns, self._threads, self._crowd))
        return await queue.join(Asked(assessor, as_of, objectives, tell, gone))

    def close(self) -> None:
        """Let the judges go, once they have finished what they are at."""
        self._threads.shutdown(wait=False)
