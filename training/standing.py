"""What kept verdicts are worth: macro-F1 by criterion with intervals and spread over seeds, gaps, calibration error."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.example import Example
from model.criteria import Criterion, Verdict
from training.metrics import Estimate, calibration_error, interval, macro_f1
from training.verdicts import Said, truth

Runs = Sequence[Sequence[Said]]
"""What a judge said of the same records, once a seed."""
Rows = NDArray[np.int_]
COLUMNS = (*(c.value.replace("_", "-") for c in Criterion), "mean")


@dataclass(frozen=True, slots=True)
class Figure:
    """The mean of the seeds' figures with its 95 % interval over batches, and each seed's own figure."""

    estimate: Estimate
    by_seed: tuple[float, ...]

    def __str__(self) -> str:
        value, low, high = self.estimate.value, self.estimate.low, self.estimate.high
        # what a seed does not move needs no spread
        spread = f" ± {np.std(self.by_seed, ddof=1):.3f}" if len(set(self.by_seed)) > 1 else ""
        return f"{value:.3f}{spread} [{low:.3f}, {high:.3f}]"


@dataclass(frozen=True, slots=True)
class Standing:
    """One judge's figures: macro-F1 by criterion and then their mean, and the calibration error by criterion."""

    f1: tuple[Figure, ...]
    error: tuple[float, ...]

    @property
    def cells(self) -> str:
        """The macro-F1 as cells of a Markdown table, under `COLUMNS`."""
        return " | ".join(map(str, self.f1))

    @property
    def errors(self) -> str:
        """The calibration errors as one cell, in the order of the criteria."""
        return ", ".join(f"{e:.3f}" for e in self.error)


def standing(examples: Sequence[Example], runs: Runs) -> Standing:
    """Return what a judge is worth on the records; figures are means over its runs."""
    groups = batches(examples)
    figures = []
    for criteria in (*((c,) for c in Criterion), tuple(Criterion)):
        scores = [_score(examples, said, criteria) for said in runs]
        estimate = interval(_mean_of(scores), groups)
        figures.append(Figure(estimate, tuple(score(np.arange(len(examples))) for score in scores)))
    errors = tuple(
        float(np.mean([calibration_error(*met_and_chances(examples, said, c)) for said in runs])) for c in Criterion
    )
    return Standing(tuple(figures), errors)


def gap(examples: Sequence[Example], ours: Runs, theirs: Runs) -> Estimate:
    """Return by how much our mean macro-F1 is above theirs, with an interval: both are drawn on the same batches."""
    above = _mean_of([_score(examples, said, tuple(Criterion)) for said in ours])
    below = _mean_of([_score(examples, said, tuple(Criterion)) for said in theirs])
    return interval(lambda rows: above(rows) - below(rows), batches(examples))


def signed(estimate: Estimate) -> str:
    """Return a difference with its interval, signs and all."""
    return f"{estimate.value:+.3f} [{estimate.low:+.3f}, {estimate.high:+.3f}]"


def met_and_chances(
    examples: Sequence[Example], said: Sequence[Said], criterion: Criterion
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return whether a criterion is met and how probable that was said to be, for records of which both are known."""
    known = [
        (truth(e, criterion) is Verdict.MET, chance)
        for e, s in zip(examples, said, strict=True)
        if (chance := s[criterion][1]) is not None and truth(e, criterion) is not Verdict.CANNOT_TELL
    ]
    return np.array([m for m, _ in known], dtype=bool), np.array([c for _, c in known], dtype=float)


def batches(examples: Sequence[Example]) -> list[str]:
    """Return the batch of each record, by which intervals draw."""
    return [e.batch or e.id for e in examples]


def _score(examples: Sequence[Example], said: Sequence[Said], criteria: Sequence[Criterion]) -> Callable[[Rows], float]:
    """Return the mean macro-F1 over the criteria as a function of row numbers."""
    pairs: list[tuple[Any, Any]] = [
        (np.array([truth(e, c).value for e in examples]), np.array([s[c][0].value for s in said])) for c in criteria
    ]
    return lambda rows: float(np.mean([macro_f1(wanted[rows], given[rows]) for wanted, given in pairs]))


def _mean_of(scores: Sequence[Callable[[Rows], float]]) -> Callable[[Rows], float]:
    return lambda rows: float(np.mean([score(rows) for score in scores]))
