import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data.reviews.opening import open_reviews
from model.places import State
from serve.cli import app

FIXTURE = Path(__file__).parents[1] / "fixtures" / "office-reviews.jsonl"
PLAN = FIXTURE.with_name("action-plan.docx")


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> State:
    monkeypatch.setenv("AIMWELL_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("AIMWELL_REVIEWS", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.csv").write_text(
        "text,S,T,reviewer,id\nAna will ring,yes,no,Bo,a\nBea reads,yes,maybe,Bo,b\nCem,,,,\n"
    )
    return State(tmp_path / "state")


def run(*arguments: str, typed: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["reviews", *arguments], input=typed)
    return result.exit_code, result.stdout, result.stderr


def test_good_rows_go_in_and_bad_ones_are_reported_with_their_place() -> None:
    code, out, err = run("import", "plan.csv", "nowhere.csv", str(FIXTURE))
    assert code == 2
    assert "plan.csv: 1 stored, 0 known before, 1 not taken, 1 that nobody judged" in out
    assert "plan.csv, line 3: column time_bound: is no mark" in err
    assert "nowhere.csv: there is no such file" in err
    assert run("import", "plan.csv")[0] == 1
    assert run("import", str(FIXTURE))[1].startswith(f"{FIXTURE}: 0 stored")


def test_what_a_row_does_not_say_is_said_on_the_command_line(tmp_path: Path, state: State) -> None:
    (tmp_path / "marks.csv").write_text("text,S\nAna will ring,yes\n")
    assert "--reviewer" in run("import", "marks.csv")[2]
    code, _, err = run("import", "marks.csv", "--reviewer", "Bo", "--as-of", "2026-11-03", "--source", "plan 7")
    assert (code, err) == (0, "")
    (stored,) = open_reviews(state).all()
    assert (stored.reviewer, str(stored.as_of)) == ("Bo", "2026-11-03")
    assert "plan 7" not in stored.source
    assert run("import", "marks.csv", "--as-of", "soon")[0] == 2


def test_an_export_can_be_imported_and_the_list_and_count_show_it(tmp_path: Path) -> None:
    run("import", "plan.csv")
    assert run("export", "-o", "out.xlsx")[0] == 0
    assert "0 stored, 1 known" in run("import", "out.xlsx")[1]
    assert run("count")[1].strip() == "1"
    assert "✓ · · · ✗" in run("list")[1]
    (line,) = run("list", "--format", "jsonl")[1].splitlines()
    assert json.loads(line)["labels"] == {"specific": True, "time_bound": False}
    code, _, err = run("export", "-o", "out.pdf")
    assert (code, "--format" in err) == (2, True)


def test_the_objectives_of_a_plan_wait_once(state: State) -> None:
    assert "6 of 6 objectives wait" in run("queue", str(PLAN))[1]
    assert "0 of 6 objectives wait" in run("queue", str(PLAN))[1]
    assert len(open_reviews(state).candidates()) == 6
    assert run("queue", "nowhere.docx")[0] == 2


def test_agreement_is_shown_for_each_pair(tmp_path: Path) -> None:
    assert "No two reviewers" in run("agreement")[1]
    (tmp_path / "two.csv").write_text("text,S,reviewer\nAna,yes,Bo\nAna,no,Cem\nBea,no,Bo\nBea,no,Cem\n")
    run("import", "two.csv")
    assert "Bo and Cem" in run("agreement")[1]
    (line,) = run("agreement", "--format", "jsonl")[1].splitlines()
    found = json.loads(line)
    assert (found["objectives"], found["disputed"], found["criteria"]["specific"]["agreed"]) == (2, 1, 1)


def test_erasing_asks_first_names_the_bundles_and_leaves_nothing(state: State) -> None:
    run("import", "plan.csv", "--source", "Meera's plan")
    run("export", "-o", "out.jsonl")
    open_reviews(state).learned("local-1", ["a"])
    state.cache.mkdir()
    (state.cache / "rewriter.jsonl").write_text("Ana will ring")
    code, _, err = run("erase", "--source", "Meera's plan", "--by", "Bo")
    assert (code, "--yes" in err) == (2, True)
    assert open_reviews(state).count() == 1
    code, out, _ = run("erase", "--source", "Meera's plan", "--by", "Bo", "--yes")
    assert code == 0
    assert "1 reviews of this source are erased" in out
    assert "local-1" in out
    assert "aimwell-train retrain" in out
    assert Path("out.jsonl").read_text() == ""
    assert not state.cache.exists()
    assert "1 of withdrawn plans left out" in run("import", "plan.csv", "--source", "Meera's plan")[1]


@pytest.mark.parametrize("given", [[], ["--source", "a", "--subject", "b"]])
def test_erasing_goes_by_one_thing(given: list[str]) -> None:
    code, _, err = run("erase", *given, "--by", "Bo", "--yes")
    assert (code, "--source" in err) == (2, True)


def test_a_backup_and_its_restoring_are_a_command_each(state: State) -> None:
    run("import", "plan.csv")
    code, out, _ = run("backup", "kept.sqlite")
    assert (code, "1 reviews are in kept.sqlite" in out, "pseudonyms.key" in out) == (0, True, True)
    run("import", str(FIXTURE))
    assert run("restore", "kept.sqlite")[0] == 2
    code, out, _ = run("restore", "kept.sqlite", "--yes")
    assert (code, "1 reviews are there now" in out) == (0, True)
    assert open_reviews(state).count() == 1
    code, _, err = run("restore", "plan.csv", "--yes")
    assert (code, len(re.findall("\n", err.strip()))) == (2, 0)
