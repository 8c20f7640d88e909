"""Exercise 1: what each letter of SMART stands for, marked by LIAP's word and by the words that others use."""

import re
import unicodedata
from collections.abc import Mapping
from difflib import SequenceMatcher
from enum import StrEnum
from types import MappingProxyType

from model.criteria import Criterion

LIAP: Mapping[Criterion, str] = MappingProxyType(
    {
        Criterion.SPECIFIC: "Specific",
        Criterion.MEASURABLE: "Measurable",
        Criterion.ACHIEVABLE: "Achievable",
        Criterion.RELEVANT: "Relevant",
        Criterion.TIME_BOUND: "Time bound",
    }
)
ELSEWHERE: Mapping[Criterion, tuple[str, ...]] = MappingProxyType(
    {
        Criterion.SPECIFIC: ("simple", "significant", "stretching"),
        Criterion.MEASURABLE: ("meaningful", "motivating", "manageable"),
        Criterion.ACHIEVABLE: ("attainable", "agreed", "assignable", "actionable", "ambitious", "aligned"),
        Criterion.RELEVANT: ("realistic", "reasonable", "resourced", "results based", "rewarding"),
        Criterion.TIME_BOUND: (
            "timely", "timed", "time limited", "time based", "time framed", "time specific", "timescale", "trackable",
        ),
    }
)  # fmt: skip
"""Words that other courses use for the same letter."""
ALIKE = 0.84
"""From how alike a word counts as a slip of the pen: "achiveable" is 0.95, "attainable" for "achievable" 0.70."""


class Mark(StrEnum):
    """How a word for a letter compares with LIAP's."""

    LIAP = "liap"
    ELSEWHERE = "elsewhere"
    OTHER = "other"
    BLANK = "blank"


def mark(criterion: Criterion, word: str) -> Mark:
    """Return how somebody's word for a letter compares: LIAP's own, one used elsewhere, another, or none."""
    said = _plain(word)
    if not said:
        return Mark.BLANK
    if any(_alike(part, _plain(LIAP[criterion])) for part in _parts(word)):
        return Mark.LIAP
    if any(_alike(part, other) for part in _parts(word) for other in ELSEWHERE[criterion]):
        return Mark.ELSEWHERE
    return Mark.OTHER


def _parts(word: str) -> list[str]:
    """Return the words of "achievable / attainable" one by one, and the whole."""
    return [_plain(part) for part in (word, *re.split(r"[/,;&]|\bor\b|\band\b", word))]


def _plain(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word).casefold()
    return " ".join(re.sub(r"[^a-z]+", " ", bare).split())


def _alike(said: str, meant: str) -> bool:
    joined, wanted = said.replace(" ", ""), meant.replace(" ", "")
    return joined == wanted or SequenceMatcher(None, joined, wanted).ratio() >= ALIKE
