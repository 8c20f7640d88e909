"""Running text as its author set it apart: paragraphs, items of lists, cells of tables, each without its mark.

A line break inside a paragraph, such as mail programs put after every seventy letters, sets nothing apart. A break
counts for one of those when a word of the next line would not have fitted, or when the sentence plainly goes on.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from model.criteria import Span
from model.marks import INVISIBLE, mark_of, marks_of

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BORDER = re.compile(r"\t+|(?<!\S)\|+(?!\S)|\|(?!\S)|(?<!\S)\||(?<!\S)[¦│║](?!\S)|(?<=\S) {4,}(?=\S)")
_RULED = re.compile(r"[\s|:+=_-]*$")
_EMPHASIS = re.compile(r"(?s)(\*\*|__|\*|_)(?=\S)(?P<inner>.+)\1$")
_LAST_WORD = re.compile(r"[^\W_]+$")
_NEVER_LAST = frozenset(
    ["a", "an", "the", "and", "or", "but", "nor", "of", "to", "with", "from", "at", "for", "into", "than", "by", "as", "my",
     "our", "your", "his", "their", "its", "every", "will", "is", "are", "was", "were", "that", "which", "who", "if"]
)  # fmt: skip
"""Words after which a sentence goes on."""
_BLANK = f" \t\xa0{INVISIBLE}"
_FULL = 45
"""A line with so many letters may have been broken for want of room, a shorter one hardly."""
_FEWEST_WRAPPED = 3
_FEWEST_WORDS = 2
_WIDTHS = range(30, 101)
"""Widths at which programs break lines."""
_FEWEST_BREAKS = 4


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
    for block, whole, mark in _set_apart(text):
        cells = list(_cells(text, Span(mark.end, whole.end)))
        for column, cell in enumerate(cells):
            own = mark_of(text, cell) if column else mark
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


def _set_apart(text: str) -> Iterator[tuple[int, Span, Span]]:
    """Yield what line breaks set apart, without what is empty: the number of its block, where it stands, and its mark."""
    blocks = list(_blocks(text))
    marks = iter(marks_of(text, [typed for block in blocks for typed in block]))
    width = _width(text, blocks)
    for number, block in enumerate(blocks):
        typed = list(zip(block, marks, strict=False))
        widest = width or max(len(s.of(text).rstrip()) for s in block)
        wrapped = width is not None or _is_wrapped(text, block, widest)
        first, first_mark = typed[0]
        for (above, _), (below, mark) in pairwise(typed):
            marked = (first_mark.start < first_mark.end, mark.start < mark.end)
            closed = above.of(text).rstrip(_BLANK)[-1:] in ".!?…:" and width is None
            if closed or not _runs_on(above.of(text), below.of(text), widest, marked, wrapped=wrapped):
                yield number, Span(first.start, above.end), first_mark
                first, first_mark = below, mark
        yield number, Span(first.start, typed[-1][0].end), first_mark


def _width(text: str, blocks: Sequence[Sequence[Span]]) -> int | None:
    """Return the width at which a program broke the lines of the whole text; None where it looks as if none did."""
    pairs = [(a.of(text), b.of(text)) for block in blocks for a, b in pairwise(block)]
    widest = max((len(s.of(text).rstrip()) for block in blocks for s in block), default=0)
    breaks = [b for a, b in pairs if not _fits(a, b, widest)]
    goes_on = sum(b.strip()[0].islower() for b in breaks)
    if (
        widest in _WIDTHS
        and len(breaks) >= _FEWEST_BREAKS
        and 2 * len(breaks) >= len(pairs)
        and 2 * goes_on >= len(breaks)
    ):
        return widest
    return None


def _is_wrapped(text: str, block: Sequence[Span], widest: int) -> bool:
    """Say whether a program broke the lines of one paragraph."""
    pairs = [(a.of(text), b.of(text)) for a, b in pairwise(block)]
    return len(block) >= _FEWEST_WRAPPED and any(_wraps(a, b, widest) for a, b in pairs)


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


def _runs_on(above: str, below: str, widest: int, marked: tuple[bool, bool], *, wrapped: bool) -> bool:
    """Say whether the paragraph or item of `above` goes on in `below`; `marked` says which of the two opens with a bullet."""
    said, following = above.rstrip(_BLANK), below.strip()
    if marked[1] or said[-1:] in ";|" or any(border in line.strip() for border in "|\t" for line in (above, below)):
        return False
    if above.lstrip().startswith("#"):
        return False
    room = _fits(above, below, widest)
    if said[-1:] in ".!?…:":
        return wrapped and not room
    last = _LAST_WORD.search(said)
    left_open = said[-1:] == "," or (last is not None and last.group() in _NEVER_LAST)
    if left_open and (len(said) >= _FULL or (len(said.split()) > _FEWEST_WORDS and not following[0].isupper())):
        return True
    if room:
        return False
    if wrapped:
        return True
    if len(said) < _FULL:
        indented = below[:2].isspace()
        return following[0].islower() and len(said.split()) > _FEWEST_WORDS and (indented or not marked[0])
    return following[0].islower() or following[0] in "0123456789(£$€"


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
