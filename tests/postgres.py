"""A PostgreSQL server of our own, on a temporary folder and a loopback port."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Return the address of a running PostgreSQL server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")) if Path("/usr/lib/postgresql").is_dir() else []
    if not found:
        reason = "PostgreSQL's server is not installed"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    programs = found[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="aimwell-pg-"))
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    as_somebody = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_somebody:
        shutil.chown(folder, "postgres", "postgres")

    def run(*command: str) -> None:
        subprocess.run([*as_somebody, *command], check=True, capture_output=True, cwd="/")

    run(str(programs / "initdb"), "-D", f"{folder}/data", "-A", "trust", "-U", "aimwell", "-N")
    options = f"-h 127.0.0.1 -p {port} -k {folder} -F"
    run(str(programs / "pg_ctl"), "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://aimwell@127.0.0.1:{port}/postgres"
    finally:
        run(str(programs / "pg_ctl"), "-D", f"{folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
