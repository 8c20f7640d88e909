"""Plans in plain text: one objective a line."""

from pathlib import Path

from data.documents import bullets
from data.documents.encoding import lines_of, text_of
from data.documents.entry import Entry
from model.criteria import Objective

MAX_HEADING_WORDS = 6  # "ACTION PLAN FOR THE OSEI FAMILY"; a longer line in capitals is an objective, shouted


def read(path: Path, content: bytes) -> list[Entry]:
    """Return one entry for each line with words, without its bullet or number; headings are skipped.

    Raises:
        DocumentError: when the file is not text.
    """
    lines = enumerate(map(bullets.without_mark, lines_of(text_of(path, content))), start=1)
    return [
        Entry(f"line {number}", number, Objective(words))
        for number, words in lines
        if bullets.says_something(words) and not is_heading(words)
    ]


def is_heading(line: str) -> bool:
    """Say whether the line has the shape of a heading: it ends with a colon, or is a few words in capitals."""
    return line.endswith(":") or (line.isupper() and len(line.split()) <= MAX_HEADING_WORDS)
