"""The units of a bulk job: a row, a block of rows that is scored in one go, and how far the reading has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the input; `number` counts from 1, and headings and blank lines are no rows.

    `reason` says why a row cannot be read; such a row has no fields, unless only one of them is at fault.
    """

    number: int
    fields: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two blocks: the number of the next block, the rows before it, and where it starts.

    `offset` is in bytes of a text file, and in rows of a Parquet file.
    """

    block: int = 0
    row: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows that follow one another, by their place in the input: whoever scores them reads them there."""

    start: Cursor
    rows: int
    end: int

    @property
    def after(self) -> Cursor:
        """Where the next block starts."""
        return Cursor(self.start.block + 1, self.start.row + self.rows, self.end)


@dataclass(frozen=True, slots=True)
class Finished:
    """A block that is scored: its rows as they go out, and its bad rows as lines of the side file."""

    block: Block
    data: bytes
    bad: tuple[bytes, ...] = ()
