"""A steady rate of scores: how long an answer takes, and whether any fails."""

from dataclasses import asdict

from training.load.generator import put
from training.load.samples import timeline
from training.load.service import started
from training.load.steps.common import Bench, Figures, Say, figures, sustained


def rate(bench: Bench, say: Say, per_second: float, seconds: float) -> Figures:
    """Return latency and errors at `per_second` scores a second."""
    with started(bench.subject()) as service:
        bench.warmed(service)
        cpu = service.cpu_seconds()
        done = put(bench.load(service, per_second, seconds))
        cpu = service.cpu_seconds() - cpu
        found = done.summary
        say(f"{found}; {'sustained' if sustained(found) else 'NOT sustained'}")
        say(
            f"the service took {cpu / seconds:.2f} cores, the load tool {done.cpu / seconds:.2f}, "
            f"and was {found.lag_p99:.1f} ms late at p99"
        )
        return {
            "load": figures(done),
            "sustained": sustained(found),
            "cores": cpu / seconds,
            "start_seconds": service.start_seconds,
            "footprint": asdict(service.footprint()),
            "timeline": timeline(done.samples, seconds, max(1.0, seconds / 60)),
        }
