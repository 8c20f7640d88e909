"""Heads that learn an office's conventions: those of the shipped bundle, moved no further than its reviews ask.

A head is the shipped one plus a correction, linear in what the shipped one reads and in a few phrases of the reviews
(`model/local_phrases.py`); the correction is kept small (L2) and learned by maximum likelihood from the reviews and,
beside them, the base corpus. Where reviewers contradict the shipped bundle oftener than its own error explains, there is
a convention: the corpus loses its weight there, and phrases may speak. How small the correction stays and what the corpus
weighs is chosen by cross-validation over the reviews' plans.
"""

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest
from threadpoolctl import threadpool_limits

from training.correction import Array, Lesson, Rows, matrix
from training.heads import Head, calibrated
from training.stages import shared_out

FEWEST = 10
"""Reviews of a criterion below which its head stays as it is."""
USUAL_ERROR = 0.10
"""What the shipped bundle gets wrong of its own kind of text: `docs/results.md` has 0.02 to 0.17 a criterion."""
SURE = 0.01
"""How unlikely the contradictions must be under that error before they count as a convention."""
LEAST_SEEN, MOST_PHRASES = 3, 250
"""A phrase must stand in three reviews; a criterion listens to so many at most."""
FOLDS = 5
MOST_CORPUS = 1200
"""Records of the corpus that stand for all of it while ridge and share are chosen."""
RIDGES = (0.1, 0.3, 1.0, 3.0)
WITH_CONVENTION, WITHOUT = (0.0, 0.05, 0.25), (1.0,)
"""What a record of the corpus may weigh beside a review."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A head after the reviews: its `phrases` are inputs after those of the shipped head; `note` says what was done."""

    head: Head
    phrases: tuple[str, ...]
    convention: bool
    note: str


def learn(shipped: Head, reviews: Rows, corpus: Rows) -> Learned:
    """Return the head for one criterion, moved by the reviews as far as they carry."""
    local, base = reviews.judged, corpus.judged
    count = len(local.targets)
    if count < FEWEST:
        return Learned(shipped, (), False, f"{count} reviews judge it, {FEWEST} are needed: it stays as it was")
    truth = local.targets == 1
    against = int(np.sum((shipped.probability(local.inputs) >= 0.5) != truth))
    convention = bool(against >= 5 and binomtest(against, count, USUAL_ERROR, alternative="greater").pvalue < SURE)
    one_sided = bool(truth.all() or not truth.any())
    shares = WITH_CONVENTION if convention and not one_sided else WITHOUT
    ridge, share, unseen = _choose(shipped, local, base, shares, phrases=convention and not one_sided)
    if not convention and not _helps(shipped, local, unseen):
        return Learned(
            shipped, (), False, f"{_contradicted(against, count)}: no more than it errs, so it stays as it was"
        )
    names = _telling(shipped, local) if convention and not one_sided else ()
    with threadpool_limits(1):
        head = Lesson(shipped, local, base, names).course(share).head(ridge)
    if convention:
        head = _calibrated(head, unseen, local.targets)
    return Learned(head, names, convention, _note(count, against, convention=convention, one_sided=one_sided))


def _contradicted(against: int, count: int) -> str:
    return f"{against} of {count} reviews contradicted the shipped bundle"


def _helps(shipped: Head, local: Rows, unseen: Array) -> bool:
    """Say whether the corrected scores of plans left out are likelier than the shipped ones, by two standard errors."""
    before = local.inputs.astype(np.float64) @ shipped.weights + shipped.bias
    met = local.targets == 1
    gains = local.weights * ((np.logaddexp(0, before) - met * before) - (np.logaddexp(0, unseen) - met * unseen))
    return bool(gains.mean() > 2 * gains.std() / np.sqrt(len(gains)))


def _note(count: int, against: int, *, convention: bool, one_sided: bool) -> str:
    said = _contradicted(against, count)
    if not convention:
        return f"{said}: no more than it errs, so it moved a little and the corpus kept its full weight"
    if one_sided:
        return f"{said}, and all {count} say the same: nothing shows what tells the two apart, so the corpus keeps its weight"
    return f"{said}: a convention of this office, which wins over the corpus"


def _choose(
    shipped: Head, local: Rows, base: Rows, shares: Sequence[float], *, phrases: bool
) -> tuple[float, float, Array]:
    """Return the ridge and the corpus's share with the best likelihood on plans left out, and the scores given there."""
    folds = np.array([zlib.crc32(plan.encode()) % FOLDS for plan in local.plans])
    if len(set(folds)) < FOLDS:  # too few plans to part them: part the reviews
        folds = np.arange(len(local.plans)) % FOLDS
    tried = [(share, ridge) for share in shares for ridge in RIDGES]
    scores = {pair: np.zeros(len(folds)) for pair in tried}
    few = base.sample(MOST_CORPUS)

    def leave_out(some: Sequence[int]) -> None:
        for fold in some:
            seen, out = local.where(folds != fold), local.where(folds == fold)
            names = _telling(shipped, seen) if phrases else ()
            lesson, unseen = Lesson(shipped, seen, few, names), matrix(out, names)
            for share in shares:
                course = lesson.course(share)
                for ridge in sorted(RIDGES, reverse=True):
                    head = course.head(ridge)
                    scores[share, ridge][folds == fold] = unseen @ head.weights + head.bias

    with threadpool_limits(1):  # threads that wait for each other in every product lose more than they gain
        shared_out(leave_out, range(FOLDS))
    met = local.targets == 1
    loss = {pair: float(np.sum(local.weights * (np.logaddexp(0, said) - met * said))) for pair, said in scores.items()}
    share, ridge = min(tried, key=lambda pair: loss[pair])
    return ridge, share, scores[share, ridge]


def _telling(shipped: Head, local: Rows) -> tuple[str, ...]:
    """Return the phrases that go with what the shipped head gets wrong, those that tell most first."""
    wrong = (local.targets - shipped.probability(local.inputs)) * local.weights
    seen = Counter(phrase for said in local.phrases for phrase in said)
    told = dict.fromkeys((p for p, n in seen.items() if n >= LEAST_SEEN), 0.0)
    for said, missed in zip(local.phrases, wrong, strict=True):
        for phrase in said & told.keys():
            told[phrase] += float(missed)
    return tuple(sorted(told, key=lambda p: (-abs(told[p]), p))[:MOST_PHRASES])


def _calibrated(head: Head, unseen: Array, targets: NDArray[np.float32]) -> Head:
    """Return the head with its scores calibrated on those that it gave to plans which it had not seen."""
    slope = calibrated(Head(np.ones(1), 0.0), unseen[:, None].astype(np.float32), targets)
    return Head(head.weights * slope.weights[0], float(head.bias * slope.weights[0] + slope.bias))
