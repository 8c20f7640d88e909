"""The facts in a text that a rewrite must keep and may not invent: its numbers, its days and months, its names."""

import re
from dataclasses import dataclass
from enum import StrEnum

from model.criteria import Objective, Span
from model.rules import phrases
from model.rules.day_words import DAYS, MONTHS
from model.rules.lexicon import NAMES_THAT_ARE_WORDS, is_known
from model.rules.numbers import WORDS
from model.rules.vocabulary import words_of
from model.statement import spoken_day


class FactKind(StrEnum):
    """What sort of fact a word states."""

    NUMBER = "number"
    CALENDAR = "calendar"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact, by its kind and a key under which its spellings agree ("six" and "6", "Sept" and "September")."""

    kind: FactKind
    key: str
    span: Span


_FUNCTION_WORDS = words_of("function_words")
_COMMON_NUMBER_WORDS = frozenset({"a", "an", "one", "couple"})
_FRACTIONS = "½¼¾⅓⅔"
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)\b", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:|–—•]\s*|\n\s*|[“\"‘(]\s*)$")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[½¼¾⅓⅔]|[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def facts(text: str) -> list[Fact]:
    """Return every number, calendar word and capitalised name of `text`, in text order.

    A capital at the start of a sentence makes a name only of a word that no word list knows; "one" and "a" state no
    number. Compound numbers ("9.30", "1,200") are one fact each.
    """
    found = []
    for match in _TOKEN.finditer(text):
        fact = _fact(text, match)
        if fact is not None:
            found.append(fact)
    return found


def keys(text: str) -> frozenset[tuple[FactKind, str]]:
    """Return the kinds and keys of the facts of `text`."""
    return frozenset((f.kind, f.key) for f in facts(text))


def given(objective: Objective) -> frozenset[tuple[FactKind, str]]:
    """Return the keys of everything that the author gave: the objective's own parts, its need and its baseline.

    A deadline in digits is given as it is spoken, too.
    """
    spoken = spoken_day(objective.when or "")
    parts = (
        objective.text,
        objective.who,
        objective.when,
        spoken,
        objective.measure,
        objective.need,
        objective.baseline,
    )
    return frozenset().union(*(keys(p) | _as_written(p) for p in parts if p))


def _as_written(text: str) -> frozenset[tuple[FactKind, str]]:
    """Return every word of `text` as a possible name or day, so that a capital added by the rewrite invents nothing."""
    said = [_name_key(s.of(text)) for s in phrases.words(text)]
    days = ((FactKind.CALENDAR, key) for word in said if (key := _calendar_key(word.capitalize(), word)))
    return frozenset((*((FactKind.NAME, word) for word in said), *days))


def _name_key(word: str) -> str:
    return re.sub(r"['’]s?$", "", word).lower()


def _fact(text: str, match: re.Match[str]) -> Fact | None:
    word, span = match.group(0), Span(match.start(), match.end())
    low = _name_key(word)
    if word in _FRACTIONS:
        return Fact(FactKind.NUMBER, word, span)
    if word[0].isdigit():
        return Fact(FactKind.NUMBER, re.sub(r",(?=\d{3}\b)", "", word).lstrip("0") or "0", span)
    if low in WORDS and low not in _COMMON_NUMBER_WORDS:
        return Fact(FactKind.NUMBER, f"{WORDS[low]:g}", span)
    month = _calendar_key(word, low)
    if month:
        return Fact(FactKind.CALENDAR, month, span)
    if word[0].lower() == word[0].upper():
        return Fact(FactKind.NAME, low, span)  # a script without capitals: any word may be a name
    if (
        not word[0].isupper()
        or len(low) < 2
        or low in ("i", "i'll", "i’ll", "i'm", "i’m", "i've", "i’ve", "i'd", "i’d")
    ):
        return None
    opens = _SENTENCE_START.search(text[: span.start]) is not None
    if opens and (is_known(low.split("-")[0]) or low in _FUNCTION_WORDS) and low not in NAMES_THAT_ARE_WORDS:
        return None
    return Fact(FactKind.NAME, low, span)


def _calendar_key(word: str, low: str) -> str | None:
    if not word[0].isupper() or (low == "may" and len(word) != 3):
        return None
    short = low.rstrip(".")
    stem = short.removesuffix("s") if len(short) > 3 else short
    return next((n[:3] for names in (MONTHS, DAYS) for n in names if len(stem) > 2 and n.startswith(stem)), None)
