"""Several workers on one port: the parent only watches over them, and loads nothing that they need.

`aimwell serve` becomes this program when more than one worker is wanted. A worker that dies is replaced; one that cannot
start ends the service. Their settings are those of the environment.
"""

import os
import sys
from typing import NoReturn

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess


class WorkerConfig(uvicorn.Config):
    """How uvicorn serves in one worker; what needs the service is made when it loads, in the process that serves."""

    def __init__(self, host: str, port: int, workers: int) -> None:
        super().__init__(
            "serve.app:create_app", host=host, port=port, workers=workers, ws="none", log_config=None, access_log=False
        )

    def load(self) -> None:
        """Wire the service of this worker by the environment, and have it hear at once that it is to stop."""
        from serve.server import announce, equip
        from serve.settings import Settings

        settings = Settings()
        life = equip(self, settings)
        super().load()
        announce(life, settings.drain_seconds)


def take_over(host: str, port: int, workers: int) -> NoReturn:
    """Become the parent of so many workers: this process goes on as another program, in a third of its memory."""
    told = {"AIMWELL_HOST": host, "AIMWELL_PORT": str(port), "AIMWELL_WORKERS": str(workers)}
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, "-m", "serve.workers"], {**os.environ, **told})  # noqa: S606


def main() -> None:
    """Start the workers and watch over them until SIGTERM or Ctrl+C."""
    host, port, workers = (os.environ[f"AIMWELL_{name}"] for name in ("HOST", "PORT", "WORKERS"))
    config = WorkerConfig(host, int(port), int(workers))
    parent = Multiprocess(config, sockets=[config.bind_socket()])
    parent.run()
    if any(worker.exitcode == STARTUP_FAILURE for worker in parent.processes):
        sys.exit(STARTUP_FAILURE)


if __name__ == "__main__":
    from serve.workers import main as by_its_name  # so that a worker finds the class of its configuration

    by_its_name()
