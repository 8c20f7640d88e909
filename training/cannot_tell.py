"""How good "cannot tell" is, as a verdict of its own: only Relevant has it, where no need is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.example import Example
from model.criteria import Criterion, Verdict
from training.metrics import Estimate, interval
from training.standing import batches
from training.verdicts import Said, truth


@dataclass(frozen=True, slots=True)
class CannotTell:
    """How often it was said, was so, and both; precision and recall with 95 % intervals, None where nothing is counted."""

    said: int
    so: int
    both: int
    precision: Estimate | None
    recall: Estimate | None


def cannot_tell(examples: Sequence[Example], said: Sequence[Said]) -> CannotTell:
    """Return how good a judge's "cannot tell" is for Relevant."""
    given = np.array([s[Criterion.RELEVANT][0] is Verdict.CANNOT_TELL for s in said])
    wanted = np.array([truth(e, Criterion.RELEVANT) is Verdict.CANNOT_TELL for e in examples])
    both = given & wanted
    precision, recall = (_share(both, among, batches(examples)) for among in (given, wanted))
    return CannotTell(int(given.sum()), int(wanted.sum()), int(both.sum()), precision, recall)


def _share(hits: NDArray[np.bool_], among: NDArray[np.bool_], groups: Sequence[str]) -> Estimate | None:
    """Return the share of hits among some rows; batches without any of these have no say."""
    rows = np.flatnonzero(among)
    if not len(rows):
        return None
    return interval(lambda drawn: float(hits[rows[drawn]].mean()), [groups[int(r)] for r in rows])


def table(judges: Mapping[str, CannotTell]) -> str:
    """Return the counts and shares of each judge as Markdown."""
    lines = ["| judge | said | true | both | precision | recall |", "| --- | --- | --- | --- | --- | --- |"]
    for name, found in judges.items():
        precision, recall = found.precision or "none said", found.recall or "none true"
        lines.append(f"| {name} | {found.said} | {found.so} | {found.both} | {precision} | {recall} |")
    return "\n".join(lines)
