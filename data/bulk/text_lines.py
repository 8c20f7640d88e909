"""Where the rows of a text file stand, byte by byte, so that any process finds the same rows from the same place.

The state between two rows is nothing but an offset. A row that holds more than `MAX_ROW` bytes is not read into memory.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

MAX_ROW = 1_000_000
"""Bytes in a row; a longer one is no objective, and would cost memory without end."""
TOO_LONG = f"the row is over {MAX_ROW:,} bytes; shorten it"
BAD_QUOTES = (
    'the quotation marks do not hold: one is not closed, or something follows a closing one; write a quote as ""'
)
_CODE = "latin-1"
"""Maps bytes to characters one to one, so that rows can be told apart before anybody knows that they are UTF-8."""


class Raw(NamedTuple):
    """A row as it stands in the file, without the offsets' meaning: its bytes or cells, or why there are none."""

    end: int
    line: bytes = b""
    cells: tuple[bytes, ...] = ()
    reason: str | None = None


def json_lines(file: BinaryIO, start: int) -> Iterator[Raw]:
    """Yield the lines from an offset on that are not blank."""
    file.seek(start)
    at = start
    while line := file.readline(MAX_ROW + 1):
        at += len(line)
        if len(line) > MAX_ROW:
            at += _skip(file, line)
            yield Raw(at, reason=TOO_LONG)
        elif line.strip():
            yield Raw(at, line)


def csv_records(file: BinaryIO, start: int, delimiter: str) -> Iterator[Raw]:
    """Yield the records from an offset on; a line with nothing at all in it is none.

    Where the quoting does not hold, the first line is a row by itself and reading goes on with the next one: a quotation
    mark that is never closed would otherwise take the rows after it along.
    """
    at = start
    while True:
        file.seek(at)
        tape = _Tape(file)
        try:
            for cells in _cells(tape, delimiter):
                at += tape.taken
                tape.forget()
                if cells:
                    yield Raw(at, cells=tuple(cell.encode(_CODE) for cell in cells))
        except (csv.Error, _TooLong):
            first = tape.first
            file.seek(at + len(first))
            whole = first.endswith(b"\n") or len(first) <= MAX_ROW
            at += len(first) + (0 if whole else _skip(file, first))
            yield Raw(at, reason=BAD_QUOTES if whole else TOO_LONG)
        else:
            return


def _cells(tape: "_Tape", delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of each record; a cell may be as long as a row, here and nowhere else in this process."""
    reader = csv.reader(tape, delimiter=delimiter, strict=True)
    while True:
        elsewhere = csv.field_size_limit(MAX_ROW)
        try:
            cells = next(reader, None)
        finally:
            csv.field_size_limit(elsewhere)
        if cells is None:
            return
        yield cells


class _TooLong(Exception):
    """A record goes on for more than `MAX_ROW` bytes."""


@dataclass
class _Tape:
    """The lines of a file as `csv` wants them, and how many bytes it took since the last record."""

    file: BinaryIO
    taken: int = 0
    first: bytes = b""

    def __iter__(self) -> "_Tape":
        return self

    def __next__(self) -> str:
        line = self.file.readline(MAX_ROW + 1)
        if not line:
            raise StopIteration
        if not self.taken:
            self.first = line
        self.taken += len(line)
        if self.taken > MAX_ROW:
            raise _TooLong
        return line.decode(_CODE)

    def forget(self) -> None:
        self.taken, self.first = 0, b""


def _skip(file: BinaryIO, line: bytes) -> int:
    """Read on to the end of a line that has begun, and return how many bytes that took."""
    skipped = 0
    while line and not line.endswith(b"\n"):
        line = file.readline(MAX_ROW)
        skipped += len(line)
    return skipped
