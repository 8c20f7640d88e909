"""Running text as its author set it apart: paragraphs, items of lists, cells of tables, each without its mark.

A line break inside a paragraph, such as mail programs put after every seventy letters, sets nothing apart. A break
counts for one of those when a word of the next line would not have fitted, or when the sentence plainly goes on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from model.criteria import Span

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphens, joiners, and anchors of footnotes (U+200B in LibreOffice): letters to a program, nothing to a reader."""
_GAP = rf"[\s{INVISIBLE}]*"
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_MARK = re.compile(
    rf"{_GAP}(?:"
    r"(?:>[ \t]?)+|#{1,6}(?=\s)|[*+](?=\s)|\[[ xX]?\](?=\s)|o(?=[ \t\u00a0]+[A-Z])|"
    r"[-–—•·▪▫■□●○◦‣⁃➢➤→✓✔☐☑\uf0a7\uf0b7\uf0d8]+(?=\s|[^\W\d_])|"
    r"\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})\)(?=\s|[^\W\d_])|"
    r"(?:\d{1,3}|[a-hj-z]|[ivx]{1,4})\.(?=\s|[^\W\d_]{2})|[A-Z]{1,3}\d{1,2}[.)](?=\s)|"
    r"\d{1,2}(?:\.\d{1,2}){1,3}(?<!\.[0134][05])\.?(?=\t|\s{2}|\s[A-Z])"  # "2.1", and no time such as "3.30"
    rf"){_GAP}"
)
_BORDER = re.compile(r"\t+|(?<!\S)\|+(?!\S)|\|(?!\S)|(?<!\S)\|")
_RULED = re.compile(r"[\s|:+=_-]*$")
_EMPHASIS = re.compile(r"(?s)(\*\*|__|\*|_)(?=\S)(?P<inner>.+)\1$")
_LAST_WORD = re.compile(r"[^\W_]+$")
_NEVER_LAST = frozenset(
    ["a", "an", "the", "and", "or", "but", "nor", "of", "to", "with", "from", "at", "for", "into", "than", "by", "as", "my",
     "our", "your", "his", "their", "its", "every", "each", "will", "is", "are", "was", "were", "that", "which", "who", "if"]
)  # fmt: skip
"""Words after which a sentence goes on."""
_FULL = 45
"""A line with so many letters may have been broken for want of room, a shorter one hardly."""
_FEWEST_WRAPPED = 3
_FEWEST_WORDS = 2
_MOST_MARKS = 4
"""Marks that one line opens with: "> - [ ] 1."."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, list item or cell; spans point into the whole text.

    `span` leaves out the mark before it and the white space around it. `mark` is its bullets and numbers, empty where
    there are none. `block` counts what empty lines separate. `row` counts the rows of tables, None outside them, and
    `column` the cells of a row.
    """

    span: Span
    mark: Span
    block: int
    row: int | None = None
    column: int = 0


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of `text` that hold a letter or a figure, in order."""
    row = 0
    for block, whole in _set_apart(text):
        mark = _mark(text, whole)
        cells = list(_cells(text, Span(mark.end, whole.end)))
        for column, cell in enumerate(cells):
            own = _mark(text, cell) if column else mark
            inner = trimmed(text, Span(max(own.end, cell.start), cell.end))
            if any(c.isalnum() for c in inner.of(text)):
                yield Line(inner, own, block, row if len(cells) > 1 else None, column)
        row += len(cells) > 1


def trimmed(text: str, span: Span) -> Span:
    """Return the span without white space, invisible letters and paired marks of emphasis around it."""
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in INVISIBLE):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in INVISIBLE):
        end -= 1
    emphasised = _EMPHASIS.match(text, start, end)
    if emphasised and emphasised[1] not in emphasised["inner"]:
        return Span(emphasised.start("inner"), emphasised.end("inner"))
    return Span(start, end)


def _set_apart(text: str) -> Iterator[tuple[int, Span]]:
    """Yield what line breaks set apart, without what is empty, and the number of its block."""
    for block, typed in enumerate(_blocks(text)):
        widest = max(len(s.of(text).rstrip()) for s in typed)
        pairs = list(pairwise(typed))
        wrapped = len(typed) >= _FEWEST_WRAPPED and any(_wraps(a.of(text), b.of(text), widest) for a, b in pairs)
        first = typed[0]
        for above, below in pairs:
            if not _runs_on(first.of(text), above.of(text), below.of(text), widest, wrapped=wrapped):
                yield block, Span(first.start, above.end)
                first = below
        yield block, Span(first.start, typed[-1].end)


def _blocks(text: str) -> Iterator[list[Span]]:
    """Yield the lines as they were typed, together where no empty line separates them."""
    block: list[Span] = []
    at = 0
    for end, following in [*(m.span() for m in _BREAK.finditer(text)), (len(text), len(text))]:
        typed = Span(at, end)
        if trimmed(text, typed).of(text):
            block.append(typed)
        elif block:
            yield block
            block = []
        at = following
    if block:
        yield block


def _wraps(above: str, below: str, widest: int) -> bool:
    """Say whether a long line plainly goes on below, because its next word had no room."""
    return len(above) >= _FULL and below.strip()[0].islower() and not _fits(above, below, widest)


def _fits(above: str, below: str, widest: int) -> bool:
    return len(above.rstrip()) + 1 + len(below.split(maxsplit=1)[0]) <= widest


def _runs_on(first: str, above: str, below: str, widest: int, *, wrapped: bool) -> bool:
    """Say whether the sentence of `above` goes on in `below`; `first` is where the paragraph or item begins."""
    said, following = above.rstrip(f" \t\xa0{INVISIBLE}"), below.strip()
    if said[-1:] in ".!?…:;" or any(border in line.strip() for border in "|\t" for line in (first, above, below)):
        return False
    if _MARK.match(below) or first.lstrip().startswith("#"):
        return False
    last = _LAST_WORD.search(said)
    left_open = said[-1] == "," or (last is not None and last.group() in _NEVER_LAST)
    if left_open and (len(said) >= _FULL or (len(said.split()) > _FEWEST_WORDS and not following[0].isupper())):
        return True
    if _fits(above, below, widest):
        return False
    if len(said) < _FULL:
        indented = below[:2].isspace()
        return following[0].islower() and len(said.split()) > _FEWEST_WORDS and (indented or not _MARK.match(first))
    return wrapped or following[0].islower() or following[0] in "0123456789(£$€"


def _mark(text: str, span: Span) -> Span:
    """Return the bullets, numbers and quotation marks that open a line; empty where there are none."""
    end = span.start
    for _ in range(_MOST_MARKS):
        match = _MARK.match(text, end, span.end)
        if match is None or not any(c.isalnum() for c in text[match.end() : span.end]):
            break
        end = match.end()
    return Span(span.start, end)


def _cells(text: str, span: Span) -> Iterator[Span]:
    """Yield the stretches between the borders of a row; the whole of a line that is no row, nothing of a ruled line."""
    if "|" in span.of(text) and _RULED.match(text, span.start, span.end):
        return
    start = span.start
    for border in _BORDER.finditer(text, span.start, span.end):
        if start > span.start or text[start : border.start()].strip():
            yield Span(start, border.start())
        start = border.end()
    if start < span.end:
        yield Span(start, span.end)
