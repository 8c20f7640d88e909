"""Parquet as input and output: read a few rows at a time, own columns carried through in the types that they have."""

import base64
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from data.bulk.cells import Kind, OutRow, as_text
from data.bulk.errors import BadInput, reading
from data.bulk.rows import Block, Cursor, Row
from data.bulk.source import BLOCK_ROWS

_ARROW = {Kind.TEXT: pa.string(), Kind.NUMBER: pa.float64(), Kind.FLAG: pa.bool_()}
_READ_BUFFER = 1 << 16
_GROUP_BYTES = 16_000_000
"""How much is gathered into a row group of the output: enough to compress well, and little memory."""


class ParquetTable:
    """An input of Parquet; `wanted` are the columns that anybody reads as fields, None for all of them.

    `words` are the columns that hold text. Old programs write text as bytes and do not say that it is text.

    Blocks are read in order from one open row group, because in the middle of it nothing can be found but by reading.
    """

    def __init__(self, path: Path, wanted: frozenset[str] | None = None, words: frozenset[str] = frozenset()) -> None:
        self.path, self.wanted, self.words = path, wanted, words
        pa.set_memory_pool(pa.system_memory_pool())  # gives back what it no longer needs
        with reading(path):
            try:
                self._file = pq.ParquetFile(path, buffer_size=_READ_BUFFER, pre_buffer=False)
            except pa.ArrowInvalid:
                raise BadInput(path, "is no Parquet file, or not a whole one") from None
        self.schema: Any = self._file.schema_arrow
        self.columns: tuple[str, ...] = tuple(self.schema.names)
        if len(set(self.columns)) < len(self.columns):
            raise BadInput(path, "two of its columns have the same name; give each a name of its own")
        groups = self._file.metadata
        self._groups = [groups.row_group(g).num_rows for g in range(groups.num_row_groups)]
        self._ends = list(accumulate(self._groups))
        self._group = self._at = -1
        self._ahead: Iterator[Any] = iter(())
        self._rest: Any = None
        self._last: tuple[Block, Any] | None = None

    def start(self) -> Cursor:
        """Return the place of the first block."""
        return Cursor()

    def blocks(self, start: Cursor) -> Iterator[Block]:
        """Yield the blocks from a place on; none crosses from one row group into the next."""
        for end in self._ends:
            while start.offset < end:
                count = min(BLOCK_ROWS, end - start.offset)
                block = Block(start, count, start.offset + count)
                yield block
                start = block.after

    def rows(self, block: Block) -> list[Row]:
        """Return the rows of a block; see `Source`."""
        table = self.table(block)
        names = [n for n in self.columns if self.wanted is None or n in self.wanted]
        columns = {name: self._values(name, table.column(name)) for name in names}
        return [
            self._row(block.start.row + at + 1, {name: column[at] for name, column in columns.items()})
            for at in range(table.num_rows)
        ]

    def _row(self, number: int, values: dict[str, Any]) -> Row:
        wrong = []
        for name in sorted(self.words & values.keys()):
            if isinstance(value := values[name], bytes):
                try:
                    values[name] = value.decode("utf-8")
                except UnicodeDecodeError:
                    wrong.append(f"{name}: is not UTF-8")
        return Row(number, {name: plain(value) for name, value in values.items()}, "; ".join(wrong) or None)

    def table(self, block: Block) -> Any:
        """Return the rows of a block as an Arrow table.

        Raises:
            BadInput: when they cannot be read.
        """
        if self._last is None or self._last[0] != block:
            with reading(self.path):
                try:
                    self._last = (block, self._read(block))
                except (pa.ArrowException, ValueError) as error:
                    said = f"rows from {block.start.row + 1} on cannot be read ({type(error).__name__})"
                    raise BadInput(self.path, f"{said}; the file may be damaged") from None
        return self._last[1]

    def _read(self, block: Block) -> Any:
        group = bisect_right(self._ends, block.start.offset)
        if group != self._group or block.start.offset < self._at:
            self._group, self._at = group, self._ends[group] - self._groups[group]
            self._rest = self.schema.empty_table()
            self._ahead = self._file.iter_batches(batch_size=BLOCK_ROWS, row_groups=[group], use_threads=False)
        while self._at < block.start.offset:
            self._take(min(BLOCK_ROWS, block.start.offset - self._at))
        return self._take(block.rows)

    def _take(self, count: int) -> Any:
        while self._rest.num_rows < count:
            batch = next(self._ahead, None)
            if batch is None:
                raise ValueError("a row group holds fewer rows than it says")
            self._rest = pa.concat_tables([self._rest, pa.Table.from_batches([batch], self.schema)])
        taken, self._rest = self._rest.slice(0, count), self._rest.slice(count)
        self._at += count
        return taken

    def _values(self, name: str, column: Any) -> list[Any]:
        kind = column.type
        if pa.types.is_timestamp(kind):  # Python's own days and times know no nanoseconds
            column = column.cast(pa.timestamp("us", kind.tz), safe=False)
        if name in self.words and (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
            column = column.cast(pa.large_binary())  # one value that is no UTF-8 must not cost the others
        try:
            return list(column.to_pylist())
        except (pa.ArrowException, ValueError, OverflowError):
            raise BadInput(
                self.path, f"column “{name}” holds {kind}, which cannot be written as text; write to .parquet"
            ) from None


def plain(value: Any) -> Any:
    """Return a value of Arrow's as JSON can hold it: days as 2027-03-01, bytes in base 64."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return str(value) if isinstance(value, Decimal | timedelta) else repr(value)


class ParquetSink:
    """An output of Parquet: the columns of the input, as text unless it is Parquet itself, and those that are new."""

    def __init__(self, own: Sequence[str], new: Mapping[str, Kind], source: ParquetTable | None = None) -> None:
        self.own, self.new, self.source = tuple(own), dict(new), source
        first = source.schema if source else pa.schema([(name, pa.string()) for name in own])
        self.schema: Any = first
        for name, kind in self.new.items():
            self.schema = self.schema.append(pa.field(name, _ARROW[kind]))

    def render(self, block: Block, rows: Sequence[OutRow]) -> bytes:
        """Return the rows of a block as an Arrow stream."""
        own = (
            self.source.table(block).columns
            if self.source
            else [pa.array([as_text(row.own.get(name)) for row in rows], pa.string()) for name in self.own]
        )
        new = [pa.array([row.said.get(name) for row in rows], _ARROW[kind]) for name, kind in self.new.items()]
        out = BytesIO()
        with pa.ipc.new_stream(out, self.schema) as stream:
            stream.write_table(pa.Table.from_arrays([*own, *new], schema=self.schema))
        return out.getvalue()

    def join(self, blocks: Sequence[bytes]) -> bytes:
        """Return the blocks as one Parquet file."""
        out = BytesIO()
        pq.write_table(pa.concat_tables([pa.ipc.open_stream(block).read_all() for block in blocks]), out)
        return out.getvalue()

    def assemble(self, parts: Sequence[Path], out: BinaryIO) -> None:
        """Write the parts as one Parquet file."""
        with pq.ParquetWriter(out, self.schema) as writer:
            gathered: list[Any] = []
            for part in parts:
                gathered.append(pq.read_table(part, schema=self.schema, use_threads=False, memory_map=False))
                if sum(table.nbytes for table in gathered) >= _GROUP_BYTES:
                    writer.write_table(pa.concat_tables(gathered))
                    gathered = []
            if gathered:
                writer.write_table(pa.concat_tables(gathered))
