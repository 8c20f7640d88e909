import re

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from data.documents.pack_markdown import markdown_pack
from model.progress.pack import Fixed, Heading, Line, Pack, Said, Table
from model.progress.reviews import Ref
from model.progress.saying import Statement, quote, said, tidy

MARKDOWN = MarkdownIt("commonmark").enable("table")
words = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=40)
    .map(tidy)
    .filter(bool)
)


def shown(source: str) -> str:
    """Return the words that a reader sees of a piece of Markdown."""
    tokens = [child for token in MARKDOWN.parse(source) for child in token.children or ()]
    return "".join(token.content for token in tokens if token.type in ("text", "code_inline", "text_special"))


def test_the_blocks_are_headings_items_and_tables() -> None:
    lines = (Line(("Ring — met [R1, row 1]",), banner=True), Line(("[R1, row 1]", "a | b")))
    pack = Pack(
        None,
        (
            Heading("Moved", 2),
            Fixed("Why?", strong=True),
            Said(said("Not measured: {}.", quote("Ring", Ref(1, 1)))),
            Said(said("Not measured: {}.", quote("Call", Ref(1, 2)))),
            Table("Tried", ("Row", "Result"), lines, (1, 2)),
        ),
    )
    assert markdown_pack(pack) == (
        "# Evidence pack\n\n### Moved\n\n**Why?**\n\n- Not measured: “Ring” [R1, row 1].\n- Not measured: “Call” [R1, row 2].\n\n"
        "| Row | Result |\n|---|---|\n| **Ring — met [R1, row 1]** |  |\n| [R1, row 1] | a \\| b |\n"
    )


@given(words)
def test_whatever_a_plan_says_is_shown_as_it_says_it(text: str) -> None:
    item = markdown_pack(Pack(None, (Said(Statement(text, (Ref(1, 1),))),)))
    assert shown(item) == f"Evidence pack{text}"


@given(words, words)
def test_a_cell_stays_one_cell(one: str, other: str) -> None:
    table = Table("Tried", ("A", "B"), (Line((one, other)),), (1, 1))
    source = markdown_pack(Pack(None, (table,)))
    row = source.rstrip("\n").split("\n")[-1]
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 3
