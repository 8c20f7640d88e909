import pytest

from data.documents.table import Cell, Row, entries_of, plain_row
from model.criteria import Objective


def table(*rows: tuple[str, ...]) -> list[Row]:
    """A table whose cells have one paragraph a "¶"-separated piece."""
    return [
        Row(tuple(Cell(tuple(text.split("¶")), i, i + 1) for i, text in enumerate(texts)), f"row {n}")
        for n, texts in enumerate(rows, start=1)
    ]


def found(rows: list[Row]) -> list[tuple[str, Objective]] | None:
    entries = entries_of(rows)
    return None if entries is None else [(entry.place, entry.objective) for entry in entries]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("Name", "Telephone"), ("Joyce", "01534")],
        [("Who", "When"), ("Joyce", "May")],
        [("Name", "Next visit"), ("Action group", "Joyce")],
        [("Objective", "Joyce will ring"), ("Who", "Joyce"), ("By when", "May")],
    ],
)
def test_a_table_without_an_objective_column_is_no_plan_table(rows: list[tuple[str, ...]]) -> None:
    assert entries_of(table(*rows)) is None


def test_the_heading_row_need_not_be_the_first_and_empty_rows_are_skipped() -> None:
    rows = table(
        ("Plan for Alfie", "", ""),
        ("", "", ""),
        ("When", "Action", "Notes"),
        ("", "", ""),
        ("May", "Ring the school", "asked"),
        ("June", "", "nothing yet"),
    )
    assert found(rows) == [("row 5", Objective("Ring the school", when="May"))]


def test_one_column_of_objectives_is_a_plan() -> None:
    rows = table(("Objective",), ("Reduce the risk",), ("Agree a date",))
    assert found(rows) == [("row 2", Objective("Reduce the risk")), ("row 3", Objective("Agree a date"))]


@pytest.mark.parametrize(
    ("what", "who", "expected"),
    [
        ("Ring¶Write", "Joyce¶Malcolm", [("Ring", "Joyce"), ("Write", "Malcolm")]),
        ("• Ring¶• Write", "Joyce", [("Ring", "Joyce"), ("Write", "Joyce")]),
        ("Ring¶Write¶Call", "Joyce¶Malcolm", [(t, "Joyce; Malcolm") for t in ("Ring", "Write", "Call")]),
        ("Ring", "Joyce¶Malcolm", [("Ring", "Joyce; Malcolm")]),
        ("Ring¶¶ ", "Joyce", [("Ring", "Joyce")]),
        ("1. Ring\n2. Write", "Joyce\nMalcolm", [("Ring", "Joyce"), ("Write", "Malcolm")]),
        ("Ring the\nschool", "Joyce", [("Ring the school", "Joyce")]),
        ("Joyce will:¶- ring¶- write", "Joyce", [("Joyce will: ring", "Joyce"), ("Joyce will: write", "Joyce")]),
        ("Joyce will:", "Joyce", [("Joyce will:", "Joyce")]),
        ("—", "Joyce", []),
    ],
)
def test_actions_in_one_cell_become_entries_that_pair_up_or_share(
    what: str, who: str, expected: list[tuple[str, str]]
) -> None:
    entries = found(table(("What", "Who"), (what, who))) or []
    assert [(objective.text, objective.who) for _, objective in entries] == expected


def test_several_actions_say_which_they_are() -> None:
    entries = found(table(("What", "Who"), ("Ring¶Write", "Joyce"))) or []
    assert [place for place, _ in entries] == ["row 2, action 1", "row 2, action 2"]


def test_a_need_belongs_to_the_whole_row() -> None:
    entries = found(table(("Issue", "What"), ("Late daily.¶Tired", "Ring¶Write"))) or []
    assert [objective.need for _, objective in entries] == ["Late daily. Tired", "Late daily. Tired"]


def test_a_date_keeps_the_number_that_begins_it() -> None:
    assert found(table(("What", "When"), ("Ring", "3. May 2027"))) == [("row 2", Objective("Ring", when="3. May 2027"))]


def test_a_banner_across_the_plan_and_a_repeated_heading_are_no_objectives() -> None:
    heading = plain_row(("What", "Who"), "row 1", None)
    banner = Row((Cell(("Health",), 0, 2),), "row 2")
    action = plain_row(("Ring", "Joyce"), "row 3", None)
    assert found([heading, banner, action, heading, action]) == [("row 3", Objective("Ring", who="Joyce"))] * 2


def test_a_heading_over_two_columns_takes_the_words_of_both() -> None:
    heading = Row((Cell(("What",), 0, 2), Cell(("Who",), 2, 3)), "row 1")
    row = plain_row(("1.", "Ring", "Joyce"), "row 2", None)
    assert found([heading, row]) == [("row 2", Objective("Ring", who="Joyce"))]


def test_a_merged_action_counts_again_only_where_its_row_says_something_new() -> None:
    rows = [
        plain_row(("What", "Who"), "row 1", None),
        Row((Cell(("Ring",), 0, 1), Cell(("Joyce",), 1, 2)), "row 2"),
        Row((Cell(("Ring",), 0, 1, continued=True), Cell(("Malcolm",), 1, 2)), "row 3"),
        Row((Cell(("Ring",), 0, 1, continued=True), Cell(("",), 1, 2)), "row 4"),
    ]
    assert found(rows) == [("row 2", Objective("Ring", who="Joyce")), ("row 3", Objective("Ring", who="Malcolm"))]


@pytest.mark.parametrize(
    ("what", "who", "written"),
    [
        ("• Ring ", "Joyce", [{"text": "Ring", "who": "Joyce"}]),
        ("Ring", "", [{"text": "Ring", "who": ""}]),
        (
            "1. Ring\n2. Write",
            "Joyce\nMalcolm",
            [{"text": "Ring", "who": "Joyce"}, {"text": "Write", "who": "Malcolm"}],
        ),
        ("1. Ring\n2. Write", "Joyce", [{"text": "Ring"}, {"text": "Write"}]),
        ("1. Ring\n2. Write", "", [{"text": "Ring"}, {"text": "Write"}]),
        ("Ring", "Joyce\nMalcolm", [{"text": "Ring"}]),
        ("Joyce will:\n- ring", "", [{"text": "ring", "who": ""}]),
    ],
)
def test_parts_that_stand_alone_say_where(what: str, who: str, written: list[dict[str, str]]) -> None:
    cells = {"a": "What", "b": "Who", "c": what, "d": who}
    rows = [plain_row(["What", "Who"], "row 1", None, "ab"), plain_row([what, who], "row 2", None, "cd")]
    assert [
        {field.value: passage.span.of(cells[str(passage.address)]) for field, passage in entry.passages.items()}
        for entry in entries_of(rows) or []
    ] == written
