"""How good verdicts are: macro-F1, calibration error, agreement, each with a bootstrap interval.

Macro-F1 is the mean of the F1 of each class that occurs in the truth: two classes for most criteria, three for Relevant.
Expected calibration error as in Guo and others, "On Calibration of Modern Neural Networks" (2017), with ten bins of equal
width. Cohen's kappa as in Cohen (1960). Intervals are percentile bootstraps over whole batches, because the records of
a batch share their people and needs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.str_]
BINS = 10
RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def macro_f1(truth: Labels, said: Labels) -> float:
    """Return the mean F1 over the classes that the truth holds."""
    scores = []
    for label in np.unique(truth):
        hits = np.sum((truth == label) & (said == label))
        scores.append(2 * hits / (np.sum(truth == label) + np.sum(said == label)))
    return float(np.mean(scores)) if scores else float("nan")


def kappa(ours: Labels, theirs: Labels) -> float:
    """Return Cohen's kappa of two labellings of the same records; 1 where both always say one and the same."""
    agreed = float(np.mean(ours == theirs))
    classes = np.unique(np.concatenate([ours, theirs]))
    chance = float(sum(np.mean(ours == c) * np.mean(theirs == c) for c in classes))
    return 1.0 if chance == 1.0 else (agreed - chance) / (1 - chance)


def agreement(ours: Labels, theirs: Labels) -> float:
    """Return the share of records on which two labellings agree."""
    return float(np.mean(ours == theirs))


def calibration_error(met: NDArray[np.bool_], chances: NDArray[np.float64]) -> float:
    """Return the expected calibration error of the probabilities of "met"."""
    if not len(chances):
        return float("nan")
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    gaps = [
        np.sum(bins == b) * abs(np.mean(met[bins == b]) - np.mean(chances[bins == b]))
        for b in range(BINS)
        if np.any(bins == b)
    ]
    return float(np.sum(gaps) / len(chances))


def interval(figure: Callable[[NDArray[np.int_]], float], groups: Sequence[str], seed: int = 0) -> Estimate:
    """Return a figure of chosen rows with its 95 % bootstrap interval over whole groups of rows.

    `figure` takes row numbers and returns the figure on those rows.
    """
    rng = np.random.default_rng(seed)
    names = np.asarray(groups)
    members = [np.flatnonzero(names == g) for g in np.unique(names)]
    drawn = [
        figure(np.concatenate([members[i] for i in rng.integers(len(members), size=len(members))]))
        for _ in range(RESAMPLES)
    ]
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return Estimate(figure(np.arange(len(names))), float(low), float(high))
