"""Where each field of a CSV text stands, so that one can be changed and all others keep every byte.

Fields are told apart exactly as Python's `csv` reads them; a test holds the two together.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from model.criteria import Span

LINE_END = re.compile(r"\r\n|\r|\n")


def spans(text: str, delimiter: str) -> Iterator[list[Span]]:
    """Yield, for each record, where its fields stand, quotation marks included; an empty line has none."""
    field = re.compile(rf'"(?:[^"]|"")*(?:"|\Z)[^{delimiter}\r\n]*|[^{delimiter}\r\n]*')
    at = 0
    while at < len(text):
        record: list[Span] = []
        while record or not LINE_END.match(text, at):
            found = field.match(text, at)
            assert found is not None  # noqa: S101  (the second way to match takes nothing)
            record.append(Span(*found.span()))
            at = found.end()
            if not text.startswith(delimiter, at):
                break
            at += len(delimiter)
        end = LINE_END.match(text, at)
        at = end.end() if end else at
        yield record


def values(text: str, delimiter: str) -> list[list[str]]:
    """Return what the fields say."""
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def written(value: str, delimiter: str, *, quoted: bool) -> str:
    """Return a field that says this: in quotation marks if it was `quoted` or has to be."""
    if quoted or any(c in value for c in (delimiter, '"', "\r", "\n")) or value != value.strip():
        return f'"{value.replace(chr(34), chr(34) * 2)}"'
    return value


def replaced(text: str, changes: Sequence[tuple[Span, str]]) -> str:
    """Return the text with other words in these stretches, none of which overlap."""
    for span, words in sorted(changes, key=lambda change: change[0], reverse=True):
        text = f"{text[: span.start]}{words}{text[span.end :]}"
    return text
