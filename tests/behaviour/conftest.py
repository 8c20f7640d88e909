"""The default bundle, and the objectives of the validation split that it is tried on."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from data.corpus import load as load_split
from model.assessor import Assessor
from model.bundle import load
from model.criteria import Assessment, Criterion, Objective
from training.corpora import WRITTEN

Change = Callable[[Objective], Objective]


@pytest.fixture(scope="session")
def judge() -> Callable[[Sequence[Objective]], list[Assessment]]:
    assessor = Assessor(load())
    return lambda objectives: assessor.assess(objectives, WRITTEN)


@pytest.fixture(scope="session")
def objectives() -> list[Objective]:
    return [e.objective for e in load_split("validation")]


@pytest.fixture(scope="session")
def moved(
    judge: Callable[[Sequence[Objective]], list[Assessment]], objectives: list[Objective]
) -> Callable[[Change], tuple[float, float]]:
    """Return the mean move of a probability and the share of verdicts flipped, over the objectives that a change changes."""

    def measure(change: Change) -> tuple[float, float]:
        pairs = [(o, c) for o in objectives if (c := change(o)) != o]
        assert len(pairs) >= 20, "the change changes too little to say"
        before, after = judge([o for o, _ in pairs]), judge([c for _, c in pairs])
        both = [(b[c], a[c]) for b, a in zip(before, after, strict=True) for c in Criterion]
        moves = [
            abs(b.probability - a.probability)
            for b, a in both
            if b.probability is not None and a.probability is not None
        ]
        return float(np.mean(moves)), float(np.mean([b.verdict is not a.verdict for b, a in both]))

    return measure
