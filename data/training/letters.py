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
SAME: Mapping[Criterion, tuple[str, ...]] = MappingProxyType(
    {
        Criterion.SPECIFIC: (),
        Criterion.MEASURABLE: (),
        Criterion.ACHIEVABLE: ("attainable", "doable"),
        Criterion.RELEVANT: (),
        Criterion.TIME_BOUND: (
            "timely",
            "timed",
            "time limited",
            "time based",
            "time framed",
            "time specific",
            "timescale",
        ),
    }
)
"""Words that ask what LIAP's word asks."""
ELSEWHERE: Mapping[Criterion, tuple[str, ...]] = MappingProxyType(
    {
        Criterion.SPECIFIC: ("simple", "significant", "stretching"),
        Criterion.MEASURABLE: ("meaningful", "motivating", "manageable"),
        Criterion.ACHIEVABLE: ("agreed", "assignable", "actionable", "ambitious", "aligned"),
        Criterion.RELEVANT: ("realistic", "reasonable", "resourced", "results based", "rewarding"),
        Criterion.TIME_BOUND: ("trackable", "tangible"),
    }
)
"""Words that other courses use for the same letter and that ask something else."""
ALIKE = 0.84
"""From how alike a word counts as a slip of the pen: "achiveable" is 0.95, "attainable" for "achievable" 0.70."""


class Mark(StrEnum):
    """How a word for a letter compares with LIAP's."""

    LIAP = "liap"
    SAME = "same"
    ELSEWHERE = "elsewhere"
    OTHER = "other"
    BLANK = "blank"


def mark(criterion: Criterion, word: str) -> Mark:
    """Return how somebody's word for a letter compares: LIAP's own, the same, one used elsewhere, another, or none."""
    parts = [part for part in _parts(word) if part]
    if not parts:
        return Mark.BLANK
    for words, found in (
        ((LIAP[criterion],), Mark.LIAP),
        (SAME[criterion], Mark.SAME),
        (ELSEWHERE[criterion], Mark.ELSEWHERE),
    ):
        if any(_alike(part, _plain(meant)) for part in parts for meant in words):
            return found
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
