from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from model.assessor import Assessor
from model.criteria import Assessment, Criterion, Engine, Field, Finding, Judgement, Objective, Span, Verdict
from model.detector import RulesDetector
from model.fingerprint import fingerprint
from serve.check import CheckedFile, Report, check_at_home, check_files, exit_code
from serve.houses import Houses

AS_OF = date(2027, 1, 31)
PROBABILITY = {Verdict.MET: 0.9, Verdict.NOT_MET: 0.1, Verdict.CANNOT_TELL: None}


def assessment(engine: Engine = Engine.MODEL, **verdicts: Verdict) -> Assessment:
    """All five met, save those named; a criterion in doubt has a finding, save "specific"."""

    def judgement(criterion: Criterion) -> Judgement:
        verdict = verdicts.get(criterion.value, Verdict.MET)
        blamed = criterion is not Criterion.SPECIFIC and criterion.value in verdicts
        finding = Finding(f"in-{criterion}", criterion, Field.TEXT, Span(0, 4), "Vague.", "By when?", "LIAP")
        return Judgement(criterion, verdict, PROBABILITY[verdict], (finding,) if blamed else ())

    return Assessment({criterion: judgement(criterion) for criterion in Criterion}, engine)


VERDICTS = {
    "Good": assessment(),
    "Late": assessment(time_bound=Verdict.NOT_MET),
    "Loose": assessment(relevant=Verdict.CANNOT_TELL),
    "Dim": assessment(specific=Verdict.NOT_MET),
    "Told": assessment(measurable=Verdict.MET),
}


def assess(objectives: Sequence[Objective], as_of: date) -> list[Assessment]:
    """An assessor that knows these five objectives on this one day."""
    assert as_of == AS_OF
    return [VERDICTS[objective.text] for objective in objectives]


def check(folder: Path, *lines: str) -> Report:
    path = folder / "plan.txt"
    path.write_text("\n".join(lines))
    return check_files([path], assess, AS_OF)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["Good"], 0),
        (["Good", "Loose"], 0),
        (["Told"], 0),
        (["Late"], 1),
        (["Dim"], 1),
        (["Loose", "Good", "Late"], 1),
        (["HEADING"], 2),
    ],
)
def test_only_what_is_not_met_or_not_readable_fails_the_check(tmp_path: Path, lines: list[str], code: int) -> None:
    assert exit_code(check(tmp_path, *lines)) == code


def test_nothing_to_check_is_clean() -> None:
    assert exit_code(Report((), AS_OF)) == 0


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        ("Good", []),
        ("Told", []),
        ("Late", [(Verdict.NOT_MET, "in-time_bound")]),
        ("Loose", [(Verdict.CANNOT_TELL, "in-relevant")]),
        ("Dim", [(Verdict.NOT_MET, "specific")]),
    ],
)
def test_every_failed_criterion_has_a_reason_and_a_met_one_has_none(
    tmp_path: Path, line: str, reasons: list[tuple[Verdict, str]]
) -> None:
    (row,) = check(tmp_path, line).rows
    assert [(verdict, finding.rule) for verdict, finding in row.reasons] == reasons


@pytest.mark.parametrize(("ignored", "code"), [("Late", 0), ("Good", 1)])
def test_a_check_fails_for_nothing_that_is_ignored(tmp_path: Path, ignored: str, code: int) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Late")
    finding = Finding("in-time_bound", Criterion.TIME_BOUND, Field.TEXT, Span(0, 4), "", "", "")
    report = check_files([path], assess, AS_OF, {fingerprint(finding, Objective(ignored))})
    assert exit_code(report) == code
    assert [f.rule for row in report.rows for _, f in row.all_reasons] == ["in-time_bound"]


def test_each_plan_is_judged_by_the_rules_of_its_own_house(tmp_path: Path) -> None:
    plans = [tmp_path / folder / "plan.txt" for folder in ("strict", "lax", "broken")]
    for plan in plans:
        plan.parent.mkdir()
        plan.write_text("Ana will ring Bea 3 times to see how she is.")
    (tmp_path / "lax" / "aimwell.toml").write_text('rules-off = ["no-deadline"]')
    (tmp_path / "broken" / "aimwell.toml").write_text("rules-off = 1")
    strict, lax, broken = check_at_home(plans, Assessor(), Houses(), AS_OF).files
    assert [f.rule for row in strict.rows for _, f in row.reasons if f.criterion is Criterion.TIME_BOUND] == [
        "no-deadline"
    ]
    assert lax.rows[0].assessment[Criterion.TIME_BOUND].met
    assert broken.error is not None
    assert "aimwell.toml: rules-off: must be a list" in broken.error


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    good, missing = tmp_path / "good.md", tmp_path / "missing.docx"
    good.write_text("- Good\n- Late\n")
    report = check_files([missing, good], assess, AS_OF)
    assert report.files[0] == CheckedFile(missing, error="there is no such file; check its name and folder")
    assert [row.entry.place for row in report.files[1].rows] == ["list item 1", "list item 2"]
    assert (report.unreadable, exit_code(report)) == (1, 2)


def test_an_assessor_that_loses_an_objective_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Good\nLate")
    with pytest.raises(ValueError, match="shorter"):
        check_files([path], lambda objectives, as_of: assess(objectives[1:], as_of), AS_OF)


def test_of_a_folder_the_plans_are_checked_and_other_files_are_no_fault(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text("- Ring")
    (tmp_path / "notes.md").write_text("# Minutes")
    report = check_at_home([tmp_path], Assessor(), Houses(isolated=True), AS_OF)
    assert [(file.path.name, len(file.rows), file.error) for file in report.files] == [
        ("notes.md", 0, None),
        ("plan.md", 1, None),
    ]
    named = check_at_home([tmp_path / "notes.md"], Assessor(), Houses(isolated=True), AS_OF)
    assert exit_code(named) == 2


def test_objectives_in_the_running_text_of_a_file_without_a_list_are_checked(tmp_path: Path) -> None:
    (tmp_path / "letter.md").write_text("We met on Monday.\nJoyce will ring the school.\n")
    report = check_at_home([tmp_path / "letter.md"], Assessor(), Houses(isolated=True), AS_OF, RulesDetector())
    assert [(row.entry.line, row.entry.objective.text) for row in report.rows] == [(2, "Joyce will ring the school.")]
