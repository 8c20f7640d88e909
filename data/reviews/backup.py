"""Backing up the reviews, and putting a backup in their place; nothing that was withdrawn since comes back with it.

An SQLite database is copied by SQLite itself while others use it; a PostgreSQL one by `pg_dump` and `pg_restore`. The key of
the pseudonyms is no part of a backup: whoever has both can tell who stands behind a stand-in, so keep them apart.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, make_url

from data.reviews.database import BUSY_SECONDS
from data.reviews.store import ReviewStore
from model.errors import FULL, StoreError, StoreFull
from model.files import settle, working_folder

Answer = TypeVar("Answer")
_POSTGRES_PROGRAMS = Path("/usr/lib/postgresql")
_DUMP = b"PGDMP"


@dataclass(frozen=True, slots=True)
class Restored:
    """How many reviews there are now; `aside` is where a damaged database was put, None where there was none.

    What had been withdrawn could not be read from a damaged one: it may be back, and has to be erased again.
    """

    count: int
    aside: Path | None = None


def back_up(url: str, path: Path) -> int:
    """Write a copy of the database to a file, whole or not at all, and return how many reviews are in it.

    Raises:
        StoreError: when the database cannot be read or the file cannot be written.
    """
    count = _ask(url, ReviewStore.count)  # brought up to date, and known to be whole
    named = make_url(url)
    with _written(path) as made:
        if named.get_backend_name() == "sqlite":
            _copy(Path(str(named.database)), made)
        else:
            _postgres(named, "pg_dump", "--format=custom", f"--file={made}")
    return count


def restore(url: str, path: Path) -> Restored:
    """Put the reviews of a backup in the place of those that are there.

    Raises:
        StoreError: when the file is no backup, or the database cannot be written; then it is as it was.
    """
    named = make_url(url)
    return (
        _restore_file(url, named, path) if named.get_backend_name() == "sqlite" else _restore_server(url, named, path)
    )


def _restore_file(url: str, named: URL, path: Path) -> Restored:
    live = Path(str(named.database))
    with _told(live), working_folder(live.parent, ".restoring-") as folder:
        new = folder / "reviews.sqlite"
        _copy(path, new)
        damaged = live.exists() and _is_damaged(live)
        withdrawn = _ask(url, ReviewStore.withdrawals) if live.exists() and not damaged else []
        count = _ask(f"sqlite:///{new}", lambda store: _withheld(store, withdrawn))
        _rest(new)
        aside = _put_aside(live) if damaged else None
        if live.exists():
            _copy(new, live)
        else:
            new.replace(live)
    return Restored(count, aside)


def _restore_server(url: str, named: URL, path: Path) -> Restored:
    try:
        with path.open("rb") as file:
            whole = file.read(len(_DUMP)) == _DUMP
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}") from None
    if not whole:
        raise StoreError(f"{path} is no backup of a PostgreSQL database; make one with `aimwell reviews backup`")
    withdrawn = _ask(url, ReviewStore.withdrawals)
    _postgres(named, "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(path))
    return Restored(_ask(url, lambda store: _withheld(store, withdrawn)))


def _withheld(store: ReviewStore, withdrawn: list[dict[str, Any]]) -> int:
    store.withhold(withdrawn)
    return store.count()


def _ask(url: str, question: Callable[[ReviewStore], Answer]) -> Answer:
    store = ReviewStore(url, statement_seconds=0)  # a backup that takes long is not cut short
    try:
        return question(store)
    finally:
        store.close()


def _copy(source: Path, target: Path) -> None:
    """Have SQLite copy a database, in one transaction of the target: killed in the middle, it is as it was."""
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)) as old,
            closing(sqlite3.connect(target, timeout=BUSY_SECONDS)) as new,
        ):
            found = old.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('reviews', 'withdrawals')")
            if found.fetchone() != (2,) or old.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise StoreError(f"{source} is no whole backup of reviews; take another one")
            old.backup(new)
    except sqlite3.OperationalError as error:
        if _is_full(error):
            raise StoreFull(_no_room(target)) from None
        why = "in use by another program" if "locked" in str(error) else "not there, or cannot be read or written here"
        raise StoreError(f"{source} cannot be copied to {target}: one of them is {why}") from None
    except sqlite3.DatabaseError:
        raise StoreError(f"{source} is no backup of reviews, or it is damaged; take another one") from None


def _rest(path: Path) -> None:
    """Have all of a database in one file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _is_damaged(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchone() != ("ok",))
    except sqlite3.OperationalError:
        return False  # in use, or may not be read: whoever writes will say so
    except sqlite3.DatabaseError:
        return True


def _put_aside(live: Path) -> Path:
    aside = live.with_name(f"{live.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S}")
    for end in ("-wal", "-shm", ""):
        if (part := Path(f"{live}{end}")).exists():
            part.rename(f"{aside}{end}")
    return aside


@contextmanager
def _written(path: Path) -> Iterator[Path]:
    """Give a temporary name in the same folder; what was written there gets the name that was asked for."""
    if not path.absolute().parent.is_dir():
        raise StoreError(f"{path} cannot be written: there is no such folder; choose another folder")
    with _told(path), working_folder(path.absolute().parent, ".backing-up-") as folder:
        made = folder / path.name
        yield made
        with made.open("rb") as file:
            is_sqlite = file.read(6) == b"SQLite"
        if is_sqlite:
            _rest(made)
        settle(made)
        made.chmod(0o600)
        made.replace(path)
        settle(path.absolute().parent)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StoreFull(_no_room(path)) from None
        raise StoreError(f"{path} cannot be written: {error.strerror}; choose another folder") from None
    except sqlite3.OperationalError as error:
        if _is_full(error):
            raise StoreFull(_no_room(path)) from None
        raise StoreError(f"{path} cannot be written here; choose another folder") from None


def _is_full(error: sqlite3.OperationalError) -> bool:
    return "full" in str(error) or "disk I/O" in str(error)


def _no_room(path: Path) -> str:
    return f"{path} cannot be written: the disk is full; free some space, what was there before is as it was"


def _postgres(named: URL, program: str, *options: str) -> None:
    found = shutil.which(program) or next(
        (str(p) for p in sorted(_POSTGRES_PROGRAMS.glob(f"*/bin/{program}"), reverse=True)), None
    )
    if found is None:
        raise StoreError(f"{program} is not installed; install PostgreSQL's client programs (postgresql-client)")
    address = URL.create("postgresql", named.username, None, named.host, named.port, named.database, named.query)
    secret = {"PGPASSWORD": named.password} if named.password else {}
    dbname = address.render_as_string(hide_password=False)
    done = subprocess.run(  # noqa: S603  (the program is PostgreSQL's own)
        [found, f"--dbname={dbname}", *options], env={**os.environ, **secret}, capture_output=True, check=False
    )
    if done.returncode:  # what it prints may quote a review
        raise StoreError(f"{program} failed with exit code {done.returncode}; run it by hand to see why")
