from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data.corpus import load
from training.cli import app
from training.evaluate import judged_by
from training.fit import Recipe, make_bundle
from training.plots import precision_recall, reliability

LARGEST = 150_000


@pytest.mark.parametrize("draw", [reliability, precision_recall])
def test_a_plot_is_small_and_the_same_each_time(tmp_path: Path, draw: Callable[..., None]) -> None:
    examples = load("test")
    said = judged_by(None)(examples)
    for name in ("one.svg", "two.svg"):
        draw(examples, said, tmp_path / "plots" / name)
    one, two = ((tmp_path / "plots" / name).read_bytes() for name in ("one.svg", "two.svg"))
    assert one == two
    assert len(one) < LARGEST
    assert one.rstrip().endswith(b"</svg>")


def test_one_class_only_leaves_a_curve_out(tmp_path: Path) -> None:
    examples = [e for e in load("test") if e.smart][:5]
    precision_recall(examples, judged_by(None)(examples), tmp_path / "plot.svg")
    assert (tmp_path / "plot.svg").exists()


@pytest.mark.filterwarnings("ignore")  # the tracing exporter and the quantiser warn of themselves
def test_evaluate_writes_its_section_and_draws_beside_the_file(tiny_base: Path, tmp_path: Path) -> None:
    bundle, page = tmp_path / "bundle", tmp_path / "docs" / "results.md"
    made = make_bundle(load("train")[:60], load("validation")[:40], bundle, Recipe(), print, base=tiny_base)
    page.parent.mkdir()
    page.write_text("# Results\n\n<!-- compare -->\nkept\n<!-- /compare -->\n", "utf-8")
    done = CliRunner().invoke(app, ["evaluate", "--split", "test", "--bundle", str(bundle), "--to", str(page)])
    assert done.exit_code == 0, done.output
    said = page.read_text("utf-8")
    assert said.startswith("# Results\n\n<!-- compare -->\nkept\n<!-- /compare -->\n\n<!-- evaluate-test -->\n")
    assert f"| bundle {made.bundle} |" in said
    assert "| precision | recall |" in said
    for name in ("reliability.svg", "precision-recall.svg"):
        assert f"(plots/{name})" in said
        assert (page.parent / "plots" / name).stat().st_size < LARGEST


def test_evaluate_asks_for_a_split_that_exists() -> None:
    done = CliRunner().invoke(app, ["evaluate", "--split", "train"])
    assert done.exit_code == 2
