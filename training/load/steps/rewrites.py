"""A flood of rewrites beside scores: rewrites are heavy, and must not starve them."""

import json
import time
import urllib.request

from training.load.bodies import Asked, bodies
from training.load.generator import load, put
from training.load.service import Started, started
from training.load.steps.common import Bench, Figures, Say, figures

HEAD_START = 1.0


def rewrites(bench: Bench, say: Say, scores: float, flood: float, seconds: float, in_flight: int) -> Figures:
    """Return the latency of `scores` a second alone, and beside `flood` rewrites a second."""
    with started(bench.subject()) as service:
        bench.warmed(service)
        origins = _origins(service)
        alone = put(bench.load(service, scores, seconds))
        say(f"scores alone:           {alone.summary}")
        asked = bench.load(service, flood, seconds + 2 * HEAD_START, Asked.REWRITE, in_flight=in_flight)
        with load(asked) as flooding:
            time.sleep(HEAD_START)
            beside = put(bench.load(service, scores, seconds))
            flooded = flooding.wait()
        say(f"scores beside rewrites: {beside.summary}")
        say(f"the rewrites:           {flooded.summary} (written by: {', '.join(origins) or 'nobody'})")
        return {
            "rate": scores,
            "flood": flood,
            "alone": figures(alone),
            "beside": figures(beside),
            "rewrites": figures(flooded),
            "origins": origins,
            "alive": service.alive,
        }


def _origins(service: Started) -> list[str]:
    """Return who writes rewrites on this machine: the rules alone where nobody has prepared the model."""
    found: set[str] = set()
    for body in bodies(Asked.REWRITE)[:8]:
        asked = urllib.request.Request(  # noqa: S310
            f"{service.address}{Asked.REWRITE}", data=body, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(asked, timeout=30) as reply:  # noqa: S310
            found |= {suggestion["origin"] for suggestion in json.load(reply)["suggestions"]}
    return sorted(found)
