"""Several workers on one port: the parent only watches over them, and loads nothing that they need.

`aimwell serve` becomes this program when more than one worker is wanted. A worker that dies is replaced; one that cannot
start ends the service. Their settings are those of the environment.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from socket import IPPROTO_TCP, TCP_NODELAY, socket
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NoReturn

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from serve.writer import NOTHING_TO_DO

if TYPE_CHECKING:
    from serve.life import Life

HUNG_SECONDS = 30
"""After so long without a sign of life a worker is taken for hung: on a busy machine loading alone may take ten."""
AGAIN_SECONDS = 5.0
"""How long a writer that died is left alone: one that dies at once would do nothing but start."""
Equip = Callable[["ServiceConfig"], None]


class ServiceConfig(uvicorn.Config):
    """How uvicorn serves; `equip` gives it the service when it loads, in the process that serves."""

    def __init__(self, host: str, port: int, workers: int, equip: Equip) -> None:
        super().__init__(
            "serve.app:create_app",
            host=host,
            port=port,
            workers=workers,
            loop="serve.one_at_a_time:new_loop",
            ws="none",
            log_config=None,
            access_log=False,
            timeout_worker_healthcheck=HUNG_SECONDS,
        )
        self._equip = equip
        self.life: Life | None = None
        self.drain_seconds = 0.0

    def load(self) -> None:
        """Wire the service."""
        self._equip(self)
        super().load()


class Worker(Process):
    """One worker; its server is made in the process that serves."""

    def target(self, sockets: list[socket] | None = None) -> None:
        """Serve; called in the worker's process."""
        from serve.server import Server

        self._server = Server(self.config)
        super().target(sockets)


class Writer:
    """The process that writes for all workers, started anew when it dies."""

    def __init__(self, command: Sequence[str], again_after: float = AGAIN_SECONDS) -> None:
        self._command = list(command)
        self._again_after = again_after
        self._process: subprocess.Popen[bytes] | None = None
        self._since = 0.0

    def keep_alive(self) -> None:
        """Start it unless it runs, has nothing to do, or was started a moment ago."""
        ended = None if self._process is None else self._process.poll()
        if self._process is not None and (ended is None or ended == NOTHING_TO_DO):
            return
        if self._process is None or time.monotonic() - self._since > self._again_after:
            self.end()
            self._since = time.monotonic()
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE)  # noqa: S603  (our own)

    def end(self) -> None:
        """Have it end; it would also end with this process."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            self._process.wait()


class Parent(Multiprocess):
    """Watches over the workers, and over the process that writes for them."""

    def __init__(self, config: ServiceConfig, sockets: list[socket], writer: Writer) -> None:
        super().__init__(config, sockets)
        self._writer = writer

    def init_processes(self) -> None:
        """Start all of them."""
        self._writer.keep_alive()
        self.processes = [self._started() for _ in range(self.processes_num)]

    def keep_subprocess_alive(self) -> None:
        """Replace those that died or hang; stop where one could not start, for none will."""
        self._writer.keep_alive()
        for at, worker in enumerate(self.processes):
            if self.should_exit.is_set() or worker.is_alive(timeout=HUNG_SECONDS):
                continue
            worker.kill()
            worker.join()
            if worker.exitcode == STARTUP_FAILURE:
                self.should_exit.set()
            else:
                self.processes[at] = self._started()

    def terminate_all(self) -> None:
        """Let go of the port first: whoever knocks while the workers close would wait at a door that nobody opens."""
        for sock in self.sockets:
            sock.close()
        super().terminate_all()

    def restart_all(self) -> None:
        """Do nothing on SIGHUP: promoted bundles are picked up without it, and other settings need a new start."""

    def handle_ttin(self) -> None:
        """Do nothing: the number of workers is a setting."""

    def handle_ttou(self) -> None:
        """Do nothing, likewise."""

    def join_all(self) -> None:
        """Wait for the workers, which may still want something written, and then for the writer."""
        super().join_all()
        self._writer.end()

    def _started(self) -> Worker:
        worker = Worker(self.config, self.sockets)
        worker.start()
        return worker


def take_over(host: str, port: int, workers: int) -> NoReturn:
    """Become the parent of so many workers: this process goes on as another program, in a third of its memory.

    Nothing is imported from the working directory (`-P`), which may be anybody's.
    """
    told = {"AIMWELL_HOST": host, "AIMWELL_PORT": str(port), "AIMWELL_WORKERS": str(workers)}
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, "-P", "-m", "serve.workers"], {**os.environ, **told})  # noqa: S606


def by_environment(config: ServiceConfig) -> None:
    """Equip a worker by the settings of its environment."""
    from serve.server import equip
    from serve.settings import Settings

    equip(config, Settings())


def _port(config: ServiceConfig) -> socket:
    """Return the port's socket, whose answers leave at once.

    asyncio sees to that for sockets that it makes itself only; elsewhere the system holds back the second half of an answer
    for 40 ms.
    """
    bound = config.bind_socket()
    bound.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)  # those that are accepted inherit it
    return bound


def main() -> None:
    """Start the workers and watch over them until SIGTERM or Ctrl+C."""
    host, port, workers = (os.environ[f"AIMWELL_{name}"] for name in ("HOST", "PORT", "WORKERS"))
    config = ServiceConfig(host, int(port), int(workers), by_environment)
    with TemporaryDirectory(prefix="aimwell-") as own:  # nobody else may enter it
        os.environ["AIMWELL_WRITER"] = socket_of_writer = str(Path(own) / "writer")
        writer = Writer([sys.executable, "-P", "-m", "serve.writer", socket_of_writer])
        parent = Parent(config, [_port(config)], writer)
        parent.run()
    if any(worker.exitcode == STARTUP_FAILURE for worker in parent.processes):
        sys.exit(STARTUP_FAILURE)


if __name__ == "__main__":
    from serve.workers import main as by_its_name  # so that a worker finds the classes of this file

    by_its_name()
