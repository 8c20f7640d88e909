"""Plans in plain text: one objective a line."""

from pathlib import Path

from data.documents import bullets
from data.documents.encoding import line_starts, lines_of, text_of
from data.documents.entry import Entry, Passage
from model.criteria import Field, Objective

MAX_HEADING_WORDS = 6  # "ACTION PLAN FOR THE OSEI FAMILY"; a longer line in capitals is an objective, shouted


def read(path: Path, content: bytes) -> list[Entry]:
    """Return one entry for each line with words, without its bullet or number; headings are skipped.

    Raises:
        DocumentError: when the file is not text.
    """
    text = text_of(path, content)
    entries = []
    for number, (line, start) in enumerate(zip(lines_of(text), line_starts(text), strict=True), start=1):
        words = bullets.without_mark(line)
        if bullets.says_something(words) and not is_heading(words):
            stands = Passage(0, bullets.span_without_mark(line).moved(start))
            entries.append(Entry(f"line {number}", number, Objective(words), {Field.TEXT: stands}))
    return entries


def is_heading(line: str) -> bool:
    """Say whether the line has the shape of a heading: it ends with a colon, or is a few words in capitals."""
    return line.endswith(":") or (line.isupper() and len(line.split()) <= MAX_HEADING_WORDS)
