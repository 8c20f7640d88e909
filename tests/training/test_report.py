from pathlib import Path

import pytest

from model.errors import InputError
from training.report import WIDTH, paragraph, put


def test_a_section_is_replaced_and_all_else_stays(tmp_path: Path) -> None:
    page = tmp_path / "results.md"
    page.write_text(
        "# Results\n\nBy hand.\n\n<!-- a -->\nold\n<!-- /a -->\n\n<!-- b -->\nhers\n<!-- /b -->\n\nThe end.\n", "utf-8"
    )
    put(page, "a", "new \\1\n\n| x |")
    assert page.read_text("utf-8") == (
        "# Results\n\nBy hand.\n\n<!-- a -->\nnew \\1\n\n| x |\n<!-- /a -->\n\n<!-- b -->\nhers\n<!-- /b -->\n\nThe end.\n"
    )


def test_a_missing_section_and_a_missing_file_are_begun(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "results.md"
    put(page, "a", "one")
    put(page, "a-b", "two")
    put(page, "a", "three")
    assert (
        page.read_text("utf-8") == "# Results\n\n<!-- a -->\nthree\n<!-- /a -->\n\n<!-- a-b -->\ntwo\n<!-- /a-b -->\n"
    )
    assert [p.name for p in page.parent.iterdir()] == ["results.md"]


@pytest.mark.parametrize(
    "broken",
    [
        "<!-- a -->\nno end",
        "no start\n<!-- /a -->",
        "<!-- /a -->\n<!-- a -->",
        "<!-- a --><!-- /a --><!-- a --><!-- /a -->",
    ],
)
def test_a_file_whose_markers_are_broken_is_left_as_it_is(tmp_path: Path, broken: str) -> None:
    page = tmp_path / "results.md"
    page.write_text(broken, "utf-8")
    with pytest.raises(InputError, match="once before"):
        put(page, "a", "new")
    assert page.read_text("utf-8") == broken


def test_a_paragraph_keeps_to_the_width() -> None:
    said = paragraph("word " * 50, "and held-out")
    assert max(map(len, said.splitlines())) <= WIDTH
    assert said.endswith("and held-out")
