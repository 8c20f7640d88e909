"""How long an office of two thousand reviews waits for its retraining: the seconds of each stage, on the cores that are there.

The office is invented. Its reviewers judge distinct records of the corpus's train split (never of the test split), as the
corpus does in all but Achievable: there they ask for a stated confidence, which every other objective is given. The heads
learn beside the same records, so what the candidate is worth says nothing; the figure is the time.

    aimwell-train bench-retrain
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from data import corpus
from data.example import Example
from data.reviews.importing import BATCH
from data.reviews.opening import open_reviews
from data.reviews.review import Review
from model.criteria import Criterion, Objective
from model.errors import InputError
from model.places import State
from training.corpora import WRITTEN
from training.retrain import Say
from training.retraining import Wish, run
from training.stages import Stages

REVIEWS = 2000
WITHIN = 60.0
"""Seconds in which two thousand reviews should have been learned from on two cores, the gate among them."""
MORE = 50
BEGUN = datetime(2026, 9, 1, 9, tzinfo=UTC)
SURE = " (8/10 sure)"


@dataclass(frozen=True, slots=True)
class Measured:
    """The stages of an office's first retraining, and of the next, when what the encoder made of the corpus is kept."""

    reviews: int
    cores: int
    stored: Stages
    first: Stages
    again: Stages


def measure(count: int, say: Say) -> Measured:
    """Store so many reviews in a new office, in a folder that is removed afterwards, and retrain on them twice.

    Raises:
        InputError: when there are not so many distinct objectives.
    """
    some = reviews_of(corpus.load("train"), count + MORE)
    with TemporaryDirectory(prefix="aimwell-bench-") as made:
        place, stored = State(Path(made)), Stages()
        store = open_reviews(place)
        with stored.during("storing the reviews"):
            for start in range(0, count, BATCH):
                store.add(some[start : min(start + BATCH, count)])
        first = _timed(place, say)
        store.add(some[count:])
        again = _timed(place, say)
        store.close()
    return Measured(count, len(os.sched_getaffinity(0)), stored, first, again)


def table(measured: Measured) -> str:
    """Return the figures as Markdown."""
    stages = list(dict.fromkeys([*measured.first.seconds, *measured.again.seconds]))
    lines = [
        f"{measured.reviews} distinct reviews on {measured.cores} cores, beside the whole corpus; {measured.stored}.",
        "",
        f"| seconds | the first time | again, with {MORE} more |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {stage} | {_cell(measured.first, stage)} | {_cell(measured.again, stage)} |" for stage in stages]
    lines.append(f"| **all of it** | **{measured.first.total:.1f}** | **{measured.again.total:.1f}** |")
    return "\n".join(lines)


def reviews_of(examples: Sequence[Example], count: int) -> list[Review]:
    """Return distinct records as reviews of an office that counts as Achievable only what states a confidence.

    Raises:
        InputError: when there are not so many.
    """
    distinct = list({e.text: e for e in examples}.values())
    if count > len(distinct):
        raise InputError("--reviews", f"the train split has {len(distinct) - MORE} distinct objectives to spare")
    return [_review(number, e) for number, e in enumerate(distinct[:count])]


def _review(number: int, example: Example) -> Review:
    sure = number % 2 == 0
    text = example.text.rstrip(" .") + SURE if sure else example.text
    return Review(
        id=f"bench-{number}",
        objective=Objective(text, need=example.need, baseline=example.baseline, domain=example.domain),
        labels={**example.labels, Criterion.ACHIEVABLE: sure},
        reviewer="reviewer-a",
        source=example.batch or example.id,
        at=BEGUN + timedelta(minutes=number),
        as_of=WRITTEN,
    )


def _timed(place: State, say: Say) -> Stages:
    stages = Stages()
    run(place, place.reviews, Wish("bench", "a measurement", promote=False), say, stages=stages)
    return stages


def _cell(stages: Stages, stage: str) -> str:
    return f"{stages.seconds[stage]:.1f}" if stage in stages.seconds else "–"
