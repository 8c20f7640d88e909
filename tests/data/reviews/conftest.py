"""Stores to test on: SQLite files, and a PostgreSQL server of our own on a temporary folder and a loopback port."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.reviews.review import Review
from data.reviews.store import ReviewStore
from data.reviews.tables import metadata
from model.criteria import Criterion, Objective

Write = Callable[..., Review]


@pytest.fixture
def write() -> Write:
    """Return a builder of reviews: `write(3)` is the fourth review of the first plan."""

    def written(number: int = 0, **changed: object) -> Review:
        fields: dict[str, object] = {
            "id": f"r{number}",
            "objective": Objective(f"Ana will ring the clinic {number} times", need="no doctor"),
            "labels": {Criterion.SPECIFIC: True, Criterion.RELEVANT: None},
            "reviewer": "Bo",
            "source": f"plan {number // 10}",
            "at": datetime(2026, 11, 3, 9, 30, tzinfo=UTC),
            "as_of": date(2026, 11, 3),
        }
        return Review(**{**fields, **changed})  # type: ignore[arg-type]

    return written


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


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.e2e)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ReviewStore]:
    """Return an empty store, once in a file and once on a server."""
    if request.param == "sqlite":
        opened = ReviewStore.in_file(tmp_path / "reviews.sqlite")
    else:
        opened = ReviewStore(request.getfixturevalue("postgres"))
        with opened._engine.begin() as connection:
            for table in metadata.sorted_tables:
                connection.execute(table.delete())
    yield opened
    opened.close()
