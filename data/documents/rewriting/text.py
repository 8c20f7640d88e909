"""Markdown and plain text out: the rewrites in place of the words, every other byte as it was.

A proposal is written "[when: by 12 May]" and a blank "[when]", for there is no other way to mark words in plain text.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from data.documents.encoding import Decoded, decoded
from data.documents.rewriting.advice import Advice
from data.documents.rewriting.changes import Change, Way, Written, plans
from data.documents.rewriting.csv_fields import replaced
from model.errors import DocumentError


def write(path: Path, content: bytes, advice: Sequence[Advice], way: Way, now: datetime) -> Written:  # noqa: ARG001  (every format is written by the same call; plain text bears no date)
    """Return the file with the rewrites of its objectives.

    Raises:
        DocumentError: when the file's encoding lacks a character of what is to be written.
    """
    file = decoded(path, content)
    found, notes = plans(advice, way)
    changes = [
        (change.passage.span, _words(change, in_table=plan.entry.place.startswith("table ")))
        for plan in found
        for change in plan.changes
    ]
    return Written(encoded(path, file, replaced(file.text, changes)), len(found), tuple(notes))


def encoded(path: Path, file: Decoded, text: str) -> bytes:
    """Return another text for the file, in its own encoding.

    Raises:
        DocumentError: when the encoding lacks a character of it.
    """
    try:
        return file.encode(text)
    except UnicodeEncodeError as error:
        missing = text[error.start : error.end]
        raise DocumentError(
            path, f"the file's old encoding has no “{missing}”; save it as UTF-8 text and try again"
        ) from error


def _words(change: Change, *, in_table: bool) -> str:
    words = "".join(piece.plain for piece in change.pieces)
    if not in_table:
        return words
    empty = change.passage.span.start == change.passage.span.end
    return words.replace("|", "\\|") + (" " if empty else "")
