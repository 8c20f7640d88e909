"""What is said of a row: as JSON the same as `aimwell score --format jsonl` says, and as the flat columns of a table."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from data.bulk.cells import Kind
from model.criteria import Criterion, Verdict
from serve.schemas import AssessmentOut, CriterionOut

FLAT: Mapping[str, Kind] = MappingProxyType(
    {
        "smart": Kind.FLAG,
        **{
            name: kind
            for c in Criterion
            for name, kind in ((c.value, Kind.TEXT), (f"{c.value}_probability", Kind.NUMBER))
        },
        "findings": Kind.TEXT,
        "engine": Kind.TEXT,
        "bundle": Kind.TEXT,
        "error": Kind.TEXT,
    }
)
"""The columns that a flat output has besides the input's own."""
NESTED = ("engine", "bundle", "smart", "criteria", "error")
"""The fields that a line of JSON has besides the input's own."""
ROW = "row"
"""In place of a field where the whole row is at fault."""
Problems = Sequence[tuple[str, str]]
"""Fields of a row and what is wrong with each."""


def reserved(*, flat: bool) -> frozenset[str]:
    """Return the names that a row's own fields cannot have, because the verdicts stand there."""
    return frozenset(FLAT if flat else NESTED)


def verdicts(said: AssessmentOut, engine: str, bundle: str | None, *, flat: bool) -> dict[str, Any]:
    """Return what is said of a row that was judged."""
    who = {"engine": engine, "bundle": bundle}
    if not flat:
        return {**who, **said.model_dump(mode="json")}
    judged: dict[str, CriterionOut] = {c.value: getattr(said.criteria, c.value) for c in Criterion}
    found: dict[str, Any] = {"smart": said.smart, "findings": _findings(judged), **who}
    for name, criterion in judged.items():
        found |= {name: criterion.verdict.value, f"{name}_probability": criterion.probability}
    return found


def refusal(problems: Problems, *, flat: bool) -> dict[str, Any]:
    """Return what is said of a row that was not; in JSON it is the problem document of every other door."""
    if flat:
        return {"error": reason(problems)}
    return {
        "error": {
            "type": "about:blank",
            "title": "Not valid",
            "status": 422,
            "detail": "This line was not judged; the others were.",
            "errors": [{"field": field, "detail": detail} for field, detail in problems],
        }
    }


def reason(problems: Problems) -> str:
    """Return what is wrong with a row, in one line."""
    return "; ".join(detail if field == ROW else f"{field}: {detail}" for field, detail in problems)


def _findings(judged: Mapping[str, CriterionOut]) -> str | None:
    said = [
        f"{name}: {finding.message} [{finding.rule}]"
        for name, criterion in judged.items()
        if criterion.verdict is not Verdict.MET
        for finding in criterion.findings
        if not finding.ignored
    ]
    return " | ".join(said) or None
