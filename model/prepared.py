"""Folders that are made once on this machine and kept in a cache: each is whole and verified, or it is not there.

Such a folder carries a manifest as a bundle does. Of two processes that make one at once the second waits for the first
and takes what it made; what a killed process left half made is nobody's, and is cleared away.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from model.bundle import MANIFEST, Manifest, digest, verify
from model.errors import BundleError, CacheUnusable

CACHE_VARIABLE = "AIMWELL_CACHE"


def default_cache() -> Path:
    """Return `$AIMWELL_CACHE`, or else the user's cache folder for Aimwell; it need not exist.

    Raises:
        CacheUnusable: when the user has no home folder.
    """
    if named := os.environ.get(CACHE_VARIABLE):
        return Path(named)
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aimwell"
    except RuntimeError:
        raise CacheUnusable(Path("~/.cache/aimwell"), "there is no home folder") from None


def cache_or_none() -> Path | None:
    """Return `default_cache`, or None where there is none: for what is only lighter with it."""
    try:
        return default_cache()
    except CacheUnusable:
        return None


def prepared(folder: Path) -> bool:
    """Say whether a folder is there and every byte of it is the one that was made."""
    try:
        verify(folder)
    except BundleError:
        return False
    return True


def make_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Return `folder`, filled by `make` in another place and moved there, unless it is there and whole.

    The part of its name before the first hyphen is its kind; kinds do not wait for one another.

    Raises:
        CacheUnusable: when the cache cannot be written.
        Whatever `make` raises.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            return folder if prepared(folder) else _made(folder, make)
    except OSError as error:
        raise CacheUnusable(folder.parent, error.strerror or str(error)) from None


def partial(folder: Path) -> str:
    """Return what the name of a folder of this kind begins with while it is being made."""
    return f".{_kind(folder)}-building-"


def _kind(folder: Path) -> str:
    return folder.name.partition("-")[0]


def _made(folder: Path, make: Callable[[Path], None]) -> Path:
    with TemporaryDirectory(prefix=partial(folder), dir=folder.parent) as place:
        # One folder deeper, for the temporary one itself is closed to other users.
        inner = Path(place) / "whole"
        inner.mkdir()
        make(inner)
        files = {file.name: digest(file) for file in sorted(inner.iterdir())}
        (inner / MANIFEST).write_text(Manifest(folder.name, files, {}, {}).text(), encoding="utf-8")
        for written in (*inner.iterdir(), inner):
            _flush(written)
        if folder.exists():
            folder.rename(Path(place) / "damaged")
        inner.rename(folder)
    _flush(folder.parent)
    return folder


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold one kind of folder: a lock that the kernel lets go of when its process dies."""
    with (folder.parent / f"{_kind(folder)}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in folder.parent.glob(f"{partial(folder)}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def _flush(path: Path) -> None:
    """Have the disk keep a file or folder: without it a power cut could leave the name and lose the bytes."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
