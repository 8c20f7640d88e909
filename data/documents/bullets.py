"""The marks in front of a list item, which are no part of its words: "•", "- [ ]", "2.", "(b)"."""

import re

from model.criteria import Span

SYMBOL = r"(?:[•●○◦▪▫■□‣⁃·☐☑☒✓✔➢][ \t\u00a0]*|[-*+–—](?:\s+|$))"
TICK_BOX = r"(?:\[[ xX]?\](?:\s+|$))"
NUMBER = r"(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})\)(?:\s+|$)|(?:\d{1,3}\.)+(?:\s+|$))"
"""A letter counts only before a bracket: "A. Osei will ring" begins with a name."""

_BULLET = re.compile(rf"\s*{SYMBOL}?\s*{TICK_BOX}?")
_MARK = re.compile(rf"\s*{SYMBOL}?\s*{TICK_BOX}?{NUMBER}?{TICK_BOX}?")


def is_marked(line: str) -> bool:
    """Say whether the line begins with a bullet, a tick box or a number."""
    return without_mark(line) != tidy(line)


def without_mark(line: str) -> str:
    """Return the words of a list item without its bullet, tick box and number."""
    return tidy(line[_end(_MARK, line) :])


def without_bullet(line: str) -> str:
    """Return the words of a list item without its bullet or tick box; a number stays, for it may be a date's."""
    return tidy(line[_end(_BULLET, line) :])


def span_without_mark(line: str) -> Span:
    """Return where the words of a list item stand in the line, without its mark and white space around them."""
    return _span(line, _end(_MARK, line))


def span_without_bullet(line: str) -> Span:
    """Return the same stretch with the number, which may be a date's."""
    return _span(line, _end(_BULLET, line))


def tidy(text: str) -> str:
    """Return the words of the text with one space between them."""
    return " ".join(text.split())


def says_something(text: str) -> bool:
    """Say whether there is a letter or a digit in the text."""
    return any(character.isalnum() for character in text)


def _end(pattern: re.Pattern[str], line: str) -> int:
    match = pattern.match(line)
    return match.end() if match else 0


def _span(line: str, start: int) -> Span:
    words = line[start:].strip()
    start += line[start:].index(words)
    return Span(start, start + len(words))
