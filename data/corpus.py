"""The corpus of record: where it lies, how it is read, and to which split a batch belongs."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from data.example import Example
from model.errors import CorpusError

FOLDER = Path(__file__).parent / "corpus"
Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = ("train", "validation", "test")
_SALT = "1474"
"""Chosen before the first record was written, so that each writer's batches fall into all three splits."""


def path_of(split: Split) -> Path:
    """Return the file of a split."""
    return FOLDER / f"{split}.jsonl"


def load(split: Split) -> list[Example]:
    """Return the records of a split, in the file's order.

    Raises:
        CorpusError: when the file is not there, or a line of it is no record; the message names the line.
    """
    return list(read(path_of(split)))


def read(path: Path) -> Iterator[Example]:
    """Yield the records of a JSON Lines file, one a line; blank lines are passed over.

    Raises:
        CorpusError: when it cannot be read, or a line is no record.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        raise CorpusError(f"{path} cannot be read; restore it from git") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield Example.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise CorpusError(f"{path.name}, line {number}: {where}: {first['msg']}") from None


def split_of(batch: str) -> Split:
    """Return the split to which a batch belongs: about 80, 10 and 10 of a hundred batches, whatever else the corpus holds.

    Whole batches move together, because the records of one batch share a sheet of people, settings and needs.
    """
    share = int(hashlib.sha256(f"{_SALT}:{batch}".encode()).hexdigest()[:12], 16) / 16**12
    return "test" if share < 0.1 else "validation" if share < 0.2 else "train"
