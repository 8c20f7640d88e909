from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.bulk.errors import BadInput, UnknownFormat
from data.bulk.formats import Format, format_of
from data.bulk.rows import Row
from data.bulk.source import BLOCK_ROWS, Source, open_source
from data.bulk.survey import survey


def opened(tmp_path: Path, data: bytes, format_: Format = Format.CSV) -> Source:
    path = tmp_path / "in"
    path.write_bytes(data)
    return open_source(path, format_)


def rows(source: Source) -> list[Row]:
    return [row for block in source.blocks(source.start()) for row in source.rows(block)]


@pytest.mark.parametrize(
    ("name", "format_"),
    [("a.jsonl", Format.JSONL), ("a.NDJSON", Format.JSONL), ("a.b.csv", Format.CSV), ("a.parquet", Format.PARQUET)],
)
def test_a_name_tells_the_format(name: str, format_: Format) -> None:
    assert format_of(Path(name)) is format_


@pytest.mark.parametrize("name", ["a", "a.xlsx", ".csv", "a.csv.gz"])
def test_a_name_that_tells_no_format_is_refused(name: str) -> None:
    with pytest.raises(UnknownFormat, match=r"\.jsonl, \.csv or \.parquet"):
        format_of(Path(name))


def test_cells_stand_under_their_headings_and_bad_rows_keep_their_place(tmp_path: Path) -> None:
    data = "\ufefftext,need,\nRing Ana,é\n\nA,B,C,D\n".encode() + b"\xff,x,y\nlast,,z"
    found = rows(opened(tmp_path, data))
    assert found[0] == Row(1, {"text": "Ring Ana", "need": "é", "column_3": ""})
    assert found[3] == Row(4, {"text": "last", "need": "", "column_3": "z"})
    assert [row.number for row in found] == [1, 2, 3, 4]
    assert "4 cells under 3 headings" in (found[1].reason or "")
    assert "not UTF-8" in (found[2].reason or "")


@pytest.mark.parametrize("mark", [";", "\t", ","])
def test_the_delimiter_is_the_one_that_parts_the_headings(tmp_path: Path, mark: str) -> None:
    data = f'id{mark}"a,b"{mark}text\n1{mark}2{mark}Ring Ana\n'.encode()
    assert rows(opened(tmp_path, data)) == [Row(1, {"id": "1", "a,b": "2", "text": "Ring Ana"})]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "headings"),
        (b"a,b,a\n", "heading 3 is the same"),
        (b"text\rone\rtwo", "carriage return"),
        ("text\n".encode("utf-16"), "UTF-16"),
        (b"\xfftext\n", "not UTF-8"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        opened(tmp_path, data)


def test_lines_that_are_no_objects_keep_their_place(tmp_path: Path) -> None:
    lines = [
        b'{"text": "a", "n": 1}',
        b"{",
        b"[]",
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b"\xff",
        b"[" * 100_000,
        b'{"text": null}',
    ]
    found = rows(opened(tmp_path, b"\xef\xbb\xbf" + b"\n\n".join(lines), Format.JSONL))
    assert [row.number for row in found if row.reason is None] == [1, 8]
    assert found[0].fields == {"text": "a", "n": 1}
    assert len(found) == len(lines)


@given(st.integers(0, 3 * BLOCK_ROWS), st.data())
def test_blocks_can_be_read_by_themselves_and_from_any_of_them_on(
    tmp_path_factory: pytest.TempPathFactory, count: int, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("rows") / "in"
    path.write_bytes(b"text\n" + b"".join(b'"row\n%d"\n' % n for n in range(count)))
    source = open_source(path, Format.CSV)
    blocks = list(source.blocks(source.start()))
    assert sum(block.rows for block in blocks) == count
    for block in data.draw(st.permutations(blocks)):
        assert [row.fields["text"] for row in source.rows(block)] == [
            f"row\n{n}" for n in range(block.start.row, block.after.row)
        ]
        assert list(source.blocks(block.start)) == blocks[block.start.block :]


def test_a_survey_counts_rows_and_gathers_the_fields_of_all_of_them(tmp_path: Path) -> None:
    source = opened(tmp_path, b'{"text": "a"}\n{bad\n{"x": 1, "text": "b"}\n', Format.JSONL)
    seen = survey(tmp_path / "in", source, columns=True)
    assert (seen.rows, seen.columns) == (3, ("text", "x"))
    assert survey(tmp_path / "in", source, columns=False).columns == ()


def test_more_fields_than_a_table_can_have_are_refused(tmp_path: Path) -> None:
    source = opened(tmp_path, b"".join(b'{"f%d": 1}\n' % n for n in range(1001)), Format.JSONL)
    with pytest.raises(BadInput, match="too many for columns"):
        survey(tmp_path / "in", source, columns=True)
    assert survey(tmp_path / "in", source, columns=False).rows == 1001
