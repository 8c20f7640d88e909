"""The ends of a scale: "on a scale of 1 to 10", "rates her day from 1 to 10" and "counts from 1 to 20" move nothing."""

import re

from model.rules.vocabulary import words_of

_A_SCALE = re.compile(
    r"(?i)\b(?:an?|this|that)\s(?:[\w-]+\s){0,3}?scales?\s(?:of|from|between|running\sfrom|going\sfrom)\s[01]\s?(?:to|-|–|and)\s?\d{1,3}\b"
    r"|\bscale\sof\s[01]\s?(?:to|-|–)\s?\d{1,3}\b"
    r"|\b[01]\s?(?:to|-|–)\s?\d{1,3}\s(?:point\s|rating\s|pain\s|mood\s)?scale\b"
    r"|\(\s?[01]\s?(?:to|-|–)\s?\d{1,3}\s?\)"
)
_RANGE = re.compile(
    r"(?i)\bfrom\s+[01]\b(?![.,]\d|\s*%)[^\d.;%]{0,30}?\s?(?:\bto|-|–)\s*(?P<most>\d{1,3})\b(?![.,]\d|\s*%)"
)
_RATES = re.compile(
    r"(?i)\b(?:scales?|rat(?:es?|ed|ing)|scor(?:es?|ed|ing)|mark(?:s|ed|ing)?|grad(?:es?|ed|ing)|rank(?:s|ed|ing)?|"
    r"how\s+(?!many\b|much\b|often\b|far\b|fast\b|long\b|to\b)\w+|count(?:s|ed|ing)?|numbers)\b(?=[^.;]{0,40}$)"
)
"""Words before a range that say what it is for, if nothing moves along it."""
_ACTS = re.compile(r"(?i)(?:,|\b(?:and|or|then|by|will|to|shall|must|should|also|I|we|they))\s+$")
"""What stands before "rate" where that is an act of its own: "improve his mood by | rating it", "get up and | rate it"."""
_MOVES = re.compile(
    r"(?i)\b(?:rais|increas|improv|reduc|lower|mov|chang|lift|bring|go|goes|going|get|gets|take|takes|grow|rise|rises|drop|fall|"
    r"cut|climb|up|down)(?:e|es|ed|s|ing)?\b[^.;]*$"
)
_NOTHING_COUNTED = words_of("function_words") - {"time", "times", "day", "days", "week", "weeks", "month", "months"} | {
    "daily",
    "weekly",
    "nightly",
    "monthly",
    "twice",
    "scale",
}
"""Words after a range that it does not count: not "from 1 to 10 | sessions"."""
FEWEST = 3
"""The least number that ends a scale."""


def without_scales(text: str) -> str:
    """Return a text of the same length, with a tilde for every character of a scale's ends and of what names them."""
    text = _A_SCALE.sub(_tildes, text)
    return _RANGE.sub(lambda m: _tildes(m) if _is_scale(text, m) else m.group(0), text)


def _tildes(found: re.Match[str]) -> str:
    return "~" * len(found.group(0))


def _is_scale(text: str, found: re.Match[str]) -> bool:
    before, after = text[: found.start()], re.match(r"\s+([a-z]+)\b", text[found.end() :])
    rated = next(_RATES.finditer(before), None)
    counts = after is not None and after[1] not in _NOTHING_COUNTED
    if rated is None or counts or int(found["most"]) < FEWEST:
        return False
    acts = rated.group(0).lower() != "scale" and _ACTS.search(before[: rated.start()]) is not None
    return _MOVES.search(before[rated.end() :] if acts else before) is None
