"""Opening what the training room is kept in: a SQLite file, or PostgreSQL where several machines share the room."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import StaticPool

from data.postgres import patience, without_end
from data.training.rows import INDEXES, TABLES, cause_of
from model.errors import TrainingNotKept

VERSION = 1
BUSY_SECONDS = 5.0
SCHEMA = "aimwell_training"
"""The tables' own part of a PostgreSQL database, in which the reviews lie as well."""
_ONE_AT_A_TIME = 8643
"""The number of PostgreSQL's lock under which one process at a time makes the tables."""


class Database:
    """Gives turns: what happens in one is kept whole or not at all, and others see it all at once. Safe among threads."""

    def __init__(self, place: Path | str) -> None:
        self.place = place
        self._lock = RLock()
        self._engine: Engine | None = None

    @property
    def in_file(self) -> bool:
        """True for a file on this machine."""
        return isinstance(self.place, Path)

    @property
    def exists(self) -> bool:
        """True where there may be something; asking makes no file."""
        return self._engine is not None or not isinstance(self.place, Path) or self.place.exists()

    @contextlib.contextmanager
    def turn(self, *, writes: bool = False) -> Iterator[Connection]:
        """Give a connection for one turn. One that `writes` keeps other writers of a file out from its beginning.

        Raises:
            TrainingNotKept: when the database cannot be used.
        """
        with self._alone(), self._told():
            engine = self._engine or self._open()
            with engine.connect().execution_options(writes=writes) as connection, connection.begin():
                yield connection

    def overwrite(self) -> None:
        """Leave nothing of what was deleted in free pages or in a file's write-ahead log.

        Raises:
            TrainingNotKept: when the database cannot be used.
        """
        with self._alone(), self._told():
            engine = self._engine or self._open()
            alone = {"bare": True} if self.in_file else {"isolation_level": "AUTOCOMMIT"}
            with engine.connect().execution_options(**alone) as connection:
                connection.exec_driver_sql("VACUUM" if self.in_file else f"VACUUM {', '.join(TABLES)}")
                if self.in_file:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the database."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Let the threads of one process take turns at a file; a server sees to that itself."""
        if not self.in_file:
            yield
            return
        with self._lock:
            yield

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise TrainingNotKept(self._named(), cause_of(error.orig or error)) from None
        except (OSError, ArgumentError, NoneFree, NoSuchModuleError, ModuleNotFoundError) as error:
            raise TrainingNotKept(self._named(), cause_of(error)) from None

    def _named(self) -> Path | str:
        """Return where it is kept, without the password."""
        if isinstance(self.place, Path):
            return self.place
        with contextlib.suppress(ArgumentError):
            return make_url(self.place).render_as_string(hide_password=True)
        return "the database of AIMWELL_REVIEWS"

    def _open(self) -> Engine:
        with self._lock:
            if self._engine is None:
                self._engine = self._file(self.place) if isinstance(self.place, Path) else _server(self.place)
            return self._engine

    def _file(self, path: Path) -> Engine:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_name(f".{path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # several workers start at once
            path.touch(mode=0o600)
            engine = create_engine(
                URL.create("sqlite", database=str(path)),
                connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
                poolclass=StaticPool,
            )
            event.listen(engine, "connect", _set_up)
            event.listen(engine, "begin", _begin)
            try:
                with engine.execution_options(writes=True).begin() as connection:
                    _make(connection, path)
            except BaseException:
                engine.dispose()
                raise
        return engine


def _make(connection: Connection, path: Path) -> None:
    (found,) = connection.exec_driver_sql("PRAGMA user_version").one()
    if found not in (0, VERSION):
        raise TrainingNotKept(path, "it was written by a later version of Aimwell; use that one")
    for statement in (*TABLES.values(), *INDEXES):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def _server(url: str) -> Engine:
    named = make_url(url)
    engine = create_engine(named, **patience(named, f"-csearch_path={SCHEMA}"))
    try:
        with engine.begin() as connection:
            without_end(connection)
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            for statement in (*TABLES.values(), *INDEXES):
                numbered = "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"
                connection.exec_driver_sql(statement.replace("INTEGER PRIMARY KEY AUTOINCREMENT", numbered))
    except BaseException:
        engine.dispose()
        raise
    return engine


def _set_up(connection: Any, _: Any) -> None:
    """Write ahead, and to the disk before anything is acknowledged; what is erased is overwritten."""
    connection.isolation_level = None  # transactions begin where we say
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Take the place of the writer at once where there will be writing: a reader that becomes one may be refused."""
    said = connection.get_execution_options()
    if not said.get("bare"):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if said.get("writes") else "BEGIN")
