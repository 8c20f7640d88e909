"""The next step from a baseline: small, in the direction that the objective asks for, in the baseline's own unit.

LIAP, "Achievable": small steps, individually assessed; a stepped change.
"""

import re
from dataclasses import dataclass

from model.rules.lexicon import lemma
from model.rules.phrases import words
from model.rules.reading import Reading

_PART = re.compile(r"(?i)(?P<n>\d+)\s*(?P<mid>/|out of|of|in)\s*(?P<of>\d+)(?P<unit>(?:\s+[a-z]+)?)")
_PERCENT = re.compile(r"(?P<n>\d+(?:\.\d+)?)\s*(?P<mark>%|per ?cent)")
_TIMES = re.compile(
    r"(?i)(?P<n>\d+)(?P<unit>\s+(?:times?|days?|nights?|mornings?|minutes?|words?|steps|sessions?|lessons?|calls?|fights?|spells?)(?:\s+(?:a|an|per)\s+[a-z]+)?)"
)
SHARE_OF_THE_WAY = 0.25
MOST_OF_A_WHOLE = 0.15
"""A step covers a quarter of what is missing, at least one, and at most fifteen in a hundred of the whole."""
_DOWN = frozenset(
    {"reduce", "cut", "lower", "decrease", "stop", "lessen", "limit", "drop", "quit", "minimise", "minimize", "avoid"}
)
_UP = frozenset(
    {"increase", "raise", "improve", "grow", "build", "attend", "extend", "boost", "gain", "lift", "learn", "read"}
)
_FEWER = frozenset({"less", "fewer", "lower"})
_MORE = frozenset({"more", "better", "higher", "oftener"})


@dataclass(frozen=True, slots=True)
class NextStep:
    """A figure to aim at, in words ("4 of 7 nights"), and the words that lead to it ("at least ")."""

    words: str
    lead: str


def next_step(reading: Reading) -> NextStep | None:
    """Return the next step from the baseline; None where no figure stands in it or the direction is not plain."""
    baseline = reading.statement.objective.baseline
    up = direction(reading)
    if baseline is None or up is None:
        return None
    lead = "at least " if up else "at most "
    part, percent, times = _PART.search(baseline), _PERCENT.search(baseline), _TIMES.search(baseline)
    if part and int(part["of"]) > 0 and int(part["n"]) <= int(part["of"]):
        target = _step(int(part["n"]), int(part["of"]) if up else 0, int(part["of"]))
        return None if target is None else NextStep(f"{target} {_out_of(part['mid'])} {part['of']}{part['unit']}", lead)
    if percent and float(percent["n"]) <= 100:
        target = _step(round(float(percent["n"])), 100 if up else 0, 100)
        return None if target is None else NextStep(f"{target}{percent['mark']}", lead)
    if times:
        start = int(times["n"])
        target = _step(start, 2 * start if up else 0)
        return None if target is None else NextStep(f"{target}{times['unit']}", lead)
    return None


def direction(reading: Reading) -> bool | None:
    """Return True when the figures should rise, False when they should fall, None when the words do not say."""
    said = {s.of(reading.text).lower() for s in words(reading.text)}
    stems = {lemma(w) or w for w in said}
    down, up = bool(stems & _DOWN or said & _FEWER), bool(stems & _UP or said & _MORE)
    return None if down == up else up


def _step(start: int, end: int, whole: int | None = None) -> int | None:
    missing = end - start
    if not missing:
        return None
    most = abs(missing) if whole is None else max(1, round(whole * MOST_OF_A_WHOLE))
    step = min(max(1, round(abs(missing) * SHARE_OF_THE_WAY)), most)
    return start + step if missing > 0 else start - step


def _out_of(mid: str) -> str:
    return "of" if mid == "/" else mid
