"""A check's report for people, for programs, and for code-scanning services.

JSON, one object:

    {"version": 1, "as_of": "2027-01-31",
     "files": [{"file": "plan.docx", "error": null | "why it could not be read",
                "objectives": [{"place": "table 1, row 3", "line": null | 12,
                                "objective": {"text", "who", "when", "measure", "need", "baseline"},
                                "smart": bool, "engine": "model" | "rules", "bundle": null | "name",
                                "criteria": {"specific": {"verdict", "probability", "findings": [
                                    {"rule", "field", "start", "end", "message", "question", "url",
                                     "fingerprint", "ignored": bool}]}, …}}]}],
                "plan": null | {"child", "parents", "review", "monitoring": {"used", "lacking"}, "summary": "one page of text",
                                "findings": [{"rule", "priority": 1 | 2 | 3, "cells": [{"place", "column", "start", "end"}],
                                              "about", "message", "question", "instead", "source", "url",
                                              "fingerprint", "ignored": bool}]}}],
     "summary": {"files", "unreadable", "objectives", "smart", "findings", "plan_findings", "ignored"}}

A part of the objective that is absent is null. Offsets are Unicode code points of the part named by "field".
`criteria` is as `POST /v1/score` gives it, and holds every finding; the summary counts those of criteria that are not
met or cannot be told, those on plans as a whole, and apart from them those that are ignored. Text leaves these out,
SARIF holds them suppressed.
"""

import json
import os
import re
import textwrap
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from model.criteria import Criterion, Engine, Field, Finding, Judgement, Verdict
from serve import check_plan_formats
from serve.check import Checked, CheckedFile, Report
from serve.guide.address import address, at
from serve.guide.book import places

SHOWN_WIDTH = 88  # characters of an objective in the text report: one line of a terminal beside its place
PAGE_WIDTH = 100  # characters of a line of a plan's page
LEVELS = {Verdict.NOT_MET: "warning", Verdict.CANNOT_TELL: "note"}

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def render_text(report: Report) -> str:
    """Return the report for a reader: files, their objectives, under each what is in the way, and a summary line."""
    lines = [line for file in report.files for line in _file_lines(file)]
    told = [*lines, _summary(report), *_guide_line(report)]
    return "\n".join(_CONTROL.sub(" ", line) for line in told) + "\n"


def render_summary(report: Report) -> str:
    """Return a page for each plan: what to put right first, next and then; a line for a file that is none, or no plan."""
    pages = [line for file in report.files for line in (_name(file.path), "", *_page(file), "")]
    return "\n".join(_CONTROL.sub(" ", line) for line in pages).rstrip() + "\n"


def render_json(report: Report) -> str:
    """Return the report as the JSON object that this module describes."""
    reply = {
        "version": 1,
        "as_of": report.as_of.isoformat(),
        "files": [
            {
                "file": _name(file.path),
                "error": file.error,
                "objectives": [_row_record(row) for row in file.rows],
                "plan": check_plan_formats.record(file.plan),
            }
            for file in report.files
        ],
        "summary": {
            "files": len(report.files),
            "unreadable": report.unreadable,
            "objectives": len(report.rows),
            "smart": sum(row.assessment.smart for row in report.rows),
            "findings": sum(len(row.reasons) for row in report.rows),
            "plan_findings": sum(len(plan.findings) for _, plan in report.plans),
            "ignored": _ignored(report),
        },
    }
    return json.dumps(reply, ensure_ascii=False, indent=2) + "\n"


def render_sarif(report: Report, service_url: str | None = None) -> str:
    """Return the report as SARIF 2.1.0; where the service is known, each rule leads to its section in the guide.

    One result a finding: a warning where its criterion is not met, a note where it cannot be told; one that is ignored is
    suppressed. A file that could not be read is a notification of an invocation that failed.
    """
    found = {finding.rule: finding for row in report.rows for _, finding in row.all_reasons}
    rules = sorted({*found, *(finding.rule for _, plan in report.plans for finding in plan.all_findings)})
    run = {
        "tool": {
            "driver": {
                "name": "Aimwell",
                "version": version("aimwell"),
                "rules": [
                    _rule(found[r], service_url) if r in found else check_plan_formats.sarif_rule(r, service_url)
                    for r in rules
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.unreadable,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": file.error}, "locations": [_location(file.path)]}
                    for file in report.files
                    if file.error is not None
                ],
            }
        ],
        "results": [
            _result(file.path, row, verdict, finding, rules.index(finding.rule))
            for file in report.files
            for row in file.rows
            for verdict, finding in row.all_reasons
        ]
        + [
            check_plan_formats.sarif_result(plan, finding, rules.index(finding.rule), _location(file.path))
            for file, plan in report.plans
            for finding in plan.all_findings
        ],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _file_lines(file: CheckedFile) -> Iterator[str]:
    name = _name(file.path)
    yield name
    if file.error is not None:
        yield f"  could not be read: {file.error}"
    elif not file.rows:
        yield "  there is no objective in it"
    for row in file.rows:
        shown = textwrap.shorten(row.entry.objective.text, SHOWN_WIDTH, placeholder=" …")
        yield f"  {row.entry.place}: “{shown}”{' is SMART' if row.assessment.smart else ''}"
        where = f"{name}:{row.entry.line or row.entry.place}"
        yield from (f"    {where}: {f.rule}: {_said(f)} [{row.fingerprint(f)}]" for _, f in row.reasons)
        if file.plan:
            yield from check_plan_formats.lines_at(file.plan, name, row.entry.place)
    if file.plan:
        seen = frozenset(row.entry.place for row in file.rows)
        yield from check_plan_formats.other_lines(file.plan, name, seen)


def _page(file: CheckedFile) -> list[str]:
    if file.error is not None:
        return [f"It could not be read: {file.error}"]
    if file.plan is None:
        return ["This is a list of objectives without the columns of a plan; see the findings without --summary."]
    lines = file.plan.summary.text.splitlines()
    return [part for line in lines for part in textwrap.wrap(line, PAGE_WIDTH, subsequent_indent="  ") or [""]]


def _summary(report: Report) -> str:
    smart = sum(row.assessment.smart for row in report.rows)
    findings = sum(len(row.reasons) for row in report.rows)
    counted = f"{_count(len(report.rows), 'objective')} in {_count(len(report.files), 'file')}: {smart} SMART, "
    on_plans = sum(len(plan.findings) for _, plan in report.plans)
    rules_alone = any(row.assessment.engine is Engine.RULES for row in report.rows)
    return "".join(
        (
            f"{counted}{len(report.rows) - smart} not yet, {_count(findings, 'finding')}",
            f" and {on_plans} on plans as a whole" if on_plans else "",
            f", {ignored} ignored." if (ignored := _ignored(report)) else ".",
            f" {_count(report.unreadable, 'file')} could not be read." if report.unreadable else "",
            " Judged by the rules alone, without the trained model." if rules_alone else "",
        )
    )


def _guide_line(report: Report) -> Iterator[str]:
    """Say where findings are explained, by one of those that there are."""
    rules = [finding.rule for row in report.rows for _, finding in row.reasons]
    rules += [finding.rule for _, plan in report.plans for finding in plan.findings]
    explained = next((rule for rule in rules if rule in places()), None)
    if explained:
        yield f"What a finding means, and what to do: aimwell guide {explained}"


def _ignored(report: Report) -> int:
    on_plans = sum(len(plan.all_findings) - len(plan.findings) for _, plan in report.plans)
    return on_plans + sum(len(row.all_reasons) - len(row.reasons) for row in report.rows)


def _row_record(row: Checked) -> dict[str, Any]:
    parts = [field for field in Field if field is not Field.TEXT]
    return {
        "place": row.entry.place,
        "line": row.entry.line,
        "objective": {
            "text": row.entry.objective.text,
            **{part.value: row.entry.objective.part(part) or None for part in parts},
        },
        "smart": row.assessment.smart,
        "engine": row.assessment.engine.value,
        "bundle": row.assessment.bundle,
        "criteria": {criterion.value: _judgement_record(row, row.assessment[criterion]) for criterion in Criterion},
    }


def _judgement_record(row: Checked, judgement: Judgement) -> dict[str, Any]:
    return {
        "verdict": judgement.verdict.value,
        "probability": judgement.probability,
        "findings": [_finding_record(row, finding) for finding in judgement.findings],
    }


def _finding_record(row: Checked, finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "field": finding.field.value,
        "start": finding.span.start,
        "end": finding.span.end,
        "message": finding.message,
        "question": finding.question,
        "url": address(finding.rule, finding.criterion),
        "fingerprint": row.fingerprint(finding),
        "ignored": row.ignores(finding),
    }


def _rule(finding: Finding, service_url: str | None) -> dict[str, Any]:
    criterion = finding.criterion.value.replace("_", " ")
    words = finding.rule.replace("-", " ").replace("_", " ")
    help_ = {"text": f"{finding.question} {finding.source}".strip()}
    if finding.rule in places():
        help_["markdown"] = places()[finding.rule][1].told
    where = address(finding.rule, finding.criterion)
    return {
        "id": finding.rule,
        "shortDescription": {"text": words if words == criterion else f"{words} ({criterion})"},
        "fullDescription": {"text": finding.source or criterion},
        "help": help_,
        **({"helpUri": at(service_url, where)} if service_url else {}),
        "properties": {"tags": [finding.criterion.value]},
    }


def _result(path: Path, row: Checked, verdict: Verdict, finding: Finding, rule: int) -> dict[str, Any]:
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": LEVELS[verdict],
        "message": {"text": _said(finding)},
        "locations": [_location(path, row)],
        "partialFingerprints": {"aimwellFinding/v1": row.fingerprint(finding)},
        "suppressions": [{"kind": "external", "status": "accepted"}] if row.ignores(finding) else [],
    }


def _location(path: Path, row: Checked | None = None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": path.as_uri() if path.is_absolute() else _relative(path)}}
    if row is None:
        return {"physicalLocation": physical}
    if row.entry.line:
        physical["region"] = {"startLine": row.entry.line}
    return {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": row.entry.place}]}


def _relative(path: Path) -> str:
    return quote(os.fsencode(path.as_posix()))


def _name(path: Path) -> str:
    """Return the path as text that every encoding and terminal takes; bytes that are no UTF-8 show as "�"."""
    return os.fsencode(path).decode("utf-8", "replace")


def _said(finding: Finding) -> str:
    return f"{finding.message} — {finding.question}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
