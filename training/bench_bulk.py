"""How fast whole files are scored, and in how much memory: both engines with one worker and with two, on two sizes of input.

Each run is the command itself, watched from outside together with all that it starts; how far it is stands in its journal.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from data import corpus
from data.bulk.parts import JOURNAL, parts_folder
from model.errors import AimwellError
from training.load.processes import family, footprint

ENGINES = ("local", "ray")
WORKERS = (1, 2)
LOOK_SECONDS = 0.25
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Timed:
    """Rows a second once a quarter of them is done, and the seconds from the start to the output."""

    rows: int
    rate: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Run:
    """One run as it was seen: `peak` in megabytes and `processor` in seconds are of all its processes together."""

    engine: str
    workers: int
    times: int
    timed: Timed
    peak: float
    processor: float


class Marks:
    """When the parts of a job were kept, and how many rows there were by then."""

    def __init__(self) -> None:
        self.seen: list[tuple[float, int]] = []

    def look(self, out: Path) -> None:
        """Note what the journal of an output says now, if that is new."""
        journal = parts_folder(out) / JOURNAL
        try:
            when, lines = journal.stat().st_mtime, journal.read_bytes().splitlines(keepends=True)
        except OSError:
            return
        if len(lines) > 1 and lines[-1].endswith(b"\n"):
            rows = json.loads(lines[-1])["next"]["row"]
            if not self.seen or rows > self.seen[-1][1]:
                self.seen.append((when, rows))

    def rate(self, whole: int) -> float:
        """Return the rows a second once a quarter of the whole is there: the first come late, several at once."""
        late = [mark for mark in self.seen if mark[1] >= whole / 4]
        if len(late) < 2:
            return 0.0
        (first, before), (last, after) = late[0], late[-1]
        return (after - before) / (last - first)


def made(folder: Path, rows: int) -> Path:
    """Write an input of so many rows, the corpus's train and validation texts over and over."""
    objectives = [e.objective for split in ("train", "validation") for e in corpus.load(split)]
    path = folder / f"{rows}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for at, one in enumerate(islice(cycle(objectives), rows)):
            said = {"id": at, "text": one.text, "need": one.need, "baseline": one.baseline}
            file.write(json.dumps(said, ensure_ascii=False) + "\n")
    return path


def run(folder: Path, rows: int, times: Sequence[int], say: Callable[[str], object]) -> list[Run]:
    """Return what was seen of every engine, number of workers and size, each a run of its own.

    Raises:
        AimwellError: when a run fails.
    """
    found = []
    for many in times:
        path = made(folder, rows * many)
        for engine in ENGINES:
            for workers in WORKERS:
                found.append(_watched(path, engine, workers, rows * many, many))
                say(f"{engine} {workers}, {rows * many:,} rows: {_told(found[-1].timed.rate)} a second")
    return found


def table(runs: Sequence[Run]) -> str:
    """Return the runs as a Markdown table, and what a second worker brings."""
    lines = [
        "| engine | workers | rows | objectives a second | seconds, start-up and all | peak memory | processor ms a row |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *(
            f"| {r.engine} | {r.workers} | {r.timed.rows:,} | {_told(r.timed.rate)} | {r.timed.seconds:,.1f} | "
            f"{r.peak:,.0f} MB | {1000 * r.processor / r.timed.rows:.2f} |"
            for r in runs
        ),
    ]
    rates = {(r.engine, r.workers, r.times): r.timed.rate for r in runs}
    largest = max(r.times for r in runs)
    for engine in ENGINES:
        one, two = rates.get((engine, 1, largest)), rates.get((engine, 2, largest))
        if one and two:
            lines.append(f"\nTwo workers of {engine} do {two / one:.2f} times the work of one, on the larger input.")
    return "\n".join(lines)


def _told(rate: float) -> str:
    return f"{rate:,.0f}" if rate else "too short to tell"


def _watched(path: Path, engine: str, workers: int, rows: int, times: int) -> Run:
    out = path.with_name(f"{path.stem}-{engine}-{workers}.out.jsonl")
    options = ["--engine", engine, "--workers", str(workers), "--isolated"]
    marks, peak, used, begun = Marks(), 0.0, dict[int, float](), time.monotonic()
    asked = [sys.executable, "-m", "serve", "score", str(path), "-o", str(out), *options]
    with subprocess.Popen(asked, stderr=subprocess.DEVNULL) as process:  # noqa: S603  (ourselves)
        try:
            while process.poll() is None:
                marks.look(out)
                peak = max(peak, footprint(process.pid).pss)
                used |= {pid: max(used.get(pid, 0.0), _processor(pid)) for pid in family(process.pid)}
                time.sleep(LOOK_SECONDS)
        except BaseException:
            process.terminate()  # Ray and its own workers go with it
            raise
    taken = time.monotonic() - begun
    out.unlink(missing_ok=True)
    if process.returncode:
        raise AimwellError(f"the run of {engine} with {workers} workers ended with {process.returncode}")
    return Run(engine, workers, times, Timed(rows, marks.rate(rows), taken), peak, sum(used.values()))


def _processor(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS
