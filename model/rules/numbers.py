"""Numbers as people write them: "6", "six", "a couple of", "twelve"."""

import re

WORDS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"a": 1, "an": 1, "couple": 2, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100}

NUMBER = (
    r"(?:\d+(?:[.,]\d+)*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|ninety|hundred|couple)"
)
"""The pattern of one number, in figures or in words."""


def value(word: str) -> float:
    """Return the number that `word` writes; 1,200 is twelve hundred."""
    low = word.lower().strip()
    if low in WORDS:
        return float(WORDS[low])
    return float(re.sub(r",(?=\d{3}\b)", "", low).replace(",", "."))
