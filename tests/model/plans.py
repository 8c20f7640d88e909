"""Plans for the tests: the invented ones of `tests/fixtures/plans/`, and short ones row by row."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from model.house_rules import NO_HOUSE_RULES, HouseRules
from model.plan import Plan, Row
from model.plan_findings.finding import PlanFinding, PlanReading
from tests.conftest import AS_OF

FOLDER = Path(__file__).parents[1] / "fixtures/plans"
Found = tuple[str, int | None, str | None]
"""A finding as the fixtures write it: the rule, the row from 1, and the column; neither where it is about the whole plan."""


@dataclass(frozen=True)
class Invented:
    """A plan written by hand with the findings that it should have; `exam` where nobody looked at it while building."""

    name: str
    plan: Plan
    expected: frozenset[Found]
    exam: bool


def invented() -> list[Invented]:
    return [_read(path) for path in sorted(FOLDER.glob("*.json"))]


def a_plan(*rows: Row, **about: Any) -> Plan:
    return Plan(rows, about.pop("as_of", AS_OF), **about)


def reading(*rows: Row, house: HouseRules = NO_HOUSE_RULES, **about: Any) -> PlanReading:
    return PlanReading(a_plan(*rows, **about), house)


def row(what: str = "Abena will ring the school", **cells: str) -> Row:
    return Row(what=what, **cells)


def as_written(finding: PlanFinding) -> Found:
    cell = finding.cell
    return (finding.rule, cell.row + 1, cell.column.value) if cell else (finding.rule, None, None)


def _read(path: Path) -> Invented:
    said = json.loads(path.read_text(encoding="utf-8"))
    about = said["plan"]
    plan = Plan(
        tuple(Row(**cells) for cells in about["rows"]),
        date.fromisoformat(said["as_of"]),
        about.get("child", ""),
        tuple(about.get("parents", ())),
        date.fromisoformat(about["review"]) if about.get("review") else None,
        about.get("domain"),
    )
    expected = frozenset((rule, number, column) for rule, number, column in said["expected"])
    return Invented(path.stem, plan, expected, said["use"] == "exam")
