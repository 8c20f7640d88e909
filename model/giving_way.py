"""Work that gives way: threads of a lower priority, for what takes long beside what somebody waits for."""

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import get_native_id
from typing import TypeVar

Made = TypeVar("Made")
NICE = 10
"""On Linux a thread of this niceness gets a tenth of a core that another thread wants, and all of one that none does."""


def giving_way(make: Callable[[], Made]) -> Made:
    """Return what `make` makes in a thread of lower priority; the threads that it starts there keep that priority.

    For libraries that compute in threads of their own and hold no lock meanwhile. Where threads have no priority of
    their own, as outside Linux, it is made all the same.
    """
    with ThreadPoolExecutor(1, initializer=_lower) as thread:
        return thread.submit(make).result()


def _lower() -> None:
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, get_native_id(), NICE)
