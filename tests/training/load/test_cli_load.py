from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.training.load.made import ASKED, FIGURES
from training.cli import app
from training.load.shelf import Shelf


@pytest.mark.parametrize(
    "arguments",
    [
        ["load", "rate", "--rate", "20000"],
        ["load", "rate", "--seconds", "4000"],
        ["load", "soak", "100"],
        ["load", "--in-flight", "5000", "rate"],
        ["load", "--workers", "0", "rate"],
        ["compare-serving", "--rates", "a,b"],
        ["compare-serving", "--only", "bento-1"],
    ],
)
def test_what_is_beyond_bounds_or_unknown_is_misuse(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, arguments).exit_code == 2


def test_the_report_is_put_into_its_own_section(tmp_path: Path) -> None:
    Shelf(tmp_path / "load", print).made("stop", ASKED, lambda: FIGURES["stop"])
    page = tmp_path / "docs" / "results.md"
    page.parent.mkdir()
    page.write_text("# Results\n\n<!-- compare -->\nkept\n<!-- /compare -->\n", "utf-8")
    done = CliRunner().invoke(app, ["load", "--folder", str(tmp_path / "load"), "report", "--to", str(page)])
    assert done.exit_code == 0, done.output
    said = page.read_text("utf-8")
    assert "<!-- compare -->\nkept\n<!-- /compare -->" in said
    assert "<!-- load -->\n## Under load" in said
