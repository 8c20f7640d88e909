"""Where the fields of a CSV text stand in it, quotes, doubled quotes and line breaks inside them included.

Python's `csv` reads the same fields and forgets where they stood; `tests/serve/lsp/test_csv_cells.py` holds that both
agree on any text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from model.criteria import Span
from serve.lsp.traced import Traced

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class CsvField:
    """One field: its words, traced, and the stretch of the text that it takes up, its quotes included."""

    words: Traced
    span: Span
    delimiter: str

    def saying(self, replaced: Span, words: str) -> str:
        """Return what to write over `span` so that the field says other `words` in one stretch of its own."""
        said = self.words.text[: replaced.start] + words + self.words.text[replaced.end :]
        quoted = len(self.words.text) < self.span.end - self.span.start
        if quoted or any(c in said for c in f'{self.delimiter}"\r\n'):
            return '"' + said.replace('"', '""') + '"'
        return said


def records(text: str, delimiter: str) -> list[list[CsvField]]:
    """Return the fields of every record, as many records as `csv.reader` yields; an empty line is one without fields."""
    found: list[list[CsvField]] = []
    at = 0
    while at < len(text):
        end = _LINE_END.match(text, at)
        if end:
            found.append([])
            at = end.end()
            continue
        record: list[CsvField] = []
        for field in _fields(text, at, delimiter):
            record.append(field)
            at = field.span.end
        found.append(record)
        end = _LINE_END.match(text, at)
        at = end.end() if end else at
    return found


def _fields(text: str, at: int, delimiter: str) -> Iterator[CsvField]:
    while True:
        field = _field(text, at, delimiter)
        yield field
        at = field.span.end
        if text[at : at + 1] != delimiter:
            return
        at += 1


def _field(text: str, start: int, delimiter: str) -> CsvField:
    """Return the field that begins at `start`; a quote opens it only there, and what follows its end is its own, too."""
    stands: list[int] = []
    at = start
    if text[at : at + 1] == '"':
        at += 1
        while at < len(text):
            if text[at] == '"':
                at += 1
                if text[at : at + 1] != '"':
                    break
            stands.append(at)
            at += 1
    while at < len(text) and text[at] not in f"{delimiter}\r\n":
        stands.append(at)
        at += 1
    return CsvField(Traced("".join(text[i] for i in stands), stands), Span(start, at), delimiter)
