"""The services under whichever bundle is live: a promotion is picked up between two requests, and none is dropped.

Each request takes one snapshot and keeps it to its end, so that no reply is mixed of two bundles. The pointer is looked at
a few times a second at most; a new bundle is loaded and verified beside the requests, and only then put in their way.
One that cannot be used is reported, and the bundle before it stays.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock, Thread

from fastapi import FastAPI

from model.assessor import Assessor
from model.bundle import load
from model.errors import AimwellError
from model.prepared import cache_or_none
from model.registry import LIVE, Registry
from model.suggester import Suggester
from model.text_check import TextChecker
from serve.dependencies import Services
from serve.faults import place_of

log = logging.getLogger("aimwell")
LOOK_SECONDS = 0.2
Stamp = tuple[int, int]
NO_POINTER: Stamp = (0, 0)
AFTER_RULES = (
    "a bundle judges now where the rules judged alone; the rules still write the rewrites and find the objectives in running "
    "text until the service is started again"
)
"""What is still missing where no classifier could be used at the start: the rest is made of it."""
Under = Callable[[Services, Path], Services]
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


class Live:
    """Holds the services of now; safe among threads."""

    def __init__(
        self, first: Services, under: Under | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._now = first
        self._under = under or under_bundle
        self._clock = clock
        self._registry: Registry | None = first.registry
        self._stamp = self._stamp_of(first)
        self._next = 0.0
        self._loading = Lock()

    def now(self) -> Services:
        """Return the services for one request."""
        if self._registry is not None and self._clock() >= self._next:
            self._next = self._clock() + LOOK_SECONDS
            if self._look() != self._stamp and self._loading.acquire(blocking=False):
                Thread(target=self._swap, daemon=True, name="aimwell-new-bundle").start()
        return self._now

    def _swap(self) -> None:
        try:
            while (stamp := self._look()) != self._stamp and self._registry is not None:
                self._stamp = stamp  # a bundle that cannot be used is tried once
                try:
                    self._now = self._under(self._now, self._registry.live())
                    log.info("the bundle %s is live", self._now.assessor.bundle)
                except AimwellError as error:
                    log.warning("%s stays live: %s", self._now.assessor.bundle, error)
                except Exception as error:  # noqa: BLE001  (it is looked again at the next promotion)
                    log.error("%s stays live: %s", self._now.assessor.bundle, place_of(error))  # noqa: TRY400
        finally:
            self._loading.release()

    def _stamp_of(self, first: Services) -> Stamp:
        """Return what was seen of the pointer when `first` was made: nothing, where it has been moved since."""
        found = self._look()
        if self._registry is not None and found != NO_POINTER:
            with contextlib.suppress(AimwellError):
                return found if self._registry.live_id() == first.assessor.bundle else NO_POINTER
        return found

    def _look(self) -> Stamp:
        if self._registry is None:
            return NO_POINTER
        try:
            found = (self._registry.folder / LIVE).stat()
        except OSError:
            return NO_POINTER
        return found.st_ino, found.st_mtime_ns


def kept_up(inner: Lifespan) -> Lifespan:
    """Return the app's lifespan with looks at the pointer in it: one of several services may not be asked for hours."""

    @asynccontextmanager
    async def alive(app: FastAPI) -> AsyncIterator[None]:
        async with inner(app):
            looking = asyncio.create_task(_look_on(app.state.live))
            try:
                yield
            finally:
                looking.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await looking

    return alive


async def _look_on(live: Live) -> None:
    while True:
        live.now()
        await asyncio.sleep(LOOK_SECONDS)


def under_bundle(now: Services, folder: Path) -> Services:
    """Return the services with the classifier of another bundle; all that does not judge stays as it is.

    Raises:
        BundleError: when the bundle cannot be used.
    """
    classifier = load(folder, cache=cache_or_none())
    assessor = Assessor(classifier, now.assessor.house)
    similar = now.suggester.similar  # it is searched with the encoder that embedded it, whichever bundle judges
    suggester = Suggester(assessor, now.suggester.generators, similar)
    quick = Suggester(assessor, now.checker.suggester.generators, similar)
    checker = TextChecker(now.checker.detector, quick, now.checker.suggestions, ignored=now.checker.ignored)
    said = AFTER_RULES if now.assessor.classifier is None else now.warning
    return replace(now, assessor=assessor, suggester=suggester, checker=checker, warning=said)
