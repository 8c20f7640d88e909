"""`aimwell score IN -o OUT` on the real bundle: what comes out is what scoring one at a time says, whoever is killed."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data import corpus
from data.bulk.errors import WorkLost
from data.bulk.parts import JOURNAL, parts_folder, side_file
from model.assessor import Assessor
from model.bundle import load
from serve.bulk.ray_engine import run_ray
from serve.schemas import ObjectiveIn, assessment_out
from tests.serve.bulk.fakes import FakeRecipe, blocks

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).parents[2]
DAY = "2026-11-22"
DIFFERENT, TIMES = 192, 8
BAD = (7, 500)
AT_WORK_SECONDS = 0.5
"""Processor time after a process has loaded everything, by which it is in the middle of its blocks."""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bulk") / "in.jsonl"
    some = [e.objective for e in corpus.load("validation")[:DIFFERENT]]
    rows = [
        json.dumps({"id": n, "text": o.text, "need": o.need, "baseline": o.baseline}, ensure_ascii=False)
        for n, o in enumerate(some * TIMES)
    ]
    for bad in BAD:
        rows[bad] = '{"text": "never closed'
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def expected(source: Path, cache: Path) -> list[dict[str, Any] | None]:
    """What scoring each row by itself says; None for bad rows."""
    assessor = Assessor(load(cache=cache))
    known: dict[str, dict[str, Any]] = {}
    found: list[dict[str, Any] | None] = []
    for n, line in enumerate(source.read_text(encoding="utf-8").split("\n")):
        if n in BAD:
            found.append(None)
            continue
        row = json.loads(line)
        key = json.dumps([row["text"], row["need"], row["baseline"]])
        if key not in known:
            asked = {name: row[name] for name in ("text", "need", "baseline")}
            objective = ObjectiveIn.model_validate(asked).objective()
            judged = assessor.assess([objective], date.fromisoformat(DAY))[0]
            known[key] = assessment_out(judged, objective).model_dump(mode="json")
        found.append({**row, "engine": "model", "bundle": assessor.bundle, **known[key]})
    return found


class Job:
    """`aimwell score` under way in a process of its own."""

    def __init__(self, source: Path, out: Path, cache: Path, *options: str, workers: int = 2) -> None:
        home = out.parent / "home"
        self.out = out
        self._process = subprocess.Popen(
            [
                ".venv/bin/aimwell",
                "score",
                source,
                "-o",
                out,
                "--as-of",
                DAY,
                "--isolated",
                f"--workers={workers}",
                *options,
            ],
            cwd=ROOT,
            env={**os.environ, "AIMWELL_CACHE": str(cache), "AIMWELL_STATE": str(home)},
            stderr=subprocess.PIPE,
            text=True,
        )
        self.pid = self._process.pid

    def wait(self) -> tuple[int, str]:
        _, said = self._process.communicate(timeout=120)
        return self._process.returncode, said

    def end(self, by: signal.Signals) -> tuple[int, str]:
        self._process.send_signal(by)
        return self.wait()

    def workers(self, mark: str) -> list[int]:
        """Return the processes below the job whose command line holds the mark."""
        return [pid for pid in below(self.pid) if mark in command(pid)]

    def kill_one(self, mark: str) -> None:
        """Kill a worker, as a machine short of memory would, when it is in the middle of its blocks."""
        for _ in ticks():
            assert self._process.poll() is None, self.wait()
            at_work = [pid for pid in self.workers(mark) if mapped(pid, "weights.bin")]
            if at_work:
                break
        (victim, *_), begun = at_work, processor_seconds(at_work[0])
        for _ in ticks():
            if processor_seconds(victim) >= begun + AT_WORK_SECONDS:
                break
        os.kill(victim, signal.SIGKILL)
        assert not self.out.exists()


def ticks() -> Iterator[int]:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        yield 0
        time.sleep(0.05)
    pytest.fail("nothing came to pass for a minute")


def below(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(c) for task in tasks for c in (task / "children").read_text().split()]
    except OSError:
        return []
    return [found for child in children for found in (child, *below(child))]


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def environment(pid: int) -> dict[str, str]:
    said = Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace").split("\0")
    return dict(one.split("=", 1) for one in said if "=" in one)


def mapped(pid: int, name: str) -> bool:
    try:
        return name in Path(f"/proc/{pid}/maps").read_text()
    except OSError:
        return False


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def check(out: Path, expected: list[dict[str, Any] | None]) -> None:
    made = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(made) == len(expected)
    wrong = [n for n, (row, said) in enumerate(zip(made, expected, strict=True)) if said is not None and row != said]
    assert wrong == []
    assert [n for n, row in enumerate(made) if "error" in row] == list(BAD)
    bad = [json.loads(line)["row"] for line in side_file(out).read_text(encoding="utf-8").splitlines()]
    assert bad == [n + 1 for n in BAD]
    assert not parts_folder(out).exists()


def test_a_job_that_is_killed_and_one_that_is_told_to_end_go_on_to_the_same_output(
    source: Path, cache: Path, tmp_path: Path, expected: list[dict[str, Any] | None]
) -> None:
    out = tmp_path / "out.jsonl"
    journal = parts_folder(out) / JOURNAL
    first = Job(source, out, cache, workers=1)
    for _ in ticks():
        if journal.exists() and journal.read_bytes().count(b"\n") >= 2:
            break
    workers = first.workers("spawn_main")
    assert first.end(signal.SIGKILL)[0] == -signal.SIGKILL
    for _ in ticks():
        if not any(mapped(pid, "weights.bin") for pid in workers):
            break
    second = Job(source, out, cache)
    for _ in ticks():
        if any(mapped(pid, "weights.bin") for pid in second.workers("spawn_main")):
            break
    code, said = second.end(signal.SIGTERM)
    assert code == 130
    assert "which are kept; the same command goes on from there" in said
    assert not out.exists()
    code, said = Job(source, out, cache).wait()
    assert code == 0
    assert "aimwell: goes on after" in said
    check(out, expected)


def test_a_worker_that_is_killed_loses_and_doubles_nothing(
    source: Path, cache: Path, tmp_path: Path, expected: list[dict[str, Any] | None]
) -> None:
    job = Job(source, tmp_path / "out.jsonl", cache)
    job.kill_one("spawn_main")
    code, said = job.wait()
    assert code == 0, said
    check(tmp_path / "out.jsonl", expected)


def test_an_actor_of_ray_that_is_killed_loses_and_doubles_nothing(
    source: Path, cache: Path, tmp_path: Path, expected: list[dict[str, Any] | None]
) -> None:
    job = Job(source, tmp_path / "out.jsonl", cache, "--engine", "ray")
    job.kill_one("ray::")
    code, said = job.wait()
    assert code == 0, said
    check(tmp_path / "out.jsonl", expected)


def test_a_job_on_ray_asks_for_a_token_and_says_what_is_kept_when_it_is_told_to_end(
    source: Path, cache: Path, tmp_path: Path
) -> None:
    job = Job(source, tmp_path / "out.jsonl", cache, "--engine", "ray", workers=1)
    for _ in ticks():
        if any(mapped(pid, "weights.bin") for pid in job.workers("ray::")):
            break
    (gcs,) = job.workers("gcs_server --")
    assert "--node-ip-address=127.0.0.2" in command(gcs)
    asked = environment(gcs)
    assert (asked["RAY_AUTH_MODE"], len(asked["RAY_AUTH_TOKEN"])) == ("token", 64)
    assert not any(asked["RAY_AUTH_TOKEN"] in command(pid) for pid in below(job.pid))
    code, said = job.end(signal.SIGTERM)
    assert code == 130, said
    assert said.splitlines()[-1].startswith("aimwell: stopped ")
    assert "the same command goes on from there" in said


@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_ray_takes_a_long_input_in_waves_and_brings_our_own_errors_back(tmp_path: Path) -> None:
    found: list[int] = []
    finished = run_ray(FakeRecipe(tmp_path, refuses=11), blocks(12), 1, None, wave_tasks=2)
    with pytest.raises(WorkLost, match="block 3 is refused"):
        found.extend(one.block.start.block for one in finished)
    assert found[:8] == list(range(8))
    assert found == list(range(len(found)))
