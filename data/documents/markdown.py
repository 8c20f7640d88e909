"""Plans in Markdown: pipe tables with the columns of a plan, and list items.

Headings, paragraphs, fenced code, comments and front matter are not objectives. Emphasis and links give their words.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from data.documents import bullets
from data.documents.encoding import line_starts, lines_of, text_of
from data.documents.entry import Entry, Passage
from data.documents.table import Cell, Origin, Row, entries_of
from model.criteria import Field, Objective, Span

_FENCE = re.compile(r"\s*(?:[-*+]\s+)?(`{3,}(?=[^`]*$)|~{3,})")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FRONT_MATTER = re.compile(r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?=\n|\Z)", re.DOTALL)
_RULE = re.compile(r"\s*([-*_])(?:\s*\1){2,}\s*")
_DASHES = re.compile(r"\s*:?-+:?\s*")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+(?=\S)")
_BLOCK = re.compile(r"\s*(?:#{1,6}\s|>|[-*+]\s|\d{1,9}[.)]\s)")
_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_MARKUP = (
    (re.compile(r"!?\[([^\[\]]+)\]\([^()]*\)"), r"\1"),
    (re.compile(r"(\*\*|__|~~)(?=\S)(.{1,300}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)([*_`])(?=\S)(.{1,300}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def read(path: Path, content: bytes) -> list[Entry]:
    """Return the objectives of the file's plan tables and lists, in order.

    Raises:
        DocumentError: when the file is not text.
    """
    text = text_of(path, content)
    lines, starts = readable(lines_of(text)), line_starts(text)
    entries: list[Entry] = []
    index = tables = items = 0
    while index < len(lines):
        length = _table_length(lines, index)
        if length:
            tables += 1
            entries += entries_of(_rows(lines[index : index + length], tables, index + 1, starts)) or []
        elif _ITEM.match(lines[index]) and not _RULE.fullmatch(lines[index]):
            length = _item_length(lines, index)
            item = lines[index : index + length]
            said = bullets.without_mark(words(" ".join(map(str.strip, item))))
            if bullets.says_something(said):
                items += 1
                stands = {Field.TEXT: Passage(0, _item_span(item, starts[index : index + length]))}
                entries.append(Entry(f"list item {items}", index + 1, Objective(said), stands))
        index += length or 1
    return entries


def tables(path: Path, content: bytes) -> list[list[Row]]:
    """Return the rows of every pipe table of the file, in order.

    Raises:
        DocumentError: when the file is not text.
    """
    text = text_of(path, content)
    lines, starts = readable(lines_of(text)), line_starts(text)
    found: list[list[Row]] = []
    index = 0
    while index < len(lines):
        length = _table_length(lines, index)
        if length:
            found.append(_rows(lines[index : index + length], len(found) + 1, index + 1, starts))
        index += length or 1
    return found


def _item_span(lines: Sequence[str], starts: Sequence[int]) -> Span:
    """Return where the item's words stand in the file, from its first line to its last."""
    start = bullets.span_without_mark(lines[0]).start + starts[0]
    return Span(start, max(start, starts[-1] + len(lines[-1].rstrip())))


def readable(lines: Sequence[str]) -> list[str]:
    """Return the lines with front matter, comments and fenced code blanked out; what stays keeps its line and column."""
    text = _FRONT_MATTER.sub(_blank, "\n".join(lines), count=1) if lines[0].startswith("---") else "\n".join(lines)
    kept: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if not fence and mark:
            fence = mark[1]
            kept.append("")
        elif fence:
            fence = "" if _closes(line, fence) else fence
            kept.append("")
        else:
            kept.append(line)
    return _COMMENT.sub(_blank, "\n".join(kept)).split("\n")


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _closes(line: str, fence: str) -> bool:
    words = line.strip()
    return len(words) >= len(fence) and set(words) == {fence[0]}


def _table_length(lines: Sequence[str], start: int) -> int:
    """Return how many lines the pipe table at `start` has; 0 where none begins."""
    under = lines[start + 1] if start + 1 < len(lines) else ""
    if "|" not in lines[start] or "|" not in under or not all(map(_DASHES.fullmatch, _split(under))):
        return 0
    length = 2
    while start + length < len(lines) and "|" in lines[start + length]:
        length += 1
    return length


def _rows(lines: Sequence[str], table: int, first: int, starts: Sequence[int]) -> list[Row]:
    """Return the table's rows; the line of dashes is not counted as a row, for no reader sees it."""
    seen = [(first + i, line) for i, line in enumerate(lines) if i != 1]
    return [
        Row(_cells(line, starts[number - 1]), f"table {table}, row {row}", number)
        for row, (number, line) in enumerate(seen, start=1)
    ]


def _cells(line: str, start: int) -> tuple[Cell, ...]:
    cells = []
    for i, cell in enumerate(_spans(line)):
        pieces = _between(_BREAK, line, cell)
        paragraphs = tuple(words(piece.of(line)) for piece in pieces)
        origins = tuple(Origin(0, piece.of(line), start + piece.start) for piece in pieces)
        cells.append(Cell(paragraphs, i, i + 1, origins=origins))
    return tuple(cells)


def _split(line: str) -> list[str]:
    return [cell.of(line) for cell in _spans(line)]


def _spans(line: str) -> list[Span]:
    """Return where the cells of a table's line stand, between its bars."""
    start, end = len(line) - len(line.lstrip()), len(line.rstrip())
    start += line.startswith("|", start)
    end -= line.endswith("|", start, end)
    return _between(_PIPE, line, Span(min(start, end), end))


def _between(separator: re.Pattern[str], line: str, within: Span) -> list[Span]:
    """Return the stretches of the line, inside one stretch of it, that a separator divides."""
    spans, at = [], within.start
    for match in separator.finditer(line, within.start, within.end):
        spans.append(Span(at, match.start()))
        at = match.end()
    return [*spans, Span(at, within.end)]


def _item_length(lines: Sequence[str], start: int) -> int:
    """Return how many lines the list item at `start` is wrapped over."""
    length = 1
    while start + length < len(lines):
        line = lines[start + length]
        if not line.strip() or _BLOCK.match(line) or _table_length(lines, start + length):
            break
        length += 1
    return length


def begins_block(line: str) -> bool:
    """Say whether the line begins a heading, a quotation or a list item, or is a rule."""
    return bool(_BLOCK.match(line) or _RULE.fullmatch(line))


def words(marked: str) -> str:
    """Return the words of a text without its emphasis, links and escapes."""
    for pattern, kept in _MARKUP:
        marked = pattern.sub(kept, marked)
    return bullets.tidy(marked)
