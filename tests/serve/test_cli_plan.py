from pathlib import Path

import pytest
from typer.testing import CliRunner

from data.documents.tables import contents_of
from model.plan import HEADINGS
from serve.cli import app
from tests.fixtures.make_plans import FLAWED

BLANK = Path(__file__).parents[2] / "data/blank_plans"


@pytest.fixture(autouse=True)
def rules_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AIMWELL_BUNDLE", str(tmp_path))
    monkeypatch.setenv("AIMWELL_ISOLATED", "1")


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [*arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".csv", ".md", ".json"])
def test_a_new_plan_is_a_copy_of_the_blank_one_of_its_kind(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"Kwame's plan{suffix}"
    code, out, _ = run("plan", "new", str(target))
    assert (code, str(target) in out) == (0, True)
    assert target.read_bytes() == (BLANK / f"plan{suffix}").read_bytes()
    ((first, *_),) = [[row for row in rows if row.words.startswith("What is")] for rows in contents_of(target, target.read_bytes())[0]]  # fmt: skip
    assert [cell.words for cell in first.cells] == list(HEADINGS.values())


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "plan.md"
    target.write_text("mine")
    code, _, error = run("plan", "new", str(target))
    assert (code, "is there already" in error) == (2, True)
    assert target.read_text() == "mine"


@pytest.mark.parametrize(("name", "said"), [("plan.pdf", ".docx, .xlsx"), ("nowhere/plan.md", "there is no folder")])
def test_a_name_that_cannot_be_says_what_to_do(tmp_path: Path, name: str, said: str) -> None:
    code, _, error = run("plan", "new", str(tmp_path / name))
    assert (code, said in error) == (2, True)


def test_the_shipped_flawed_plan_is_checked_summed_up_and_rewritten(tmp_path: Path) -> None:
    code, out, _ = run("check", str(FLAWED), "--as-of", "2027-01-11")
    assert code == 1
    for rule in ("emotive-language", "generic-language", "agency-language", "agency-actor", "no-minutiae", "no-method",
                 "by-review", "deadline-after-review", "issue-without-action", "rows-alike", "child-or-parent-without-action"):  # fmt: skip
        assert f": {rule}: " in out
    code, out, _ = run("check", "--summary", str(FLAWED), "--as-of", "2027-01-11")
    assert code == 1
    assert "A plan for Oskar Lindahl with 5 actions" in out
    target = tmp_path / "new.docx"
    assert run("rewrite", str(FLAWED), "--as", "table", "--as-of", "2027-01-11", "--output", str(target))[0] == 0
    _, text = contents_of(target, target.read_bytes())
    assert "Oskar is [what] and [what] in class." in text
    assert "naughty" not in text


def test_a_summary_has_no_other_format() -> None:
    code, _, error = run("check", "--summary", "--format", "json", str(FLAWED))
    assert (code, "give one of them" in error) == (2, True)
