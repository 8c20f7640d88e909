"""What a service takes of the machine: memory, open files and threads of all its processes, by the kernel's own word."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Footprint:
    """What all processes of a service take together.

    `rss` and `pss` are megabytes: `pss` counts memory that several of them share once, `rss` once for each.
    """

    processes: int
    rss: float
    pss: float
    files: int
    threads: int


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it, in no order of note; none where it is gone."""
    found = []
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        if not (PROC / str(one)).exists():
            continue
        found.append(one)
        with contextlib.suppress(OSError):  # gone while it was read
            for children in (PROC / str(one) / "task").glob("*/children"):
                waiting += map(int, children.read_text().split())
    return found


def footprint(pid: int) -> Footprint:
    """Return what a process and its descendants take just now."""
    each = list(_each(family(pid)))
    return Footprint(
        processes=len(each),
        rss=sum(f.rss for f in each),
        pss=sum(f.pss for f in each),
        files=sum(f.files for f in each),
        threads=sum(f.threads for f in each),
    )


def listening(port: int) -> bool:
    """Say whether any socket of this machine listens on a TCP port."""
    wanted = f":{port:04X}"
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            for line in (PROC / "net" / table).read_text().splitlines()[1:]:
                parts = line.split()
                if parts[1].endswith(wanted) and parts[3] == "0A":
                    return True
    return False


def _each(pids: list[int]) -> Iterator[Footprint]:
    for pid in pids:
        with contextlib.suppress(OSError):  # gone while it was read
            place = PROC / str(pid)
            memory = _numbers(place / "smaps_rollup")
            files = sum(1 for _ in (place / "fd").iterdir())
            threads = _numbers(place / "status")["Threads"]
            yield Footprint(1, memory.get("Rss", 0) / 1024, memory.get("Pss", 0) / 1024, files, threads)


def _numbers(path: Path) -> dict[str, int]:
    rows = (line.split() for line in path.read_text(errors="replace").splitlines())
    return {row[0].rstrip(":"): int(row[1]) for row in rows if len(row) > 1 and row[1].isdigit()}
