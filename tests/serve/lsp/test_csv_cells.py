import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.criteria import Span
from serve.lsp.csv_cells import records

DELIMITER = st.sampled_from(",;\t")
TROUBLE = st.text('ab"",;\t\r\n é😀', max_size=40)


def fields(text: str, delimiter: str) -> list[list[str]]:
    return [[field.words.text for field in record] for record in records(text, delimiter)]


@given(TROUBLE, DELIMITER)
def test_the_fields_are_those_that_python_reads(text: str, delimiter: str) -> None:
    assert fields(text, delimiter) == list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@given(TROUBLE, DELIMITER)
def test_every_character_stands_where_it_is_said_to_within_its_field(text: str, delimiter: str) -> None:
    for field in (field for record in records(text, delimiter) for field in record):
        assert "".join(text[at] for at in field.words.at) == field.words.text
        assert all(field.span.start <= at < field.span.end for at in field.words.at)


@given(TROUBLE, DELIMITER, st.text('ab",;\t\n é', max_size=12), st.data())
def test_what_is_written_over_a_field_is_read_there_and_nothing_else_changes(
    text: str, delimiter: str, words: str, data: st.DataObject
) -> None:
    before = fields(text, delimiter)
    places = [(r, f) for r, record in enumerate(before) for f in range(len(record))]
    if not places:
        return
    record, number = data.draw(st.sampled_from(places))
    field = records(text, delimiter)[record][number]
    start = data.draw(st.integers(0, len(field.words.text)))
    end = data.draw(st.integers(start, len(field.words.text)))
    edited = text[: field.span.start] + field.saying(Span(start, end), words) + text[field.span.end :]
    said = field.words.text
    before[record][number] = said[:start] + words + said[end:]
    if before[record] == [""]:
        return  # a record that is one empty field is an empty line
    assert fields(edited, delimiter) == before


@pytest.mark.parametrize(
    ("text", "words", "raw"),
    [
        ('a,"b, c"', "b, c", '"b, c"'),
        ('a,"say ""no"" once"', 'say "no" once', '"say ""no"" once"'),
        ('a,"two\r\nlines"', "two\r\nlines", '"two\r\nlines"'),
        ('a,"left open', "left open", '"left open'),
        ('a,b"c', 'b"c', 'b"c'),
        ("a,", "", ""),
    ],
)
def test_a_field_takes_up_its_quotes(text: str, words: str, raw: str) -> None:
    field = records(text, ",")[0][1]
    assert (field.words.text, field.span.of(text)) == (words, raw)
