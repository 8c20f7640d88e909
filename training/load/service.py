"""A service under load: a program started on a free port of this machine, with a state of its own, and always stopped."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError

from model.errors import AimwellError
from training.load.bodies import Asked, bodies
from training.load.processes import Footprint, family, footprint

HOST = "127.0.0.1"
START_WITHIN = 120.0
STOP_WITHIN = 20.0
READY_IN_A_ROW = 12
"""Answers of new connections, each from some worker, after which all of them count as ready."""
NO_RATE = "1000000000"
BIN = Path(sys.executable).parent


class NotStarted(AimwellError):
    """A service did not answer in time, or ended before it did."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A service that can be put under load: its command, in which `{port}` stands, and what it is told by the environment."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    ready: str = Asked.SCORE
    """The path that says whether a worker is ready, and not only answering."""


@dataclass(frozen=True, slots=True)
class Started:
    """A service that answers; `start_seconds` is how long it took until it had judged one objective."""

    process: "subprocess.Popen[bytes]"
    port: int
    start_seconds: float

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://{HOST}:{self.port}"

    @property
    def alive(self) -> bool:
        """Whether it still answers."""
        return self.process.poll() is None and _answers(f"{self.address}/healthz", None)

    def footprint(self) -> Footprint:
        """Return what it takes of the machine just now."""
        return footprint(self.process.pid)

    def cpu_seconds(self) -> float:
        """Return the processor time of all its processes so far, in seconds."""
        ticks = 0
        for pid in family(self.process.pid):
            with contextlib.suppress(OSError):
                # The name in brackets may hold spaces: what counts stands behind it.
                ticks += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")


def aimwell(workers: int, **settings: str) -> Subject:
    """Return Aimwell itself with so many workers; `settings` are more of its `AIMWELL_…`."""
    told = {
        "AIMWELL_WORKERS": str(workers),
        "AIMWELL_RATE": NO_RATE,
        "AIMWELL_ISOLATED": "true",
        **settings,
    }
    command = [str(BIN / "aimwell"), "serve", "--host", HOST, "--port", "{port}"]
    return Subject(f"aimwell, {workers} worker{'s'[: workers > 1]}", command, told, "/readyz")


@contextmanager
def started(subject: Subject) -> Iterator[Started]:
    """Start a service with a state of its own, wait until it answers, and stop it whatever happens.

    Raises:
        NotStarted: when it ends, or does not answer in time; what it said last is in the message.
    """
    with TemporaryDirectory(prefix="aimwell-load-") as place, (Path(place) / "said").open("w+b") as said:
        port = _free_port()
        began = time.monotonic()
        process = subprocess.Popen(  # noqa: S603
            [part.replace("{port}", str(port)) for part in subject.command],
            env={**os.environ, **_alone(Path(place)), **subject.environment},
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait(subject, process, port, said.name)
            found = Started(process, port, time.monotonic() - began)
            _all_ready(subject, found)
            yield found
        finally:
            stop(process)


def stop(process: "subprocess.Popen[bytes]", within: float = STOP_WITHIN) -> None:
    """End a service that was started here, and whatever is left of its session."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(within)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _alone(place: Path) -> dict[str, str]:
    return {
        "AIMWELL_STATE": str(place / "state"),
        "AIMWELL_KEYS": str(place / "no-keys.json"),
        "XDG_CONFIG_HOME": str(place / "config"),
        "XDG_DATA_HOME": str(place / "data"),
    }


def _wait(subject: Subject, process: "subprocess.Popen[bytes]", port: int, said: str) -> None:
    give_up = time.monotonic() + START_WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        if _answers(f"http://{HOST}:{port}{Asked.SCORE}", bodies(Asked.SCORE)[0]):
            return
        time.sleep(0.05)  # nothing tells when the socket is open
    last = Path(said).read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
    ended = "did not answer" if process.poll() is None else f"ended with {process.returncode}"
    raise NotStarted(f"{subject.name} {ended}: {' / '.join(last) or 'it said nothing'}")


def _all_ready(subject: Subject, found: Started) -> None:
    give_up, in_a_row = time.monotonic() + START_WITHIN, 0
    while in_a_row < READY_IN_A_ROW:
        if time.monotonic() > give_up:
            raise NotStarted(f"{subject.name}: not every worker became ready")
        body = bodies(Asked.SCORE)[0] if subject.ready == Asked.SCORE else None
        ready = _answers(f"{found.address}{subject.ready}", body)
        in_a_row = in_a_row + 1 if ready else 0
        if not ready:
            time.sleep(0.05)


def _answers(address: str, body: bytes | None) -> bool:
    asked = urllib.request.Request(address, data=body, headers={"Content-Type": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=10) as reply:  # noqa: S310
            return bool(reply.status == 200)
    except (HTTPError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
