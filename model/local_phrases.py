"""The words and pairs of words by which an office's own conventions are known: "confidence", "#/#" for "8/10".

An encoder that was tuned elsewhere has no ear for what one office looks for. Its retrained heads may therefore listen
to a few phrases besides, each of which a reader can be shown.
"""

import re
from itertools import pairwise

_TOKEN = re.compile(r"#(?:[./:]#)*%?|[^\W\d_]+(?:['’][^\W\d_]+)*")


def phrases_in(text: str) -> frozenset[str]:
    """Return the words and pairs of neighbouring words of `text`, in lower case, every figure as "#"."""
    words = [w.replace("’", "'") for w in _TOKEN.findall(re.sub(r"\d+", "#", text.lower()))]
    return frozenset(words) | frozenset(map(" ".join, pairwise(words)))


def presence(text: str, phrases: tuple[str, ...]) -> list[float]:
    """Return 1 for each of the phrases that `text` holds and 0 for the others, in their order."""
    if not phrases:
        return []
    found = phrases_in(text)
    return [float(p in found) for p in phrases]
