import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from serve.cli import app

PLAN = Path(__file__).parents[1] / "fixtures" / "action-plan.docx"


@pytest.fixture(autouse=True)
def rules_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AIMWELL_BUNDLE", str(tmp_path))


def run(*arguments: str, lines: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [*arguments], input=lines)
    return result.exit_code, result.stdout, result.stderr


def replies(*arguments: str, lines: str) -> list[dict[str, Any]]:
    code, out, _ = run(*arguments, lines=lines)
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def test_a_line_in_is_a_line_out_with_its_id() -> None:
    said = replies("score", "--format", "jsonl", lines='{"id":"a","text":"John will stop disrupting the class"}\n')
    assert [s["id"] for s in said] == ["a"]
    assert said[0]["engine"] == "rules"
    assert said[0]["criteria"]["specific"]["verdict"] == "not_met"


def test_a_thousand_lines_come_out_in_order_and_bad_ones_spoil_nothing() -> None:
    lines = [json.dumps({"id": i, "text": f"Ana will ring {i} people"}) for i in range(1000)]
    lines[3], lines[500], lines[999] = "{bad", "[]", '{"id": 999, "text": ""}'
    said = replies("score", lines="\n".join(lines))
    assert len(said) == 1000
    assert [i for i, s in enumerate(said) if "error" in s] == [3, 500, 999]
    assert said[999]["id"] == 999
    assert said[999]["error"]["errors"][0]["field"] == "text"
    assert all(said[i]["id"] == i for i in range(1000) if i not in (3, 500))


def test_rewrites_come_line_by_line_too() -> None:
    said = replies("rewrite", lines='{"id":1,"text":"John will stop disrupting the class","n":1}\n{"text":"x","n":9}\n')
    assert said[0]["suggestions"][0]["blank_text"].startswith("Instead of disrupting the class")
    assert said[1]["error"]["errors"][0]["field"] == "n"


def test_one_objective_is_answered_as_asked() -> None:
    assert json.loads(run("score", "Ana will ring", "--format", "json")[1])["smart"] is False
    assert "stop disrupting the class" in run("score", "John will stop disrupting the class", "--format", "table")[1]
    table = run("rewrite", "John will stop disrupting the class", "--format", "table")[1]
    assert "To settle:" in table


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["score", "x", "--as-of", "soon"], "is no date"),
        (["score", "--format", "table"], "shows one objective"),
        (["score", " "], "text: is blank"),
        (["score", "x", "--domain", "pirates"], "domain: "),
    ],
)
def test_misuse_is_one_clear_line_and_exit_2(arguments: list[str], said: str) -> None:
    code, out, err = run(*arguments, lines="")
    assert (code, out) == (2, "")
    assert said in err.splitlines()[-1]


def test_a_plan_is_checked_by_row_and_findings_exit_1() -> None:
    code, out, _ = run("check", str(PLAN), "--as-of", "2026-11-22")
    assert code == 1
    assert "table 1, row 5" in out
    assert "stop-behaviour" in out


def test_a_file_that_cannot_be_read_exits_2_and_the_others_are_still_read(tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"not a word file")
    code, out, _ = run("check", str(broken), str(PLAN), "--format", "json")
    assert code == 2
    assert [bool(f["error"]) for f in json.loads(out)["files"]] == [True, False]


def test_sarif_is_written_for_tools() -> None:
    assert json.loads(run("check", str(PLAN), "--format", "sarif")[1])["version"] == "2.1.0"
