"""How a file is written, by its name."""

from enum import StrEnum
from pathlib import Path

from data.bulk.errors import UnknownFormat


class Format(StrEnum):
    """The formats of bulk scoring."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


_BY_SUFFIX = {".jsonl": Format.JSONL, ".ndjson": Format.JSONL, ".csv": Format.CSV, ".parquet": Format.PARQUET}


def format_of(path: Path) -> Format:
    """Return the format that a file's name tells.

    Raises:
        UnknownFormat: when it tells none.
    """
    try:
        return _BY_SUFFIX[path.suffix.lower()]
    except KeyError:
        raise UnknownFormat(path) from None
