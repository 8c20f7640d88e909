"""What happens in a training session at other processes: other workers of this machine, and replicas on others.

They share nothing but the store. Each says there who has a page open with it, and looks a few times a second whether the
sessions that somebody here listens to have come further; then whoever listens is woken. Where nobody listens nothing is asked.
"""

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from starlette.concurrency import run_in_threadpool

from data.training.rows import Revision
from data.training.store import TrainingStore
from model.errors import TrainingNotKept
from serve.training.feed import Audience, Feed
from serve.training.routine import again_and_again

log = logging.getLogger("aimwell")

LOOK_SECONDS = 0.3
SAID_AGAIN_SECONDS = 5.0
"""How often a process says again who has a page open with it."""
GONE_AFTER = timedelta(seconds=15)
"""A process that has said nothing for so long is gone, and its pages with it. The machines' clocks may differ by less."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """How a session was when it was last looked at."""

    revision: Revision
    people: frozenset[int]


class Elsewhere:
    """The other processes of one service, as far as the training room is concerned."""

    def __init__(self, store: TrainingStore, feed: Feed, clock: Callable[[], float] = time.monotonic) -> None:
        self.process = secrets.token_hex(8)
        self._store = store
        self._feed = feed
        self._clock = clock
        self._said: Mapping[str, frozenset[int]] = {}
        self._say_again = 0.0
        self._seen: dict[str, _Seen] = {}
        self._complained = False

    def people(self, code: str) -> frozenset[int]:
        """Return who has a page of a session open at another process.

        Raises:
            TrainingNotKept: when the store cannot be read.
        """
        return self._store.present(code, self._store.now() - GONE_AFTER, self.process)

    def look(self) -> None:
        """Say who has a page open here, and wake whoever listens to a session that has come further.

        Raises:
            TrainingNotKept: when the store cannot be used.
        """
        listened = self._feed.listened()
        self._say({code: people for code, people in listened.items() if people})
        self._seen = {code: seen for code, seen in self._seen.items() if code in listened}
        for code in listened:
            now = _Seen(self._store.revision(code), self.people(code))
            before = self._seen.get(code)
            self._seen[code] = now
            if before is None or before.revision.moves != now.revision.moves:
                self._feed.tell(code, Audience.PEOPLE)
            if before != now:
                self._feed.tell(code, Audience.FACILITATORS)

    def leave(self) -> None:
        """Say that nobody has a page open here any more.

        Raises:
            TrainingNotKept: when the store cannot be used.
        """
        self._say({})

    async def watch(self, over: asyncio.Event) -> None:
        """Look again and again until it is over, then take leave of the others where the store lets us."""
        await again_and_again(self._look, LOOK_SECONDS, over)
        with contextlib.suppress(TrainingNotKept):
            await run_in_threadpool(self.leave)

    def _look(self) -> None:
        """Look; a store that cannot be used is complained of once, and looked at again."""
        try:
            self.look()
            self._complained = False
        except TrainingNotKept as error:
            if not self._complained:
                log.warning("%s", error)
            self._complained = True

    def _say(self, people: Mapping[str, frozenset[int]]) -> None:
        due = bool(people) and self._clock() >= self._say_again
        if people != self._said or due:
            self._store.say_present(self.process, people)
            self._said = people
            self._say_again = self._clock() + SAID_AGAIN_SECONDS
