"""What JSON Lines and CSV share as inputs: blocks are byte ranges, and a row that is not UTF-8 is a bad row."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from data.bulk.errors import BadInput, reading
from data.bulk.rows import Block, Cursor, Row
from data.bulk.source import BLOCK_BYTES, BLOCK_ROWS
from data.bulk.text_lines import Raw

UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(ValueError):
    """A row cannot be read; the message says why, and holds nothing of the row."""


class TextFile(ABC):
    """An input of text, one row after another."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with reading(path), path.open("rb") as file:
            head = file.read(len(UTF8_MARK))
        if head.startswith(_UTF16_MARKS):
            raise BadInput(path, "is UTF-16; save it as UTF-8")
        self.marked = head == UTF8_MARK
        self.begin = len(UTF8_MARK) if self.marked else 0

    @abstractmethod
    def raws(self, file: BinaryIO, start: int) -> Iterator[Raw]:
        """Yield the rows from an offset on."""

    @abstractmethod
    def fields(self, raw: Raw) -> dict[str, Any]:
        """Return the fields of a row.

        Raises:
            Unreadable: when there are none to be had.
            UnicodeDecodeError: when it is not UTF-8.
        """

    def start(self) -> Cursor:
        """Return the place of the first block."""
        return Cursor(offset=self.begin)

    def blocks(self, start: Cursor) -> Iterator[Block]:
        """Yield the blocks from a place on; see `Source`."""
        with reading(self.path), self.path.open("rb") as file:
            rows, end = 0, start.offset
            for raw in self.raws(file, start.offset):
                rows, end = rows + 1, raw.end
                if rows == BLOCK_ROWS or end - start.offset >= BLOCK_BYTES:
                    block = Block(start, rows, end)
                    yield block
                    start, rows = block.after, 0
            if rows:
                yield Block(start, rows, end)

    def rows(self, block: Block) -> list[Row]:
        """Return the rows of a block; see `Source`."""
        with reading(self.path), self.path.open("rb") as file:
            found = islice(self.raws(file, block.start.offset), block.rows)
            return [self._row(block.start.row + at, raw) for at, raw in enumerate(found, 1)]

    def _row(self, number: int, raw: Raw) -> Row:
        if raw.reason is not None:
            return Row(number, reason=raw.reason)
        try:
            return Row(number, self.fields(raw))
        except UnicodeDecodeError:
            return Row(number, reason="the row is not UTF-8; save the file as UTF-8")
        except Unreadable as error:
            return Row(number, reason=str(error))
