"""Plans in Markdown: pipe tables with the columns of a plan, and list items.

Headings, paragraphs, fenced code, comments and front matter are not objectives. Emphasis and links give their words.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from data.documents import bullets
from data.documents.encoding import lines_of, text_of
from data.documents.entry import Entry
from data.documents.table import Cell, Row, entries_of
from model.criteria import Objective

_FENCE = re.compile(r"\s*(?:[-*+]\s+)?(`{3,}(?=[^`]*$)|~{3,})")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FRONT_MATTER = re.compile(r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?=\n|\Z)", re.DOTALL)
_RULE = re.compile(r"\s*([-*_])(?:\s*\1){2,}\s*")
_DASHES = re.compile(r"\s*:?-+:?\s*")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+(?=\S)")
_BLOCK = re.compile(r"\s*(?:#{1,6}\s|>|[-*+]\s|\d{1,9}[.)]\s)")
_PIPE = re.compile(r"(?<!\\)\|")
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
    lines = _prose(lines_of(text_of(path, content)))
    entries: list[Entry] = []
    index = tables = items = 0
    while index < len(lines):
        length = _table_length(lines, index)
        if length:
            tables += 1
            entries += entries_of(_rows(lines[index : index + length], tables, index + 1)) or []
        elif _ITEM.match(lines[index]) and not _RULE.fullmatch(lines[index]):
            length = _item_length(lines, index)
            words = bullets.without_mark(_words(" ".join(map(str.strip, lines[index : index + length]))))
            if bullets.says_something(words):
                items += 1
                entries.append(Entry(f"list item {items}", index + 1, Objective(words)))
        index += length or 1
    return entries


def _prose(lines: Sequence[str]) -> list[str]:
    """Return the lines with front matter, comments and fenced code blanked out, so that each keeps its number."""
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
    return "\n" * match[0].count("\n")


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


def _rows(lines: Sequence[str], table: int, first: int) -> list[Row]:
    """Return the table's rows; the line of dashes is not counted as a row, for no reader sees it."""
    seen = [(first + i, line) for i, line in enumerate(lines) if i != 1]
    return [Row(_cells(line), f"table {table}, row {row}", number) for row, (number, line) in enumerate(seen, start=1)]


def _cells(line: str) -> tuple[Cell, ...]:
    texts = [re.split(r"<br\s?/?>", text, flags=re.IGNORECASE) for text in _split(line)]
    return tuple(Cell(tuple(map(_words, parts)), i, i + 1) for i, parts in enumerate(texts))


def _split(line: str) -> list[str]:
    return _PIPE.split(line.strip().removeprefix("|").removesuffix("|"))


def _item_length(lines: Sequence[str], start: int) -> int:
    """Return how many lines the list item at `start` is wrapped over."""
    length = 1
    while start + length < len(lines):
        line = lines[start + length]
        if not line.strip() or _BLOCK.match(line) or _table_length(lines, start + length):
            break
        length += 1
    return length


def _words(marked: str) -> str:
    for pattern, words in _MARKUP:
        marked = pattern.sub(words, marked)
    return bullets.tidy(marked)
