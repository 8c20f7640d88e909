from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from data.corpus import load
from model.assessor import Assessor
from training import cli_measure
from training.cli import app
from training.evaluate import judged_by
from training.plots import precision_recall, reliability

LARGEST = 150_000


@pytest.mark.parametrize("draw", [reliability, precision_recall])
def test_a_plot_is_small_and_the_same_each_time(tmp_path: Path, draw: object) -> None:
    assert callable(draw)
    examples = load("test")
    said = judged_by(None)(examples)
    for name in ("one.svg", "two.svg"):
        draw(examples, said, tmp_path / "plots" / name)
    one, two = ((tmp_path / "plots" / name).read_bytes() for name in ("one.svg", "two.svg"))
    assert one == two
    assert len(one) < LARGEST
    assert ElementTree.fromstring(one).tag.endswith("svg")


def test_one_class_only_leaves_a_curve_out(tmp_path: Path) -> None:
    examples = [e for e in load("test") if e.smart][:5]
    precision_recall(examples, judged_by(None)(examples), tmp_path / "plot.svg")
    assert (tmp_path / "plot.svg").exists()
