"""The judges side by side, each with its seeds, every one kept as soon as it is made: the table of issue 4.

Nothing is chosen on test: heads are calibrated and thresholds chosen on validation, and sizes come from outside.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.corpus import Split
from data.example import Example
from training.evaluate import Judge, bag_of_words, judged_by
from training.recipes import (
    CONTRASTED_WITH_RULES,
    FROZEN,
    FROZEN_WITH_RULES,
    SEPARATE,
    TUNED,
    TUNED_WITH_RULES,
    Judges,
    Workshop,
)
from training.standing import COLUMNS, gap, signed, standing
from training.verdicts import Kept, Shelf, Splits, hear

Say = Callable[[str], None]
RULES, WORDS = "rules alone", "TF-IDF and logistic regression"
JUDGED: tuple[Split, ...] = ("validation", "test")
QUESTIONS = (
    ("both, above the rules alone", TUNED_WITH_RULES, RULES),
    ("both, above the encoder alone", TUNED_WITH_RULES, TUNED),
    ("rules beside a frozen encoder, above it alone", FROZEN_WITH_RULES, FROZEN),
    ("tuning, above the frozen encoder, both with rules", TUNED_WITH_RULES, FROZEN_WITH_RULES),
    ("contrastive pre-tuning, above none, both with rules", CONTRASTED_WITH_RULES, TUNED_WITH_RULES),
    ("five encoders, above a joint one, both alone", SEPARATE, TUNED),
)
"""What the table should settle: a question, and the two judges whose difference answers it."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One way of making judges: `make` takes train, validation and a seed, and yields each of `names` in order."""

    names: tuple[str, ...]
    make: Callable[[Sequence[Example], Sequence[Example], int], Judges]
    seeds: tuple[int, ...]


def contenders(workshop: Workshop, seeds: Sequence[int]) -> list[Contender]:
    """Return all that are compared: joint encoders with every seed, what costs more or draws little with the first."""
    every, first = tuple(seeds), tuple(seeds[:1])
    return [
        Contender((RULES,), _rules, every),
        Contender((WORDS,), _words, every),
        Contender((FROZEN, FROZEN_WITH_RULES), workshop.frozen, first),
        Contender((TUNED, TUNED_WITH_RULES), workshop.joint, every),
        Contender((CONTRASTED_WITH_RULES,), workshop.contrasted, first),
        Contender((SEPARATE,), workshop.separate, first),
    ]


def run(some: Sequence[Contender], splits: Splits, shelf: Shelf, say: Say) -> list[Kept]:
    """Return what every judge says of validation and test, made now or kept from before; seed by seed.

    A run that was killed loses what was not finished: at most one judge, and the encoder that it would have shared.
    """
    judged = {split: splits[split] for split in JUDGED}
    for seed in dict.fromkeys(seed for c in some for seed in c.seeds):
        for contender in some:
            if seed not in contender.seeds or all(shelf.find(name, seed) for name in contender.names):
                continue
            say(f"seed {seed}: {', '.join(contender.names)}")
            for name, judge in contender.make(splits["train"], splits["validation"], seed):
                shelf.keep(hear(name, seed, judge, judged))
    return [k for c in some for name in c.names for seed in c.seeds if (k := shelf.find(name, seed)) is not None]


def table(kept: Sequence[Kept], split: Split, examples: Sequence[Example]) -> str:
    """Return macro-F1 and calibration error of every judge on a split, as Markdown."""
    lines = [
        f"| judge | seeds | {' | '.join(COLUMNS)} | calibration error |",
        "| --- |" + " --- |" * (len(COLUMNS) + 2),
    ]
    for name, runs in _by_name(kept).items():
        found = standing(examples, [k.of(split, examples) for k in runs.values()])
        lines.append(f"| {name} | {len(runs)} | {found.cells} | {found.errors} |")
    return "\n".join(lines)


def answers(kept: Sequence[Kept], split: Split, examples: Sequence[Example]) -> str:
    """Return by how much judges differ in mean macro-F1 on the seeds that both have, as Markdown."""
    by_name = _by_name(kept)
    lines = ["| what it adds | difference of the mean macro-F1 | seeds |", "| --- | --- | --- |"]
    for question, ours, theirs in QUESTIONS:
        shared = [seed for seed in by_name.get(ours, {}) if seed in by_name.get(theirs, {})]
        if shared:
            above, below = ([by_name[name][s].of(split, examples) for s in shared] for name in (ours, theirs))
            lines.append(f"| {question} | {signed(gap(examples, above, below))} | {len(shared)} |")
    return "\n".join(lines)


def _by_name(kept: Sequence[Kept]) -> Mapping[str, Mapping[int, Kept]]:
    found: dict[str, dict[int, Kept]] = {}
    for one in kept:
        found.setdefault(one.judge, {})[one.seed] = one
    return found


def _rules(train: Sequence[Example], validation: Sequence[Example], seed: int) -> Iterator[tuple[str, Judge]]:  # noqa: ARG001
    yield RULES, judged_by(None)


def _words(train: Sequence[Example], validation: Sequence[Example], seed: int) -> Iterator[tuple[str, Judge]]:  # noqa: ARG001
    yield WORDS, bag_of_words(train)
