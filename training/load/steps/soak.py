"""A long steady load: memory, open files and threads must be as flat at the end as at the beginning."""

import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from training.load.bodies import Asked
from training.load.generator import load
from training.load.samples import timeline
from training.load.service import started
from training.load.steps.common import Bench, Figures, Say, figures
from training.load.trend import trend

SETTLED = 0.25
"""The first quarter is left out of the trend: caches fill, and threads are begun when they are first needed."""
TOLERANCE = {"rss": 0.01, "pss": 0.01, "files": 0.05, "threads": 0.05}
"""The share of its middle by which a figure may rise over the time watched and still count as flat."""
SAID_EVERY = 60.0


def soak(
    bench: Bench, say: Say, minutes: float, scores: float = 50.0, rewrite_every: float = 5.0, sample_every: float = 5.0
) -> Figures:
    """Return what the service took of the machine over `minutes`, and the trend of each figure."""
    seconds = minutes * 60
    with started(bench.subject()) as service:
        bench.warmed(service)
        watched: list[dict[str, Any]] = []
        rewriting = bench.load(service, 1 / rewrite_every, seconds, Asked.REWRITE, spacing="fixed", in_flight=8)
        with load(bench.load(service, scores, seconds)) as scoring, load(rewriting) as beside:
            began = last = time.monotonic()
            while (at := time.monotonic() - began) < seconds:
                watched.append({"at": at, **asdict(service.footprint())})
                if time.monotonic() - last >= SAID_EVERY:
                    last = time.monotonic()
                    say(f"{at / 60:5.1f} min: {_now(watched[-1])}")
                time.sleep(max(0.0, began + len(watched) * sample_every - time.monotonic()))
            scored, rewritten = scoring.wait(), beside.wait()
        alive = service.alive
    found = {name: judged(watched, name) for name in TOLERANCE}
    say(f"scores:   {scored.summary}")
    say(f"rewrites: {rewritten.summary}")
    for name, said in found.items():
        unit = "MB" if name in ("rss", "pss") else ""
        say(
            f"{name:8} {said['middle']:.1f} {unit} in the middle, slope {said['slope']:+.2f} {unit} an hour "
            f"(95 %: {said['low']:+.2f} to {said['high']:+.2f}): {'flat' if said['flat'] else 'NOT flat'}"
        )
    return {
        "minutes": minutes,
        "scores": figures(scored),
        "rewrites": figures(rewritten),
        "trends": found,
        "alive": alive,
        "watched": watched,
        "timeline": timeline(scored.samples, seconds, max(1.0, seconds / 60)),
    }


def judged(watched: Sequence[dict[str, Any]], name: str) -> Figures:
    """Return the trend of one figure once it has settled, and whether it is flat."""
    rows = watched[int(len(watched) * SETTLED) :]
    line = trend([row["at"] for row in rows], [row[name] for row in rows])
    return {**asdict(line), "flat": line.flat(TOLERANCE[name] * line.middle)}


def _now(row: dict[str, Any]) -> str:
    return f"{row['rss']:.0f} MB resident, {row['files']} files, {row['threads']} threads"
