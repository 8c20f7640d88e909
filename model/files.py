"""Writing files and folders so that a reader meets the old one or the new one, and never half of it."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp

from model.errors import NotWritten


def put_whole(path: Path, text: str) -> None:
    """Put a whole new file in the place of `path`, on the disk before this returns; only its owner may read it.

    It is written under another name in the same folder, which is removed when anything fails.
    """
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}-", delete=False) as part:
        try:
            part.write(text)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
    settle(path.parent)


def settle(path: Path) -> None:
    """Return once a file or a folder's entries are on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def put_folder(made: Path, into: Path) -> None:
    """Put a whole folder into the place of another, which is gone afterwards; where that fails, the other is there again.

    Raises:
        OSError: when it cannot be done.
    """
    with working_folder(into.parent, ".replacing-") as old:
        before = old / "before"
        if into.exists():
            into.rename(before)
        try:
            made.rename(into)
        except OSError:
            if before.exists():
                before.rename(into)
            raise
        settle(into.parent)


@contextmanager
def working_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Give a new folder inside `parent` to write in; whatever was not moved out of it is gone afterwards.

    A process that is killed leaves its folder behind. Each folder is locked by whoever works in it, so the next to come
    knows which of those with this prefix belong to the dead, and removes them.

    Raises:
        OSError: when it cannot be made.
    """
    parent.mkdir(parents=True, exist_ok=True)
    with _opened(parent) as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)  # a folder must not be taken for a dead one's before it is locked
        _clear(parent, prefix)
        made = Path(mkdtemp(dir=parent, prefix=prefix))
        lock = os.open(made / _LOCK, os.O_WRONLY | os.O_CREAT, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        os.close(lock)


_LOCK = ".in-use"


def _clear(parent: Path, prefix: str) -> None:
    for left in parent.glob(f"{prefix}*"):
        if left.is_dir() and not _in_use(left / _LOCK):
            shutil.rmtree(left, ignore_errors=True)


def _in_use(path: Path) -> bool:
    try:
        with _opened(path) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:  # it died before it had locked it
        return False
    except BlockingIOError:
        return True
    return False


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    found = os.open(path, os.O_RDONLY)
    try:
        yield found
    finally:
        os.close(found)


@contextmanager
def told_where(path: Path) -> Iterator[None]:
    """Turn what the system says when `path` cannot be written into words for the reader.

    Raises:
        NotWritten: in place of any `OSError`.
    """
    try:
        yield
    except OSError as error:
        raise NotWritten(path, error) from None
