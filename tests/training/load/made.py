"""Figures of each step, as they would be kept: small, invented, and of the right shape."""

from dataclasses import asdict
from typing import Any

from training.load.samples import NOT_SENT, Sample, summary, timeline
from training.load.steps.common import Bench
from training.load.steps.soak import TOLERANCE, judged


def load(outcome: str = "503", count: int = 1, took: float = 0.01) -> dict[str, Any]:
    samples = [Sample(n / 10, 0.001, took, "200") for n in range(20)] + [Sample(0, 0, 0.01, outcome, True)] * count
    return {**summary(samples, 2.0).body(), "tool_cpu": 0.1}


FINE = load(count=0)
LINE = timeline([Sample(n / 10, 0, 0.02, "200") for n in range(20)], 2.0, 1.0)
WATCHED = [{"at": 5.0 * n, "rss": 300.0, "pss": 250.0 + n, "files": 40, "threads": 19} for n in range(40)]
FIGURES: dict[str, dict[str, Any]] = {
    "rate": {
        "load": FINE,
        "sustained": True,
        "cores": 1.1,
        "start_seconds": 1.5,
        "footprint": {"pss": 250.0},
        "timeline": LINE,
    },
    "knee": {
        "knee": 320.0,
        "beyond": 330.0,
        "tried": [
            {"rate": 320.0, "held": False, "load": load(count=2)},
            {"rate": 320.0, "held": True, "load": FINE},
            {"rate": 330.0, "held": False, "load": load(took=0.2)},
        ],
    },
    "overload": {
        "rate": 3200.0,
        "knee": 320.0,
        "load": load(count=50),
        "faults": {},
        "unanswered": {"ConnectionResetError": 3},
        "alive": True,
        "after": summary([Sample(0, 0, 0.01, "200")], 1.0).body(),
        "timeline": LINE,
    },
    "rude": {
        "rate": 50.0,
        "got": {"connected, and silent": {"let go without a word": 50}},
        "faults": {},
        "alone": FINE,
        "beside": FINE,
        "alive": False,
        "files": [40, 40],
    },
    "rewrites": {"alone": FINE, "beside": FINE, "rewrites": load(NOT_SENT), "origins": ["rules"], "alive": True},
    "stop": {
        "closed": 0.2,
        "gone": 1.2,
        "code": 0,
        "in_time": True,
        "requests": 500,
        "lost": [],
        "counts": {"200, sent while it was open": 12},
    },
    "soak": {
        "minutes": 20.0,
        "scores": FINE,
        "rewrites": FINE,
        "trends": {name: judged(WATCHED, name) for name in TOLERANCE},
        "alive": True,
        "watched": WATCHED,
        "timeline": LINE,
    },
}
ASKED = {**asdict(Bench()), "rate": 200.0, "seconds": 60.0, "flood": 20.0, "every": 5.0}
