"""Whether a candidate may take the place of the bundle in service: better here, and worse nowhere beyond chance.

Both judge the same records: the office's held-out reviews and the corpus's test split. Differences are paired, with 95 %
bootstrap intervals over whole plans and batches. Where the office has a convention of its own, the corpus is no measure
of it: that criterion is judged by the reviews alone, and the report says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.example import Example
from data.reviews.review import Review
from model.assessor import Assessor, Classifier
from model.criteria import Assessment, Criterion, Objective, Verdict
from training.corpora import WRITTEN
from training.metrics import Estimate, Labels, interval, macro_f1

FEWEST = 5
"""Held-out judgements of a criterion below which its figures say nothing."""
MOST_CHANGED = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """One record that both bundles judge: `truth` is what people said, criterion by criterion, as far as they did."""

    objective: Objective
    as_of: date
    truth: dict[Criterion, Verdict]
    group: str


@dataclass(frozen=True, slots=True)
class Figures:
    """One criterion on one set: macro-F1 of either bundle, the paired difference, and on how many judgements."""

    before: float
    after: float
    difference: Estimate
    count: int

    @property
    def worse(self) -> bool:
        """Whether it lost more than chance explains."""
        return self.difference.high < 0


@dataclass(frozen=True, slots=True)
class Changed:
    """A held-out objective whose probability moved: what people said, and what either bundle says."""

    text: str
    criterion: Criterion
    truth: Verdict | None
    before: Verdict
    after: Verdict
    moved: float


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the gate decided and why, in sentences for a manager."""

    current: str
    candidate: str
    local: dict[Criterion, Figures]
    corpus: dict[Criterion, Figures]
    gain: Estimate | None
    conventions: frozenset[Criterion]
    changed: tuple[Changed, ...]
    reasons: tuple[str, ...]

    @property
    def promote(self) -> bool:
        """Whether the candidate may be promoted: nothing speaks against it."""
        return not self.reasons


def rule(
    current: Classifier,
    candidate: Classifier,
    held_out: Sequence[Review],
    test: Sequence[Example],
    conventions: frozenset[Criterion],
) -> Ruling:
    """Compare two bundles on held-out reviews and on the corpus, and rule."""
    here, everywhere = [_of_review(r) for r in held_out], [_of_example(e) for e in test]
    ours, theirs = _judged(current, here), _judged(candidate, here)
    local = _figures(here, ours, theirs)
    corpus = _figures(everywhere, _judged(current, everywhere), _judged(candidate, everywhere))
    gain = _mean_gain(here, ours, theirs, tuple(local)) if local else None
    return Ruling(
        current.bundle,
        candidate.bundle,
        local,
        corpus,
        gain,
        conventions,
        _changed(here, ours, theirs),
        _reasons(local, corpus, gain, conventions),
    )


def _reasons(
    local: dict[Criterion, Figures],
    corpus: dict[Criterion, Figures],
    gain: Estimate | None,
    conventions: frozenset[Criterion],
) -> tuple[str, ...]:
    """Return what speaks against the candidate; nothing where it may be promoted."""
    found = []
    if gain is None:
        found.append(f"no criterion has {FEWEST} held-out reviews: nobody can say whether it is better here")
    elif gain.low <= 0:
        found.append("it is not better on the reviews held out by more than chance explains")
    found += [f"{_name(c)} is worse on the reviews held out" for c, f in local.items() if f.worse]
    found += [f"{_name(c)} is worse on the corpus" for c, f in corpus.items() if f.worse and c not in conventions]
    return tuple(found)


def _of_review(review: Review) -> Asked:
    truth = {c: _verdict(v) for c, v in review.labels.items()}
    return Asked(review.objective, review.as_of, truth, review.source)


def _of_example(example: Example) -> Asked:
    truth = {c: _verdict(v) for c, v in example.labels.items()}
    return Asked(example.objective, WRITTEN, truth, example.batch or example.id)


def _verdict(label: bool | None) -> Verdict:
    return Verdict.CANNOT_TELL if label is None else Verdict.MET if label else Verdict.NOT_MET


def _judged(classifier: Classifier, asked: Sequence[Asked]) -> list[Assessment]:
    assessor = Assessor(classifier)
    return [assessor.assess([a.objective], a.as_of)[0] for a in asked]


def _figures(
    asked: Sequence[Asked], ours: Sequence[Assessment], theirs: Sequence[Assessment]
) -> dict[Criterion, Figures]:
    found = {}
    for criterion in Criterion:
        truth, before, after, groups = _columns(asked, ours, theirs, criterion)
        if len(truth) >= FEWEST:
            difference = interval(_difference(truth, before, after), groups)
            found[criterion] = Figures(macro_f1(truth, before), macro_f1(truth, after), difference, len(truth))
    return found


def _difference(truth: Labels, before: Labels, after: Labels) -> Callable[[NDArray[np.int_]], float]:
    return lambda rows: macro_f1(truth[rows], after[rows]) - macro_f1(truth[rows], before[rows])


def _columns(
    asked: Sequence[Asked], ours: Sequence[Assessment], theirs: Sequence[Assessment], criterion: Criterion
) -> tuple[Labels, Labels, Labels, list[str]]:
    """Return what people and either bundle say of a criterion, where people say anything, and the groups of the rows."""
    at = [i for i, a in enumerate(asked) if criterion in a.truth]
    return (
        np.array([asked[i].truth[criterion].value for i in at]),
        np.array([ours[i][criterion].verdict.value for i in at]),
        np.array([theirs[i][criterion].verdict.value for i in at]),
        [asked[i].group for i in at],
    )


def _mean_gain(
    asked: Sequence[Asked],
    ours: Sequence[Assessment],
    theirs: Sequence[Assessment],
    criteria: Sequence[Criterion],
) -> Estimate:
    """Return the mean difference of macro-F1 over the criteria, drawn over plans."""
    wanted = {c: np.array([a.truth[c].value if c in a.truth else "" for a in asked]) for c in criteria}
    said = {c: [np.array([s[c].verdict.value for s in side]) for side in (ours, theirs)] for c in criteria}

    def gain(rows: NDArray[np.int_]) -> float:
        differences = []
        for c in criteria:
            known = rows[wanted[c][rows] != ""]
            if len(known):
                before, after = (macro_f1(wanted[c][known], side[known]) for side in said[c])
                differences.append(after - before)
        return float(np.mean(differences)) if differences else 0.0

    return interval(gain, [a.group for a in asked])


def _changed(asked: Sequence[Asked], ours: Sequence[Assessment], theirs: Sequence[Assessment]) -> tuple[Changed, ...]:
    """Return the held-out verdicts that changed, those first whose probability moved farthest."""
    found = [
        Changed(a.objective.text, c, a.truth.get(c), o[c].verdict, t[c].verdict, _moved(o, t, c))
        for a, o, t in zip(asked, ours, theirs, strict=True)
        for c in Criterion
        if o[c].verdict is not t[c].verdict
    ]
    return tuple(sorted(found, key=lambda x: -abs(x.moved))[:MOST_CHANGED])


def _moved(before: Assessment, after: Assessment, criterion: Criterion) -> float:
    return (after[criterion].probability or 0.0) - (before[criterion].probability or 0.0)


def _name(criterion: Criterion) -> str:
    return criterion.value.replace("_", "-")
