"""A correction of a head: what reviews change of it, held back by a ridge, found by Newton's method."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from training.heads import Head

Array = NDArray[np.float64]
Solve = Callable[[Array], Array]
PHRASE_GAIN = 2.0
MOST_STEPS, SHORTEST, CLOSE, SLOW = 60, 1e-3, 1e-7, 0.3
"""Newton's method: steps, the shortest part of one, what little improvement ends it, and the share of the last step's hope
from which it counts as slow."""
ROUNDING = 1e-10
"""What is added to a curvature of 1, so that rounding turns none negative."""


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


class Lesson:
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
        inputs = matrix(rows, names)
        moved = np.hstack([(inputs - self._centre) * self._gain, np.ones((len(inputs), 1))])
        return moved, inputs @ self._start + self._bias, rows.targets.astype(np.float64), rows.weights

    def course(self, share: float) -> "Course":
        """Return the course through all ridges that are tried with one share of the corpus."""
        sides = self._sides if share else self._sides[:1]
        moved, already, targets = (np.concatenate([side[i] for side in sides]) for i in range(3))
        weights = np.concatenate([side[3] * by for side, by in zip(sides, (1.0, share), strict=False)])
        return Course(self._as_head, moved, already, targets, weights)

    def _as_head(self, step: Array) -> Head:
        change = step[:-1] * self._gain
        return Head(self._start + change, float(self._bias + step[-1] - self._centre @ change))


class Course:
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


def matrix(rows: Rows, names: tuple[str, ...]) -> Array:
    """Return the rows as a matrix: what the shipped head reads, and behind it which of the phrases each says."""
    if not names:
        return rows.inputs.astype(np.float64)
    said = np.array([[float(n in p) for n in names] for p in rows.phrases]).reshape(len(rows.phrases), len(names))
    return np.concatenate([rows.inputs.astype(np.float64), said], axis=1)


def _sigmoid(x: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -60, 60))))
