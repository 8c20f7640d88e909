"""From starting to stopping: a service is ready once it has judged and rewritten something, and until it is told to stop."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from enum import StrEnum
from threading import Event, Thread

from fastapi import FastAPI

from model.criteria import Objective
from model.suggester import Suggester
from serve.faults import place_of

log = logging.getLogger("aimwell")

FIRST = Objective("John will stop disrupting the class")
"""What is judged first; it is in nobody's plan."""


class Stage(StrEnum):
    """Where a service is in its life."""

    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"
    STOPPING = "stopping"


class Life:
    """The stage of one service; set from its threads and from a signal, read by every request."""

    def __init__(self) -> None:
        self._stage = Stage.STARTING
        self._warm = Event()

    @property
    def stage(self) -> Stage:
        """The stage that it is in."""
        return self._stage

    @property
    def stopping(self) -> bool:
        """True from the moment at which it was told to stop."""
        return self._stage is Stage.STOPPING

    def start(self) -> None:
        """Begin; a service that was stopped may begin anew."""
        self._stage = Stage.STARTING
        self._warm.clear()

    def warmed(self, *, judges: bool) -> None:
        """Say that the first objective was judged, or that it could not be."""
        if not self.stopping:
            self._stage = Stage.READY if judges else Stage.FAILED
        self._warm.set()

    def stop(self) -> None:
        """Take nothing new from now on."""
        self._stage = Stage.STOPPING

    def wait_until_warm(self, seconds: float) -> bool:
        """Wait for the first objective; return whether it was over in time."""
        return self._warm.wait(seconds)


def lifespan(life: Life, suggester: Suggester) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Return the app's lifespan: it warms up beside the first requests, which are answered meanwhile, only slower."""

    @asynccontextmanager
    async def alive(_: FastAPI) -> AsyncIterator[None]:
        life.start()
        # A daemon, because a service that is stopped while it starts must not wait for it.
        Thread(target=_warm_up, args=(life, suggester), daemon=True, name="aimwell-warm-up").start()
        yield
        life.stop()

    return alive


def _warm_up(life: Life, suggester: Suggester) -> None:
    """Judge and rewrite once, so that whatever loads at first use is loaded; a connected language model is not asked."""
    own = [generator for generator in suggester.generators if generator.origin != "llm"]
    try:
        Suggester(suggester.assessor, own, suggester.similar).suggest(FIRST, 1, date.today())  # noqa: DTZ011
    except Exception as error:  # noqa: BLE001  (whatever it is, /readyz says so, and the log where)
        log.error("the first objective could not be judged: %s", place_of(error))  # noqa: TRY400
        life.warmed(judges=False)
    else:
        life.warmed(judges=True)
