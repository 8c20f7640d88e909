"""What a check says of plans as a whole, for people, for programs, and for code-scanning services."""

from collections.abc import Iterator
from typing import Any

from model.plan import Cell
from model.plan_findings.catalogue import PLAN_RULES, Priority
from model.plan_findings.finding import PlanFinding
from model.plan_findings.monitoring import Monitoring
from serve.check_plan import CheckedPlan
from serve.guide.address import address, at
from serve.guide.book import places

LEVELS = {Priority.FIRST: "warning", Priority.NEXT: "warning", Priority.THEN: "note"}


def lines_at(plan: CheckedPlan, file: str, place: str) -> Iterator[str]:
    """Yield the findings on the cells of one row, by its place."""
    for finding in plan.findings:
        if finding.cell and plan.review.plan.rows[finding.cell.row].place == place:
            yield _line(plan, file, finding)


def other_lines(plan: CheckedPlan, file: str, shown: frozenset[str]) -> Iterator[str]:
    """Yield the findings on the plan as a whole, and on rows whose places are not shown: those without an action."""
    rest = [f for f in plan.findings if f.cell is None or plan.review.plan.rows[f.cell.row].place not in shown]
    if rest:
        yield "  the plan as a whole"
        yield from (_line(plan, file, finding) for finding in rest)


def record(plan: CheckedPlan | None) -> dict[str, Any] | None:
    """Return what a program is told of a plan."""
    if plan is None:
        return None
    review = plan.review
    return {
        "child": review.plan.child or None,
        "parents": list(review.plan.parents),
        "review": review.plan.review.isoformat() if review.plan.review else None,
        "findings": [_record(plan, finding) for finding in plan.all_findings],
        "monitoring": {
            "used": {k.value: [review.plan.name(n) for n in rows] for k, rows in review.monitoring.used.items()},
            "lacking": [kind.value for kind in Monitoring if kind in review.monitoring.lacking],
        },
        "summary": plan.summary.text,
    }


def sarif_rule(rule: str, service_url: str | None) -> dict[str, Any]:
    """Return the description of a plan's rule."""
    known = PLAN_RULES[rule]
    return {
        "id": known.id,
        "shortDescription": {"text": f"{known.id.replace('-', ' ')} (plan)"},
        "fullDescription": {"text": known.source},
        "help": {"text": f"{known.question} {known.source}", "markdown": places()[rule][1].told},
        **({"helpUri": at(service_url, address(known.id))} if service_url else {}),
        "properties": {"tags": ["plan"]},
    }


def sarif_result(plan: CheckedPlan, finding: PlanFinding, index: int, location: dict[str, Any]) -> dict[str, Any]:
    """Return one finding as a result; `location` is that of the file."""
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.priority],
        "message": {"text": said(finding)},
        "locations": [{**location, "logicalLocations": [{"fullyQualifiedName": plan.place(finding)}]}],
        "partialFingerprints": {"aimwellFinding/v1": plan.fingerprint(finding)},
        "suppressions": [{"kind": "external", "status": "accepted"}] if plan.ignores(finding) else [],
    }


def said(finding: PlanFinding) -> str:
    """Return a finding in one line: what is in the way, what to write instead, and what to ask."""
    instead = f" Write instead – {finding.instead}." if finding.instead else ""
    return f"{finding.message}{instead} — {finding.question}"


def _line(plan: CheckedPlan, file: str, finding: PlanFinding) -> str:
    return f"    {file}:{plan.place(finding)}: {finding.rule}: {said(finding)} [{plan.fingerprint(finding)}]"


def _record(plan: CheckedPlan, finding: PlanFinding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "priority": int(finding.priority),
        "cells": [_cell(plan, cell) for cell in finding.cells],
        "about": finding.about or None,
        "message": finding.message,
        "question": finding.question,
        "instead": finding.instead or None,
        "source": finding.source,
        "url": address(finding.rule),
        "fingerprint": plan.fingerprint(finding),
        "ignored": plan.ignores(finding),
    }


def _cell(plan: CheckedPlan, cell: Cell) -> dict[str, Any]:
    return {
        "place": plan.review.plan.name(cell.row),
        "column": cell.column.value,
        "start": cell.span.start,
        "end": cell.span.end,
    }
