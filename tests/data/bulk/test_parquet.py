from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.bulk.cells import Kind, OutRow
from data.bulk.errors import BadInput
from data.bulk.parquet import ParquetSink, ParquetTable
from data.bulk.rows import Block, Cursor


def written(path: Path, table: Any, group: int = 300) -> ParquetTable:
    pq.write_table(table, path, row_group_size=group)
    return ParquetTable(path)


def test_blocks_hold_the_same_rows_in_whatever_order_they_are_read(tmp_path: Path) -> None:
    source = written(tmp_path / "in.parquet", pa.table({"text": [f"row {n}" for n in range(1000)]}))
    blocks = list(source.blocks(source.start()))
    assert sum(block.rows for block in blocks) == 1000
    Random(7).shuffle(blocks)  # noqa: S311
    for block in blocks:
        numbers = range(block.start.row, block.after.row)
        assert [(r.number, r.fields["text"]) for r in source.rows(block)] == [(n + 1, f"row {n}") for n in numbers]
    assert next(source.blocks(Cursor(5, 428, 428))) == Block(Cursor(5, 428, 428), 128, 556)


def test_values_of_any_type_become_what_json_can_hold(tmp_path: Path) -> None:
    table = pa.table(
        {
            "day": pa.array([date(2027, 3, 1)]),
            "moment": pa.array([datetime(2027, 3, 1, 9, tzinfo=UTC)], pa.timestamp("ns")),
            "money": pa.array([Decimal("1.50")]),
            "bytes": pa.array([b"\xff"]),
            "nested": pa.array([{"a": [1, None]}]),
            "odd": pa.array([float("nan")]),
            "nothing": pa.nulls(1),
            "kind": pa.array(["x"]).dictionary_encode(),
        }
    )
    source = written(tmp_path / "in.parquet", table)
    (row,) = source.rows(next(source.blocks(source.start())))
    assert row.fields == {
        "day": "2027-03-01",
        "moment": "2027-03-01T09:00:00",
        "money": "1.50",
        "bytes": "/w==",
        "nested": {"a": [1, None]},
        "odd": None,
        "nothing": None,
        "kind": "x",
    }


@pytest.mark.parametrize(
    "kind", [pa.binary(), pa.large_binary(), pa.dictionary(pa.int32(), pa.binary()), pa.string()], ids=str
)
def test_a_column_of_words_that_old_programs_wrote_as_bytes_is_read_as_text(tmp_path: Path, kind: Any) -> None:
    said = pa.array(["Ana rings by 3 May, für Zoë".encode(), b"caf\xe9", None], pa.binary())
    text = (
        said.dictionary_encode() if pa.types.is_dictionary(kind) else said.view(kind) if kind == pa.string() else said
    )
    pq.write_table(pa.table({"id": [1, 2, 3], "text": text, "raw": said}), tmp_path / "in.parquet")
    source = ParquetTable(tmp_path / "in.parquet", words=frozenset({"text", "need"}))
    good, bad, empty = source.rows(next(source.blocks(source.start())))
    assert (good.fields["text"], good.reason) == ("Ana rings by 3 May, für Zoë", None)
    assert good.fields["raw"] == "QW5hIHJpbmdzIGJ5IDMgTWF5LCBmw7xyIFpvw6s="
    assert (bad.fields["id"], bad.reason) == (2, "text: is not UTF-8")
    assert (empty.fields["text"], empty.reason) == (None, None)


def test_own_columns_keep_their_types_and_new_ones_stand_beside_them(tmp_path: Path) -> None:
    table = pa.table({"text": [f"row {n}" for n in range(300)], "at": pa.array([1] * 300, pa.timestamp("ns"))})
    source = written(tmp_path / "in.parquet", table, 100)
    sink = ParquetSink(source.columns, {"smart": Kind.FLAG, "p": Kind.NUMBER, "why": Kind.TEXT}, source)
    parts = []
    for at, block in enumerate(source.blocks(source.start())):
        out = [OutRow({}, {"smart": True, "p": 0.5} if n % 2 else {"why": "é"}) for n in range(block.rows)]
        parts.append(tmp_path / f"{at}.part")
        parts[-1].write_bytes(sink.join([sink.render(block, out)]))
    with (tmp_path / "out.parquet").open("wb") as file:
        sink.assemble(parts, file)
    made = pq.read_table(tmp_path / "out.parquet")
    assert made.select(["text", "at"]).equals(table)
    assert made.column("why").to_pylist()[:2] == ["é", None]
    assert made.column("p").type == pa.float64()


def test_an_output_without_rows_has_its_columns(tmp_path: Path) -> None:
    with (tmp_path / "out.parquet").open("wb") as file:
        ParquetSink(["text"], {"smart": Kind.FLAG}).assemble([], file)
    assert pq.read_table(tmp_path / "out.parquet").schema.names == ["text", "smart"]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"text\nno parquet at all"])
def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "in.parquet").write_bytes(data)
    with pytest.raises(BadInput, match="no Parquet"):
        ParquetTable(tmp_path / "in.parquet")
