"""The knee: the highest rate at which every score is answered, and 99 of 100 in time."""

from training.load.generator import put
from training.load.service import Started, started
from training.load.steps.common import Bench, Figures, Say, figures, sustained

CLOSER = 3
"""How often the gap between the last rate that held and the first that did not is halved."""


def knee(bench: Bench, say: Say, first: float, factor: float, seconds: float, most: float) -> Figures:
    """Return the knee and every rate tried: `first`, then each `factor` times the one before, then between the last two.

    A rate that does not hold is tried twice, for a machine has other work too.
    """
    tried: list[Figures] = []
    with started(bench.subject()) as service:
        bench.warmed(service)
        held, failed, now = 0.0, None, first
        while now <= most and failed is None:
            if _holds(bench, service, say, now, seconds, tried):
                held, now = now, now * factor
            else:
                failed = now
        for _ in range(CLOSER if failed is not None else 0):
            assert failed is not None  # noqa: S101  (for the type checker)
            middle = round((held + failed) / 2)
            if middle < 1 or failed - held < max(2.0, 0.04 * failed):
                break
            if _holds(bench, service, say, middle, seconds, tried):
                held = middle
            else:
                failed = middle
    beyond = f", not at {failed:.0f}/s" if failed is not None else f"; nothing above {most:.0f}/s was tried"
    say(f"the knee: {held:.0f}/s held{beyond}")
    return {"knee": held, "beyond": failed, "tried": tried}


def _holds(bench: Bench, service: Started, say: Say, rate: float, seconds: float, tried: list[Figures]) -> bool:
    for seed in (bench.seed, bench.seed + 1):
        done = put(bench.load(service, rate, seconds, seed=seed))
        found = done.summary
        good = sustained(found)
        tried.append({"rate": rate, "held": good, "load": figures(done)})
        say(f"{rate:5.0f}/s: {found}{'' if good else '; did not hold'}")
        if good:
            return True
    return False
