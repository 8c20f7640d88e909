"""Rude clients beside a steady load of scores: what each of them got, and whether the others noticed."""

import asyncio
import time
from collections import Counter

from training.load.generator import load, put
from training.load.rude_clients import Rude, everybody
from training.load.service import started
from training.load.steps.common import Bench, Figures, Say, figures

PAUSE = 0.2
"""Seconds between two turns of a client that is answered at once."""
Got = dict[str, Counter[str]]


def rude(bench: Bench, say: Say, scores: float, seconds: float) -> Figures:
    """Return what each kind of rude client got over `seconds`, and the scores' latency alone and beside them."""
    with started(bench.subject()) as service:
        bench.warmed(service)
        files_before = service.footprint().files
        alone = put(bench.load(service, scores, seconds))
        with load(bench.load(service, scores, seconds)) as scoring:
            got = asyncio.run(_misbehave(service.port, seconds))
            beside = scoring.wait()
        alive, files_after = service.alive, service.footprint().files
    for what, replies in got.items():
        say(f"{what:40} {', '.join(f'{n} {outcome}' for outcome, n in replies.most_common())}")
    faults = {what: dict(r) for what, r in got.items() if any(_fault(outcome) for outcome in r)}
    say(f"scores alone:  {alone.summary}")
    say(f"scores beside: {beside.summary}")
    say(
        f"afterwards it {'answers' if alive else 'IS GONE'}, with {files_after} files open ({files_before} before); "
        f"5xx other than 503, or held on to: {faults or 'none'}"
    )
    return {
        "rate": scores,
        "got": {what: dict(replies) for what, replies in got.items()},
        "faults": faults,
        "alone": figures(alone),
        "beside": figures(beside),
        "alive": alive,
        "files": [files_before, files_after],
    }


def _fault(outcome: str) -> bool:
    """Say whether a reply to a rude client is the service's fault."""
    return (outcome.startswith("5") and outcome != "503") or outcome == "still open"


async def _misbehave(port: int, seconds: float) -> Got:
    """Have every kind of rude client come again and again until the time is over."""
    until = time.monotonic() + seconds
    got: Got = {one.what: Counter() for one in everybody()}

    async def come_again(one: Rude) -> None:
        while time.monotonic() < until:
            got[one.what][str(await one.once(port))] += 1
            await asyncio.sleep(PAUSE)

    async with asyncio.TaskGroup() as crowd:
        for one in everybody():
            for _ in range(one.at_once):
                crowd.create_task(come_again(one))
    return got
