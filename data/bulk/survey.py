"""One look through the whole input before the work begins: how many rows there are, and whether it is still the same file."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from data.bulk.errors import BadInput, reading
from data.bulk.source import Source

MOST_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes when somebody writes to a file."""

    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of an input; `columns` are those that a flat output takes over."""

    rows: int
    sha256: str
    columns: tuple[str, ...]
    stamp: Stamp


def survey(path: Path, source: Source, *, columns: bool) -> Survey:
    """Return what a look through the input tells; where rows have fields of their own, `columns` says whether to gather them.

    Raises:
        BadInput: when it cannot be read, or has more columns than a table can sensibly have.
    """
    before = stamp(path)
    with reading(path), path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    rows = 0
    found: dict[str, None] = dict.fromkeys(source.columns or ())
    for block in source.blocks(source.start()):
        rows += block.rows
        if columns and source.columns is None:
            found |= dict.fromkeys(name for row in source.rows(block) for name in row.fields)
            if len(found) > MOST_COLUMNS:
                said = f"its rows have over {MOST_COLUMNS:,} different fields, too many for columns; write to .jsonl"
                raise BadInput(path, said)
    return Survey(rows, sha256, tuple(found), before)


def stamp(path: Path) -> Stamp:
    """Return what changes when somebody writes to the file.

    Raises:
        BadInput: when it is not there.
    """
    with reading(path):
        found = path.stat()
    return Stamp(found.st_size, found.st_mtime_ns)
