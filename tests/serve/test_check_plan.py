import json
from pathlib import Path
from typing import Any

import pytest

from model.assessor import Assessor
from model.fingerprint import plan_fingerprint
from model.plan import HEADINGS
from serve.check import CheckedFile, Report, check_files, exit_code
from serve.check_formats import render_json, render_sarif, render_summary, render_text
from tests.conftest import AS_OF

GOOD = ("Kwame was late on 11 days.", "Abena", "Ring the school by 18 December 2026", "18 December 2026", "The slip")
NAUGHTY = ("Kwame is naughty in class.", *GOOD[1:])
FLAWED = ("Poor hygiene.", "School", "Support Kwame.", "Ongoing", "By review")
BARE = ("Kwame has had toothache since May.", "", "", "", "")


def plan(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "plan.csv"
    path.write_text("\n".join(";".join(row) for row in (tuple(HEADINGS.values()), *rows)), encoding="utf-8")
    return path


def check(path: Path, ignored: frozenset[str] = frozenset()) -> Report:
    return check_files([path], Assessor().assess, AS_OF, ignored)


def file_of(report: Report) -> CheckedFile:
    (file,) = report.files
    return file


def said(report: Report) -> Any:
    return json.loads(render_json(report))


@pytest.mark.parametrize(("rows", "code"), [([GOOD], 0), ([NAUGHTY], 1), ([GOOD, BARE], 1)])
def test_a_finding_on_the_plan_fails_the_check_though_every_objective_is_smart(
    tmp_path: Path, rows: list[tuple[str, ...]], code: int
) -> None:
    report = check(plan(tmp_path, *rows))
    assert all(row.assessment.smart for row in report.rows)
    assert exit_code(report) == code


def test_a_list_of_objectives_is_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("Ring the school\nSupport attendance\n")
    assert file_of(check(path)).plan is None
    assert "list of objectives" in render_summary(check(path))


def test_a_reader_sees_findings_under_their_rows_and_then_on_the_whole(tmp_path: Path) -> None:
    lines = render_text(check(plan(tmp_path, NAUGHTY, BARE))).splitlines()
    assert lines[1].startswith("  line 2: “Ring the school")
    assert ":line 2, issue: emotive-language: “naughty” judges" in lines[2]
    assert lines[3] == "  the plan as a whole"
    assert ":line 3, what: issue-without-action: " in lines[4]
    assert ":the plan as a whole: child-or-parent-without-action: Kwame, whom" in lines[5]
    assert lines[6].startswith("1 objective in 1 file: 1 SMART, 0 not yet, 0 findings and 3 on plans as a whole.")


def test_what_an_objective_s_own_finding_says_is_not_said_again(tmp_path: Path) -> None:
    text = render_text(check(plan(tmp_path, FLAWED)))
    assert text.count(": ongoing: ") == 1
    assert ", what: no-minutiae: " in text


def test_what_is_ignored_neither_shows_nor_fails(tmp_path: Path) -> None:
    path = plan(tmp_path, NAUGHTY)
    found = file_of(check(path)).plan
    assert found is not None
    (finding,) = found.findings
    report = check(path, frozenset({plan_fingerprint(finding, found.review.plan)}))
    assert exit_code(report) == 0
    assert "naughty” judges" not in render_text(report)
    assert "naughty” judges" not in render_summary(report)
    assert "0 findings, 1 ignored." in render_text(report)
    assert said(report)["files"][0]["plan"]["findings"][0]["ignored"] is True


def test_json_has_cells_monitoring_and_the_page(tmp_path: Path) -> None:
    reply = said(check(plan(tmp_path, NAUGHTY)))
    found = reply["files"][0]["plan"]
    assert found["findings"][0]["cells"] == [{"place": "line 2", "column": "issue", "start": 9, "end": 16}]
    assert found["monitoring"]["used"] == {"written_progress": ["line 2"]}
    assert found["summary"].startswith("A plan with 1 action")
    assert reply["summary"]["plan_findings"] == 1


def test_sarif_has_a_result_and_a_rule_for_each(tmp_path: Path) -> None:
    (run,) = json.loads(render_sarif(check(plan(tmp_path, FLAWED, BARE)), "https://aimwell.example.org"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    results = {result["ruleId"]: result for result in run["results"]}
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert results["generic-language"]["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "line 2, issue"}]
    assert results["generic-language"]["level"] == "warning"
    described = next(rule for rule in rules if rule["id"] == "issue-without-action")
    assert described["helpUri"].startswith("https://aimwell.example.org/guide/plan")


def test_the_page_is_wrapped_for_a_sheet(tmp_path: Path) -> None:
    page = render_summary(check(plan(tmp_path, FLAWED, BARE)))
    assert page.splitlines()[0].endswith("plan.csv")
    assert "First, so that somebody acts" in page
    assert max(map(len, page.splitlines()[1:])) <= 100
