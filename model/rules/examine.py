"""All the rules on one objective, and what they alone would say of each criterion."""

from collections.abc import Sequence

from model.criteria import Criterion, Finding, Verdict
from model.rules import absolutes, actors, deadlines, leap, measures, relevance, verbs
from model.rules.catalogue import NO_NEED
from model.rules.reading import Reading
from model.statement import Statement

_FAMILIES = (actors, verbs, measures, absolutes, leap, relevance, deadlines)


def examine(statement: Statement) -> tuple[Reading, tuple[Finding, ...]]:
    """Return the reading of a statement and every finding on it, in the order of the criteria and then of the words."""
    reading = Reading(statement)
    found = [finding for family in _FAMILIES for finding in family.find(reading)]
    order = list(Criterion)
    return reading, tuple(sorted(found, key=lambda f: (order.index(f.criterion), f.field, f.span, f.rule)))


def verdict(criterion: Criterion, findings: Sequence[Finding]) -> Verdict:
    """Return what the rules say of one criterion, given the findings on the objective."""
    rules = {f.rule for f in findings if f.criterion is criterion}
    if NO_NEED in rules:
        return Verdict.CANNOT_TELL
    return Verdict.NOT_MET if rules else Verdict.MET
