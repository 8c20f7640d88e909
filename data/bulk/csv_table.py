"""CSV as input: a row of headings, and cells under them."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from data.bulk.errors import BadInput, reading
from data.bulk.text_file import TextFile, Unreadable
from data.bulk.text_lines import Raw, csv_records

DELIMITERS = (",", ";", "\t")
_SAMPLE = 100_000


@dataclass(frozen=True, slots=True)
class CsvStyle:
    """How a CSV file separates its cells, and whether it begins with the mark by which Excel knows UTF-8."""

    delimiter: str = ","
    marked: bool = False


class CsvTable(TextFile):
    """An input of CSV; its headings stand in the first row, and the delimiter is the one that parts most of them."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        with reading(path), path.open("rb") as file:
            file.seek(self.begin)
            first = file.readline(_SAMPLE)
            if b"\r" in first.rstrip(b"\r\n") and b'"' not in first:
                raise BadInput(path, "its lines end in a bare carriage return; save it as “CSV UTF-8”")
            self.style = CsvStyle(max(DELIMITERS, key=lambda mark: _parts(first, mark)), self.marked)
            head = next(self.raws(file, self.begin), None)
        if head is None or head.reason is not None:
            raise BadInput(path, "its first row should hold the headings of the columns, one of them “text”")
        self.begin = head.end
        self.columns: tuple[str, ...] = _headings(path, head.cells)

    def raws(self, file: BinaryIO, start: int) -> Iterator[Raw]:
        """Yield the records from an offset on."""
        return csv_records(file, start, self.style.delimiter)

    def fields(self, raw: Raw) -> dict[str, Any]:
        """Return the cells of a row by their headings, those that its end leaves out as empty; see `TextFile`."""
        if len(raw.cells) > len(self.columns):
            raise Unreadable(
                f"the row has {len(raw.cells)} cells under {len(self.columns)} headings; "
                "put a cell that holds a delimiter in quotation marks"
            )
        cells = [cell.decode("utf-8") for cell in raw.cells]
        return dict(zip(self.columns, cells + [""] * (len(self.columns) - len(cells)), strict=True))


def _parts(first: bytes, mark: str) -> int:
    try:
        return len(next(csv.reader([first.decode("latin-1")], delimiter=mark), []))
    except csv.Error:
        return 0


def _headings(path: Path, cells: Sequence[bytes]) -> tuple[str, ...]:
    try:
        said = [cell.decode("utf-8").strip() for cell in cells]
    except UnicodeDecodeError:
        raise BadInput(path, "the row of headings is not UTF-8; save the file as UTF-8") from None
    names = tuple(name or f"column_{at}" for at, name in enumerate(said, 1))
    twice = next(islice((at for at, name in enumerate(names) if name in names[:at]), 1), None)
    if twice is not None:
        raise BadInput(path, f"heading {twice + 1} is the same as one before it; give each column a name of its own")
    return names
