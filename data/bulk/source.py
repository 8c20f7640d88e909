"""Reading: a file in any of the formats as blocks of rows, each of which can be read by itself and in any process."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from data.bulk.formats import Format
from data.bulk.rows import Block, Cursor, Row

BLOCK_ROWS = 128
"""About half a second's work of one core: little enough to do again, and much beside what it costs to hand it on."""
BLOCK_BYTES = 1_000_000


class Source(Protocol):
    """An open input."""

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The names of the columns; None where every row may have fields of its own."""
        ...

    def start(self) -> Cursor:
        """Return the place of the first block."""
        ...

    def blocks(self, start: Cursor) -> Iterator[Block]:
        """Yield the blocks from a place on.

        Raises:
            BadInput: when the file cannot be read.
        """
        ...

    def rows(self, block: Block) -> list[Row]:
        """Return the rows of a block, as many as it holds, in order.

        Raises:
            BadInput: when the file cannot be read.
        """
        ...


def open_source(
    path: Path, format_: Format, wanted: frozenset[str] | None = None, words: frozenset[str] = frozenset()
) -> Source:
    """Return the open input; the library that reads Parquet is imported only for Parquet.

    `wanted` are the columns that somebody reads as fields where not all of them; it saves work with Parquet. `words` are
    those that hold text, also where a Parquet file has them as bytes.

    Raises:
        BadInput: when the file cannot be read, or is no table.
    """
    if format_ is Format.JSONL:
        from data.bulk.jsonl import JsonLines

        return JsonLines(path)
    if format_ is Format.CSV:
        from data.bulk.csv_table import CsvTable

        return CsvTable(path)
    from data.bulk.parquet import ParquetTable

    return ParquetTable(path, wanted, words)
