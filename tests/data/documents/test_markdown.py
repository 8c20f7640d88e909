import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.documents import markdown
from data.documents.entry import Entry
from model.criteria import Field, Objective
from tests.data.documents.builders import PATH


def read(*lines: str) -> list[Entry]:
    return markdown.read(PATH, "\n".join(lines).encode())


@pytest.mark.parametrize(
    ("lines", "objectives"),
    [
        (["- Ring the school"], ["Ring the school"]),
        (["* [ ] Ring", "+ [x] Write", "1. Call", "2) Visit"], ["Ring", "Write", "Call", "Visit"]),
        (["- Ring the", "  school", "- Write"], ["Ring the school", "Write"]),
        (["- Ring", "  - Write", "", "Not this."], ["Ring", "Write"]),
        (["- **Joyce** will *ring* [the school](http://x.example) at `9`"], ["Joyce will ring the school at 9"]),
        (["- 2 \\* 3 snake_case_word ~~no~~"], ["2 * 3 snake_case_word no"]),
        (["# Plan", "## 1. Health", "Prose about - nothing.", "> - quoted"], []),
        (["```", "- code", "| What |", "|---|", "```", "- Ring"], ["Ring"]),
        (["~~~text", "- code", "```", "~~~", "- Ring"], ["Ring"]),
        (["```one line of code```", "- Ring"], ["Ring"]),
        (["---", "- front: matter", "---", "- Ring"], ["Ring"]),
        (["<!--", "- hidden", "-->", "- Ring"], ["Ring"]),
        (["- - -", "* * *", "-", "- Ring"], ["Ring"]),
        ([""], []),
    ],
)
def test_list_items_are_objectives_and_the_rest_is_not(lines: list[str], objectives: list[str]) -> None:
    assert [entry.objective.text for entry in read(*lines)] == objectives


def test_a_plan_table_is_read_by_its_columns() -> None:
    entries = read(
        "# Plan",
        "",
        "| When | What is the issue? | **What will be done?** |",
        "|:-----|:-----:|-------------------:|",
        "| May | Late \\| tired | Ring `the` school |",
        "| | | |",
        "| June | | - Write<br>- Call |",
        "",
        "1. Visit",
    )
    assert entries == [
        Entry("table 1, row 2", 5, Objective("Ring the school", when="May", need="Late | tired")),
        Entry("table 1, row 4, action 1", 7, Objective("Write", when="June")),
        Entry("table 1, row 4, action 2", 7, Objective("Call", when="June")),
        Entry("list item 1", 9, Objective("Visit")),
    ]


def test_tables_without_an_objective_column_are_counted_and_left() -> None:
    entries = read("Name | Tel", "---|---", "Joyce | 1", "", "What | Who", "---|---", "Ring | Joyce")
    assert entries == [Entry("table 2, row 2", 7, Objective("Ring", who="Joyce"))]


@settings(max_examples=150)
@given(st.text(alphabet="|-:1. \r\nab"), st.sampled_from(["", "|What|Who|When|\n|-|-|-|\n|a|b||\n"]))
def test_every_part_stands_where_it_is_said_to(text: str, table: str) -> None:
    whole = f"{text}\n{table}{text}"
    for entry in markdown.read(PATH, whole.encode()):
        for field, passage in entry.passages.items():
            said = " ".join(passage.span.of(whole).split())
            assert entry.objective.part(field).endswith(said)
            assert said or field is not Field.TEXT
