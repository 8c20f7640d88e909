"""A check's report for people, for programs, and for code-scanning services.

JSON, one object:

    {"version": 1, "as_of": "2027-01-31",
     "files": [{"file": "plan.docx", "error": null | "why it could not be read",
                "objectives": [{"place": "table 1, row 3", "line": null | 12,
                                "objective": {"text", "who", "when", "measure", "need", "baseline"},
                                "smart": bool, "engine": "model" | "rules", "bundle": null | "name",
                                "criteria": {"specific": {"verdict", "probability", "findings": [
                                    {"rule", "field", "start", "end", "message", "question",
                                     "fingerprint", "ignored": bool}]}, …}}]}],
     "summary": {"files", "unreadable", "objectives", "smart", "findings", "ignored"}}

A part of the objective that is absent is null. Offsets are Unicode code points of the part named by "field".
`criteria` is as `POST /v1/score` gives it, and holds every finding; the summary counts those of criteria that are not
met or cannot be told, and apart from them those that are ignored. Text leaves these out, SARIF holds them suppressed.
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
from serve.check import Checked, CheckedFile, Report

SHOWN_WIDTH = 88  # characters of an objective in the text report: one line of a terminal beside its place
LEVELS = {Verdict.NOT_MET: "warning", Verdict.CANNOT_TELL: "note"}

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def render_text(report: Report) -> str:
    """Return the report for a reader: files, their objectives, under each what is in the way, and a summary line."""
    lines = [line for file in report.files for line in _file_lines(file)]
    return "\n".join(_CONTROL.sub(" ", line) for line in [*lines, _summary(report)]) + "\n"


def render_json(report: Report) -> str:
    """Return the report as the JSON object that this module describes."""
    reply = {
        "version": 1,
        "as_of": report.as_of.isoformat(),
        "files": [
            {"file": _name(file.path), "error": file.error, "objectives": [_row_record(row) for row in file.rows]}
            for file in report.files
        ],
        "summary": {
            "files": len(report.files),
            "unreadable": report.unreadable,
            "objectives": len(report.rows),
            "smart": sum(row.assessment.smart for row in report.rows),
            "findings": sum(len(row.reasons) for row in report.rows),
            "ignored": _ignored(report),
        },
    }
    return json.dumps(reply, ensure_ascii=False, indent=2) + "\n"


def render_sarif(report: Report) -> str:
    """Return the report as SARIF 2.1.0.

    One result a finding: a warning where its criterion is not met, a note where it cannot be told; one that is ignored is
    suppressed. A file that could not be read is a notification of an invocation that failed.
    """
    found = {finding.rule: finding for row in report.rows for _, finding in row.all_reasons}
    rules = sorted(found)
    run = {
        "tool": {
            "driver": {"name": "Aimwell", "version": version("aimwell"), "rules": [_rule(found[r]) for r in rules]}
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


def _summary(report: Report) -> str:
    smart = sum(row.assessment.smart for row in report.rows)
    findings = sum(len(row.reasons) for row in report.rows)
    counted = f"{_count(len(report.rows), 'objective')} in {_count(len(report.files), 'file')}: {smart} SMART, "
    rules_alone = any(row.assessment.engine is Engine.RULES for row in report.rows)
    return "".join(
        (
            f"{counted}{len(report.rows) - smart} not yet, {_count(findings, 'finding')}",
            f", {ignored} ignored." if (ignored := _ignored(report)) else ".",
            f" {_count(report.unreadable, 'file')} could not be read." if report.unreadable else "",
            " Judged by the rules alone, without the trained model." if rules_alone else "",
        )
    )


def _ignored(report: Report) -> int:
    return sum(len(row.all_reasons) - len(row.reasons) for row in report.rows)


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
        "fingerprint": row.fingerprint(finding),
        "ignored": row.ignores(finding),
    }


def _rule(finding: Finding) -> dict[str, Any]:
    criterion = finding.criterion.value.replace("_", " ")
    words = finding.rule.replace("-", " ").replace("_", " ")
    return {
        "id": finding.rule,
        "shortDescription": {"text": words if words == criterion else f"{words} ({criterion})"},
        "fullDescription": {"text": finding.source or criterion},
        "help": {"text": f"{finding.question} {finding.source}".strip()},
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
