import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from serve.cli import app

ROOT = Path(__file__).parents[2]
HEAVY = {"fastapi", "numpy", "onnxruntime", "pydantic", "serve.app"}


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AIMWELL_KEYS", str(tmp_path / "keys.json"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["mcp", "--port", "8000"], "are for --http"),
        (["mcp", "--host", "127.0.0.1"], "are for --http"),
        (["mcp", "--http", "--host", "192.0.2.1"], "there is no valid API key"),
    ],
)
def test_misuse_is_one_clear_line_and_exit_2(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(app, arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_the_language_server_can_answer_before_anything_heavy_is_loaded() -> None:
    program = f"import sys, serve.cli_editors, serve.lsp.stdio; print({HEAVY} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_both_protocols_are_commands_like_the_others() -> None:
    listed = CliRunner().invoke(app, ["--help"]).stdout
    assert all(command in listed for command in ("lsp", "mcp", "score"))
