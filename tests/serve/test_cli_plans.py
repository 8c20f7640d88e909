import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from serve.cli import app
from tests.fixtures.make_action_plan import FIXTURE as PLAN

GUIDE = Path(__file__).parents[2] / "docs/guide/plan-files.md"


@pytest.fixture(autouse=True)
def rules_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AIMWELL_BUNDLE", str(tmp_path))
    monkeypatch.setenv("AIMWELL_ISOLATED", "1")


def run(*arguments: str, lines: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [*arguments], input=lines)
    return result.exit_code, result.stdout, result.stderr


def test_plans_are_rewritten_to_a_folder_and_a_bad_one_exits_2(tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"not a word file")
    code, out, _ = run("rewrite", str(broken), str(PLAN), "--output", str(tmp_path / "new"), "--as", "tracked")
    assert code == 2
    assert [line.split(": ")[0] for line in out.splitlines() if not line.startswith(" ")] == [str(broken), str(PLAN)]
    assert (tmp_path / "new" / PLAN.name).exists()


def test_a_plan_without_a_destination_is_previewed_and_an_objective_stays_an_objective(tmp_path: Path) -> None:
    code, out, _ = run("rewrite", str(PLAN))
    assert code == 0
    assert "  - Kwame will stop disrupting the class." in out.splitlines()
    assert "Nothing was written." in out
    assert json.loads(run("rewrite", "Ring the school about plan.docx", "--format", "json")[1])["suggestions"]


def test_one_plan_is_rewritten_to_the_file_that_is_named(tmp_path: Path) -> None:
    target = tmp_path / "new.docx"
    assert run("rewrite", str(PLAN), "--output", str(target))[0] == 0
    assert target.read_bytes() != PLAN.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Ring", "Write"], "give one objective, in quotation marks"),
        (["Ring", "--as", "table"], "--as is for plan files"),
        (["--in-place"], "name the plan files"),
        ([str(PLAN), "--in-place", "--output", "x"], "give one of them"),
        ([str(PLAN), "--in-place", "--format", "json"], "--format shows the rewrites of one objective"),
    ],
)
def test_misuse_of_rewrite_is_one_clear_line(arguments: list[str], said: str) -> None:
    code, out, err = run("rewrite", *arguments, lines="")
    assert (code, out) == (2, "")
    assert said in err.splitlines()[-1]


def test_a_very_long_objective_is_no_file_name() -> None:
    code, _, err = run("rewrite", "Ring " * 500 + "x.md", "--format", "json")
    assert code == 2
    assert "text: " in err


def test_the_commands_of_the_guide_do_as_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(PLAN, "action-plan.docx")
    Path("minutes.md").write_text("- Support Priya with her dental health.\n", encoding="utf-8")
    commands = re.findall(r"^\$ aimwell (.*)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) == 7
    for command in commands:
        code, _, err = run(*command.split())
        assert code == (1 if command.startswith("check") else 0), err
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    new = {"commented.docx", "tracked.docx", "filled.docx", "rewritten/action-plan.docx", "rewritten/minutes.md"}
    assert made == {"action-plan.docx", "minutes.md"} | new
