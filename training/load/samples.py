"""What came of the requests of one load: one sample each, and the figures that are made of all of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

REFUSED = 503
NOT_SENT = "not sent"
"""The outcome of a request that was due while as many as may be were in flight."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One request; times are seconds.

    `due` counts from the beginning of the load; `late` is how much later than due it was begun, which is the load tool's own
    lag; `took` counts from the moment at which it was due. `outcome` is the status, or in words why there was none.
    """

    due: float
    late: float
    took: float
    outcome: str
    retry_after: bool = False

    @property
    def answered(self) -> bool:
        """Whether it got what it asked for."""
        return self.outcome == "200"


@dataclass(frozen=True, slots=True)
class Quantiles:
    """How long requests took, in milliseconds; every request is in them."""

    p50: float
    p95: float
    p99: float
    most: float

    def __str__(self) -> str:
        return f"p50 {self.p50:.1f} ms, p95 {self.p95:.1f} ms, p99 {self.p99:.1f} ms, most {self.most:.0f} ms"


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one load.

    `offered` requests a second were due and `served` a second were answered 200. `latency` and `begun` are of those
    answered, from when they were due and from when they were begun; None where none was. `errors` is everything else than 200
    by outcome, `not sent` among them; `without_retry_after` counts the 503s that do not say when to come again. `lag_p99` is
    how late the load tool itself began, in milliseconds.
    """

    requests: int
    seconds: float
    offered: float
    served: float
    latency: Quantiles | None
    begun: Quantiles | None
    outcomes: Mapping[str, int]
    without_retry_after: int
    lag_p99: float

    @property
    def errors(self) -> dict[str, int]:
        """What was not answered 200, by outcome."""
        return {outcome: count for outcome, count in self.outcomes.items() if outcome != "200"}

    @property
    def p99(self) -> float:
        """The 99th percentile of latency in milliseconds; infinite where nothing was answered."""
        return float("inf") if self.latency is None else self.latency.p99

    def body(self) -> dict[str, Any]:
        """Return the figures as JSON holds them."""
        return asdict(self)

    @classmethod
    def of_body(cls, body: Mapping[str, Any]) -> "Summary":
        """Return the figures that `body` gave; what is kept beside them is passed over."""
        quantiles = {k: None if body[k] is None else Quantiles(**body[k]) for k in ("latency", "begun")}
        own = {field.name: body[field.name] for field in fields(cls)}
        return cls(**{**own, **quantiles})

    def __str__(self) -> str:
        errors = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.errors.items())) or "no error"
        return (
            f"{self.offered:.0f}/s offered, {self.served:.0f}/s served: {self.latency or 'nothing answered'}; {errors}"
        )


def quantiles(took: Iterable[float]) -> Quantiles | None:
    """Return the percentiles of times in seconds; None where there are none."""
    times = np.fromiter(took, dtype=float) * 1000
    if not times.size:
        return None
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    return Quantiles(float(p50), float(p95), float(p99), float(times.max()))


def summary(samples: Sequence[Sample], seconds: float) -> Summary:
    """Return the figures of a load that was due over `seconds`."""
    answered = [s for s in samples if s.answered]
    lag = quantiles(s.late for s in samples if s.outcome != NOT_SENT)
    return Summary(
        requests=len(samples),
        seconds=seconds,
        offered=len(samples) / seconds,
        served=len(answered) / seconds,
        latency=quantiles(s.took for s in answered),
        begun=quantiles(s.took - s.late for s in answered),
        outcomes=dict(sorted(Counter(s.outcome for s in samples).items())),
        without_retry_after=sum(s.outcome == str(REFUSED) and not s.retry_after for s in samples),
        lag_p99=0.0 if lag is None else lag.p99,
    )


def timeline(samples: Sequence[Sample], seconds: float, step: float) -> list[dict[str, Any]]:
    """Return the figures of each `step` seconds of a load, by when its requests were due."""
    edges = np.arange(0.0, seconds, step)
    found = []
    for begin in edges:
        within = [s for s in samples if begin <= s.due < begin + step]
        took = quantiles(s.took for s in within if s.answered)
        figures = {"p50": None, "p99": None} if took is None else {"p50": took.p50, "p99": took.p99}
        found.append({"at": float(begin), "requests": len(within), **figures})
    return found
