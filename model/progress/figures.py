"""Figures as a review writes them: "2 of 5 mornings", "4/10", "61%", "three times a week", "0".

A figure is read only where it is plain. Dates, periods ("over 6 weeks"), ages, classes and the ends of scales are no
measures; a range ("3–4 times") and a limit ("under 5") are no figure of what was measured.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import islice

from model.criteria import Span
from model.progress.noise import NUMBER, ONCE, without_noise
from model.rules.numbers import value
from model.rules.relevance import stems
from model.rules.vocabulary import words_of

_FIGURE = re.compile(
    rf"(?<![\w.,/£$€–—-])(?P<money>[£$€])?(?P<n>{NUMBER})(?![\w’'])(?!\.\d)(?!-\w)(?:"
    rf"\s*(?P<percent>%|per ?cent\b)|(?:\s*/|\s+(?:(?P<between>[a-z]+)\s+)?out of\b|\s+of\b|\s+in\b)"
    rf"\s*(?:(?:the|every|his|her|their|all)\s+)?(?P<of>{NUMBER})(?![\w/’'])(?!\.\d)|)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*([a-z][a-z’'-]*)", re.IGNORECASE)
_PER = re.compile(
    r"\s*(?:(?:an?|per|each|every|/)\s*(?P<one>school day|day|week|fortnight|month|term|year|hour|night|morning|lesson)s?|"
    r"(?P<ly>daily|weekly|fortnightly|monthly|termly|yearly|nightly))\b",
    re.IGNORECASE,
)
_PERIOD = {"daily": "day", "weekly": "week", "fortnightly": "fortnight", "monthly": "month", "termly": "term"} | {
    "yearly": "year",
    "nightly": "night",
}
_RANGE = re.compile(
    rf"(?<!of )(?<!in )(?<!/)(?<!\d)(?<![.,])\b{NUMBER}\s*(?:[-–—]|\bto\b|\bor\b)\s*{NUMBER}(?![\w])", re.IGNORECASE
)
_FROM_TO = re.compile(r"\bfrom\s+(?:about\s+)?$", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:from|was|were|than|instead of|compared (?:with|to)|previously|last time|before:?|baseline:?)\s+$",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(r"\b(?:at least|no (?:fewer|less) than|not less than|a minimum of|minimum)\s+$", re.IGNORECASE)
_AT_MOST = re.compile(r"\b(?:at most|no more than|not more than|up to|a maximum of|maximum|down to)\s+$", re.IGNORECASE)
_UNDER = re.compile(r"(?<!no )(?<!not )\b(?:fewer than|less than|under|below)\s+$", re.IGNORECASE)
_OVER = re.compile(r"(?<!no )(?<!not )\b(?:more than|over|above|better than)\s+$", re.IGNORECASE)
_OR_MORE = re.compile(r"\s*(?:[a-z’'-]+\s+){0,3}or (?:more|better|above|over)\b", re.IGNORECASE)
_OR_FEWER = re.compile(r"\s*(?:[a-z’'-]+\s+){0,3}or (?:fewer|less|under|below)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.,](?!\d)|[;:()–—\n]|\s(?:but|and|then)\s")
_AGAINST = re.compile(
    r"\b(?:miss\w*|absen\w*|late\w*|without|fail\w*|refus\w*|not|no|never|skip\w*|truan\w*|unpaid|overdue|left out|\w+n['’]t)\b",
    re.IGNORECASE,
)
"""Words after which a figure counts what is missing."""
_PLAIN_UNIT = frozenset({"time", "times", "out"})
_ENDS_UNIT = words_of("function_words") - {"days", "weeks", "months", "day", "week", "month", "times", "time"}
_UNIT_WORDS = 3
LONGEST = 400
"""Letters of a cell in which a figure is looked for: a longer one is a story, in which no one figure is plain."""
MOST = 12
"""Figures of a cell; among more, no one is plain."""
NEAR = 40
"""Letters before a figure that may hold the words of its limit."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `value` of a `whole` where it is a share ("2 of 5"), else None.

    `unit` holds the stems of what is counted, nothing where that is not said; `per` is the period of a rate ("week").
    `rising` is True after "at least", False after "at most", else None; `strict` marks a limit that is itself not enough
    ("under 5"). `earlier` marks a figure told for comparison ("was 1 of 5"), `against` one that counts what is missing.
    """

    value: Fraction
    whole: Fraction | None
    percent: bool
    unit: frozenset[str]
    per: str | None
    rising: bool | None
    strict: bool
    earlier: bool
    against: bool
    span: Span

    @property
    def size(self) -> Fraction:
        """What is compared: the share where there is a whole, else the value."""
        return self.value / self.whole if self.whole else self.value

    def comparable(self, other: "Figure") -> bool:
        """Say whether the two count the same thing in the same way."""
        if (self.percent, self.whole is None, self.against) != (other.percent, other.whole is None, other.against):
            return False
        if self.per and other.per and self.per != other.per:
            return False
        alike = bool(self.unit & other.unit)
        if self.whole is not None and self.whole != other.whole:
            return alike
        return alike or not self.unit or not other.unit


def figures(text: str, as_of: date) -> list[Figure]:
    """Return the figures of the text in their order; none of one that is long or full of them. Days resolve from `as_of`."""
    if len(text) > LONGEST:
        return []
    found = list(islice(_figures(without_noise(text, as_of)), MOST + 1))
    return found if len(found) <= MOST else []


def the_one(found: Sequence[Figure], like: Sequence[Figure]) -> Figure | None:
    """Return the figure of a result: the only one, or the only one that counts what `like` counts; None where it is not plain.

    What is told for comparison and what is only a limit are not what was measured.
    """
    own = [figure for figure in found if not figure.earlier]
    if len(own) > 1:
        own = [figure for figure in own if any(figure.comparable(other) for other in like)]
    if not own or len({(f.value, f.whole) for f in own}) > 1 or own[0].rising is not None:
        return None
    return own[0]


def _figures(text: str) -> Iterator[Figure]:
    ranges = [m.span() for m in _RANGE.finditer(text) if not _FROM_TO.search(text[: m.start()])]
    for match in _FIGURE.finditer(text):
        number = _value(match["n"])
        whole = _value(match["of"]) if match["of"] else None
        if whole is not None and not number <= whole > 0:
            continue
        if any(start <= match.start() < end for start, end in ranges):
            continue
        before = text[max(0, match.start() - NEAR) : match.start()]
        unit, end = _unit(text, match.end())
        if match["between"]:
            unit |= stems(match["between"])
        per = _PER.match(text, end)
        rising = _rising(text, before, match.end())
        yield Figure(
            number,
            whole,
            bool(match["percent"]),
            unit | ({match["money"]} if match["money"] else set()),
            (_PERIOD[per["ly"].lower()] if per["ly"] else per["one"].lower()) if per else None,
            rising,
            bool(_UNDER.search(before) or _OVER.search(before)),
            rising is None and bool(_EARLIER.search(before)),
            bool(_AGAINST.search(_clause(text, match))),
            Span(match.start(), match.end()),
        )


def _value(word: str) -> Fraction:
    low = word.lower()
    return Fraction(ONCE[low]) if low in ONCE else Fraction(str(value(low)))


def _unit(text: str, at: int) -> tuple[frozenset[str], int]:
    """Return the stems of the words that say what is counted, and where they end."""
    said: list[str] = []
    while len(said) < _UNIT_WORDS and (word := _TAIL.match(text, at)):
        if word[1].lower() in _ENDS_UNIT or _PER.match(text, at):
            break
        said.append(word[1])
        at = word.end()
    return stems(" ".join(w for w in said if w.lower() not in _PLAIN_UNIT)), at


def _rising(text: str, before: str, end: int) -> bool | None:
    if _AT_MOST.search(before) or _UNDER.search(before) or _OR_FEWER.match(text, end):
        return False
    return True if _AT_LEAST.search(before) or _OVER.search(before) or _OR_MORE.match(text, end) else None


def _clause(text: str, match: re.Match[str]) -> str:
    """Return the words around a figure, without the phrases of limits in which "no" says nothing against it."""
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, match.start())), default=0)
    following = _CLAUSE.search(text, match.end())
    clause = text[start : following.start() if following else len(text)]
    return re.sub(r"(?i)\b(?:no|not) (?:fewer|less|more) than\b|\bno longer\b|\bnot only\b", " ", clause)
