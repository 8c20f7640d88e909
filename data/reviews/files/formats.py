"""Which format a file has, and the way in and out of each."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from data.documents.read import content_of
from data.documents.rewriting.save import save
from data.reviews.files import delimited, doccano, jsonl, label_studio, word, workbook
from data.reviews.files.found import Found, Read
from data.reviews.files.names import SUFFIXES, Format
from data.reviews.record import Defaults
from data.reviews.review import Review
from model.errors import DocumentError

MAX_BYTES = 200_000_000  # a project of tens of thousands of reviews; a plan is far smaller


READERS: Mapping[Format, Read] = {
    Format.JSONL: jsonl.read,
    Format.CSV: delimited.read,
    Format.XLSX: workbook.read,
    Format.DOCX: word.read,
    Format.LABEL_STUDIO: label_studio.read,
    Format.DOCCANO: doccano.read,
}
WRITERS: Mapping[Format, Callable[[Iterable[Review]], bytes]] = {
    Format.JSONL: jsonl.write,
    Format.CSV: delimited.write,
    Format.XLSX: workbook.write,
    Format.DOCX: word.write,
    Format.LABEL_STUDIO: label_studio.write,
    Format.DOCCANO: doccano.write,
}


def read_reviews(
    path: Path,
    format_: Format | None = None,
    source: str | None = None,
    reviewer: str | None = None,
    as_of: date | None = None,
) -> Iterator[Found]:
    """Yield what a file says, row by row; `source`, `reviewer` and `as_of` count where a row does not say them.

    Where nobody says it, the source is the file's name and the moment that at which the file was last changed, so that the
    same file says the same whenever it is read.

    Raises:
        DocumentError: when the file cannot be read at all, with what to do next.
    """
    content = content_of(path, MAX_BYTES)
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()
    defaults = Defaults(source or path.name, changed, reviewer, as_of)
    return READERS[format_ or format_of(path, content)](path, content, defaults)


def write_reviews(path: Path, reviews: Iterable[Review], format_: Format | None = None) -> None:
    """Write reviews to a file, whole or not at all.

    Raises:
        DocumentError: when it cannot be written, or its name tells no format.
    """
    save(path, WRITERS[format_ or format_of(path)](reviews), like=path if path.exists() else None)


def format_of(path: Path, content: bytes = b"") -> Format:
    """Return a file's format, by its name; JSON Lines are doccano's where the labels are a list.

    Raises:
        DocumentError: when its name tells none.
    """
    found = SUFFIXES.get(path.suffix.casefold())
    if found is None:
        known = ", ".join(SUFFIXES)
        raise DocumentError(path, f"its name tells no format; name it {known}, or say which with --format")
    return Format.DOCCANO if found is Format.JSONL and _is_doccano(content) else found


def _is_doccano(content: bytes) -> bool:
    first = next((line for line in content.splitlines() if line.strip()), b"")
    try:
        record = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and any(isinstance(record.get(name), list) for name in doccano.LABEL_NAMES)
