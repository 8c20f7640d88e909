"""A Markdown file of sections that different commands write, each between two markers, none in another's way."""

import os
import textwrap
from pathlib import Path

from model.errors import InputError

WIDTH = 120


def put(path: Path, section: str, text: str, *, title: str = "Results") -> None:
    """Replace a section of a Markdown file, or append it where it is missing; a file that is not there is begun.

    The section lies between `<!-- section -->` and `<!-- /section -->`; all else stays as it is. The file is replaced
    by a whole new one, so that a reader never meets half of it.

    Raises:
        InputError: when one of its two markers is missing or stands twice, and it is unclear what to replace.
    """
    opening, closing = f"<!-- {section} -->", f"<!-- /{section} -->"
    before = path.read_text(encoding="utf-8") if path.exists() else f"# {title}\n"
    block = f"{opening}\n{text.strip()}\n{closing}"
    counts = before.count(opening), before.count(closing)
    start, end = before.find(opening), before.find(closing)
    if counts == (0, 0):
        after = f"{before.rstrip()}\n\n{block}\n"
    elif counts == (1, 1) and start < end:
        after = before[:start] + block + before[end + len(closing) :]
    else:
        raise InputError(str(path), f"put {opening} once before and {closing} once after the section “{section}”")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_text(after, encoding="utf-8")
    partial.replace(path)


def paragraph(*sentences: str) -> str:
    """Return the sentences as one paragraph of lines of at most `WIDTH` characters."""
    return textwrap.fill(" ".join(sentences), WIDTH, break_long_words=False, break_on_hyphens=False)
