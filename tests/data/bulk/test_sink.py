import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.bulk.cells import Kind, OutRow, as_text
from data.bulk.csv_table import CsvStyle, CsvTable
from data.bulk.jsonl import JsonLines
from data.bulk.rows import Block, Cursor
from data.bulk.sink import CsvSink, JsonlSink, Sink
from data.bulk.source import Source

NOWHERE = Block(Cursor(), 0, 0)
WHOLE = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def made(folder: Path, sink: Sink, rows: list[OutRow]) -> Path:
    part, out = folder / "part", folder / "out"
    part.write_bytes(sink.join([sink.render(NOWHERE, rows[:2]), sink.render(NOWHERE, rows[2:])]))
    with out.open("wb") as file:
        sink.assemble([part], file)
    return out


def fields(source: Source) -> list[Any]:
    return [row.fields for block in source.blocks(source.start()) for row in source.rows(block)]


@given(st.lists(st.tuples(WHOLE, WHOLE), max_size=5), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_csv_that_was_written_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]], delimiter: str, marked: bool
) -> None:
    sink = CsvSink(["text", "x"], {"smart": Kind.FLAG}, CsvStyle(delimiter, marked))
    rows = [OutRow({"text": text, "x": x}, {"smart": True}) for text, x in cells]
    source = CsvTable(made(tmp_path_factory.mktemp("csv"), sink, rows))
    assert source.style == CsvStyle(delimiter, marked)
    assert fields(source) == [{"text": text, "x": x, "smart": "true"} for text, x in cells]


@given(st.lists(st.dictionaries(st.text(max_size=5), JSON, max_size=4), max_size=5))
def test_json_that_was_written_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, objects: list[dict[str, Any]]
) -> None:
    out = made(tmp_path_factory.mktemp("json"), JsonlSink(), [OutRow(own, {"smart": False}) for own in objects])
    assert fields(JsonLines(out)) == [{**own, "smart": False} for own in objects]


def test_what_is_no_text_becomes_json_in_a_cell() -> None:
    assert [as_text(v) for v in (None, "a", 1, 1.5, True, {"é": [None]})] == [
        None,
        "a",
        "1",
        "1.5",
        "true",
        '{"é": [null]}',
    ]
    assert as_text(json.loads('"half \\ud83d"')) == "half ?"
