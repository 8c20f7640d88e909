"""The annotation guide's JSON Lines: one record a line, as the corpus is written."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from data.documents.encoding import lines_of, text_of
from data.reviews.files.found import Found, found_in
from data.reviews.record import Defaults, record_of
from data.reviews.review import Review


def read(path: Path, content: bytes, defaults: Defaults) -> Iterator[Found]:
    """Yield what each line says; blank lines are passed over.

    Raises:
        DocumentError: when the file is no text.
    """
    for number, line in enumerate(lines_of(text_of(path, content)), start=1):
        if line.strip():
            yield _found(f"line {number}", line, defaults)


def _found(place: str, line: str, defaults: Defaults) -> Found:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return Found(place, reason="is no JSON; each line holds one object, with its brackets and quotes closed")
    if not isinstance(fields, dict):
        return Found(place, reason="is no JSON object; write {…} with the fields of one review")
    return found_in(place, fields, defaults)


def write(reviews: Iterable[Review]) -> bytes:
    """Return the reviews, a line each."""
    return "".join(json.dumps(record_of(r), ensure_ascii=False) + "\n" for r in reviews).encode()
