"""The words by which an office's own conventions are known: "confid", "high/10", "high/10 ~ confid" for "8/10 confident".

An encoder that was tuned elsewhere has no ear for what one office looks for. Its retrained heads may therefore listen
to a few phrases besides: words by their stems, pairs of neighbouring words, figures by how large they are, and words that
stand near a figure. Each is readable, so that people can be shown what is listened for.
"""

import re
from functools import lru_cache
from itertools import pairwise

from model.rules.numbers import WORDS
from model.rules.relevance import stems

NEAR = 7
"""Words on either side of a figure that are near it."""
_FIGURES = {word: f"{number:g}" for word, number in WORDS.items() if word not in ("a", "an", "couple")}
_SHARE = re.compile(r"(?<![\d./])(\d+(?:\.\d+)?)\s*(?:/|out of|of|in)\s*(\d+)\b(?![/.]\d)")
_NUMBER = re.compile(r"(?<![\w/«])\d+(?:\.\d+)?(?![\w/»])")
_TOKEN = re.compile(r"«[^»]*»|[^\W\d_]+(?:'[^\W\d_]+)*")


@lru_cache(maxsize=4096)
def phrases_in(text: str) -> frozenset[str]:
    """Return what a head may listen for in a text.

    A share such as "8/10" or "eight out of ten" is "high/10", from one half up, or "low/10"; another number is "low" to 4,
    "high" to 10 and then "large".
    """
    told = re.sub(r"[a-z]+", lambda m: _FIGURES.get(m.group(0), m.group(0)), text.lower().replace("’", "'"))
    told = _NUMBER.sub(_sized, _SHARE.sub(_shared, told))
    words = [token if token[0] == "«" else _stem(token) for token in _TOKEN.findall(told)]
    plain = [word.strip("«»") for word in words]
    found = {*plain, *(f"{a} {b}" for a, b in pairwise(plain))}
    for at, word in enumerate(words):
        if word[0] == "«":
            around = words[max(0, at - NEAR) : at + NEAR + 1]
            found |= {f"{plain[at]} ~ {other}" for other in around if other[0] != "«"}
    return frozenset(found)


def presence(text: str, phrases: tuple[str, ...]) -> list[float]:
    """Return 1 for each of the phrases that `text` holds and 0 for the others, in their order."""
    if not phrases:
        return []
    found = phrases_in(text)
    return [float(p in found) for p in phrases]


def _shared(match: re.Match[str]) -> str:
    part, whole = float(match.group(1)), float(match.group(2))
    if not 0 <= part <= whole or not whole:
        return match.group(0)
    return f" «{'low' if part < whole / 2 else 'high'}/{match.group(2)}» "


def _sized(match: re.Match[str]) -> str:
    number = float(match.group(0))
    return f" «{'low' if number < 5 else 'high' if number <= 10 else 'large'}» "


def _stem(word: str) -> str:
    found = stems(word)
    return min(found, key=lambda s: (len(s), s)) if found else word
