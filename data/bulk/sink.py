"""Writing: rows as the bytes of a block, blocks as a part, parts as the whole file."""

import csv
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import BinaryIO, Protocol

from data.bulk.cells import Kind, OutRow, as_text
from data.bulk.csv_table import CsvStyle, CsvTable
from data.bulk.formats import Format
from data.bulk.rows import Block
from data.bulk.source import Source
from data.bulk.text_file import UTF8_MARK


class Sink(Protocol):
    """How an output is written."""

    def render(self, block: Block, rows: Sequence[OutRow]) -> bytes:
        """Return the rows of a block as whoever scored them hands them on."""
        ...

    def join(self, blocks: Sequence[bytes]) -> bytes:
        """Return blocks that follow one another as the bytes of a part."""
        ...

    def assemble(self, parts: Sequence[Path], out: BinaryIO) -> None:
        """Write parts that follow one another as the whole file."""
        ...


class _TextSink:
    """Text: a block, a part and the file are the same bytes one after another."""

    head = b""

    def join(self, blocks: Sequence[bytes]) -> bytes:
        return b"".join(blocks)

    def assemble(self, parts: Sequence[Path], out: BinaryIO) -> None:
        out.write(self.head)
        for part in parts:
            with part.open("rb") as file:
                shutil.copyfileobj(file, out)


class JsonlSink(_TextSink):
    """JSON Lines: the row's own fields and the new ones in one object."""

    def render(self, block: Block, rows: Sequence[OutRow]) -> bytes:  # noqa: ARG002  (others read the block again)
        """Return the rows as lines."""
        return b"".join(json_line({**row.own, **row.said}) for row in rows)


class CsvSink(_TextSink):
    """CSV: the input's columns and the new ones."""

    def __init__(self, own: Sequence[str], new: Mapping[str, Kind], style: CsvStyle | None = None) -> None:
        self.own, self.new, self.style = tuple(own), tuple(new), style or CsvStyle()
        self.head = (UTF8_MARK if self.style.marked else b"") + self._lines([(*self.own, *self.new)])

    def render(self, block: Block, rows: Sequence[OutRow]) -> bytes:  # noqa: ARG002  (as above)
        """Return the rows as lines."""
        return self._lines(
            [*(as_text(row.own.get(n)) for n in self.own), *(as_text(row.said.get(n)) for n in self.new)]
            for row in rows
        )

    def _lines(self, rows: Iterable[Sequence[str | None]]) -> bytes:
        said = StringIO(newline="")
        # Both ends of a line, so that `csv` puts a cell that holds either in quotation marks.
        csv.writer(said, delimiter=self.style.delimiter, lineterminator="\r\n").writerows(rows)
        return said.getvalue().encode("utf-8")


def json_line(said: Mapping[str, object]) -> bytes:
    """Return an object as a line; half a character, which UTF-8 cannot hold, stays the escape that it was."""
    try:
        return (json.dumps(said, ensure_ascii=False) + "\n").encode("utf-8")
    except UnicodeEncodeError:
        return (json.dumps(said) + "\n").encode("utf-8")


def open_sink(format_: Format, own: Sequence[str], new: Mapping[str, Kind], source: Source) -> Sink:
    """Return how to write `format_`; `own` are the columns of the input and `new` the others, for a flat format."""
    if format_ is Format.JSONL:
        return JsonlSink()
    if format_ is Format.CSV:
        return CsvSink(own, new, source.style if isinstance(source, CsvTable) else None)
    from data.bulk.parquet import ParquetSink, ParquetTable

    return ParquetSink(own, new, source if isinstance(source, ParquetTable) else None)
