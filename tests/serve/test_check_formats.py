import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.documents.entry import Entry
from model.assessor import Assessor
from model.criteria import Assessment, Criterion, Engine, Objective, Verdict
from model.fingerprint import fingerprint
from serve.check import Checked, CheckedFile, Report
from serve.check_formats import render_json, render_sarif, render_text
from serve.guide.book import places
from tests.serve.test_check import AS_OF, VERDICTS, assessment

PLAN = Path("plans/März plan.docx")


def row(text: str, verdict: Assessment | None = None, line: int | None = None) -> Checked:
    place = f"line {line}" if line else "table 1, row 2"
    return Checked(Entry(place, line, Objective(text, who="Zoë")), verdict or VERDICTS[text])


def report(*rows: Checked, path: Path = PLAN) -> Report:
    return Report((CheckedFile(path, rows),), AS_OF)


def known_as(text: str) -> str:
    """The fingerprint of the one reason against an objective."""
    ((_, finding),) = row(text).reasons
    return fingerprint(finding, Objective(text))


def ignoring(checked: Checked) -> Checked:
    return replace(checked, ignored=frozenset({known_as(checked.entry.objective.text)}))


UNREADABLE = Report((CheckedFile(Path("plan.pdf"), error="save it as .docx"),), AS_OF)


def sarif(of: Report) -> dict[str, Any]:
    (run,) = json.loads(render_sarif(of))["runs"]
    assert isinstance(run, dict)
    return run


@pytest.mark.parametrize(
    ("checked", "lines"),
    [
        (
            report(row("Good"), row("Late"), row("Loose", line=7)),
            [
                "plans/März plan.docx",
                "  table 1, row 2: “Good” is SMART",
                "  table 1, row 2: “Late”",
                f"    plans/März plan.docx:table 1, row 2: in-time_bound: Vague. — By when? [{known_as('Late')}]",
                "  line 7: “Loose”",
                f"    plans/März plan.docx:7: in-relevant: Vague. — By when? [{known_as('Loose')}]",
                "3 objectives in 1 file: 1 SMART, 2 not yet, 2 findings.",
            ],
        ),
        (
            report(row("Dim", assessment(Engine.RULES, specific=Verdict.NOT_MET))),
            [
                "plans/März plan.docx",
                "  table 1, row 2: “Dim”",
                "    plans/März plan.docx:table 1, row 2: specific: As a whole this does not read as specific, "
                "though no single phrase is to blame. — Who will do exactly what, with or for whom? "
                f"[{known_as('Dim')}]",
                "1 objective in 1 file: 0 SMART, 1 not yet, 1 finding. "
                "Judged by the rules alone, without the trained model.",
            ],
        ),
        (
            UNREADABLE,
            [
                "plan.pdf",
                "  could not be read: save it as .docx",
                "0 objectives in 1 file: 0 SMART, 0 not yet, 0 findings. 1 file could not be read.",
            ],
        ),
    ],
)
def test_a_reader_sees_files_objectives_findings_and_a_summary(checked: Report, lines: list[str]) -> None:
    assert render_text(checked).splitlines() == lines


def test_long_objectives_are_shortened_and_control_characters_never_reach_the_terminal() -> None:
    text = render_text(report(row("Go\x1b[31m " + "on and " * 40, VERDICTS["Good"])))
    shown = text.splitlines()[1]
    assert "\x1b" not in text
    assert shown.endswith(" …” is SMART")
    assert len(shown) < 130


def test_json_holds_every_objective_and_judgement() -> None:
    reply = json.loads(render_json(report(row("Late"), row("Told", line=7))))
    late, told = reply["files"][0]["objectives"]
    finding = {
        "rule": "in-time_bound",
        "field": "text",
        "start": 0,
        "end": 4,
        "message": "Vague.",
        "question": "By when?",
        "url": "/guide/time-bound",
        "fingerprint": known_as("Late"),
        "ignored": False,
    }
    assert (reply["version"], reply["as_of"], reply["files"][0]["file"]) == (1, "2027-01-31", "plans/März plan.docx")
    assert reply["summary"] == {
        "files": 1,
        "unreadable": 0,
        "objectives": 2,
        "smart": 1,
        "findings": 1,
        "plan_findings": 0,
        "ignored": 0,
    }
    assert late["objective"] == {
        "text": "Late",
        "who": "Zoë",
        "when": None,
        "measure": None,
        "need": None,
        "baseline": None,
    }
    assert (late["place"], late["line"], late["smart"], late["engine"]) == ("table 1, row 2", None, False, "model")
    assert list(late["criteria"]) == [criterion.value for criterion in Criterion]
    assert late["criteria"]["time_bound"] == {"verdict": "not_met", "probability": 0.1, "findings": [finding]}
    assert (told["place"], told["line"], told["smart"]) == ("line 7", 7, True)
    assert [f["rule"] for f in told["criteria"]["measurable"]["findings"]] == ["in-measurable"]


def test_json_says_why_a_file_could_not_be_read() -> None:
    reply = json.loads(render_json(UNREADABLE))
    assert reply["files"] == [{"file": "plan.pdf", "error": "save it as .docx", "objectives": [], "plan": None}]
    assert reply["summary"]["unreadable"] == 1


def test_sarif_has_a_result_for_each_finding_of_a_criterion_that_is_not_met() -> None:
    run = sarif(report(row("Good"), row("Told"), row("Late"), row("Loose", line=7), row("Late", line=9), row("Dim")))
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["in-relevant", "in-time_bound", "specific"]
    assert [(r["ruleId"], r["level"]) for r in run["results"]] == [
        ("in-time_bound", "warning"),
        ("in-relevant", "note"),
        ("in-time_bound", "warning"),
        ("specific", "warning"),
    ]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_what_is_ignored_is_counted_and_not_shown() -> None:
    text = render_text(report(row("Loose"), ignoring(row("Late"))))
    assert "in-time_bound" not in text
    assert text.endswith("2 objectives in 1 file: 0 SMART, 2 not yet, 1 finding, 1 ignored.\n")


def test_json_says_of_each_finding_whether_it_is_ignored() -> None:
    reply = json.loads(render_json(report(row("Loose"), ignoring(row("Late")))))
    loose, late = (o["criteria"] for o in reply["files"][0]["objectives"])
    assert (reply["summary"]["findings"], reply["summary"]["ignored"]) == (1, 1)
    assert [f["ignored"] for f in loose["relevant"]["findings"]] == [False]
    assert [(f["fingerprint"], f["ignored"]) for f in late["time_bound"]["findings"]] == [(known_as("Late"), True)]
    assert late["time_bound"]["verdict"] == "not_met"


def test_sarif_knows_a_result_by_its_fingerprint_and_suppresses_what_is_ignored() -> None:
    loose, late = sarif(report(row("Loose"), ignoring(row("Late"))))["results"]
    assert late["partialFingerprints"] == {"aimwellFinding/v1": known_as("Late")}
    assert late["suppressions"] == [{"kind": "external", "status": "accepted"}]
    assert loose["suppressions"] == [], "SARIF wants them of every result or of none"


def test_sarif_says_where() -> None:
    late, loose = sarif(report(row("Late"), row("Loose", line=7)))["results"]
    uri = {"uri": "plans/M%C3%A4rz%20plan.docx"}
    assert late["locations"] == [
        {"physicalLocation": {"artifactLocation": uri}, "logicalLocations": [{"fullyQualifiedName": "table 1, row 2"}]}
    ]
    assert loose["locations"][0]["physicalLocation"] == {"artifactLocation": uri, "region": {"startLine": 7}}
    assert late["message"] == {"text": "Vague. — By when?"}


def test_sarif_tells_of_files_that_could_not_be_read() -> None:
    (invocation,) = sarif(UNREADABLE)["invocations"]
    assert not invocation["executionSuccessful"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert (notification["level"], notification["message"]) == ("error", {"text": "save it as .docx"})


@pytest.mark.parametrize("path", [Path("/plans/a b.docx"), Path("C:plan.docx"), Path("plan\udcff.docx")])
def test_any_path_can_be_written(path: Path) -> None:
    of = report(row("Late"), path=path)
    assert all(render(of).encode() for render in (render_text, render_json, render_sarif))


def test_a_file_without_objectives_says_so() -> None:
    assert "  there is no objective in it" in render_text(report()).splitlines()


def found_by_a_rule() -> Checked:
    """An objective with a finding of the rules, which the guide explains."""
    (said,) = Assessor().assess([Objective("Ring Housing soon", who="Zoë")], AS_OF)
    return row("Ring Housing soon", said)


def test_the_last_line_says_how_to_have_a_finding_explained() -> None:
    last = render_text(report(row("Good"), found_by_a_rule())).splitlines()[-1]
    assert last.startswith("What a finding means, and what to do: aimwell guide ")
    assert last.split()[-1] in places()
    assert "aimwell guide" not in render_text(report(row("Good")))


def test_a_rule_of_sarif_carries_its_section_of_the_guide_and_the_address_where_one_is_known() -> None:
    checked = report(found_by_a_rule())
    late = next(rule for rule in sarif(checked)["tool"]["driver"]["rules"] if rule["id"] == "ongoing")
    assert late["help"]["markdown"].startswith("## It never arrives")
    assert "helpUri" not in late, "it has to be whole"
    (run,) = json.loads(render_sarif(checked, "https://aimwell.example.org"))["runs"]
    uris = {rule["id"]: rule["helpUri"] for rule in run["tool"]["driver"]["rules"]}
    assert uris["ongoing"] == "https://aimwell.example.org/guide/time-bound#ongoing"


def test_sarif_says_who_wrote_it_and_helps_with_each_rule() -> None:
    driver = sarif(report(row("Late")))["tool"]["driver"]
    assert driver["version"]
    assert driver["rules"][0]["help"] == {"text": "By when? LIAP"}
