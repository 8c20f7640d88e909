import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.bulk.text_lines import BAD_QUOTES, MAX_ROW, TOO_LONG, Raw, csv_records, json_lines

CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ['"', '""', ",", ";", "\n", "\r", "\r\n", 'a "quote", and\nmore', "é—”", " "]
)


def records(data: bytes, start: int = 0, delimiter: str = ",") -> list[Raw]:
    return list(csv_records(BytesIO(data), start, delimiter))


def cells(data: bytes) -> list[list[str] | str | None]:
    return [[c.decode() for c in raw.cells] if raw.reason is None else raw.reason for raw in records(data)]


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=6), st.sampled_from([",", ";", "\t"]))
def test_whatever_csv_writes_is_found_as_it_was(rows: list[list[str]], delimiter: str) -> None:
    written = StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    found = records(written.getvalue().encode(), delimiter=delimiter)
    assert [[c.decode() for c in raw.cells] for raw in found] == rows


@given(st.binary(max_size=60) | st.text('ab",;\n\r ', max_size=40).map(str.encode))
def test_the_rows_of_any_bytes_are_the_same_from_wherever_reading_begins(data: bytes) -> None:
    whole = records(data)
    for at, raw in enumerate(whole):
        assert records(data, raw.end) == whole[at + 1 :]
    assert [raw.end for raw in whole] == sorted({raw.end for raw in whole})
    lines = list(json_lines(BytesIO(data), 0))
    assert [raw.line.rstrip(b"\n") for raw in lines] == [line for line in data.split(b"\n") if line.strip()]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b'"never closed,1\nb,2\nc,3\n', [BAD_QUOTES, ["b", "2"], ["c", "3"]]),
        (b'a,1\n"x"y,2\nc,3\n', [["a", "1"], BAD_QUOTES, ["c", "3"]]),
        (b'5" pipe,1\nb,2\n', [['5" pipe', "1"], ["b", "2"]]),
        (b'"two\nlines",1\n\n\nb,2', [["two\nlines", "1"], ["b", "2"]]),
        (b"a,1\r\nb\rc,2\r\nd,3\r\n", [["a", "1"], BAD_QUOTES, ["d", "3"]]),
        (b'a,1\n"last', [["a", "1"], BAD_QUOTES]),
        (b"\n\n", []),
    ],
)
def test_a_row_whose_quoting_does_not_hold_costs_no_other_row(data: bytes, found: list[list[str] | str]) -> None:
    assert cells(data) == found


def test_a_row_of_any_length_is_skipped_and_not_held() -> None:
    long = b"x" * (3 * MAX_ROW)
    assert cells(b"a,1\n" + long + b",2\nb,3\n") == [["a", "1"], TOO_LONG, ["b", "3"]]
    assert [raw.reason for raw in json_lines(BytesIO(b"1\n" + long + b"\n2"), 0)] == [None, TOO_LONG, None]


def test_a_quotation_mark_that_opens_a_whole_file_costs_one_row() -> None:
    rest = b"".join(b"row,%d\n" % n for n in range(MAX_ROW // 6))
    found = records(b'"open,1\n' + rest)
    assert (found[0].reason, len(found), found[1].cells) == (BAD_QUOTES, 1 + MAX_ROW // 6, (b"row", b"0"))
