"""The process that puts the load on, started and heard from here; nothing of it comes into this one."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace

from model.errors import AimwellError
from training.load.limits import check_address, check_size
from training.load.samples import Sample, Summary, summary
from training.load.spec import Load

OVER_TIME = 60.0
"""Seconds beyond a load's own and its patience after which its process is given up."""


class LoadFailed(AimwellError):
    """The process that puts the load on ended without its samples."""


@dataclass(frozen=True, slots=True)
class Done:
    """A load that is over; `cpu` is the seconds of processor time that putting it on took."""

    samples: list[Sample]
    seconds: float
    cpu: float

    @property
    def summary(self) -> Summary:
        """Its figures."""
        return summary(self.samples, self.seconds)


class Running:
    """A load under way in processes of its own."""

    def __init__(self, load: Load, processes: int) -> None:
        self._load = load
        self._started = [_start(part) for part in _parts(load, processes)]

    def wait(self) -> Done:
        """Return what came of the load, once it is over.

        Raises:
            LoadFailed: when there are no samples.
        """
        samples, cpu = [], 0.0
        for process in self._started:
            try:
                out, said = process.communicate(timeout=self._load.seconds + self._load.patience + OVER_TIME)
            except subprocess.TimeoutExpired:
                raise LoadFailed(f"the load did not end {OVER_TIME:g} s after its time") from None
            if process.returncode != 0:
                raise LoadFailed(f"the load ended with {process.returncode}: {said.strip().splitlines()[-1:]}")
            told = json.loads(out)
            samples += [Sample(*row) for row in told["samples"]]
            cpu += told["cpu"]
        return Done(sorted(samples, key=lambda s: s.due), self._load.seconds, cpu)

    def stop(self) -> None:
        """End what is still under way."""
        for process in self._started:
            if process.poll() is None:
                process.kill()
            process.communicate()


@contextmanager
def load(asked: Load, processes: int = 1) -> Iterator[Running]:
    """Begin a load and go on beside it; what is under way at the end is ended.

    With several `processes` each takes its share of the rate: two Poisson processes are together one.

    Raises:
        LoadRefused: when it is not on this machine, or out of bounds.
    """
    check_address(asked.address)
    check_size(asked.rate, asked.seconds, asked.at_most)
    running = Running(asked, processes)
    try:
        yield running
    finally:
        running.stop()


def put(asked: Load, processes: int = 1) -> Done:
    """Put a load on a service and return what came of it."""
    with load(asked, processes) as running:
        return running.wait()


def _parts(whole: Load, processes: int) -> list[Load]:
    if processes == 1 or whole.clients is not None:
        return [whole]
    rate, flight = whole.rate / processes, max(1, whole.in_flight // processes)
    return [replace(whole, rate=rate, in_flight=flight, seed=whole.seed + i) for i in range(processes)]


def _start(part: Load) -> "subprocess.Popen[str]":
    # Its standard error is a pipe that is read at the end only, and holds one traceback at most.
    process = subprocess.Popen(
        [sys.executable, "-m", "training.load.arrivals"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None  # noqa: S101  (a pipe was asked for)
    process.stdin.write(json.dumps(asdict(part)))
    process.stdin.close()
    process.stdin = None  # else communicate would flush it
    return process
