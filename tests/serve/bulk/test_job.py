import csv
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from data.bulk.errors import BadInput, BulkError, NoRoom, OtherJob, UnknownFormat, WorkLost
from data.bulk.parts import JOURNAL, Parts, parts_folder, side_file
from data.bulk.rows import Block, Finished
from data.bulk.sink import JsonlSink
from model.house_rules import HouseRules
from serve.bulk import job
from serve.bulk.job import Judge, Report, Stopped, check_paths
from serve.bulk.scoring import BundleRecipe, Recipe

GOOD = "Ana will ring the clinic by 3 May 2027"
ROWS = 1_000


def here(recipe: Recipe, blocks: Iterator[Block]) -> Iterator[Finished]:
    return map(recipe.scorer(), blocks)


def stopping_after(count: int, by: BaseException) -> job.Engine:
    def engine(recipe: Recipe, blocks: Iterator[Block]) -> Iterator[Finished]:
        score = recipe.scorer()
        for at, block in enumerate(blocks):
            if at == count:
                raise by
            yield score(block)

    return engine


class Heard:
    def __init__(self) -> None:
        self.begun: tuple[int, int] | None = None
        self.last = (0, 0)

    def begin(self, rows: int, done: int) -> None:
        self.begun = (rows, done)

    def at(self, rows: int, bad: int) -> None:
        self.last = (rows, bad)


Ran = Callable[..., Report]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    lines = [json.dumps({"id": n, "text": f"{GOOD} {n}"}) for n in range(ROWS)]
    lines[3], lines[700] = "{bad", json.dumps({"id": 700, "text": ""})
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def score(as_of: date) -> Ran:
    def run(
        path: Path,
        out: Path,
        engine: job.Engine = here,
        heard: Heard | None = None,
        day: date | None = as_of,
        **more: Any,
    ) -> Report:
        files = check_paths(path, out)
        recipe = BundleRecipe(files, day or as_of, more.pop("house", HouseRules(thresholds={})), **more)
        return job.run(files, out, Judge(recipe, day), engine, heard or Heard())

    return run


def test_every_row_comes_out_in_its_place_and_bad_ones_are_told_apart(source: Path, tmp_path: Path, score: Ran) -> None:
    out, heard = tmp_path / "out.jsonl", Heard()
    assert score(source, out, heard=heard) == Report(ROWS, 2)
    said = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [n for n, row in enumerate(said) if "error" in row] == [3, 700]
    assert [row["id"] for row in said if "id" in row] == [n for n in range(ROWS) if n != 3]
    assert [json.loads(line)["row"] for line in side_file(out).read_text().splitlines()] == [4, 701]
    assert (heard.begun, heard.last) == ((ROWS, 0), (ROWS, 2))
    assert not parts_folder(out).exists()


@pytest.mark.parametrize("by", [KeyboardInterrupt(), WorkLost("lost"), SystemExit(1)], ids=["ctrl-c", "lost", "exit"])
def test_a_job_that_was_stopped_goes_on_to_the_same_output(
    source: Path, tmp_path: Path, score: Ran, by: BaseException
) -> None:
    whole, out, heard = tmp_path / "whole.jsonl", tmp_path / "out.jsonl", Heard()
    score(source, whole)
    with pytest.raises((Stopped, WorkLost, SystemExit)):
        score(source, out, stopping_after(3, by))
    assert not out.exists()
    again: list[int] = []

    def watched(recipe: Recipe, blocks: Iterator[Block]) -> Iterator[Finished]:
        for finished in here(recipe, blocks):
            again.append(finished.block.start.block)
            yield finished

    assert score(source, out, watched, heard) == Report(ROWS, 2)
    assert heard.begun == (ROWS, 3 * 128)
    assert again[0] == 3
    assert out.read_bytes() == whole.read_bytes()
    assert side_file(out).read_bytes() == side_file(whole).read_bytes()


def test_ctrl_c_says_what_is_kept(source: Path, tmp_path: Path, score: Ran) -> None:
    with pytest.raises(Stopped, match="stopped after 256 of 1,000 rows, which are kept"):
        score(source, tmp_path / "out.jsonl", stopping_after(2, KeyboardInterrupt()))


class Meddled(Heard):
    """Presses Ctrl+C when the job first tells how far it is."""

    def at(self, rows: int, bad: int) -> None:
        raise KeyboardInterrupt


def test_ctrl_c_after_an_earlier_run_says_what_that_one_kept(
    source: Path, tmp_path: Path, score: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.jsonl"
    with pytest.raises(Stopped):
        score(source, out, stopping_after(2, KeyboardInterrupt()))
    with pytest.raises(Stopped, match="stopped after 256 of 1,000 rows, which are kept"):
        score(source, out, heard=Meddled())
    monkeypatch.setattr(job, "survey", interrupted)
    with pytest.raises(Stopped, match="stopped after 256 rows, which are kept"):
        score(source, out)
    with pytest.raises(Stopped, match=r"^stopped before the first row$"):
        score(source, tmp_path / "new.jsonl")
    assert not parts_folder(tmp_path / "new.jsonl").exists()


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


class Impatient:
    """Two blocks, and then Ctrl+C: once where the third would be, and again while the engine ends."""

    def __init__(self, recipe: Recipe, blocks: Iterator[Block]) -> None:
        self._finished = stopping_after(2, KeyboardInterrupt())(recipe, blocks)

    def __iter__(self) -> Iterator[Finished]:
        return self

    def __next__(self) -> Finished:
        return next(self._finished)

    def close(self) -> None:
        raise KeyboardInterrupt


def test_ctrl_c_pressed_twice_says_what_is_kept(source: Path, tmp_path: Path, score: Ran) -> None:
    with pytest.raises(Stopped, match="stopped after 256 of 1,000 rows, which are kept"):
        score(source, tmp_path / "out.jsonl", Impatient)


def test_ctrl_c_while_the_output_is_made_keeps_every_row(
    source: Path, tmp_path: Path, score: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    score(source, whole)
    with monkeypatch.context() as patched:
        patched.setattr(JsonlSink, "assemble", interrupted)
        with pytest.raises(Stopped, match="stopped after 1,000 of 1,000 rows, which are kept"):
            score(source, out)
    assert not out.exists()
    assert score(source, out, stopping_after(0, WorkLost("nothing is left to do"))) == Report(ROWS, 2)
    assert out.read_bytes() == whole.read_bytes()


def test_ctrl_c_when_the_output_is_made_comes_too_late_to_stop_anything(
    source: Path, tmp_path: Path, score: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, clear, pressed = tmp_path / "out.jsonl", Parts._clear, iter([KeyboardInterrupt])

    def clearing(self: Parts) -> None:
        for press in pressed:
            raise press
        clear(self)

    monkeypatch.setattr(Parts, "_clear", clearing)
    assert score(source, out) == Report(ROWS, 2)
    assert len(out.read_bytes().splitlines()) == ROWS
    assert not parts_folder(out).exists()


def test_a_job_goes_on_next_morning_from_the_day_on_which_it_began(source: Path, tmp_path: Path, score: Ran) -> None:
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    score(source, whole, day=date(2026, 5, 1))
    with pytest.raises(Stopped):
        score(source, out, stopping_after(2, KeyboardInterrupt()), day=date(2026, 5, 1))
    score(source, out, day=None)
    assert out.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"day": date(2026, 5, 1)}, r"another day to judge from \(2026-11-22, now 2026-05-01\)"),
        ({"house": HouseRules(off=frozenset({"no-actor"}), thresholds={})}, "another house rules"),
        ({"ignored": frozenset({"0" * 16})}, "another ignored matches"),
        ({}, "another input"),
    ],
)
def test_another_job_does_not_go_on_with_the_parts_of_the_first(
    source: Path, tmp_path: Path, score: Ran, other: dict[str, Any], said: str
) -> None:
    out = tmp_path / "out.jsonl"
    with pytest.raises(Stopped):
        score(source, out, stopping_after(2, KeyboardInterrupt()))
    if not other:
        source.write_text(source.read_text(encoding="utf-8") + "\n{}", encoding="utf-8")
    with pytest.raises(OtherJob, match=f"{said}.*remove the folder to start anew"):
        score(source, out, **other)
    assert parts_folder(out).is_dir()


def test_an_input_that_was_only_touched_is_the_same(source: Path, tmp_path: Path, score: Ran) -> None:
    with pytest.raises(Stopped):
        score(source, tmp_path / "out.jsonl", stopping_after(2, KeyboardInterrupt()))
    os.utime(source, (1, 1))
    assert score(source, tmp_path / "out.jsonl").rows == ROWS


def test_an_input_that_changes_under_the_work_makes_no_output(source: Path, tmp_path: Path, score: Ran) -> None:
    def meddling(recipe: Recipe, blocks: Iterator[Block]) -> Iterator[Finished]:
        yield from here(recipe, blocks)
        os.utime(source, (1, 1))

    with pytest.raises(BadInput, match=r"was changed while it was being read; remove .*out\.jsonl\.parts"):
        score(source, tmp_path / "out.jsonl", meddling)
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    "faulty",
    [lambda f: [f[0], *f], lambda f: f[:-1], lambda f: [f[1], f[0], *f[2:]]],
    ids=["doubled", "lost", "swapped"],
)
def test_an_engine_that_doubles_or_loses_a_block_makes_no_output(
    source: Path, tmp_path: Path, score: Ran, faulty: Callable[[list[Finished]], list[Finished]]
) -> None:
    with pytest.raises(WorkLost):
        score(source, tmp_path / "out.jsonl", lambda recipe, blocks: iter(faulty(list(here(recipe, blocks)))))
    assert not (tmp_path / "out.jsonl").exists()


def test_each_format_goes_into_each_other(source: Path, tmp_path: Path, score: Ran) -> None:
    flat = tmp_path / "flat.csv"
    score(source, flat)
    with flat.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [str(n) if n != 3 else "" for n in range(ROWS)]
    table = tmp_path / "in.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "text"])
        writer.writeheader()
        writer.writerows({"id": row["id"], "text": row["text"]} for row in rows)
    score(table, tmp_path / "a.parquet")
    pq.write_table(pq.read_table(tmp_path / "a.parquet").select(["id", "text"]), tmp_path / "in.parquet")
    verdicts = ["smart", "specific", "time_bound", "findings", "engine", "error"]
    for name in ("b.csv", "b.jsonl", "b.parquet"):
        assert score(tmp_path / "in.parquet", tmp_path / name) == Report(ROWS, 2)
    first = pq.read_table(tmp_path / "a.parquet").select(["id", *verdicts])
    assert pq.read_table(tmp_path / "b.parquet").select(["id", *verdicts]).equals(first)
    with (tmp_path / "b.csv").open(encoding="utf-8", newline="") as file:
        assert [row["findings"] or None for row in csv.DictReader(file)] == first.column("findings").to_pylist()
    lines = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line.get("smart") for line in lines] == first.column("smart").to_pylist()


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.parquet"])
def test_a_file_without_rows_gives_one_without_rows(tmp_path: Path, score: Ran, name: str) -> None:
    (tmp_path / "in.csv").write_text("id,text\n", encoding="utf-8")
    assert score(tmp_path / "in.csv", tmp_path / name) == Report(0, 0)
    assert (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("id,Text", "has no column “text”"),
        ("text,smart", "has a column “smart”, which is a name that the verdicts have"),
    ],
)
def test_columns_that_do_not_hold_are_told_before_the_work(tmp_path: Path, score: Ran, head: str, said: str) -> None:
    (tmp_path / "in.csv").write_text(f"{head}\na,b\n", encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        score(tmp_path / "in.csv", tmp_path / "out.csv")
    assert not parts_folder(tmp_path / "out.csv").exists()


def test_paths_that_cannot_be_read_or_written_are_refused_in_words(source: Path, tmp_path: Path) -> None:
    (tmp_path / "link.jsonl").symlink_to(source)
    (tmp_path / "folder.csv").mkdir()
    cases: list[tuple[Path, Path, type[BulkError], str]] = [
        (source, source, BadInput, "same file"),
        (source, tmp_path / "link.jsonl", BadInput, "same file"),
        (source, tmp_path / "out.txt", UnknownFormat, "should end in"),
        (source, tmp_path / "no" / "out.csv", NoRoom, "make it first"),
        (source, tmp_path / "folder.csv", NoRoom, "is a folder"),
        (tmp_path / "none.csv", tmp_path / "out.csv", BadInput, "no such file"),
        (tmp_path / "folder.csv", tmp_path / "out.csv", BadInput, "is no file"),
    ]
    for path, out, kind, said in cases:
        with pytest.raises(kind, match=said):
            check_paths(path, out)


def test_an_input_that_the_job_itself_would_remove_is_refused(source: Path, tmp_path: Path, score: Ran) -> None:
    out = tmp_path / "v.csv"
    side = source.rename(side_file(out))
    (tmp_path / "link.jsonl").symlink_to(side)
    parts_folder(out).mkdir()
    inside = parts_folder(out) / JOURNAL
    inside.write_bytes(side.read_bytes())
    (tmp_path / "inside.jsonl").symlink_to(inside)
    for path, said in [
        (side, "is the file for the bad rows"),
        (tmp_path / "link.jsonl", "is the file for the bad rows"),
        (inside, "lies in the folder for the parts"),
        (tmp_path / "inside.jsonl", "lies in the folder for the parts"),
    ]:
        with pytest.raises(BadInput, match=f"{said} of .*v.csv; write to another name"):
            score(path, out)
    assert side.read_bytes() == inside.read_bytes() != b""
    assert score(side, tmp_path / "w.csv").rows == ROWS


def test_a_recipe_knows_the_day_and_the_columns_that_the_job_settled(source: Path, tmp_path: Path, score: Ran) -> None:
    seen: list[Recipe] = []

    def watched(recipe: Recipe, blocks: Iterator[Block]) -> Iterator[Finished]:
        seen.append(recipe)
        return here(recipe, blocks)

    score(source, tmp_path / "out.csv", watched)
    (recipe,) = seen
    assert isinstance(recipe, BundleRecipe)
    assert recipe.files == replace(check_paths(source, tmp_path / "out.csv"), own=("id", "text"))
