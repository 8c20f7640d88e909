"""Two workers on one port: they share the weights, one that dies is replaced, and they stop together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import httpx
import pytest

from model.mapped_encoder import WEIGHTS
from tests.e2e.service import free_port, wait_for

pytestmark = pytest.mark.e2e
JOHN = {"objectives": [{"text": "John will stop disrupting the class"}]}
CLIENTS = 4
EXIT_WITHIN = 10.0
WITHIN = 20.0


@dataclass(frozen=True)
class Parent:
    """The process that watches over the workers, and where they answer."""

    process: subprocess.Popen[bytes]
    address: str

    def workers(self) -> dict[int, str]:
        """Return what each worker that has mapped the weights has in its memory."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
        mapped = {}
        for child in map(int, children):
            with contextlib.suppress(OSError):
                mapped[child] = Path(f"/proc/{child}/maps").read_text(encoding="utf-8")
        return {child: maps for child, maps in mapped.items() if WEIGHTS in maps}


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[Parent]:
    port = free_port()
    settings = {
        "AIMWELL_WORKERS": "2",
        "AIMWELL_PORT": str(port),
        "AIMWELL_CACHE": str(tmp_path / "cache"),
        "AIMWELL_STATE": str(tmp_path / "state"),
        "AIMWELL_KEYS": str(tmp_path / "no-keys.json"),
        "AIMWELL_ISOLATED": "true",
        "AIMWELL_RATE": "1000000",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "serve.cli", "serve"], stdout=subprocess.DEVNULL, env={**os.environ, **settings}
    )
    started = Parent(process, f"http://127.0.0.1:{port}")
    try:
        wait_for(started.address, process)
        until(lambda: len(started.workers()) == 2)
        yield started
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        process.wait(EXIT_WITHIN)


def until(so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + WITHIN
    while not so():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def asked(address: str) -> int:
    """Return the status of one score, asked on a connection of its own; 0 where there was no answer."""
    try:
        return httpx.post(f"{address}/v1/score", json=JOHN, timeout=WITHIN).status_code
    except httpx.TransportError:
        return 0


def test_they_map_the_same_weights(parent: Parent) -> None:
    files = [
        {line.split()[-1] for line in maps.splitlines() if line.endswith(WEIGHTS)} for maps in parent.workers().values()
    ]
    assert len(files) == 2
    assert files[0] == files[1]
    assert asked(parent.address) == 200


def test_an_answer_leaves_at_once(parent: Parent) -> None:
    with httpx.Client() as client:
        seconds = []
        for _ in range(20):
            begun = time.perf_counter()
            client.get(f"{parent.address}/healthz")
            seconds.append(time.perf_counter() - begun)
    assert min(seconds) < 0.03, "the second half of each answer waits for the client's word on the first"


def test_a_worker_that_is_killed_costs_one_retry_at_most_and_is_replaced(parent: Parent) -> None:
    address, over = parent.address, Event()

    def client(_: int) -> list[tuple[int, int]]:
        answers = []
        while not over.is_set():
            first = asked(address)
            answers.append((first, first if first == 200 else asked(address)))
        return answers

    before = set(parent.workers())
    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = pool.map(client, range(CLIENTS))
        time.sleep(0.5)
        os.kill(min(before), signal.SIGKILL)
        try:
            until(lambda: len(set(parent.workers()) - {min(before)}) == 2)
        finally:
            over.set()
        answers = [answer for some in clients for answer in some]
    assert len(answers) > CLIENTS
    assert {second for _, second in answers} == {200}


def test_they_stop_together_and_lose_nothing_that_they_admitted(parent: Parent) -> None:
    address, told = parent.address, Event()

    def client(_: int) -> list[tuple[bool, int]]:
        answers: list[tuple[bool, int]] = []
        while not answers or answers[-1][1] == 200:
            answers.append((told.is_set(), asked(address)))
        return answers

    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = pool.map(client, range(CLIENTS))
        time.sleep(0.5)
        told.set()
        begun = time.monotonic()
        parent.process.terminate()
        answers = [answer for some in clients for answer in some]
        parent.process.wait(EXIT_WITHIN)
    assert time.monotonic() - begun < EXIT_WITHIN
    assert {status for after, status in answers if not after} <= {200, 503}
    assert sum(status == 200 for _, status in answers) > CLIENTS
