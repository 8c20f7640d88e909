"""A new plan file put in its place at once or not at all, never over one that somebody has open."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from model.errors import DocumentError


def save(path: Path, content: bytes, *, like: Path | None = None) -> None:
    """Write the content to the file, whole or not at all; it gets the mode of the file that it is `like`, else a new one's.

    A link is followed, so that it goes on pointing at the plan.

    Raises:
        DocumentError: when the file is open in an office program, or cannot be written.
    """
    real = Path(os.path.realpath(path))
    _refuse_open(real)
    try:
        with _beside(real, content) as made:
            if like is not None:
                shutil.copymode(like, made)
            made.replace(real)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "the system refuses"
        raise DocumentError(path, f"it cannot be written ({reason}); choose another folder with --output") from error


def back_up(path: Path) -> Path:
    """Copy the file to a name beside it that is free, "plan.docx.bak", and return that.

    Raises:
        DocumentError: when the file is open in an office program, or the copy cannot be written.
    """
    _refuse_open(path)
    names = (path.with_name(f"{path.name}.bak{number or ''}") for number in range(1000))
    free = next(name for name in names if not name.exists())
    save(free, path.read_bytes(), like=path)
    return free


def open_in(path: Path) -> Path | None:
    """Return the file by which Word, Excel or LibreOffice say that they have the document open; None where there is none.

    Word puts "~$" in place of the first letters of a long name, and before a short one.
    """
    name, stem = path.name, path.stem
    word = {6: name, 7: name[1:]}.get(max(len(stem), 6), name[2:])
    locks = (f".~lock.{name}#", f"~${name}", f"~${word}")
    return next((lock for found in locks if (lock := path.with_name(found)).exists()), None)


def _refuse_open(path: Path) -> None:
    lock = open_in(path)
    if lock is not None:
        raise DocumentError(path, f"it is open elsewhere ({lock.name} says so); close it, and try again")


@contextlib.contextmanager
def _beside(path: Path, content: bytes) -> Iterator[Path]:
    """Write the content to a new file in the same folder, down to the disk, and remove it if it is still there."""
    made = path.with_name(f".aimwell-{secrets.token_hex(8)}{path.suffix}")
    try:
        with made.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield made
    finally:
        made.unlink(missing_ok=True)
