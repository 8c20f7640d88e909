import re
from pathlib import Path

import pytest

from tests.training.load.made import ASKED, FIGURES
from training.load.report import page
from training.load.shelf import Shelf

LARGEST = 150_000


def quiet(_: str) -> None:
    """Say nothing."""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Return a shelf on which every step is."""
    full = Shelf(tmp_path / "load", quiet)
    for step, figures in FIGURES.items():
        full.made(step, ASKED, figures.copy)
    return full


def test_every_step_has_its_section_and_each_row_as_many_cells_as_its_head(shelf: Shelf) -> None:
    said = page(shelf)
    assert said.count("\n### ") == len(FIGURES)
    for table in re.findall(r"(?:^\|.*\n?)+", said, re.MULTILINE):
        assert len({row.count("|") for row in table.strip().splitlines()}) == 1


@pytest.mark.parametrize(
    "told",
    [
        "it holds",
        "**320 scores a second**",
        "| 320/s again |",
        "50 were told 503, 0 of them without `Retry-After`",
        "3 ConnectionResetError",
        "the service **is gone**",
        "Admitted requests lost: **0**",
        "| MB, shared memory once | 274.5 | +720.00 | +720.00 to +720.00 | **no** |",
        "| threads | 19.0 | +0.00 | +0.00 to +0.00 | yes |",
    ],
)
def test_what_matters_is_said(shelf: Shelf, told: str) -> None:
    assert told in " ".join(page(shelf).split()) or told in page(shelf)


def test_a_step_that_was_not_run_is_said_to_be_missing(tmp_path: Path) -> None:
    some = Shelf(tmp_path, quiet)
    some.made("stop", ASKED, lambda: FIGURES["stop"])
    assert "Not measured yet: rate, knee, overload, rude, rewrites, soak." in page(some)
    assert "No step has been run" in page(Shelf(tmp_path / "empty", quiet))


def test_plots_are_drawn_beside_the_page_and_are_the_same_each_time(shelf: Shelf, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        said = page(shelf, tmp_path / folder / "plots")
        assert re.findall(r"\((plots/load-\w+\.svg)\)", said) == [
            f"plots/load-{s}.svg" for s in ("rate", "knee", "soak")
        ]
    for step in ("rate", "knee", "soak"):
        one, two = ((tmp_path / folder / "plots" / f"load-{step}.svg").read_bytes() for folder in ("one", "two"))
        assert one == two
        assert len(one) < LARGEST
