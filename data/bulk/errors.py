"""What stops a bulk job, and what to do about it; a bad row never does.

AimwellError
└── BulkError          the job cannot begin, or cannot go on
    ├── UnknownFormat  a file's name does not say how it is written
    ├── BadInput       the input cannot be read, or is not a table with objectives
    ├── NoRoom         the output cannot be written
    ├── OtherJob       what is kept from a run before belongs to another job
    └── WorkLost       the engine cannot finish a block
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from model.errors import AimwellError


class BulkError(AimwellError):
    """The bulk job cannot begin, or cannot go on."""


class UnknownFormat(BulkError):
    """A file's name does not say how it is written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path}: the name should end in .jsonl, .csv or .parquet, to say how the file is written")


class BadInput(BulkError):
    """The input cannot be read, or is not a table with objectives."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}")


class NoRoom(BulkError):
    """The output, or what is kept on the way to it, cannot be written."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path} cannot be written: {reason}")


class OtherJob(BulkError):
    """What is kept from a run before belongs to another job, or to one that still runs."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(f"{folder} {reason}")


class WorkLost(BulkError):
    """The engine cannot finish a block of rows."""


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a refusal of the file system into words about the output.

    Raises:
        NoRoom: when what is done inside raises an `OSError`.
    """
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        advice = "make room there" if full else "see to that"
        said = "the disk is full" if full else error.strerror or "no reason given"
        raise NoRoom(path, f"{said}; {advice}, and the same command goes on where it stopped") from None


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn a refusal of the file system into words about the input.

    Raises:
        BadInput: when what is done inside raises an `OSError`.
    """
    try:
        yield
    except FileNotFoundError:
        raise BadInput(path, "there is no such file; check its name and folder") from None
    except IsADirectoryError:
        raise BadInput(path, "is a folder; name a file") from None
    except OSError as error:
        raise BadInput(path, f"cannot be read: {error.strerror or 'no reason given'}") from None
