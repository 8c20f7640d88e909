import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.documents.encoding import decoded
from data.documents.rewriting.changes import Way
from data.documents.rewriting.csv_fields import replaced, spans, values, written
from data.documents.rewriting.delimited import COLUMNS
from data.documents.rewriting.text import encoded
from model.errors import DocumentError
from tests.data.documents.builders import PATH
from tests.data.documents.rewriting.conftest import Rewriter

PLAN = (
    'sep=;\r\nPlan for "Alfie"\r\n"What will be done?";Who;When\r\n\r\n'
    '"Kwame will stop disrupting the class.";Kwame;ongoing\r\n'
    "Joyce Bell will ring the school on Friday 5 March 2027.;Joyce Bell;5 March 2027\r\n"
    '"- Sort out housing\r\n- Support Priya; soon";;\r\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_cell_is_replaced_and_every_other_byte_kept(rewriter: Rewriter, encoding: str) -> None:
    plan = PLAN.replace("Alfie", "Zoë’s café" if encoding != "utf-8" else "Alfie").encode(encoding)
    new = rewriter("plan.csv", plan, Way.TABLE).content
    old_lines, new_lines = plan.decode(encoding).split("\r\n"), new.decode(encoding).split("\r\n")
    assert new[:2] == plan[:2]
    assert new_lines[:4] + new_lines[5:6] == old_lines[:4] + old_lines[5:6]
    what, who, when = new_lines[4].split(";")
    assert what.startswith('"Instead of disrupting the class, Kwame will [what] [amount]')
    assert (who, when) == ("Kwame", "[when: By 18 December 2026]")
    assert new_lines[6].startswith('"- [who] will sort out housing')
    assert new_lines[7].startswith("- [who] will support Priya")


def test_comments_go_to_columns_of_their_own_behind_the_plans(rewriter: Rewriter) -> None:
    new = rewriter("plan.csv", PLAN.encode(), Way.COMMENTS)
    records = list(csv.reader(io.StringIO(new.content.decode(), newline=""), delimiter=";"))
    old = list(csv.reader(io.StringIO(PLAN, newline=""), delimiter=";"))
    assert [record[:3] for record in records] == [record[:3] for record in old]
    assert tuple(records[2][3:]) == COLUMNS
    findings, suggestion, blanks = records[4][3:]
    assert findings.startswith("Specific: It says what is to stop")
    assert suggestion.endswith("When: [when: By 18 December 2026].")
    assert blanks.endswith("When: [when].")
    assert len(records[5]) == 3
    assert [len(cell.splitlines()) for cell in records[6][3:]] == [2, 2, 2]


def test_a_second_run_writes_its_columns_anew(rewriter: Rewriter) -> None:
    once = rewriter("plan.csv", PLAN.encode(), Way.COMMENTS).content
    assert rewriter("plan.csv", once, Way.COMMENTS).content == once
    answered = once.decode().replace(
        "Kwame will stop disrupting the class.", "Joyce Bell will ring Kwame's school on Friday 5 March 2027."
    )
    records = values(rewriter("plan.csv", answered.replace("ongoing", "").encode(), Way.COMMENTS).content.decode(), ";")
    assert records[4][3:] == ["", "", ""]


def test_an_encoding_that_lacks_a_character_is_told(rewriter: Rewriter) -> None:
    plan = "What,Who\nKwame will stop disrupting Zoë’s class,Kwame\n".encode("cp1252")
    assert "Zoë’s" in rewriter("plan.csv", plan, Way.TABLE).content.decode("cp1252")
    with pytest.raises(DocumentError, match="has no “→”"):
        encoded(PATH, decoded(PATH, plan), "a → b")


@settings(max_examples=150)
@given(st.text('ab", ;\t\r\n'), st.sampled_from(",;\t"))
def test_fields_stand_where_the_csv_module_reads_them(text: str, delimiter: str) -> None:
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    found = list(spans(text, delimiter))
    assert [len(record) for record in found] == [len(record) for record in read]
    again = [[values(span.of(text), delimiter) for span in record] for record in found]
    assert [[(v[0][0] if v and v[0] else "") for v in record] for record in again] == read


@settings(max_examples=100)
@given(st.lists(st.lists(st.text('ab", ;\r\n'), min_size=1, max_size=3), min_size=1, max_size=3), st.data())
def test_a_field_written_anew_is_read_as_it_was_written(rows: list[list[str]], data: st.DataObject) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    text = file.getvalue()
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[row]) - 1))
    word = data.draw(st.text('xy", ;\r\n', min_size=1))
    span = list(spans(text, ","))[row][column]
    new = replaced(text, [(span, written(word, ",", quoted=data.draw(st.booleans())))])
    rows[row][column] = word
    assert values(new, ",") == rows
