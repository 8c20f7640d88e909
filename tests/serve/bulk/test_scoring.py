import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.bulk.errors import WorkLost
from data.bulk.formats import Format
from data.bulk.rows import Block, Cursor
from model.assessor import Assessor
from model.criteria import Assessment, Objective
from serve.bulk.columns import FLAT
from serve.bulk.scoring import BlockScorer, Files
from serve.schemas import assessment_out

GOOD = "Ana will ring the clinic by 3 May 2027"


class Fragile(Assessor):
    """Fails on one objective, wherever it stands."""

    def assess(self, objectives: Sequence[Objective], as_of: date) -> list[Assessment]:
        if any("boom" in o.text for o in objectives):
            raise ZeroDivisionError("boom")
        return super().assess(objectives, as_of)


def scored(
    files: Files, as_of: date, assessor: Assessor | None = None, rows: int | None = None
) -> tuple[bytes, list[dict[str, Any]]]:
    source, _ = files.open()
    (block,) = source.blocks(source.start())
    if rows is not None:
        block = replace(block, rows=rows)
    finished = BlockScorer(assessor or Assessor(), files, as_of)(block)
    return finished.data, [json.loads(line) for line in finished.bad]


def lines(tmp_path: Path, *said: object) -> Files:
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in said), encoding="utf-8")
    return Files(path, Format.JSONL, Format.JSONL)


def test_a_row_comes_out_with_its_own_fields_and_what_scoring_it_alone_says(tmp_path: Path, as_of: date) -> None:
    row = {"id": [7], "text": GOOD, "need": "Ana misses appointments", "note": "é \ud83d"}
    data, bad = scored(lines(tmp_path, row), as_of)
    objective = Objective(GOOD, need="Ana misses appointments")
    alone = assessment_out(Assessor().assess([objective], as_of)[0], objective).model_dump(mode="json")
    assert json.loads(data) == {**row, "engine": "rules", "bundle": None, **alone}
    assert bad == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": 1}, "text: Field required"),
        ({"id": 1, "text": None}, "text: "),
        ({"id": 1, "text": 5}, "text: Input should be a valid string"),
        ({"id": 1, "text": " "}, "text: is blank"),
        ({"id": 1, "text": "x" * 2001}, "text: String should have at most 2000 characters"),
        ({"id": 1, "text": GOOD, "domain": "moon"}, "domain: "),
        ({"id": 1, "text": GOOD, "smart": True}, "smart: is a name that the verdicts have"),
        ({"id": 1, "text": "half \ud83d"}, "text: Input should be a valid string"),
    ],
)
def test_a_bad_row_is_told_in_both_files_and_costs_no_other(
    tmp_path: Path, as_of: date, row: dict[str, Any], said: str
) -> None:
    data, bad = scored(lines(tmp_path, {"text": GOOD}, row, {"text": GOOD}), as_of)
    first, second, third = map(json.loads, data.splitlines())
    assert "smart" in first
    assert "smart" in third
    assert (second["id"], second["error"]["status"], "criteria" in second) == (1, 422, False)
    assert [one["row"] for one in bad] == [2]
    assert bad[0]["reason"].startswith(said)


def test_a_fault_on_one_objective_costs_no_other(tmp_path: Path, as_of: date) -> None:
    data, bad = scored(lines(tmp_path, {"text": GOOD}, {"text": "boom"}, {"text": GOOD}), as_of, Fragile())
    assert ["error" in json.loads(line) for line in data.splitlines()] == [False, True, False]
    assert "ZeroDivisionError at" in bad[0]["reason"]
    assert "boom" not in bad[0]["reason"]


def test_empty_cells_of_csv_say_nothing(tmp_path: Path, as_of: date) -> None:
    path = tmp_path / "in.csv"
    path.write_text(f"text,need,domain,when\n{GOOD},, ,\n,,,\n", encoding="utf-8")
    data, bad = scored(Files(path, Format.CSV, Format.CSV, ("text", "need", "domain", "when")), as_of)
    first, second = csv.DictReader(data.decode().splitlines(), fieldnames=["text", "need", "domain", "when", *FLAT])
    alone = assessment_out(Assessor().assess([Objective(GOOD)], as_of)[0], Objective(GOOD))
    assert first["relevant"] == alone.criteria.relevant.verdict
    assert first["error"] == ""
    assert (second["smart"], second["specific"]) == ("", "")
    assert bad == [{"row": 2, "reason": second["error"]}]


@pytest.mark.parametrize("to", [Format.JSONL, Format.PARQUET])
def test_objectives_that_parquet_holds_as_bytes_are_judged_by_their_words(
    tmp_path: Path, as_of: date, to: Format
) -> None:
    for name, text in (("words", [GOOD, GOOD]), ("bytes", [GOOD.encode(), b"caf\xe9"])):
        pq.write_table(pa.table({"id": [1, 2], "text": text}), tmp_path / f"{name}.parquet")
    made = {
        name: scored(Files(tmp_path / f"{name}.parquet", Format.PARQUET, to, ("id", "text")), as_of)
        for name in ("words", "bytes")
    }
    assert made["bytes"][1] == [{"row": 2, "reason": "text: is not UTF-8"}]
    first, second = (rows(to, made[name][0]) for name in ("words", "bytes"))
    verdict = "criteria" if to is Format.JSONL else "findings"
    assert second[0][verdict] == first[0][verdict]
    assert second[0].get("error") is None
    assert (second[1]["id"], second[1].get("smart")) == (2, None)
    assert second[1]["error"] is not None


def rows(to: Format, data: bytes) -> list[dict[str, Any]]:
    if to is Format.JSONL:
        return [json.loads(line) for line in data.splitlines()]
    found: list[dict[str, Any]] = pa.ipc.open_stream(data).read_all().to_pylist()
    return found


def test_an_input_that_has_lost_rows_is_not_scored(tmp_path: Path, as_of: date) -> None:
    files = lines(tmp_path, {"text": GOOD})
    with pytest.raises(WorkLost, match="was changed while it was being read"):
        BlockScorer(Assessor(), files, as_of)(Block(Cursor(), 2, 10))
