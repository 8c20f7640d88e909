"""A bulk job from its beginning, or from where it was stopped, to its output."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from data.bulk.errors import BadInput, NoRoom, OtherJob, WorkLost
from data.bulk.formats import format_of
from data.bulk.parts import Parts, parts_folder, side_file
from data.bulk.rows import Block, Finished
from data.bulk.sink import Sink
from data.bulk.source import Source, open_source
from data.bulk.survey import Survey, stamp, survey
from serve.bulk.columns import reserved
from serve.bulk.scoring import BundleRecipe, Files, Recipe

PART_ROWS, PART_BYTES, PART_SECONDS = 4_096, 8_000_000, 2.0
"""A part is made as soon as one of these is reached: what a killed run has to do again is never more."""
JOURNAL_FORMAT = 1
WORDS = {
    "format": "version of the parts",
    "input": "input",
    "to": "format of the output",
    "as_of": "day to judge from",
    "engine": "judge",
    "bundle": "bundle",
    "house": "house rules",
    "ignored": "ignored matches",
}
Engine = Callable[[Recipe, Iterator[Block]], Iterator[Finished]]


class Progress(Protocol):
    """Hears how far the job is."""

    def begin(self, rows: int, done: int) -> None:
        """Hear how many rows there are, and how many were done before."""
        ...

    def at(self, rows: int, bad: int) -> None:
        """Hear how many rows are done, and how many of them are bad."""
        ...


class Stopped(Exception):
    """Somebody stopped the job; `rows` are kept. `total` is None where they were not counted yet."""

    def __init__(self, rows: int, total: int | None) -> None:
        self.rows, self.total = rows, total
        counted = f"{rows:,} rows" if total is None else f"{rows:,} of {total:,} rows"
        super().__init__(f"stopped after {counted}, which are kept" if rows else "stopped before the first row")


@dataclass(frozen=True, slots=True)
class Judge:
    """Who judges, and by what; `as_of` is None where nobody named a day."""

    recipe: BundleRecipe
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a job."""

    rows: int
    bad: int


def check_paths(path: Path, out: Path) -> Files:
    """Return what the names of input and output tell, if they can be read and written at all.

    Raises:
        UnknownFormat: when a name does not tell how its file is written.
        BadInput: when the input is not there, or is a file that the job itself writes or removes.
        NoRoom: when the output's folder is not there, or the output is a folder.
    """
    files = Files(path, format_of(path), format_of(out))
    stamp(path)
    if not path.is_file():
        raise BadInput(path, "is no file")
    if not out.parent.is_dir():
        raise NoRoom(out, f"there is no folder {out.parent}; make it first")
    if out.is_dir():
        raise NoRoom(out, "is a folder; name a file in it")
    _check_apart(path, out)
    return files


def run(files: Files, out: Path, judge: Judge, engine: Engine, progress: Progress) -> Report:
    """Score the whole input, going on from what an earlier run of the same job has kept.

    Raises:
        BulkError: when the job cannot begin or go on; what is done is kept.
        Stopped: on Ctrl+C, whenever it comes; what is done is kept.
    """
    source = open_source(files.path, files.format)
    _check_columns(files, source.columns)
    with closing(Parts(out, source.start())) as parts:
        seen: Survey | None = None
        try:
            seen = survey(files.path, source, columns=files.flat)
            _go_on(parts, source, seen, replace(files, own=_own(files, seen)), judge, engine, progress)
        except KeyboardInterrupt:
            if seen is None or not parts.assembled:
                raise Stopped(parts.cursor.row, seen.rows if seen else None) from None
        return Report(seen.rows, parts.bad)


def _go_on(
    parts: Parts, source: Source, seen: Survey, files: Files, judge: Judge, engine: Engine, progress: Progress
) -> None:
    as_of = judge.as_of or _day_before(parts) or judge.recipe.as_of
    recipe = replace(judge.recipe, files=files, as_of=as_of)
    _check_same(parts, job := _job(recipe, seen))
    parts.begin(job)
    progress.begin(seen.rows, parts.cursor.row)
    progress.at(parts.cursor.row, parts.bad)
    _, sink = files.open()
    with closing(_Keeper(parts, sink, progress)) as keeper:
        finished = engine(recipe, source.blocks(parts.cursor))
        try:
            for one in finished:
                keeper.take(one)
        except KeyboardInterrupt:
            keeper.keep()  # at once: whoever stops the job may not wait until the engine has ended
            raise
        finally:
            if hasattr(finished, "close"):
                finished.close()
    if parts.cursor.row != seen.rows:
        raise WorkLost(f"{parts.cursor.row:,} of {seen.rows:,} rows came back; report this")
    if stamp(files.path) != seen.stamp:
        raise BadInput(files.path, f"was changed while it was being read; remove {parts.folder} to start anew")
    parts.assemble(sink)


class _Keeper:
    """Gathers finished blocks until they make a part."""

    def __init__(self, parts: Parts, sink: Sink, progress: Progress) -> None:
        self._parts, self._sink, self._progress = parts, sink, progress
        self._rows, self._bad = parts.cursor.row, parts.bad
        self._begin()

    def take(self, finished: Finished) -> None:
        self._held.append(finished)
        self._held_rows += finished.block.rows
        self._held_bytes += len(finished.data)
        self._rows += finished.block.rows
        self._bad += len(finished.bad)
        self._progress.at(self._rows, self._bad)
        if (
            self._held_rows >= PART_ROWS
            or self._held_bytes >= PART_BYTES
            or time.monotonic() - self._since >= PART_SECONDS
        ):
            self.keep()

    def keep(self) -> None:
        held = self._held
        self._begin()
        if held:
            self._parts.add(held, self._sink)

    def close(self) -> None:
        """Keep what is finished, also where the job fails."""
        self.keep()

    def _begin(self) -> None:
        self._held: list[Finished] = []
        self._held_rows = self._held_bytes = 0
        self._since = time.monotonic()


def _check_apart(path: Path, out: Path) -> None:
    """See that the job neither writes over its input nor removes it."""
    side, folder = side_file(out), parts_folder(out).resolve()
    if out.exists() and out.samefile(path):
        raise BadInput(path, "input and output are the same file; write to another name")
    if side.exists() and side.samefile(path):
        raise BadInput(path, f"is the file for the bad rows of {out}; write to another name")
    if folder in (*path.resolve().parents, path.parent.resolve()):
        raise BadInput(path, f"lies in the folder for the parts of {out}; write to another name")


def _check_columns(files: Files, columns: tuple[str, ...] | None) -> None:
    if columns is None:
        return
    if "text" not in columns:
        raise BadInput(files.path, "has no column “text”; give the column that holds the objectives this heading")
    if taken := [name for name in columns if name in reserved(flat=files.flat)]:
        raise BadInput(
            files.path, f"has a column “{taken[0]}”, which is a name that the verdicts have; rename or remove it"
        )


def _own(files: Files, seen: Survey) -> tuple[str, ...]:
    return tuple(name for name in seen.columns if name not in reserved(flat=files.flat))


def _job(recipe: BundleRecipe, seen: Survey) -> dict[str, Any]:
    house = replace(recipe.house, thresholds=dict(sorted(recipe.house.thresholds.items())), path=None, ignore_file=None)
    known_house = repr(replace(house, off=frozenset())) + repr(sorted(house.off))
    return {
        "format": JOURNAL_FORMAT,
        "input": f"{recipe.files.format.value}, {seen.rows} rows, {seen.stamp.size} bytes, SHA-256 {seen.sha256}",
        "to": recipe.files.to.value,
        "as_of": recipe.as_of.isoformat(),
        "engine": "rules" if recipe.folder is None else "model",
        "bundle": recipe.bundle,
        "house": _digest(known_house),
        "ignored": _digest(repr(sorted(recipe.ignored))),
    }


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _day_before(parts: Parts) -> date | None:
    """Return the day that the run before judged from: a job goes on next morning as it began."""
    try:
        return None if parts.job is None else date.fromisoformat(parts.job["as_of"])
    except (KeyError, TypeError, ValueError):
        return None


def _check_same(parts: Parts, job: dict[str, Any]) -> None:
    before = parts.job
    if before is None:
        return
    other = [f"{words} ({before.get(k)}, now {job[k]})" for k, words in WORDS.items() if before.get(k) != job[k]]
    if other:
        raise OtherJob(
            parts.folder,
            f"holds parts of another job, with another {', another '.join(other)}; "
            "remove the folder to start anew, or give the same again to go on",
        )
