import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from data.ignored import FILE_NAME
from serve.cli import app

FINGERPRINT = "9f3c0e6a51b27d84"


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A working directory with house rules of its own and no trained model."""
    monkeypatch.setenv("AIMWELL_BUNDLE", str(tmp_path / "none"))
    (tmp_path / "aimwell.toml").write_text('rules-off = ["no-need-given"]')
    (tmp_path / "plan.txt").write_text("Ana will ring Bea 3 times")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [*arguments])
    return result.exit_code, result.stdout, result.stderr


def found(*arguments: str) -> list[dict[str, Any]]:
    (file,) = json.loads(run("check", "plan.txt", "--format", "json", *arguments)[1])["files"]
    return [f for row in file["objectives"] for judged in row["criteria"].values() for f in judged["findings"]]


def test_what_a_check_prints_can_be_ignored_and_is_then_no_fault() -> None:
    (late,) = found()
    code, said, _ = run("check", "plan.txt")
    assert (code, late["rule"]) == (1, "no-deadline")
    assert late["fingerprint"] in said
    assert run("ignore", late["fingerprint"], "--why", "The court sets the day.")[0] == 0
    code, said, _ = run("check", "plan.txt")
    assert code == 0
    assert "0 findings, 1 ignored" in said
    assert run("ignore", late["fingerprint"], "--remove")[0] == 0
    assert run("check", "plan.txt")[0] == 1


def test_isolated_hears_of_no_house_rules_and_of_nothing_ignored() -> None:
    run("ignore", found()[0]["fingerprint"])
    assert {f["rule"] for f in found("--isolated")} == {"no-deadline", "no-need-given"}
    assert all(f["ignored"] is False for f in found("--isolated"))


def test_a_named_file_of_house_rules_counts(office: Path) -> None:
    (office / "other.toml").write_text('rules-off = ["no-deadline"]')
    assert [f["rule"] for f in found("--config", "other.toml")] == ["no-need-given"]
    (code, out, _) = run("score", "Ana will ring Bea 3 times", "--format", "json", "--config", "other.toml")
    assert (code, json.loads(out)["criteria"]["time_bound"]["verdict"]) == (0, "met")


def test_score_finds_the_rules_of_the_working_directory_and_says_what_is_ignored() -> None:
    run("ignore", found()[0]["fingerprint"])
    said = json.loads(run("score", "Ana will ring Bea 3 times", "--format", "json")[1])
    assert said["criteria"]["relevant"] == {"verdict": "cannot_tell", "probability": None, "findings": []}
    assert [(f["rule"], f["ignored"]) for f in said["criteria"]["time_bound"]["findings"]] == [("no-deadline", True)]


def test_the_list_has_a_line_a_match() -> None:
    run("ignore", FINGERPRINT, "--rule", "no-deadline", "--who", "Team Red", "--why", "Set by\nthe court")
    run("ignore", "00aa11bb22cc33dd")
    first, second = run("ignore", "--list")[1].splitlines()
    assert first.split("\t")[:2] == [FINGERPRINT, "no-deadline"]
    assert first.split("\t")[3:] == ["Team Red", "Set by the court"]
    assert second.startswith("00aa11bb22cc33dd\t-\t")


def test_lines_that_hold_no_record_are_told(office: Path) -> None:
    (office / FILE_NAME).write_text("<<<<<<< ours\n")
    code, out, error = run("ignore", "--list")
    assert (code, out) == (0, "")
    assert error.endswith("that hold no record: 1\n")


def test_what_is_ignored_is_kept_with_the_house_of_a_plan(office: Path) -> None:
    (office / "team").mkdir()
    (office / "team" / "aimwell.toml").write_text("")
    run("ignore", FINGERPRINT, "--for", "team/plan.docx")
    assert FINGERPRINT in (office / "team" / FILE_NAME).read_text()
    assert not (office / FILE_NAME).exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["ignore"], "give the fingerprints"),
        (["ignore", FINGERPRINT, "--list"], "--list alone"),
        (["ignore", "--list", "--remove"], "--list alone"),
        (["ignore", "Alfie"], "fingerprint: is none; copy the 16 characters"),
        (["ignore", FINGERPRINT, "--config", "none.toml"], "none.toml: there is no such file"),
        (["check", "plan.txt", "--config", "aimwell.toml", "--isolated"], "give one of them"),
        (["score", "Ana will ring", "--config", "none.toml"], "none.toml: there is no such file"),
    ],
)
def test_misuse_is_told_in_a_line(arguments: list[str], reason: str) -> None:
    code, out, error = run(*arguments)
    assert (code, out) == (2, "")
    assert reason in error
    assert len(error.strip().splitlines()) == 1


def test_house_rules_that_do_not_hold_stop_every_command(office: Path) -> None:
    (office / "aimwell.toml").write_text("rules-of = []")
    for arguments in (["score", "Ana will ring"], ["rewrite", "Ana will ring"], ["check", "plan.txt"], ["serve"]):
        code, _, error = run(*arguments)
        assert (code, "did you mean “rules-off”?" in error) == (2, True)
