"""What the rules read, as numbers for the classifier's heads; the same in training and in service."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from model.criteria import Criterion, Finding
from model.rules import measures, relevance
from model.rules.catalogue import RULES
from model.rules.clause import Shape
from model.rules.leap import step_of, weeks_of
from model.rules.people import Actor
from model.rules.reading import Reading

_ALSO_ACHIEVABLE = ("no-actor", "agency-actor", "weak-verb", "vague-object", "stop-behaviour", "two-aims")
_PAIRS = (
    *((rule.id, rule.criterion) for rule in RULES.values()),
    *((rule, Criterion.ACHIEVABLE) for rule in _ALSO_ACHIEVABLE),
)
DOMAINS = (
    "child_plan", "education", "health_care", "youth_justice", "adult_social_care",
    "workplace", "business", "programme", "public_policy", "personal",
)  # fmt: skip
NAMES: tuple[str, ...] = (
    *(f"{rule}/{criterion}" for rule, criterion in _PAIRS),
    *(f"shape/{s}" for s in Shape),
    *(f"owner/{a}" for a in Actor),
    *(f"domain/{d}" for d in DOMAINS),
    "accountable", "negated", "deliverable", "moves-figures", "figures", "frequencies", "evidence", "deadlines",
    "calendar", "opens-only", "has-need", "has-baseline", "states-purpose", "shared-stems", "shared-topics", "foreign-topics",
    "step", "step-a-week", "is-share", "leap-known", "weeks", "words", "sentences", "quoted", "percent",
)  # fmt: skip
"""The name of each feature, in order; the bundle's manifest carries them, and loading checks that they agree."""


def vector(reading: Reading, findings: Sequence[Finding]) -> NDArray[np.float32]:
    """Return the features of one statement, `len(NAMES)` numbers, most of them 0 or 1 and all within about -3..3."""
    objective, text = reading.statement.objective, reading.text
    made = {(f.rule, f.criterion) for f in findings}
    need = objective.need or ""
    step, weeks = step_of(reading), weeks_of(reading)
    moved = 0.0 if step is None else _moved(step.start, step.target, share=step.share)
    shared = relevance.shared_stems(text, need, reading.local)
    ours, theirs = relevance.topics(text), relevance.topics(need)
    values = [
        *(pair in made for pair in _PAIRS),
        *(reading.clause.shape is s for s in Shape),
        *(reading.owner is a for a in Actor),
        *(objective.domain == d for d in DOMAINS),
        reading.accountable, reading.clause.negated, measures.is_deliverable(reading), reading.moves_figures,
        _few(len(reading.figures)), _few(len(measures.frequencies(text))), _few(len(measures.evidence(reading))),
        _few(len(reading.deadlines)), _few(len(reading.calendar)), any(w.opens for w in reading.calendar),
        bool(need), bool(objective.baseline), relevance.states_purpose(text),
        _few(len(shared)), _few(len(ours & theirs)), bool(ours and theirs and not ours & theirs),
        moved, moved / max(weeks, 1.0) * 4 if weeks else moved, step is not None and step.share, step is not None,
        min((weeks or 0) / 26, 3.0), min(len(text.split()) / 25, 3.0), _few(len(re.findall(r"[.!?](?:\s|$)", text))),
        "“" in text or '"' in text or "'" in text, "%" in text,
    ]  # fmt: skip
    return np.asarray(values, dtype=np.float32)


def _few(count: int) -> float:
    return min(count, 3) / 3


def _moved(start: float, target: float, *, share: bool) -> float:
    if share:
        return min(abs(target - start) * 3, 3.0)
    low, high = sorted((max(start, 0.01), max(target, 0.01)))
    return float(min(np.log2(high / low), 3.0))
