"""Opening the database of the reviews: SQLite unless an office names a PostgreSQL server, its schema brought up to date."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as NoneFree

from data.postgres import STATEMENT_SECONDS, patience, without_end
from model.errors import FULL, StoreError, StoreFull

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 5.0
"""How long a writer waits for another before it says that the database is in use."""


def open_database(url: str, statement_seconds: int = STATEMENT_SECONDS) -> Engine:
    """Return the engine of a database whose schema is this version's; it is made or brought up to date first.

    A server may take `statement_seconds` for one statement; 0 has no end.

    Raises:
        StoreError: when it cannot be opened, or was made by a later version.
    """
    try:
        named = make_url(url)
        engine = create_engine(named, **_options(named, statement_seconds))
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(f"“{_without_secrets(url)}” is no database that can be used: {type(error).__name__}") from None
    with told(url), _alone(named.get_backend_name(), named.database):
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _set_up_sqlite)
        with engine.begin() as connection:
            _bring_up_to_date(connection)
    return engine


@contextmanager
def told(url: str) -> Iterator[None]:
    """Turn what a database raises into a `StoreError` that says what to do; no statement and no value is quoted."""
    try:
        yield
    except (DBAPIError, NoneFree) as error:
        said = str(getattr(error, "orig", error)).lower()
        kind = StoreFull if "full" in said or "no space" in said else StoreError
        raise kind(f"the reviews in {_without_secrets(url)} {_cause(said)}") from None
    except OSError as error:
        where = f"the reviews in {_without_secrets(url)}"
        if error.errno in FULL:
            raise StoreFull(f"{where} {_FULL}") from None
        raise StoreError(f"{where} cannot be opened: {error.strerror}") from None


_FULL = "cannot be written: the disk is full; free some space, nothing that was acknowledged is lost"


def _cause(said: str) -> str:
    if "locked" in said or "busy" in said:
        return "are in use by another program; try again when it has finished"
    if "full" in said or "no space" in said:
        return _FULL
    if "malformed" in said or "not a database" in said or "corrupt" in said:
        return "are damaged; restore a backup with `aimwell reviews restore`"
    if "disk i/o error" in said:
        return "cannot be read or written: the disk has no room for them, or a fault; nothing that was acknowledged is lost"
    if "readonly" in said or "read-only" in said or "permission" in said or "unable to open" in said:
        return "cannot be written here; check the folder and who may write to it"
    if "never changed" in said:
        return "are never changed; add a review that corrects the other"
    if "connection" in said or "could not" in said or "timeout" in said:
        return "cannot be reached; check that the database server runs"
    return "cannot be used; the database refused"


def _options(named: URL, statement_seconds: int) -> dict[str, Any]:
    if named.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": BUSY_SECONDS}}
    return patience(named, statement_seconds=statement_seconds)


def _set_up_sqlite(connection: Any, _: Any) -> None:
    """Write ahead, and to the disk before anything is acknowledged; what is erased is overwritten."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextmanager
def _alone(backend: str, database: str | None) -> Iterator[None]:
    """Let one process at a time bring a file's schema up to date; servers lock by themselves."""
    if backend != "sqlite" or not database or database == ":memory:":
        yield
        return
    path = Path(database)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _bring_up_to_date(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        without_end(connection)
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(8642)")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    known = ScriptDirectory.from_config(config)
    found = MigrationContext.configure(connection).get_current_revision()
    if found == known.get_current_head():
        return
    if found is not None and found not in {s.revision for s in known.walk_revisions()}:
        raise StoreError("the reviews were written by a later version of Aimwell; use that one, or restore a backup")
    if (
        connection.dialect.name == "sqlite"
    ):  # whose driver would keep each table by itself, and half of them if it is killed
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    command.upgrade(config, "head")


def _without_secrets(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "the address given"
