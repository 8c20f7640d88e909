import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from serve.cli import app
from tests.serve.test_extras import ROOT, WITHOUT

GOOD = "Ana will ring the clinic by 3 May 2027"


@pytest.fixture(autouse=True)
def rules_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AIMWELL_BUNDLE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": 1, "text": GOOD}) + "\n\nnone\n", encoding="utf-8")


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["score", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_whole_file_is_scored_as_its_lines_are_on_standard_input(tmp_path: Path) -> None:
    code, out, said = run("in.jsonl", "-o", "out.jsonl", "--workers", "1", "--as-of", "2026-11-22")
    assert (code, out) == (0, "")
    assert said.splitlines()[-1] == (
        "aimwell: 2 rows are in out.jsonl; 1 of them could not be judged: see out.jsonl.bad.jsonl"
    )
    lines = (tmp_path / "in.jsonl").read_text(encoding="utf-8")
    alone = CliRunner().invoke(app, ["score", "--as-of", "2026-11-22"], input=lines).stdout.splitlines()
    made = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(made[0]) == {"text": GOOD, **json.loads(alone[0])}
    assert json.loads(made[1])["error"].keys() == json.loads(alone[1])["error"].keys()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["in.jsonl"], "in.jsonl is a file: say with -o where its verdicts go"),
        (["-o", "out.csv"], "name the file to score"),
        (["none.jsonl", "-o", "out.csv"], "there is no such file"),
        (["in.jsonl", "-o", "in.jsonl"], "input and output are the same file"),
        (["in.jsonl", "-o", "out.xlsx"], "should end in .jsonl, .csv or .parquet"),
        (["in.jsonl", "-o", "out.csv", "--need", "x"], "a file has columns"),
        (["in.jsonl", "-o", "out.csv", "--config", "a.toml", "--isolated"], "give one of them"),
        (["in.jsonl", "-o", "out.csv", "--config", "a.toml"], "a.toml"),
        (["in.jsonl", "-o", "out.csv", "--as-of", "soon"], "is no date"),
        (["in.jsonl", "-o", "out.csv", "--address", "h:1"], "add --engine ray"),
        (["in.jsonl", "-o", "out.csv", "--engine", "ray", "--address", "ray://h:1"], "is not driven from afar"),
        (["in.jsonl", "-o", "out.csv", "--engine", "ray", "--address", "127.0.0.1:1"], "ConnectionRefusedError"),
        ([GOOD, "--workers", "2"], "are for a whole file"),
        ([GOOD, "--engine", "ray"], "are for a whole file"),
    ],
)
def test_misuse_is_one_clear_line_and_exit_2(arguments: list[str], said: str, tmp_path: Path) -> None:
    code, out, told = run(*arguments)
    assert (code, out) == (2, "")
    assert said in told.splitlines()[-1]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl"]


def test_ray_is_not_started_for_a_file_where_it_would_listen_to_anybody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    code, out, said = run("in.jsonl", "-o", "out.jsonl", "--engine", "ray")
    assert (code, out) == (2, "")
    assert "RAY_AUTH_MODE is “disabled”" in said.splitlines()[-1]
    assert [p.name for p in tmp_path.iterdir()] == ["in.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "libraries", "extra"),
    [(("-o", "out.parquet"), ("pyarrow",), "bulk"), (("-o", "out.csv", "--engine", "ray"), ("ray",), "ray")],
)
def test_a_missing_extra_names_the_command_that_installs_it(
    tmp_path: Path, arguments: tuple[str, ...], libraries: tuple[str, ...], extra: str
) -> None:
    program = WITHOUT.format(command="score", libraries=libraries).replace(
        "from serve", f"sys.argv += {[str(tmp_path / 'in.jsonl'), *arguments]!r}\nfrom serve", 1
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{program}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].endswith(f"pip install 'aimwell[{extra}]'")
    assert [p.name for p in tmp_path.iterdir()] == ["in.jsonl"]
