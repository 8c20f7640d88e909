import pytest

from data.documents import plain
from data.documents.entry import Entry
from model.criteria import Objective
from tests.data.documents.builders import PATH


@pytest.mark.parametrize(
    ("line", "objective"),
    [
        ("Joyce will ring the school by 3 May.", "Joyce will ring the school by 3 May."),
        ("  2) Joyce will ring.", "Joyce will ring."),
        ("* Joyce will ring", "Joyce will ring"),
        ("Health:", None),
        ("1. Health:", None),
        ("ACTION PLAN FOR THE OSEI FAMILY", None),
        ("JOYCE WILL RING THE SCHOOL BY FRIDAY", "JOYCE WILL RING THE SCHOOL BY FRIDAY"),
        ("Ring GP", "Ring GP"),
        ("-----", None),
        ("   ", None),
        ("2027", "2027"),
    ],
)
def test_each_line_is_an_objective_unless_it_is_a_heading(line: str, objective: str | None) -> None:
    assert [entry.objective.text for entry in plain.read(PATH, line.encode())] == ([objective] if objective else [])


def test_an_entry_stands_on_its_line() -> None:
    assert plain.read(PATH, b"PLAN\r\n\r\n- Ring\r\n- Write") == [
        Entry("line 3", 3, Objective("Ring")),
        Entry("line 4", 4, Objective("Write")),
    ]
