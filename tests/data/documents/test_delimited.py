import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.documents import delimited
from data.documents.entry import Entry
from model.criteria import Objective
from model.errors import DocumentError
from tests.data.documents.builders import PATH

HEADINGS = ["What is the issue/concern?", "Who will do this?", "What will be done?", "When", "Measure"]
RING = Entry("line 2", 2, Objective("Ring, then write", who="Joyce", when="May"))


@pytest.mark.parametrize(
    "text",
    [
        'What,Who,When\n"Ring, then write",Joyce,May\n',
        "What;Who;When\nRing, then write;Joyce;May\n",
        "What\tWho\tWhen\r\nRing, then write\tJoyce\tMay\r\n",
        "When;Notes;Who;What\nMay;a, b, c, d;Joyce;Ring, then write",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings_are_told_apart(text: str, encoding: str) -> None:
    assert delimited.read(PATH, text.encode(encoding)) == [RING]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_excels_note_of_the_delimiter_is_no_row(delimiter: str) -> None:
    text = f"sep={delimiter}\nWhat{delimiter}Who\nRing{delimiter}Joyce\n"
    assert delimited.read(PATH, text.encode()) == [Entry("line 3", 3, Objective("Ring", who="Joyce"))]


def test_rows_are_placed_by_the_line_on_which_they_begin() -> None:
    text = 'Issue,What\n"Late\ndaily","Ring the\nschool"\n,\n,Write\n'
    assert delimited.read(PATH, text.encode()) == [
        Entry("line 2", 2, Objective("Ring the school", need="Late daily")),
        Entry("line 6", 6, Objective("Write")),
    ]


def test_a_list_inside_a_cell_is_one_action_a_line() -> None:
    entries = delimited.read(PATH, b'What,Who\n"- Ring\n- Write",Joyce\n')
    assert [(e.place, e.line, e.objective.text) for e in entries] == [
        ("line 2, action 1", 2, "Ring"),
        ("line 2, action 2", 2, "Write"),
    ]


def test_a_header_without_an_objective_column_is_named() -> None:
    with pytest.raises(DocumentError, match=r"no column holds the objective; the headings are “Name”, “Telephone”\. "):
        delimited.read(PATH, b"Name,Telephone\nJoyce,01534\n")


def test_a_field_longer_than_any_spreadsheets_is_refused() -> None:
    with pytest.raises(DocumentError, match="not a readable CSV file"):
        delimited.read(PATH, b'What\n"' + b"a" * 200_000)


words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=9)
cells = st.lists(words, min_size=1, max_size=4).map(" ".join) | st.sampled_from(
    ['Say "no", then go', "a;b\tc, d", "x\ny"]
)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(cells, cells, words.map("Do ".__add__), cells, cells), min_size=1, max_size=4),
    st.sampled_from(",;\t"),
)
def test_what_a_spreadsheet_writes_comes_back(rows: list[tuple[str, ...]], delimiter: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows([HEADINGS, *rows])
    entries = delimited.read(PATH, file.getvalue().encode())
    plain = [[" ".join(cell.split()) for cell in (need, what, measure)] for need, _, what, _, measure in rows]
    assert [[e.objective.need, e.objective.text, e.objective.measure] for e in entries] == plain
