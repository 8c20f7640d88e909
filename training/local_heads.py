"""Heads that learn an office's conventions: those of the shipped bundle, moved no further than its reviews ask.

A head is the shipped one plus a correction, linear in what the shipped one reads and in a few phrases of the reviews
(`model/local_phrases.py`); the correction is kept small (L2) and learned by maximum likelihood from the reviews and,
beside them, the base corpus. Where reviewers contradict the shipped bundle oftener than its own error explains, there is
a convention: the corpus loses its weight there, and phrases may speak. How small the correction stays and what the corpus
weighs is chosen by cross-validation over the reviews' plans.
"""

import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.stats import binomtest
from threadpoolctl import threadpool_limits

from training.heads import Head, calibrated
from training.stages import shared_out

Array = NDArray[np.float64]
Solve = Callable[[Array], Array]
FEWEST = 10
"""Reviews of a criterion below which its head stays as it is."""
USUAL_ERROR = 0.10
"""What the shipped bundle gets wrong of its own kind of text: `docs/results.md` has 0.02 to 0.17 a criterion."""
SURE = 0.01
"""How unlikely the contradictions must be under that error before they count as a convention."""
LEAST_SEEN, MOST_PHRASES = 3, 250
"""A phrase must stand in three reviews; a criterion listens to so many at most."""
PHRASE_GAIN = 2.0
FOLDS = 5
MOST_CORPUS = 1200
"""Records of the corpus that stand for all of it while ridge and share are chosen."""
MOST_STEPS, SHORTEST, CLOSE, SLOW = 60, 1e-3, 1e-7, 0.3
"""Newton's method: steps, the shortest part of one, what little improvement ends it, and the share of the last step's hope
from which it counts as slow."""
ROUNDING = 1e-10
"""What is added to a curvature of 1, so that rounding turns none negative."""
RIDGES = (0.1, 0.3, 1.0, 3.0)
WITH_CONVENTION, WITHOUT = (0.0, 0.05, 0.25), (1.0,)
"""What a record of the corpus may weigh beside a review."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Statements as heads see them.

    `inputs` `[rows, width]` is what the shipped heads read, `phrases` what else each statement says, `targets`
    `[rows]` 1, 0 or NaN where nobody judged, `weights` `[rows]` what each counts, `plans` where each stood.
    """

    inputs: NDArray[np.float32]
    phrases: Sequence[frozenset[str]]
    targets: NDArray[np.float32]
    weights: Array
    plans: Sequence[str]

    def where(self, keep: NDArray[np.bool_]) -> "Rows":
        """Return some of the rows."""
        at = np.flatnonzero(keep).tolist()
        return Rows(
            self.inputs[at],
            [self.phrases[i] for i in at],
            self.targets[at],
            self.weights[at],
            [self.plans[i] for i in at],
        )

    def sample(self, most: int) -> "Rows":
        """Return at most so many rows, evenly spread, that weigh as much as all together."""
        count = len(self.targets)
        if count <= most:
            return self
        keep = np.zeros(count, dtype=bool)
        keep[np.linspace(0, count - 1, most).astype(int)] = True
        drawn = self.where(keep)
        return replace(drawn, weights=drawn.weights * (self.weights.sum() / drawn.weights.sum()))

    @property
    def judged(self) -> "Rows":
        """The rows that somebody judged met or not met."""
        return self.where(~np.isnan(self.targets))


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
        head = _Lesson(shipped, local, base, names).course(share).head(ridge)
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
            lesson, unseen = _Lesson(shipped, seen, few, names), _matrix(out, names)
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


class _Lesson:
    """Reviews and corpus as matrices, from which a head is learned for each ridge and share that is tried."""

    def __init__(self, shipped: Head, local: Rows, base: Rows, names: tuple[str, ...]) -> None:
        width = local.inputs.shape[1]
        spread = np.maximum(np.std(local.inputs, axis=0), 1e-6)
        self._gain = np.concatenate([1 / spread / np.sqrt(width), np.full(len(names), PHRASE_GAIN)])
        self._centre = np.concatenate([np.mean(local.inputs, axis=0), np.zeros(len(names))])
        self._start = np.concatenate([shipped.weights, np.zeros(len(names))])
        self._bias = shipped.bias
        self._sides = [self._side(rows, names) for rows in (local, base)]

    def _side(self, rows: Rows, names: tuple[str, ...]) -> tuple[Array, Array, Array, Array]:
        inputs = _matrix(rows, names)
        moved = np.hstack([(inputs - self._centre) * self._gain, np.ones((len(inputs), 1))])
        return moved, inputs @ self._start + self._bias, rows.targets.astype(np.float64), rows.weights

    def course(self, share: float) -> "_Course":
        """Return the course through all ridges that are tried with one share of the corpus."""
        sides = self._sides if share else self._sides[:1]
        moved, already, targets = (np.concatenate([side[i] for side in sides]) for i in range(3))
        weights = np.concatenate([side[3] * by for side, by in zip(sides, (1.0, share), strict=False)])
        return _Course(self._as_head, moved, already, targets, weights)

    def _as_head(self, step: Array) -> Head:
        change = step[:-1] * self._gain
        return Head(self._start + change, float(self._bias + step[-1] - self._centre @ change))


class _Course:
    """Newton's method for one ridge after the other: each begins where the last one ended, and curvature is kept.

    To find the curvature takes as long as thirty steps. It changes little on the way, so it is found anew only when steps
    no longer get on: it says how far a step goes, and not where they end.
    """

    def __init__(
        self, as_head: Callable[[Array], Head], moved: Array, already: Array, targets: Array, weights: Array
    ) -> None:
        self._as_head = as_head
        self._moved, self._already, self._targets, self._weights = moved, already, targets, weights
        self._step = np.zeros(moved.shape[1])
        self._bend: Array | None = None

    def head(self, ridge: float) -> Head:
        """Return the shipped head with the correction of greatest likelihood; the ridge holds it back."""
        held = np.append(np.full(len(self._step) - 1, ridge), 0.1 * ridge)
        step, scores = self._step, self._already + self._moved @ self._step
        before, hoped = self._cost(scores, step, held), np.inf
        fresh = self._bend is None
        solve = self._solver(scores, held, fresh=fresh)
        for _ in range(MOST_STEPS):
            slope = self._moved.T @ (self._weights * (_sigmoid(scores) - self._targets)) + held * step
            towards = solve(slope)
            gain = float(slope @ towards) / 2
            if not fresh and gain > SLOW * hoped:
                solve, fresh = self._solver(scores, held, fresh=True), True
                towards = solve(slope)
                gain = float(slope @ towards) / 2
            else:
                fresh = False
            if gain < CLOSE * max(1.0, abs(before)):
                break
            step, scores, now = self._shortened(step, scores, towards, held, before)
            if now >= before:
                break
            before, hoped = now, gain
        self._step = step
        return self._as_head(step)

    def _shortened(
        self, step: Array, scores: Array, towards: Array, held: Array, before: float
    ) -> tuple[Array, Array, float]:
        """Return where a step ends that is halved until something is gained by it, its scores and its cost."""
        way, length = self._moved @ towards, 1.0
        while (now := self._cost(scores - length * way, step - length * towards, held)) > before and length > SHORTEST:
            length /= 2
        return step - length * towards, scores - length * way, now

    def _cost(self, scores: Array, step: Array, held: Array) -> float:
        losses = self._weights * (np.logaddexp(0, scores) - self._targets * scores)
        return float(np.sum(losses) + 0.5 * np.sum(held * step**2))

    def _solver(self, scores: Array, held: Array, *, fresh: bool) -> Solve:
        """Return what solves for a step.

        Where all reviews say the same of an input and the corpus does not, its curvature is many orders of magnitude above
        the others': they are brought to one scale first.
        """
        if fresh or self._bend is None:
            chance = _sigmoid(scores)
            leant = self._moved * np.sqrt(self._weights * chance * (1 - chance))[:, None]
            self._bend = leant.T @ leant
        scale = 1 / np.sqrt(np.diag(self._bend) + held)
        bend = self._bend * np.outer(scale, scale)
        bend[np.diag_indices_from(bend)] = 1 + ROUNDING
        lower = cho_factor(bend, lower=True, overwrite_a=True, check_finite=False)
        return lambda slope: np.asarray(scale * cho_solve(lower, scale * slope))


def _calibrated(head: Head, unseen: Array, targets: NDArray[np.float32]) -> Head:
    """Return the head with its scores calibrated on those that it gave to plans which it had not seen."""
    slope = calibrated(Head(np.ones(1), 0.0), unseen[:, None].astype(np.float32), targets)
    return Head(head.weights * slope.weights[0], float(head.bias * slope.weights[0] + slope.bias))


def _matrix(rows: Rows, names: tuple[str, ...]) -> Array:
    if not names:
        return rows.inputs.astype(np.float64)
    said = np.array([[float(n in p) for n in names] for p in rows.phrases]).reshape(len(rows.phrases), len(names))
    return np.concatenate([rows.inputs.astype(np.float64), said], axis=1)


def _sigmoid(x: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -60, 60))))
