"""Finding words and phrases where they stand, and not inside a quoted title."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from model.criteria import Span

_WORD = re.compile(r"\d+(?:[.,:/]\d+)*%?|[^\W\d_]+(?:['’.&-][^\W\d_]+)*['’]?|[%£$€]")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)‘[^’]*’(?!\w)|(?<!\w)'[^']*'(?!\w)")


@lru_cache(maxsize=1024)
def words(text: str) -> tuple[Span, ...]:
    """Return the span of every word, number and percent or money sign, in text order."""
    return tuple(Span(m.start(), m.end()) for m in _WORD.finditer(text))


@lru_cache(maxsize=1024)
def quoted(text: str) -> tuple[Span, ...]:
    """Return the stretches in quotation marks: titles and sayings, which are not judged as words of the author's."""
    return tuple(Span(m.start(), m.end()) for m in _QUOTED.finditer(text))


@lru_cache(maxsize=256)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    body = "|".join(re.escape(p).replace(r"\ ", r"\s+").replace("'", "['’]") for p in longest_first)
    return re.compile(rf"(?i)(?<![\w-])(?:{body})(?![\w-])")


def occurrences(text: str, phrases: Iterable[str], *, outside_quotes: bool = True) -> Iterator[Span]:
    """Yield each occurrence of any of `phrases`, whole words only, whatever the case, in text order."""
    inside = quoted(text) if outside_quotes else ()
    for match in _pattern(tuple(phrases)).finditer(text):
        span = Span(match.start(), match.end())
        if not any(span.overlaps(q) for q in inside):
            yield span


def first(text: str, phrases: Iterable[str]) -> Span | None:
    """Return the first occurrence of any of `phrases` outside quotation marks, or None."""
    return next(occurrences(text, phrases), None)
