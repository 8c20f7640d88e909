"""Is a figure flat over time? A line through it, and how far its slope can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BLOCK = 12
"""Samples that are drawn together, a minute of them: what follows closely on another is like it."""
DRAWS = 2_000
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight line through a figure over time, in its unit an hour, with the interval of its slope."""

    middle: float
    slope: float
    low: float
    high: float
    hours: float

    def flat(self, tolerance: float) -> bool:
        """Say whether it does not rise: its slope may be nothing, or over the time watched it rises by less than that.

        `tolerance` is in the figure's unit.
        """
        return self.low <= 0 or self.high * self.hours <= tolerance


def trend(seconds: Sequence[float], figures: Sequence[float], *, seed: int = 7) -> Trend:
    """Return the line of least squares through figures, with an interval by a bootstrap of blocks of its residuals.

    Raises:
        ValueError: when there are fewer than three figures.
    """
    if len(figures) < 3:
        raise ValueError("a trend needs three figures at least")
    hours, found = np.asarray(seconds, dtype=float) / 3600, np.asarray(figures, dtype=float)
    centred = hours - hours.mean()
    weights = centred / np.sum(centred**2)
    apart = found - found.mean()
    slope = float(weights @ apart)
    residuals = apart - slope * centred
    count, block = len(found), min(BLOCK, max(1, len(found) // 3))
    draw = np.random.default_rng(seed)
    starts = draw.integers(0, count - block + 1, size=(DRAWS, -(-count // block)))
    rows = (starts[:, :, None] + np.arange(block)).reshape(DRAWS, -1)[:, :count]
    slopes = slope + residuals[rows] @ weights
    low, high = np.quantile(slopes, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Trend(float(np.median(found)), slope, float(low), float(high), float(hours[-1] - hours[0]))
