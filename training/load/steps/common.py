"""What the steps share: how a service is asked for, warmed, and loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from training.load.generator import Done, put
from training.load.samples import Summary
from training.load.service import Started, Subject, aimwell
from training.load.spec import Load

Say = Callable[[str], None]
Figures = dict[str, Any]
WARM_RATE, WARM_SECONDS = 40.0, 3.0
MOST_P99 = 50.0
"""Milliseconds: what a score may take at a rate that counts as sustained."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What every step is given: `workers` of the service, `spacing` and `seed` of arrivals, requests `in_flight` at most.

    `at_once` is the limit that the service is told; `warm` the seconds of a little load first, which counts for nothing.
    """

    workers: int = 2
    spacing: str = "poisson"
    seed: int = 7
    in_flight: int = 256
    at_once: int | None = None
    warm: float = WARM_SECONDS

    def subject(self) -> Subject:
        """Return the service as it is put under load; `at_once` is its own limit of requests under way."""
        more = {} if self.at_once is None else {"AIMWELL_AT_ONCE": str(self.at_once)}
        return aimwell(self.workers, **more)

    def load(self, service: Started, rate: float, seconds: float, path: str = "/v1/score", **more: Any) -> Load:
        """Return a load on a service."""
        asked = {"spacing": self.spacing, "seed": self.seed, "in_flight": self.in_flight, **more}
        return Load(service.address, rate, seconds, path, **asked)

    def warmed(self, service: Started) -> Started:
        """Put a little load on a service, which counts for nothing: what loads at first use is loaded."""
        if self.warm:
            put(self.load(service, WARM_RATE, self.warm, seed=self.seed + 1000))
        return service


def figures(done: Done) -> Figures:
    """Return a load's figures as they are kept, with the processor time that the load tool itself took."""
    return {**done.summary.body(), "tool_cpu": done.cpu}


def sustained(found: Summary, most_p99: float = MOST_P99) -> bool:
    """Say whether a service kept up: every request was answered, and p99 is within bounds."""
    return not found.errors and found.p99 <= most_p99
