"""Examples as the models see them: read by the rules, and as arrays of labels."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.example import Example
from model.classifier import PURPOSE
from model.criteria import Criterion, Finding, Objective
from model.rules.examine import examine
from model.rules.people import TEAM_DOMAINS
from model.rules.reading import Reading
from model.statement import compose

WRITTEN = date(2026, 8, 20)
"""The day from which the corpus looks ahead: its earliest deadlines are of the week after."""
OUTPUTS: tuple[str, ...] = (*Criterion, PURPOSE)
"""The heads: one a criterion, Relevant only where there is a need, and "purpose" where there is none."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Examples, what the rules read in them, and their labels: 1, 0, or NaN where a head has nothing to learn."""

    examples: Sequence[Example]
    readings: Sequence[Reading]
    findings: Sequence[Sequence[Finding]]
    targets: NDArray[np.float32]


DOMAIN_MATTERS = TEAM_DOMAINS | {"personal"}


def prepare(examples: Sequence[Example], *, hide_domains: bool = False) -> Prepared:
    """Return the examples as the heads learn from them, one row of `targets` each, one column an output."""
    read = [examine(compose(_seen(e, hide_domains=hide_domains), WRITTEN)) for e in examples]
    targets = np.array([[_target(e, o) for o in OUTPUTS] for e in examples], dtype=np.float32).reshape(-1, len(OUTPUTS))
    return Prepared(examples, [r for r, _ in read], [f for _, f in read], targets)


def _seen(example: Example, *, hide_domains: bool) -> Objective:
    """Return the objective as a model meets it: a third of those in training without the domain that few users give.

    The domain stays where the guide makes it part of the judgement: in personal goals, and where teams count as actors.
    """
    drawn = hashlib.sha256(example.id.encode()).digest()[0] < 85
    if hide_domains and drawn and example.domain not in DOMAIN_MATTERS:
        return replace(example.objective, domain=None)
    return example.objective


def _target(example: Example, output: str) -> float:
    label = example.labels.get(Criterion.RELEVANT if output == PURPOSE else Criterion(output), "absent")
    if output == PURPOSE:
        return float("nan") if example.need or label == "absent" else float(label is True)
    if output == Criterion.RELEVANT and not example.need:
        return float("nan")
    return float(label) if isinstance(label, bool) else float("nan")


def data_hash(paths: Sequence[Path]) -> str:
    """Return one SHA-256 over the files, in the order given; the manifest says by it what a bundle learned from."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.read_bytes())
    return whole.hexdigest()
