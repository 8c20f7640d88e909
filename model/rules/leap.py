"""Too big a step: baseline, target and period that do not fit together.

LIAP, "Achievable": small steps, individually assessed; a stepped change. How far is too far is ours, and cautious: it is
measured against the corpus and left to the classifier where the figures do not speak plainly.
"""

import re
from dataclasses import dataclass

from model.criteria import Finding, Span
from model.rules.numbers import value
from model.rules.reading import Reading
from model.rules.scales import without_scales

_SHARE = re.compile(
    r"(?i)(?P<a>\d+(?:[.,]\d+)?)\s*(?:%|per ?cent)|(?P<n>\d+)\s*(?:/|of|out of|in)\s*(?:the\s+|every\s+|each\s+)?(?P<of>\d+)(?!\s*(?:am|pm|week))"
)
_COUNT = re.compile(r"(?<![\w/.])(?P<n>\d+(?:,\d{3})*(?:\.\d+)?)(?![\w/.]*\d)")
_FROM_TO = re.compile(
    r"(?i)from\s+\D{0,12}(?P<a>\d+(?:[.,]\d+)*)(?P<u>\s*%)?.{0,30}?\bto\s+\D{0,14}(?P<b>\d+(?:[.,]\d+)*)(?P<v>\s*%)?"
)

SHARE_STEP = 0.35
"""The most that a share may move in one plan: 35 percentage points."""
SHARE_STEP_A_WEEK = 0.06
COUNT_FACTOR = 2.6
"""The most by which a count may be multiplied, or divided, in one plan."""


@dataclass(frozen=True, slots=True)
class Step:
    """A move from one figure to another; shares in 0..1, counts in their own unit."""

    start: float
    target: float
    share: bool
    span: Span


def find(reading: Reading) -> list[Finding]:
    """Return "leap" when the step from the baseline is too big for any plan, or for its weeks."""
    step = step_of(reading)
    if step is None or not _too_far(step, weeks_of(reading)):
        return []
    return [reading.statement.finding("leap", step.span, _message(step, weeks_of(reading)))]


def step_of(reading: Reading) -> Step | None:
    """Return the move that the statement asks for, from its own words or from the baseline; None when unclear."""
    text, baseline = without_scales(reading.text), reading.statement.objective.baseline
    moved = _FROM_TO.search(text)
    if moved:
        share = bool(moved["u"] or moved["v"])
        scale = 100 if share else 1
        return Step(value(moved["a"]) / scale, value(moved["b"]) / scale, share, Span(moved.start(), moved.end()))
    if baseline is None:
        return None
    baseline = without_scales(baseline)
    ours, theirs = _shares(text), _shares(baseline)
    if ours and theirs:
        target, span = ours[-1]
        return Step(theirs[0][0], target, True, span)
    starts = _counts(baseline)
    for match in _COUNT.finditer(text):
        same = [n for n, unit in starts if unit and unit == _unit(text, match)]
        if len(same) == 1 and _is_figure(reading, match):
            return Step(same[0], value(match["n"]), False, Span(match.start(), match.end()))
    return None


def _counts(text: str) -> list[tuple[float, str]]:
    return [(value(m["n"]), _unit(text, m)) for m in _COUNT.finditer(text)]


def _unit(text: str, match: re.Match[str]) -> str:
    """Return what is counted, by the stem of the word after the number or the sign before it: "wash", "£", "minute"."""
    sign = text[: match.start()].rstrip()[-1:]
    if sign in ("£", "$", "€"):
        return sign
    word = re.match(r"\s*(?:more |of the |of |other )?([^\W\d_]+)", text[match.end() :])
    return word.group(1).lower()[:6].rstrip("s") if word else ""


def weeks_of(reading: Reading) -> float | None:
    """Return how many weeks there are from the day of judging to the last deadline; None when no day is known."""
    days = [w.day for w in reading.deadlines if w.day]
    return max((max(days) - reading.statement.as_of).days / 7, 0.5) if days else None


def _is_figure(reading: Reading, match: re.Match[str]) -> bool:
    return any(Span(match.start(), match.end()).overlaps(f) for f in reading.figures)


def _shares(text: str) -> list[tuple[float, Span]]:
    found = []
    for m in _SHARE.finditer(text):
        share = value(m["a"]) / 100 if m["a"] else (float(m["n"]) / float(m["of"]) if float(m["of"]) else 0.0)
        if share <= 1.0:
            found.append((share, Span(m.start(), m.end())))
    return found


def _too_far(step: Step, weeks: float | None) -> bool:
    moved = abs(step.target - step.start)
    if step.share:
        return moved > SHARE_STEP or (weeks is not None and moved > max(0.1, SHARE_STEP_A_WEEK * weeks))
    low, high = sorted((step.start, step.target))
    return high >= 3 and (low == 0 or high / low > COUNT_FACTOR)


def _message(step: Step, weeks: float | None) -> str:
    start, target = (
        (f"{step.start:.0%}", f"{step.target:.0%}") if step.share else (f"{step.start:g}", f"{step.target:g}")
    )
    within = "" if weeks is None else f" in about {weeks:.0f} week{'s' if round(weeks) != 1 else ''}"
    return f"From {start} to {target}{within} is a leap and not a step."
