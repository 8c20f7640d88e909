"""How long each stage of a long command takes, and the cores it may use."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from typing import TypeVar

Row = TypeVar("Row")
Answer = TypeVar("Answer")
MOST_CORES = 4
"""Above so many, what Python does by itself (one thread at a time) is all that is left."""


class Stages:
    """The seconds of each stage, in the order in which they began; a stage that comes again adds to its own."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def during(self, stage: str) -> Iterator[None]:
        """Count the time that passes here as that of a stage."""
        begun = time.monotonic()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.monotonic() - begun

    @property
    def total(self) -> float:
        """The seconds of all stages together."""
        return sum(self.seconds.values())

    def __str__(self) -> str:
        return ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in self.seconds.items())


def shared_out(work: Callable[[Sequence[Row]], Answer], rows: Sequence[Row], cores: int | None = None) -> list[Answer]:
    """Return what `work` makes of as many parts of the rows as there are cores, in order; one part where there are none.

    The cores are those that this process may use, unless told.
    """
    count = max(1, min(cores or len(os.sched_getaffinity(0)), MOST_CORES, len(rows)))
    ends = [len(rows) * part // count for part in range(count + 1)]
    parts = [rows[start:end] for start, end in pairwise(ends)]
    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(work, parts))
