"""Which files reviews were written to, so that a withdrawn plan's text leaves them as well."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.reviews.files.formats import write_reviews
from data.reviews.files.names import Format
from data.reviews.store import ReviewStore
from model.errors import DocumentError
from model.places import State

LEDGER = "exports.jsonl"


@dataclass(frozen=True, slots=True)
class _Export:
    path: Path
    format: Format
    sha256: str


@dataclass(frozen=True, slots=True)
class Swept:
    """Exports written anew, and those that somebody has changed or moved since: these have to be looked through by hand."""

    anew: tuple[Path, ...]
    by_hand: tuple[Path, ...]


def export(state: State, store: ReviewStore, path: Path, format_: Format) -> int:
    """Write every review to a file, remember where, and return how many there are.

    Raises:
        DocumentError: when it cannot be written.
        StoreError: when the reviews cannot be read.
    """
    reviews = store.all()
    write_reviews(path, reviews, format_)
    _note(state, path, format_)
    return len(reviews)


def sweep(state: State, store: ReviewStore) -> Swept:
    """Write the exports anew from what is left in the store; those that are gone or were changed are left alone."""
    anew: list[Path] = []
    by_hand: list[Path] = []
    for known in _noted(state):
        if not known.path.exists():
            continue
        try:
            same = _hash(known.path) == known.sha256
            if same:
                export(state, store, known.path, known.format)
            (anew if same else by_hand).append(known.path)
        except (DocumentError, OSError):
            by_hand.append(known.path)
    return Swept(tuple(anew), tuple(by_hand))


def _note(state: State, path: Path, format_: Format) -> None:
    state.folder.mkdir(parents=True, exist_ok=True)
    line = {"path": str(path.absolute()), "format": format_.value, "sha256": _hash(path)}
    with (state.folder / LEDGER).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _noted(state: State) -> list[_Export]:
    """Return the exports, the latest entry of each file."""
    return list({entry.path: entry for entry in _entries(state)}.values())


def _entries(state: State) -> Iterator[_Export]:
    try:
        lines = (state.folder / LEDGER).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            said = json.loads(line)
            yield _Export(Path(said["path"]), Format(said["format"]), said["sha256"])
        except (ValueError, KeyError, TypeError):
            continue  # torn by a crash: the export before it counts


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
