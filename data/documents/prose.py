"""Objectives in the running text of a Markdown file that has neither a plan table nor a list."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from data.documents import bullets, markdown
from data.documents.encoding import line_starts, lines_of, text_of
from data.documents.entry import Entry, Passage
from model.criteria import Field, Objective, Span
from model.detector import Detector


def read(path: Path, content: bytes, detector: Detector) -> list[Entry]:
    """Return the sentences of the file's paragraphs that the detector takes for objectives, placed by their line.

    Headings, quotations, code and comments are no paragraphs. A sentence may be wrapped over lines.

    Raises:
        DocumentError: when the file is not text.
    """
    text = text_of(path, content)
    lines, starts = markdown.readable(lines_of(text)), line_starts(text)
    entries = []
    for first, last in _paragraphs(lines):
        # One space for each line end, so that every word keeps its offset in the file.
        whole = "".join(_to_next(lines[i], starts, i) for i in range(first, last)) + lines[last]
        for span in detector.find(whole):
            words = bullets.tidy(markdown.words(span.of(whole)))
            start = starts[first] + span.start
            line = max(number for number in range(first, last + 1) if starts[number] <= start) + 1
            passage = Passage(0, Span(start, starts[first] + span.end))
            entries.append(Entry(f"line {line}", line, Objective(words), {Field.TEXT: passage}))
    return entries


def _to_next(line: str, starts: Sequence[int], index: int) -> str:
    return line.ljust(starts[index + 1] - starts[index])


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each paragraph, by their indexes."""
    first = None
    for index, line in enumerate([*lines, ""]):
        if line.strip() and not markdown.begins_block(line):
            first = index if first is None else first
        elif first is not None:
            yield first, index - 1
            first = None
