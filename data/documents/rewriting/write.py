"""The way out: a plan file of any kind that can be written, with what is said of its objectives."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.documents.rewriting import delimited, json_plan, opendocument, spreadsheet, text, word
from data.documents.rewriting.advice import Advice
from data.documents.rewriting.changes import Way, Written
from model.errors import DocumentError

Write = Callable[[Path, bytes, Sequence[Advice], Way, datetime], Written]


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes a kind of file, and in which ways, the usual one first."""

    write: Write
    ways: tuple[Way, ...]


_DOCUMENT = (Way.COMMENTS, Way.TRACKED, Way.TABLE)
WRITERS: Mapping[str, Writer] = {
    ".docx": Writer(word.write, _DOCUMENT),
    ".odt": Writer(opendocument.write, _DOCUMENT),
    ".xlsx": Writer(spreadsheet.write, (Way.COMMENTS, Way.TABLE)),
    ".csv": Writer(delimited.write, (Way.COMMENTS, Way.TABLE)),
    ".md": Writer(text.write, (Way.TEXT,)),
    ".markdown": Writer(text.write, (Way.TEXT,)),
    ".txt": Writer(text.write, (Way.TEXT,)),
    ".json": Writer(json_plan.write, (Way.TEXT,)),
}


def way_for(path: Path, wanted: Way | None) -> Way:
    """Return the way in which the file is written: the one that is wanted, or its kind's usual one.

    Raises:
        DocumentError: when a file of its kind cannot be written in that way.
    """
    ways = WRITERS[path.suffix.casefold()].ways
    if wanted is not None and wanted not in ways:
        others = ", ".join(f"--as {way}" for way in ways)
        raise DocumentError(path, f"a {path.suffix} file cannot be written as {wanted}; use {others}")
    return wanted or ways[0]


def write(path: Path, content: bytes, advice: Sequence[Advice], way: Way, now: datetime) -> Written:
    """Return the content of the plan file with what is said of its objectives; `now` dates comments and changes.

    Raises:
        DocumentError: when it cannot be written, with what to do next.
    """
    return WRITERS[path.suffix.casefold()].write(path, content, advice, way, now)
