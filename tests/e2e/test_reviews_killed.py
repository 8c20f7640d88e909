"""Imports that are killed at any moment: what was acknowledged is there, and a second run completes the file."""

import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from data.reviews.opening import open_reviews
from model.places import State

pytestmark = pytest.mark.e2e
ROWS = 300
TIMES = 100

SCRIPT = textwrap.dedent(
    """
    import os, signal, sys, time
    from pathlib import Path
    from data.reviews.files.formats import read_reviews
    from data.reviews.importing import take_in
    from data.reviews.opening import open_reviews
    from model.places import State

    plan = Path(sys.argv[1])
    for _ in range(2):  # the first loads what every import needs, the second tells how long one takes
        begun = time.monotonic()
        store = open_reviews(State(Path(sys.argv[2]) / str(begun)))
        take_in(store, read_reviews(plan))
        store.close()
    print("took", time.monotonic() - begun, flush=True)
    for line in sys.stdin:  # each line names an office, whose import starts in a process of its own, ready made
        folder, end = line.split()
        state = State(Path(folder))
        child = os.fork()
        if child == 0:
            store = open_reviews(state)
            say = os.fdopen(os.dup(1), "w")
            done = take_in(store, read_reviews(plan), lambda n: print("stored", n, file=say, flush=True))
            print("done", done.rows, file=say, flush=True)
            signal.pause() if end == "by-a-kill" else os._exit(0)
        print("started", child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)
    """
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.jsonl"
    rows = [
        {
            "text": f"Ana will ring the clinic {n} times",
            "labels": {"specific": True},
            "reviewer": "Bo",
            "source": f"plan {n // 6}",
        }
        for n in range(ROWS)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_a_hundred_kills_lose_nothing_that_was_acknowledged(plan: Path, tmp_path: Path) -> None:
    drawn = random.Random(7)  # noqa: S311
    office, acknowledged, interrupted = 0, 0, 0
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(plan), str(tmp_path / "warm")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        took = float(process.stdout.readline().split()[1])
        for _ in range(TIMES):
            state = State(tmp_path / f"office-{office}")
            process.stdin.write(f"{state.folder} by-a-kill\n")
            process.stdin.flush()
            acknowledged = max(acknowledged, _kill_one(process.stdout, drawn.uniform(0, took)))
            count = _counted(state)
            assert count >= acknowledged
            interrupted += 0 < count < ROWS
            if count == ROWS:  # the next starts from nothing, and is killed sooner: the machine may be quicker now
                office, acknowledged, took = office + 1, 0, took * 0.9
        state = State(tmp_path / f"office-{office}")
        process.stdin.write(f"{state.folder} by-itself\n")
        process.stdin.close()
        last = process.stdout.read().split()
    assert last[last.index("done") + 1] == str(ROWS)
    assert _counted(state) == ROWS
    assert interrupted > TIMES // 10


def _counted(state: State) -> int:
    """Return how many reviews are stored, and that each is stored once."""
    store = open_reviews(state)
    ids = [r.id for r in store.all()]
    store.close()
    assert len(set(ids)) == len(ids)
    return len(ids)


def _kill_one(said: object, after: float) -> int:
    """Kill the import that starts now after so many seconds, and return how many reviews it had acknowledged."""
    words = [str(said.readline()).split()]  # type: ignore[attr-defined]
    while words[-1][0] != "started":
        words.append(str(said.readline()).split())  # type: ignore[attr-defined]
    child = int(words[-1][1])
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    while words[-1][0] != "ended":
        words.append(str(said.readline()).split())  # type: ignore[attr-defined]
    return max((int(w[1]) for w in words if w[0] == "stored"), default=0)
