"""Judges of objectives that can be held up, and requests to them, for the tests of judging and of its queue."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import date
from threading import Event
from typing import cast

from model.assessor import Assessor
from model.criteria import Assessment, Objective
from serve.judging import Judging

DAY = date(2027, 3, 1)


class Bench:
    """An assessor that tells what it was given, in which batches, and waits while it is held."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.free = Event()
        self.free.set()

    def assess(self, objectives: Sequence[Objective], as_of: date) -> list[Assessment]:
        self.batches.append([o.text for o in objectives])
        assert self.free.wait(5)
        if any(o.text == "poison" for o in objectives):
            raise ValueError("about secretword")
        return [cast("Assessment", f"judged {o.text} as of {as_of}") for o in objectives]


class Slow(Bench):
    """An assessor that takes twenty milliseconds an objective."""

    def assess(self, objectives: Sequence[Objective], as_of: date) -> list[Assessment]:
        time.sleep(0.02 * len(objectives))
        return super().assess(objectives, as_of)


def as_it_is(assessment: Assessment, objective: Objective) -> str:
    return f"{objective.text}: {assessment}"


async def here() -> bool:
    return False


async def ask(judging: Judging, bench: Bench, *texts: str, gone: Callable[[], object] = here) -> list[str]:
    objectives = [Objective(text) for text in texts]
    return await judging.judge(cast("Assessor", bench), objectives, DAY, as_it_is, gone)  # type: ignore[arg-type]


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not so():
            await asyncio.sleep(0.001)
