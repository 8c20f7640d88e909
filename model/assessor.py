"""Judging: the rules read, the classifier weighs, and one assessment comes out; without a classifier the rules answer.

How the two combine is written in `docs/decisions/`: the classifier sees the rules' findings as features and gives the
verdict; findings on a criterion that it holds met stay visible.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from model.criteria import Assessment, Criterion, Engine, Finding, Judgement, Objective, Verdict
from model.evidence import Weighing, explain
from model.rules.examine import examine, verdict
from model.rules.reading import Reading
from model.rules.relevance import no_need
from model.statement import compose

RULES_PROBABILITY: Mapping[Criterion, tuple[float, float]] = {
    Criterion.SPECIFIC: (0.92, 0.30),
    Criterion.MEASURABLE: (0.93, 0.24),
    Criterion.ACHIEVABLE: (0.82, 0.29),
    Criterion.RELEVANT: (0.77, 0.48),
    Criterion.TIME_BOUND: (0.99, 0.15),
}
"""How often a criterion is met when the rules find nothing against it, and when they do: `aimwell-train reliability`."""


class Classifier(Protocol):
    """Gives each criterion of each statement a probability; None where it cannot tell."""

    @property
    def bundle(self) -> str:
        """The id of the bundle that the weights come from."""
        ...

    @property
    def thresholds(self) -> Mapping[Criterion, float]:
        """The probability from which a criterion counts as met."""
        ...

    def weigh(self, readings: Sequence[Reading], findings: Sequence[Sequence[Finding]]) -> list[Weighing]:
        """Return what it makes of each statement, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Examined:
    """One objective, read and judged."""

    reading: Reading
    findings: tuple[Finding, ...]
    assessment: Assessment


class Assessor:
    """Judges objectives; `classifier` is None where the rules must answer alone."""

    def __init__(self, classifier: Classifier | None = None) -> None:
        self.classifier = classifier

    @property
    def engine(self) -> Engine:
        """Who judges."""
        return Engine.RULES if self.classifier is None else Engine.MODEL

    @property
    def bundle(self) -> str | None:
        """The bundle in service, None when the rules judge alone."""
        return None if self.classifier is None else self.classifier.bundle

    def assess(self, objectives: Sequence[Objective], as_of: date) -> list[Assessment]:
        """Return one assessment an objective, in order, judged as of a day."""
        return [e.assessment for e in self.examine(objectives, as_of)]

    def examine(self, objectives: Sequence[Objective], as_of: date) -> list[Examined]:
        """Return the assessments together with what the rules read; the suggester edits by it."""
        read = [examine(compose(o, as_of)) for o in objectives]
        return [
            Examined(reading, findings, self._assessment(reading, findings, weighing))
            for (reading, findings), weighing in zip(read, self._weigh(read), strict=True)
        ]

    def _weigh(self, read: Sequence[tuple[Reading, tuple[Finding, ...]]]) -> list[Weighing]:
        if self.classifier is None:
            return [Weighing(_by_rules(findings), lambda _: ()) for _, findings in read]
        return self.classifier.weigh([r for r, _ in read], [f for _, f in read])

    def _assessment(self, reading: Reading, findings: Sequence[Finding], weighing: Weighing) -> Assessment:
        judgements = {c: self._judgement(reading, c, findings, weighing) for c in Criterion}
        return Assessment(judgements, self.engine, self.bundle)

    def _judgement(
        self, reading: Reading, criterion: Criterion, findings: Sequence[Finding], weighing: Weighing
    ) -> Judgement:
        ours = tuple(f for f in findings if f.criterion is criterion)
        chance = weighing.chances[criterion]
        if chance is None:
            return Judgement(criterion, Verdict.CANNOT_TELL, None, ours or (no_need(reading),))
        if self.classifier is None:
            return Judgement(criterion, verdict(criterion, findings), chance, ours)
        if chance >= self.classifier.thresholds[criterion]:
            return Judgement(criterion, Verdict.MET, chance, ours)
        reasons = ours or (explain(reading, criterion, weighing.words(criterion)),)
        return Judgement(criterion, Verdict.NOT_MET, chance, reasons)


def _by_rules(findings: Sequence[Finding]) -> Mapping[Criterion, float | None]:
    said = {c: verdict(c, findings) for c in Criterion}
    return {
        c: None if v is Verdict.CANNOT_TELL else RULES_PROBABILITY[c][0 if v is Verdict.MET else 1]
        for c, v in said.items()
    }
