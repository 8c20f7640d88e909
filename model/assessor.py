"""Judging: the rules read, the classifier weighs, and one assessment comes out; without a classifier the rules answer.

How the two combine is written in `docs/decisions/`: the classifier sees the rules' findings as features and gives the
verdict; findings on a criterion that it holds met stay visible. Where a house has switched off all that the rules find
against a criterion, the classifier hears nothing of it; if it doubts all the same, the house's word stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from model.criteria import Assessment, Criterion, Engine, Finding, Judgement, Objective, Verdict
from model.evidence import Weighing, explain
from model.house_rules import NO_HOUSE_RULES, HouseRules
from model.rules.catalogue import MODEL_EVIDENCE, NO_NEED
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


@dataclass(frozen=True, slots=True)
class _Heard:
    """One objective as the rules read it in one house.

    `findings` are those that the house wants to hear; `weighed` go to the classifier: to have no need is a fact and no
    fault, so it counts even where nobody wants to be told. `excused` are the criteria that the rules would blame
    elsewhere, and do not here.
    """

    reading: Reading
    findings: tuple[Finding, ...]
    weighed: tuple[Finding, ...]
    excused: frozenset[Criterion]


class Assessor:
    """Judges objectives by the rules of a house; `classifier` is None where the rules must answer alone."""

    def __init__(self, classifier: Classifier | None = None, house: HouseRules = NO_HOUSE_RULES) -> None:
        self.classifier = classifier
        self.house = house

    def under(self, house: HouseRules) -> "Assessor":
        """Return an assessor with the same classifier that judges by the rules of another house."""
        return Assessor(self.classifier, house)

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
        heard = [self._hear(o, as_of) for o in objectives]
        return [
            Examined(h.reading, h.findings, self._assessment(h, weighing))
            for h, weighing in zip(heard, self._weigh(heard), strict=True)
        ]

    def _hear(self, objective: Objective, as_of: date) -> _Heard:
        local, off = self.house.local, self.house.off
        reading, found = examine(compose(objective, as_of, local))
        elsewhere = examine(compose(objective, as_of, replace(local, plain=())))[1] if local.plain else found
        findings = tuple(f for f in found if f.rule not in off)
        weighed = tuple(f for f in found if f.rule not in off - {NO_NEED})
        excused = {f.criterion for f in elsewhere if f.rule != NO_NEED} - {f.criterion for f in findings}
        return _Heard(reading, findings, weighed, frozenset(Criterion if MODEL_EVIDENCE in off else excused))

    def _weigh(self, heard: Sequence[_Heard]) -> list[Weighing]:
        if self.classifier is None:
            return [Weighing(_by_rules(h.weighed), lambda _: ()) for h in heard]
        return self.classifier.weigh([h.reading for h in heard], [h.weighed for h in heard])

    def _assessment(self, heard: _Heard, weighing: Weighing) -> Assessment:
        judgements = {c: self._judgement(c, heard, weighing) for c in Criterion}
        return Assessment(judgements, self.engine, self.bundle)

    def _judgement(self, criterion: Criterion, heard: _Heard, weighing: Weighing) -> Judgement:
        ours = tuple(f for f in heard.findings if f.criterion is criterion)
        chance = weighing.chances[criterion]
        if chance is None:
            asked = () if NO_NEED in self.house.off else (no_need(heard.reading),)
            return Judgement(criterion, Verdict.CANNOT_TELL, None, ours or asked)
        if self.classifier is None:
            return Judgement(criterion, verdict(criterion, heard.weighed), chance, ours)
        if chance >= self.house.thresholds.get(criterion, self.classifier.thresholds[criterion]):
            return Judgement(criterion, Verdict.MET, chance, ours)
        if criterion in heard.excused and not ours:
            return Judgement(criterion, Verdict.MET, RULES_PROBABILITY[criterion][0])
        reasons = ours or (explain(heard.reading, criterion, weighing.words(criterion)),)
        return Judgement(criterion, Verdict.NOT_MET, chance, reasons)


def _by_rules(findings: Sequence[Finding]) -> Mapping[Criterion, float | None]:
    said = {c: verdict(c, findings) for c in Criterion}
    return {
        c: None if v is Verdict.CANNOT_TELL else RULES_PROBABILITY[c][0 if v is Verdict.MET else 1]
        for c, v in said.items()
    }
