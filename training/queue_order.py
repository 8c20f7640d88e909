"""What the order of the queue is worth: how many reviews an office needs in it, and how many in a random order.

The reviews of an office are played back. From a part of its plans, some are learned from at a time, in the order of the
queue (`data/reviews/queue.py`) or in a random one, and the heads that come out are judged on the plans left out. As in an
office that retrains now and then, the queue is ordered anew by the latest heads.
"""

import random
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data import corpus
from data.reviews.queue import order
from data.reviews.review import Review
from model.bundle import DEFAULT_BUNDLE, load
from model.criteria import Criterion
from training.correction import Rows
from training.heads import Head
from training.local_heads import Learned, learn
from training.metrics import macro_f1
from training.retrain import corpus_rows, rows_of, shipped_heads

STEPS = (10, 20, 30, 40, 60, 80, 110, 140)
PARTS = 3
SHUFFLES = 2
Pick = Callable[[Sequence[int], Sequence[int], int, Learned | None], list[int]]
"""From the numbers left, those taken, how many more are wanted and the latest head, the numbers to take next."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Macro-F1 on plans left out after so many reviews, the mean over parts of the plans (and over shuffles)."""

    steps: tuple[int, ...]
    queue: tuple[float, ...]
    random: tuple[float, ...]

    def needed(self, target: float) -> tuple[int | None, int | None]:
        """Return how many reviews reach `target` in either order; None where none of the steps does."""
        return self._first(self.queue, target), self._first(self.random, target)

    def _first(self, found: Sequence[float], target: float) -> int | None:
        return next((step for step, f1 in zip(self.steps, found, strict=True) if f1 >= target), None)


def compare(
    reviews: Sequence[Review],
    criterion: Criterion,
    cache: Path,
    say: Callable[[str], None],
    *,
    shipped: Path = DEFAULT_BUNDLE,
    steps: Sequence[int] = STEPS,
) -> Curve:
    """Return what learning in either order is worth; beside the reviews, heads learn from the corpus's validation split."""
    classifier, heads = load(shipped), shipped_heads(shipped)
    judged = [r for r in reviews if r.labels.get(criterion) is not None]
    base = corpus_rows(classifier, corpus.load("validation"), cache, say)(criterion)
    office = rows_of(classifier, judged)(criterion)
    every = [heads[k].probability(office.inputs) for k in range(len(Criterion))]
    game = Game(office, base, heads[list(Criterion).index(criterion)], every, list(Criterion).index(criterion))
    parts = np.array([zlib.crc32(r.source.encode()) % PARTS for r in judged])
    shortest = min(int(np.sum(parts != part)) for part in range(PARTS))
    used = tuple(step for step in steps if step <= shortest)
    queue, shuffled = [], []
    for part in range(PARTS):
        pool, out = np.flatnonzero(parts != part).tolist(), np.flatnonzero(parts == part).tolist()
        queue.append(game.play(pool, out, used, game.by_queue))
        shuffled += [game.play(pool, out, used, _shuffled(seed)) for seed in range(SHUFFLES)]
        say(f"part {part + 1} of {PARTS}: {len(pool)} reviews to learn from, {len(out)} to be judged by")
    return Curve(used, _means(queue), _means(shuffled))


def table(curve: Curve, targets: Sequence[float]) -> str:
    """Return the comparison as Markdown."""
    rows = zip(curve.steps, curve.queue, curve.random, strict=True)
    lines = ["| reviews | in the order of the queue | in a random order |", "| --- | --- | --- |"]
    lines += [f"| {step} | {queue:.3f} | {chance:.3f} |" for step, queue, chance in rows]
    for target in targets:
        needed = [str(n) if n else f"more than {curve.steps[-1]}" for n in curve.needed(target)]
        lines += [
            "",
            f"To reach {target:.2f}: {needed[0]} reviews in the order of the queue, {needed[1]} in a random order.",
        ]
    return "\n".join(lines)


class Game:
    """Learning from an office's reviews a few at a time."""

    def __init__(self, office: Rows, base: Rows, head: Head, every: Sequence[NDArray[np.float64]], column: int) -> None:
        self.office, self.base, self.head, self.every, self.column = office, base, head, every, column

    def play(self, pool: Sequence[int], out: Sequence[int], steps: Sequence[int], pick: Pick) -> list[float]:
        """Return the macro-F1 on `out` after each number of reviews of `pool`."""
        left, taken, found = list(pool), list[int](), []
        learned: Learned | None = None
        for step in steps:
            chosen = pick(left, taken, step - len(taken), learned)
            taken += chosen
            left = [i for i in left if i not in set(chosen)]
            learned = learn(self.head, self.office.where(_only(taken, len(self.office.targets))), self.base)
            said = self._chances(learned)[list(out)] >= 0.5
            found.append(macro_f1(_words(self.office.targets[list(out)] == 1), _words(said)))
        return found

    def by_queue(self, left: Sequence[int], taken: Sequence[int], count: int, learned: Learned | None) -> list[int]:
        """Return what the queue asks next."""
        chances = list(self.every)
        if learned is not None:
            chances[self.column] = self._chances(learned)
        given = [dict(zip(Criterion, (float(c[i]) for c in chances), strict=True)) for i in left]
        phrases = self.office.phrases
        chosen = order(given, [phrases[i] for i in left], [phrases[i] for i in taken], count)
        return [left[i] for i in chosen]

    def _chances(self, learned: Learned) -> NDArray[np.float64]:
        said = np.array([[float(p in s) for p in learned.phrases] for s in self.office.phrases], dtype=np.float32)
        beside = said.reshape(len(self.office.phrases), len(learned.phrases))
        return learned.head.probability(np.concatenate([self.office.inputs, beside], axis=1))


def _shuffled(seed: int) -> Pick:
    drawn = random.Random(seed)  # noqa: S311  (no secret)

    def pick(left: Sequence[int], _: Sequence[int], count: int, __: Learned | None) -> list[int]:
        return drawn.sample(list(left), count)

    return pick


def _only(numbers: Sequence[int], total: int) -> NDArray[np.bool_]:
    kept = np.zeros(total, dtype=np.bool_)
    kept[list(numbers)] = True
    return kept


def _words(met: NDArray[np.bool_]) -> NDArray[np.str_]:
    return np.where(met, "met", "not_met")


def _means(runs: Sequence[Sequence[float]]) -> tuple[float, ...]:
    return tuple(float(mean) for mean in np.mean(np.array(runs), axis=0))
