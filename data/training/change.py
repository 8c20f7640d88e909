"""Before and after: the change between the two Measures of Confidence of the same people, with its interval.

The interval is Student's t on the paired differences: with a room of ten or twenty, resampling a handful of whole numbers
promises more than it knows.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from data.training.answers import Measure, Standing, said_to

SCALES: Mapping[str, str] = {
    "knowledge": "Knowledge of SMART objectives",
    "identifying": "Confidence in identifying SMART objectives",
    "writing": "Confidence in writing them into an agreed action plan",
}
LOWEST, HIGHEST = 1, 10
LEAST_PAIRS = 2
_T_95 = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
"""The 97.5 % quantile of Student's t for 1 to 30 degrees of freedom."""
_T_95_BEYOND = ((120, 1.980), (60, 2.000), (40, 2.021), (30, 2.042))
"""Beyond 30: the quantile at the next smaller tabled number, which errs on the wide side."""


@dataclass(frozen=True, slots=True)
class Change:
    """How one mark changed among those who gave it twice.

    `pairs` are (before, after), one a participant, in the order of their numbers. `low` and `high` bound the mean
    change with 95 % confidence; None where there is no interval. `only_before` and `only_after` gave it once, and
    are left out.
    """

    scale: str
    pairs: tuple[tuple[int, int], ...]
    before: float | None
    after: float | None
    mean: float | None
    low: float | None
    high: float | None
    only_before: int
    only_after: int

    @property
    def clear(self) -> bool:
        """True when the interval leaves no doubt that the mean rose."""
        return self.low is not None and self.low > 0


def changes(room: Mapping[int, Standing]) -> list[Change]:
    """Return the three changes of a room."""
    return [_change(scale, room) for scale in SCALES]


def _change(scale: str, room: Mapping[int, Standing]) -> Change:
    marks = [(_mark(mine, "measure-1", scale), _mark(mine, "measure-2", scale)) for _, mine in sorted(room.items())]
    pairs = tuple((b, a) for b, a in marks if b is not None and a is not None)
    only_before = sum(b is not None and a is None for b, a in marks)
    only_after = sum(b is None and a is not None for b, a in marks)
    if not pairs:
        return Change(scale, (), None, None, None, None, None, only_before, only_after)
    before, after = fmean(b for b, _ in pairs), fmean(a for _, a in pairs)
    low, high = interval([a - b for b, a in pairs])
    return Change(scale, pairs, before, after, after - before, low, high, only_before, only_after)


def interval(differences: Sequence[float]) -> tuple[float | None, float | None]:
    """Return the 95 % interval of the mean of paired differences, within what the scale allows.

    There is none for fewer than two, nor where all moved alike: how people differ cannot be read from that.
    """
    n = len(differences)
    if n < LEAST_PAIRS:
        return None, None
    spread = stdev(differences)
    if spread == 0:
        return None, None
    half = t_quantile(n - 1) * spread / math.sqrt(n)
    mean, most = fmean(differences), float(HIGHEST - LOWEST)
    return max(-most, mean - half), min(most, mean + half)


def t_quantile(freedom: int) -> float:
    """Return the 97.5 % quantile of Student's t; beyond 30 degrees of freedom never too small."""
    if freedom <= len(_T_95):
        return _T_95[freedom - 1]
    return next(quantile for least, quantile in _T_95_BEYOND if freedom >= least)


def _mark(mine: Standing, item: str, scale: str) -> int | None:
    said = said_to(mine, item)
    return int(getattr(said, scale)) if isinstance(said, Measure) else None
