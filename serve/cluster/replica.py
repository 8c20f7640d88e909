"""One replica: the whole service in a process that Ray started, minus the socket."""

import asyncio
import math
import time
from dataclasses import replace
from threading import Thread

from fastapi import FastAPI

from model.errors import AimwellError
from serve.app import create_app, wire
from serve.cluster.shared import Shared, called_off, check_shared
from serve.cluster.size import RESERVED_CORES
from serve.dependencies import Services
from serve.hosts import is_loopback
from serve.judging import Judging, turns_of
from serve.life import Stage
from serve.logs import configure
from serve.settings import Settings

LOOK_SECONDS = 0.5
JUDGES = math.ceil(RESERVED_CORES)
"""A replica judges on the cores that Ray gives it; how many there are on other machines is nothing to it."""
WARM_WITHIN = 120.0
"""Seconds: a disk that is busy while several replicas start takes its time."""


class NotReady(AimwellError):
    """A replica may not be sent requests."""


class Replica:
    """The service for some of the requests. Its `__call__` is the app, which Ray puts there.

    Raises:
        NotShared: when this machine lacks what every replica must have.
    """

    def __init__(self, settings: Settings, shared: Shared, wired: Services | None = None) -> None:
        check_shared(settings, shared)
        wanted = settings.log or ("off" if is_loopback(settings.host) else "info")
        configure(requests=wanted == "info")
        self.wired = replace(wired or wire(settings), judging=Judging(replace(turns_of(settings), judges=JUDGES)))
        self._shared = shared

    def __serve_build_asgi_app__(self) -> FastAPI:
        """Return the app; Ray asks once and runs its lifespan."""
        Thread(target=self._watch, daemon=True, name="aimwell-called-off").start()
        return create_app(self.wired)

    async def check_health(self) -> None:
        """Say whether requests may be sent here; the first time once something was judged.

        Raises:
            NotReady: when they may not; Ray puts another replica in this one's place.
        """
        life = self.wired.life
        if life.stage is Stage.STARTING:
            await asyncio.to_thread(life.wait_until_warm, WARM_WITHIN)
        if life.stage not in (Stage.READY, Stage.STOPPING):
            raise NotReady(f"it is {life.stage.value}")

    def _watch(self) -> None:
        """Take nothing new once the service is taken down: Ray would wait for streams, which do not end by themselves."""
        while not called_off(self.wired.settings, self._shared):
            time.sleep(LOOK_SECONDS)
        self.wired.life.stop()
