"""What is finished so far: a folder beside the output, with a part for every few thousand rows and a journal.

    results.jsonl.parts/
      journal.jsonl      the job, and then a line for each part that counts
      000000.part        finished rows
      000000.bad         the bad ones among them, as lines of the side file

A part counts once its line stands in the journal, and it gets there when its files are on the disk. Whatever a killed run
left beyond that is written again.
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from data.bulk.errors import OtherJob, WorkLost, writing
from data.bulk.rows import Cursor, Finished
from data.bulk.sink import Sink

JOURNAL = "journal.jsonl"
LOCK = "lock"
WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Part:
    """One part as the journal knows it: where the next one starts, its bad rows, and the sizes of its two files."""

    number: int
    next: Cursor
    bad: int
    size: int
    bad_size: int


def parts_folder(out: Path) -> Path:
    """Return the folder in which the parts of an output are kept."""
    return out.with_name(f"{out.name}.parts")


def side_file(out: Path) -> Path:
    """Return the file of an output's bad rows."""
    return out.with_name(f"{out.name}.bad.jsonl")


class Parts:
    """The parts of one output; only one process may have them open.

    Raises:
        OtherJob: when another process has, or when a part that counts is not there.
        NoRoom: when the folder cannot be written.
    """

    def __init__(self, out: Path, start: Cursor) -> None:
        self.out, self.folder, self._start = out, parts_folder(out), start
        with writing(self.folder):
            self.folder.mkdir(exist_ok=True)
            self._lock = (self.folder / LOCK).open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            raise OtherJob(self.folder, "is in use by a run that is still under way; wait for it") from None
        self.job: dict[str, Any] | None = None
        self.assembled = False
        self._parts: list[Part] = []
        self._recall()

    @property
    def cursor(self) -> Cursor:
        """Where the first block starts that does not count yet."""
        return self._parts[-1].next if self._parts else self._start

    @property
    def bad(self) -> int:
        """How many bad rows there are among those that count."""
        return sum(part.bad for part in self._parts)

    def begin(self, job: Mapping[str, Any]) -> None:
        """Write down what job this is, if nothing is; then parts may be added."""
        with writing(self.folder):
            journal = self.folder / JOURNAL
            if self.job is None:
                journal.unlink(missing_ok=True)
                self.job = dict(job)
                self._append(self.job)
            else:
                with journal.open("r+b") as file:  # a line that a killed run did not finish does not count
                    file.truncate(self._whole)
            _keep_folder(self.folder.parent)

    def add(self, finished: Sequence[Finished], sink: Sink) -> None:
        """Make a part of blocks that follow one another from `cursor` on; it counts when this returns.

        Raises:
            WorkLost: when they do not follow.
            NoRoom: when it cannot be written.
        """
        at = self.cursor
        for one in finished:
            if one.block.start != at:
                raise WorkLost(f"block {at.block} was expected, and block {one.block.start.block} came; report this")
            at = one.block.after
        bad = [line for one in finished for line in one.bad]
        data, said = sink.join([one.data for one in finished]), b"".join(bad)
        part = Part(len(self._parts), at, len(bad), len(data), len(said))
        with writing(self.folder):
            _put(self._bad_file(part), said)
            _put(self._file(part), data)
            _keep_folder(self.folder)
            self._append(asdict(part))
        self._parts.append(part)

    def assemble(self, sink: Sink) -> None:
        """Make the output and the side file of all parts, each whole or not at all, and remove the parts."""
        with writing(self.out):
            side = side_file(self.out)
            if self.bad:
                self._put_whole(side, lambda file: _copy([self._bad_file(p) for p in self._parts], file))
            else:
                side.unlink(missing_ok=True)
            self._put_whole(self.out, lambda file: sink.assemble([self._file(p) for p in self._parts], file))
            self.assembled = True
            _keep_folder(self.out.parent)
        with writing(self.folder):
            self._clear()
            self._lock.close()

    def close(self) -> None:
        """Let other processes have the parts; a folder without any, or whose output is made, is taken away."""
        if (self.assembled or not self._parts) and not self._lock.closed:
            with contextlib.suppress(OSError):
                self._clear()
        self._lock.close()

    def _clear(self) -> None:
        (self.folder / JOURNAL).unlink(missing_ok=True)  # first: without it, what is left is nobody's
        for left in self.folder.iterdir():
            left.unlink()
        self.folder.rmdir()

    def _recall(self) -> None:
        journal = self.folder / JOURNAL
        self._whole = 0
        if not journal.exists():
            return
        with writing(self.folder):
            lines = journal.read_bytes().splitlines(keepends=True)
        for line in lines:
            if not line.endswith(b"\n"):
                break
            try:
                said = json.loads(line)
                if self.job is None:
                    self.job = dict(said)
                else:
                    self._parts.append(Part(**{**said, "next": Cursor(**said["next"])}))
            except (ValueError, TypeError, KeyError):
                break
            self._whole += len(line)
        for part in self._parts:
            if _size(self._file(part)) != part.size or _size(self._bad_file(part)) != part.bad_size:
                self.close()
                raise OtherJob(self.folder, f"has lost part {part.number}; remove the folder to start anew")

    def _put_whole(self, path: Path, write: Callable[[BinaryIO], None]) -> None:
        """Put a whole new file in the place of `path`; what a killed run leaves of it lies among the parts."""
        made = self.folder / WHOLE
        with made.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)

    def _append(self, said: Mapping[str, Any]) -> None:
        line = (json.dumps(said, ensure_ascii=False) + "\n").encode()
        with (self.folder / JOURNAL).open("ab") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        self._whole += len(line)

    def _file(self, part: Part) -> Path:
        return self.folder / f"{part.number:06}.part"

    def _bad_file(self, part: Part) -> Path:
        return self.folder / f"{part.number:06}.bad"


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else -1


def _put(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _copy(files: Sequence[Path], to: BinaryIO) -> None:
    for file in files:
        to.write(file.read_bytes())


def _keep_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
