"""Whether a rewriter that learned from an office's reviews may write for it: it invents nothing, and is worse nowhere.

Both write on their own, without the rules' help, on the same flawed records of the corpus's validation split. What their
readers would notice is compared record by record, with 95 % bootstrap intervals over batches. That it is better here
nobody can say: an office chooses and writes too few rewrites to hold some out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.example import Example
from model.suggester import Suggester
from training import rewriter_metrics as metrics
from training.evaluate_rewriter import Run, measure
from training.metrics import Estimate, interval
from training.rewriter_metrics import Encode, Rewritten

RECORDS = 60
FEWEST_SHARED = 0.25
"""The part of the records that both must have a rewrite of; most of what is compared is compared on these."""
MOST_ADDING = 0.05
"""The share of rewrites that may have a new content word outside spans: the floor of the rewriter that ships."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of either rewriter: means over the records that both can be asked about, and their paired difference."""

    name: str
    before: float
    after: float
    difference: Estimate


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the gate decided about a rewriter and why, in sentences for a manager; nothing in `reasons` lets it through."""

    records: int
    inventions: int
    adding: float
    compared: tuple[Compared, ...]
    reasons: tuple[str, ...]


def rule(current: Suggester, candidate: Suggester, examples: Sequence[Example], encode: Encode) -> Ruling:
    """Have two rewriters write on flawed records, compare them, and rule."""
    ours, theirs = measure("before", current, examples, encode), measure("after", candidate, examples, encode)
    inventions = sum(map(metrics.unmarked_inventions, theirs.rewritten))
    adding = float(np.mean([metrics.adds_words(r) for r in theirs.rewritten])) if theirs.rewritten else 0.0
    compared = tuple(_compared(name, figure, examples, ours, theirs) for name, figure in _FIGURES)
    reasons = [f"{c.name} is worse" for c in compared if c.difference.high < 0]
    if inventions:
        reasons.insert(0, f"it invented {inventions} numbers, days or names without marking them")
    if adding > MOST_ADDING:
        reasons.append(f"{adding:.0%} of its rewrites have words that nobody wrote and nothing marks")
    shared = {r.example.id for r in ours.rewritten} & {r.example.id for r in theirs.rewritten}
    if len(shared) < FEWEST_SHARED * len(examples):
        reasons.append(f"both rewrote only {len(shared)} of {len(examples)}: too few to compare them")
    return Ruling(len(examples), inventions, adding, compared, tuple(reasons))


def markdown(ruling: Ruling, current: str, candidate: str) -> str:
    """Return the report: what was decided, why, and the figures."""
    verdict = (
        f"**{candidate} may take the place of {current}.** Nothing that was measured is worse beyond chance."
        if not ruling.reasons
        else f"**{candidate} should not take the place of {current}:** {'; '.join(ruling.reasons)}."
    )
    rows = [f"| {c.name} | {c.before:.3f} | {c.after:.3f} | {c.difference} |" for c in ruling.compared]
    return "\n".join(
        [
            f"# {candidate}",
            "",
            verdict,
            "",
            f"Each rewrote {ruling.records} flawed records of the validation split on its own. Facts that it invented "
            f"without marking them: {ruling.inventions}. Rewrites with unmarked new words: {ruling.adding:.3f}.",
            "",
            f"| figure | {current} | {candidate} | difference, 95 % interval |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _answered(run: Run, examples: Sequence[Example]) -> dict[str, float]:
    written = {r.example.id for r in run.rewritten}
    return {e.id: float(e.id in written) for e in examples}


def _facts(run: Run, _: Sequence[Example]) -> dict[str, float]:
    counted = {r.example.id: metrics.facts_kept(r) for r in run.rewritten}
    return {id_: kept / stated for id_, (kept, stated) in counted.items() if stated}


def _of_each(figure: Callable[[Rewritten], bool]) -> Callable[[Run, Sequence[Example]], dict[str, float]]:
    return lambda run, _: {r.example.id: float(figure(r)) for r in run.rewritten}


def _likeness(run: Run, _: Sequence[Example]) -> dict[str, float]:
    scores = [] if run.likeness is None else run.likeness.tolist()
    return dict(zip((r.example.id for r in run.rewritten), scores, strict=True))


_FIGURES: Sequence[tuple[str, Callable[[Run, Sequence[Example]], dict[str, float]]]] = (
    ("how often it has something to suggest", _answered),
    ("how many of the author's facts it keeps", _facts),
    ("how often a rewrite meets all five criteria", _of_each(metrics.all_five)),
    ("how often a rewrite meets all that it could", _of_each(metrics.all_it_could)),
    ("how near it comes to what people wrote (BERTScore F1)", _likeness),
)


def _compared(
    name: str,
    figure: Callable[[Run, Sequence[Example]], dict[str, float]],
    examples: Sequence[Example],
    ours: Run,
    theirs: Run,
) -> Compared:
    """Compare a figure on the records of which either run has one; nothing is known where there are none."""
    before, after = figure(ours, examples), figure(theirs, examples)
    both = [e for e in examples if e.id in before and e.id in after]
    if not both:
        return Compared(name, float("nan"), float("nan"), Estimate(float("nan"), float("nan"), float("nan")))
    sides: list[NDArray[np.float64]] = [np.array([side[e.id] for e in both]) for side in (before, after)]
    changed = sides[1] - sides[0]
    difference = interval(lambda rows: float(changed[rows].mean()), [e.batch or e.id for e in both])
    return Compared(name, float(sides[0].mean()), float(sides[1].mean()), difference)
