import pytest

from data.documents.rewriting.changes import Way
from data.documents.rewriting.write import WRITERS, way_for
from model.errors import DocumentError
from tests.data.documents.builders import PATH
from tests.data.documents.rewriting.conftest import Rewriter

MARKDOWN = (
    "---\ntitle: Plan\n---\n# Plan for Alfie\r\n\r\n"
    "- [ ] **Support** Priya with\r\n  her dental health. <!-- ask -->\r\n"
    "- Joyce Bell will ring the school on Friday 5 March 2027, as Alfie is late.\r\n\r\n"
    "| What | Who | When |\r\n|:--|---|---|\r\n| Kwame will *stop* disrupting the class. | Kwame | |\r\n"
)


def test_list_items_and_cells_of_markdown_are_replaced_and_all_else_kept(rewriter: Rewriter) -> None:
    new = rewriter("plan.md", MARKDOWN.encode(), Way.TEXT).content.decode()
    lines, old = new.split("\r\n"), MARKDOWN.split("\r\n")
    assert lines[:2] + lines[4:7] == old[:2] + old[5:8]
    assert lines[2].startswith("- [ ] [who] will support Priya with her dental health by [what] [amount]")
    assert lines[2].endswith(" <!-- ask -->")
    cells = lines[7].split(" | ")
    assert cells[0].startswith("| Instead of disrupting the class, Kwame will [what] [amount]")
    assert cells[1:] == ["Kwame", "[when: By 18 December 2026] |"]


def test_a_bar_in_a_rewrite_does_not_end_its_cell(rewriter: Rewriter) -> None:
    plan = b"| What |\n|---|\n| Support Priya \\| Kwame. |\n"
    new = rewriter("plan.md", plan, Way.TEXT).content.decode().splitlines()[2]
    assert "Priya \\| Kwame" in new
    assert new.replace("\\|", "").count("|") == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_lines_of_text_are_replaced_and_numbers_line_ends_and_encoding_kept(rewriter: Rewriter, encoding: str) -> None:
    plan = "ZOË’S PLAN\r\n1. Support Priya with her dental health.\r\n2. Ask\r\n".encode(encoding)
    new = rewriter("plan.txt", plan, Way.TEXT).content
    assert new[:2] == plan[:2]
    head, first, _, end = new.decode(encoding).split("\r\n")
    assert (head, end) == ("ZOË’S PLAN", "")
    assert first.startswith(
        "1. [who] will support Priya with her dental health by [what] [amount] [when: by 18 December 2026]"
    )


@pytest.mark.parametrize("suffix", WRITERS)
def test_each_kind_of_file_has_its_usual_way_and_says_which_others_it_has(suffix: str) -> None:
    path = PATH.with_suffix(suffix)
    ways = WRITERS[suffix].ways
    assert way_for(path, None) is ways[0]
    assert way_for(path, ways[-1]) is ways[-1]
    for way in set(Way) - set(ways):
        with pytest.raises(DocumentError, match=f"cannot be written as {way}; use --as {ways[0]}"):
            way_for(path, way)
