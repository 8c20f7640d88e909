"""Where the sentences of running text stand, exactly.

A full stop ends no sentence after a title, an initial, an abbreviation ("e.g.", "No. 4", "3.30 p.m. on Monday") or
inside a figure. Bullet marks, item numbers, cell borders and white space belong to no sentence, so that a sentence can
be replaced where it stands.
"""

import re
from collections.abc import Iterator

from model.criteria import Span
from model.lines import lines, trimmed
from model.marks import INVISIBLE
from model.rules.vocabulary import words_of

_END = re.compile(
    rf"(?P<stop>[.!?…]+)(?P<closed>(?:[\"'”’)\]»*_{INVISIBLE}¹²³⁴-⁹]|\[\d{{1,3}}\])*)(?=[\s{INVISIBLE}]|$)"
)
_NEXT = re.compile(rf"[\s{INVISIBLE}]*[\"'“‘(\[«*_]*(?P<word>[^\W_]*)")
_NUMBERED = re.compile(r"\s*(?:[A-Z][a-z]+ \d{1,2}|[A-Z]{1,3}-?\d{1,2}(?:\.\d{1,2})?)$")
"""What stands before the stop of "Chapter 2. Why act?" and of "B1. Looking back": it numbers the sentence and is none."""
_SUMS = re.compile(r"[+=<>/%*]\s+\S$")
_LETTER = re.compile(r"[^\W_]")
_LAST_WORD = re.compile(r"(?:[^\W_]+[.'’&/-])*[^\W_]+$")
_LONGEST_WORD = 40
_SHORT = 5
_TIME = re.compile(r"(?i)(?:\d\s?|\b)[ap]\.?m$")
_DAY = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|febr)uary|march|april|may|june|july|august|"
    r"(?:sept|nov|dec)ember|october|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec))$",
    re.IGNORECASE,
)
_TITLES = words_of("titles") - {"miss", "mme", "uncle", "auntie", "aunty", "sister", "nurse", "coach", "sir"}
_ABBREVIATIONS = words_of("abbreviations")
_MAY_END = frozenset(
    {
        "etc",
        "min",
        "mins",
        "hr",
        "hrs",
        "wk",
        "wks",
        "yr",
        "yrs",
        "kg",
        "km",
        "mg",
        "ml",
        "mm",
        "cm",
        "oz",
        "lb",
        "lbs",
        "ft",
        "ltd",
        "inc",
        "co",
        "plc",
        "mtg",
        "appt",
    }
)
"""Abbreviations that end a sentence as well, where the next word has a capital."""
_FUNCTION_WORDS = words_of("function_words")
_ALSO_WORDS = frozenset(
    {"no", "art", "sat", "sun", "mar", "ed", "app", "fig", "max", "med", "ass", "gen", "ref", "min"}
)
"""Abbreviations that are words too: they abbreviate only before a figure or with a capital of their own."""


def sentences(text: str) -> tuple[Span, ...]:
    """Return where every sentence of `text` stands, in order; a heading or a cell without a full stop is one, too."""
    return tuple(s for line in lines(text) for s in sentences_of(text, line.span))


def sentences_of(text: str, line: Span) -> Iterator[Span]:
    """Yield the sentences of one line of `text`, in order: together they hold every letter and figure of it."""
    start = line.start
    letter = _LETTER.search(text, start, line.end)
    for end in _END.finditer(text, line.start, line.end):
        if letter is None or letter.start() >= end.start():
            continue
        if end.end() == line.end or _ends(text, line, end):
            yield trimmed(text, Span(start, end.end()))
            start = end.end()
            letter = _LETTER.search(text, start, line.end)
    if letter is not None:
        yield trimmed(text, Span(start, line.end))


def _ends(text: str, line: Span, end: re.Match[str]) -> bool:
    """Say whether a stop inside a line ends a sentence."""
    following = _NEXT.match(text, end.end(), line.end)
    word = following["word"] if following else ""
    goes_on = word[:1].islower()
    if end["stop"] != ".":
        spoken = re.search(r"[\"'”’)]", end["closed"]) is not None
        return not goes_on or (end["stop"][0] in "!?" and not spoken)
    if end["closed"].strip(INVISIBLE):
        return not goes_on
    if end.start() - line.start < _LONGEST_WORD and _NUMBERED.match(text, line.start, end.start()):
        return False
    before = text[max(line.start, end.start() - _LONGEST_WORD) : end.start()]
    last = _LAST_WORD.search(before)
    return last is None or not _abbreviates(before, last.group(), word)


def _abbreviates(before: str, last: str, following: str) -> bool:
    """Say whether `last`, which ends the words before a full stop, is cut short; `following` is the word after it."""
    low = last.lower().rsplit("-", 1)[-1]
    capital, figure = following[:1].isupper(), any(c.isdigit() for c in following)
    if low in _TITLES:
        return last[0].isupper() and capital
    if _TIME.search(before):
        return not capital or _DAY.match(following) is not None
    if low in _ALSO_WORDS:
        return figure or (last[0].isupper() and capital and low not in ("no", "art", "sun"))
    if low in _ABBREVIATIONS:
        return low not in _MAY_END or not capital
    if len(last) == 1:
        named = last.isupper() and (last != "I" or before == "I") and not _SUMS.search(before)
        return named and not (capital and following.lower() in _FUNCTION_WORDS)
    parts = last.split(".")
    if len(parts) > 1 and all(len(p) == 1 and p.isalpha() for p in parts):
        return True
    return last.islower() and len(last) < _SHORT and not re.search(r"[aeiouy\d]", last) and not capital
