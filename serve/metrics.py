"""What a monitor may count: how many, how long, by whom judged; never what was asked, nor by whom."""

from collections.abc import Iterator

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    Metric,
    ProcessCollector,
    generate_latest,
)

from model.criteria import Engine

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""From one objective under the rules to the longest rewrite that is waited for."""


class Metrics:
    """The figures of one service, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        own = self._registry
        self._requests = Counter("aimwell_requests", "Requests answered.", ("method", "route", "status"), registry=own)
        self._seconds = Histogram(
            "aimwell_request_seconds", "How long answers took.", ("route",), buckets=SECONDS, registry=own
        )
        self.in_flight = Gauge("aimwell_requests_in_flight", "Requests under way.", registry=own)
        self.judged = Counter(
            "aimwell_objectives_judged", "Objectives judged by /v1/score and /v1/rewrite.", registry=own
        )
        self.rewrites = Counter(
            "aimwell_rewrites", "Rewrites proposed by /v1/rewrite, by who wrote them.", ("origin",), registry=own
        )
        self.waiting = Gauge("aimwell_objectives_waiting", "Objectives that wait to be judged.", registry=own)
        self.turned_away = Gauge(
            "aimwell_turned_away", "Requests refused unread since the start, every place being taken.", registry=own
        )
        self._ready = Gauge("aimwell_ready", "1 when requests may be sent here.", registry=own)
        self._engine = Info("aimwell_engine", "Who judges.", registry=own)

    def answered(self, method: str, route: str, status: str, seconds: float) -> None:
        """Count one answer; `route` is an address's template, `status` is "none" where the client left before it."""
        self._requests.labels(method, route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self, *, engine: Engine, bundle: str | None, ready: bool, process: str | None = None) -> bytes:
        """Return the figures as Prometheus reads them, text format 0.0.4.

        One of several processes says which it is: a monitor that asks at their common port meets now this one, now that.
        """
        self._engine.info({"engine": engine.value, "bundle": bundle or ""})
        self._ready.set(ready)
        return generate_latest(self._registry if process is None else _Named(self._registry, process))


class _Named(CollectorRegistry):
    """The figures of a registry, each with the name of the process."""

    def __init__(self, figures: CollectorRegistry, process: str) -> None:
        super().__init__()
        self._figures = figures
        self._process = process

    def collect(self) -> Iterator[Metric]:
        """Give every figure, labelled."""
        for metric in self._figures.collect():
            metric.samples = [s._replace(labels={**s.labels, "process": self._process}) for s in metric.samples]
            yield metric
