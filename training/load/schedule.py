"""When requests arrive: drawn before the load begins, so that no slow answer can hold the next request back."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Spacing(StrEnum):
    """How arrivals are spread."""

    POISSON = "poisson"
    """Independently of one another, as from many people who do not know of each other."""
    FIXED = "fixed"
    """At the same distance."""


def arrivals(rate: float, seconds: float, spacing: Spacing = Spacing.POISSON, seed: int = 7) -> NDArray[np.float64]:
    """Return the seconds from the beginning at which requests are due, in order, all of them before `seconds`.

    `rate` is requests a second. A Poisson schedule holds `rate * seconds` requests on average; the same seed draws the same.
    """
    if spacing is Spacing.FIXED:
        return np.arange(int(np.ceil(rate * seconds - 1e-9))) / rate
    draw = np.random.default_rng(seed)
    # Given their number, the arrivals of a Poisson process are uniform.
    return np.sort(draw.uniform(0.0, seconds, draw.poisson(rate * seconds)))
