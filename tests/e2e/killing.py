"""Children of a warm parent, which run for real and are killed at seeded random moments."""

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

SEED = 7


def times(usual: int) -> int:
    """Return how often to kill: `AIMWELL_KILLS` where it is set (`make kill-hundred`), else what CI has the time for."""
    return int(os.environ.get("AIMWELL_KILLS", usual))


def in_child(work: Callable[[], object], said: Path, *, kill_after: float | None = None) -> tuple[float, int]:
    """Run `work` in a child that is ready made, and kill it after so many seconds; return how long it ran, and its status.

    What it raises and prints goes to the file `said`. A child that has finished before is let go.
    """
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        _become(work, said)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return time.monotonic() - begun, os.waitstatus_to_exitcode(status)


def moments(count: int) -> list[float]:
    """Return so many seeded random moments of a span that lasts from 0 to 1."""
    drawn = random.Random(SEED)  # noqa: S311
    return [drawn.random() for _ in range(count)]


def _become(work: Callable[[], object], said: Path) -> None:
    code = 1
    try:
        output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(output, 1)
        os.dup2(output, 2)
        work()
        code = 0
    except BaseException as error:  # noqa: BLE001  (nothing of the parent's may run in the child)
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(code)
