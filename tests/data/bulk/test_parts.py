import errno
import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

import pytest

from data.bulk.errors import NoRoom, OtherJob, WorkLost
from data.bulk.parts import JOURNAL, Parts, parts_folder, side_file
from data.bulk.rows import Block, Cursor, Finished
from data.bulk.sink import JsonlSink

SINK = JsonlSink()
JOB = {"as_of": "2026-11-22"}


def finished(number: int, bad: tuple[bytes, ...] = ()) -> Finished:
    block = Block(Cursor(number, 2 * number, 10 * number), 2, 10 * (number + 1))
    return Finished(block, b"%d\n%d\n" % (2 * number, 2 * number + 1), bad)


class Full(JsonlSink):
    def assemble(self, parts: Sequence[Path], out: BinaryIO) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def test_parts_become_the_output_and_the_side_file_and_are_gone(out: Path) -> None:
    with closing(Parts(out, Cursor())) as parts:
        parts.begin(JOB)
        parts.add([finished(0), finished(1, (b"bad 3\n",))], SINK)
        parts.add([finished(2)], SINK)
        assert (parts.cursor, parts.bad) == (Cursor(3, 6, 30), 1)
        parts.assemble(SINK)
    assert out.read_bytes() == b"0\n1\n2\n3\n4\n5\n"
    assert side_file(out).read_bytes() == b"bad 3\n"
    assert sorted(out.parent.iterdir()) == sorted([out, side_file(out)])


def test_without_bad_rows_there_is_no_side_file_not_even_an_old_one(out: Path) -> None:
    side_file(out).write_text("of a run before")
    with closing(Parts(out, Cursor())) as parts:
        parts.begin(JOB)
        parts.add([finished(0)], SINK)
        parts.assemble(SINK)
    assert not side_file(out).exists()


@pytest.mark.parametrize("torn", [b"", b'{"number": 1, "next": {"blo', b"\x00\x00\n", b'{"number": 1}\n'])
def test_a_killed_run_goes_on_after_the_last_part_that_counts(out: Path, torn: bytes) -> None:
    with closing(Parts(out, Cursor())) as parts:
        parts.begin(JOB)
        parts.add([finished(0)], SINK)
    with (parts_folder(out) / JOURNAL).open("ab") as journal:
        journal.write(torn)
    (parts_folder(out) / "000001.part").write_bytes(b"half a par")
    with closing(Parts(out, Cursor())) as parts:
        assert (parts.job, parts.cursor) == (JOB, Cursor(1, 2, 10))
        parts.begin(JOB)
        parts.add([finished(1)], SINK)
    with closing(Parts(out, Cursor())) as parts:
        assert parts.cursor == Cursor(2, 4, 20)
        parts.begin(JOB)
        parts.assemble(SINK)
    assert out.read_bytes() == b"0\n1\n2\n3\n"


def test_a_run_killed_before_its_first_line_begins_anew(out: Path) -> None:
    parts_folder(out).mkdir()
    (parts_folder(out) / JOURNAL).write_bytes(json.dumps(JOB).encode())
    with closing(Parts(out, Cursor(offset=3))) as parts:
        assert (parts.job, parts.cursor) == (None, Cursor(offset=3))


@pytest.mark.parametrize("numbers", [(1,), (0, 0), (0, 2)])
def test_blocks_that_are_doubled_or_left_out_never_count(out: Path, numbers: tuple[int, ...]) -> None:
    with closing(Parts(out, Cursor())) as parts:
        parts.begin(JOB)
        with pytest.raises(WorkLost):
            parts.add([finished(n) for n in numbers], SINK)
        assert parts.cursor == Cursor()


def test_a_second_run_beside_the_first_is_refused(out: Path) -> None:
    with closing(Parts(out, Cursor())), pytest.raises(OtherJob, match="still under way"):
        Parts(out, Cursor())
    Parts(out, Cursor()).close()


def test_a_part_that_is_not_there_is_told(out: Path) -> None:
    with closing(Parts(out, Cursor())) as parts:
        parts.begin(JOB)
        parts.add([finished(0)], SINK)
    (parts_folder(out) / "000000.part").write_bytes(b"0\n")
    with pytest.raises(OtherJob, match="has lost part 0"):
        Parts(out, Cursor())


def test_a_full_disk_leaves_the_parts_and_the_old_output(out: Path) -> None:
    out.write_text("old")
    with closing(Parts(out, Cursor())) as parts:
        parts.begin(JOB)
        parts.add([finished(0)], SINK)
        with pytest.raises(NoRoom, match="the disk is full; make room"):
            parts.assemble(Full())
    assert out.read_text() == "old"
    with closing(Parts(out, Cursor())) as parts:
        assert parts.cursor == Cursor(1, 2, 10)


def test_a_run_without_a_part_leaves_nothing_behind(out: Path) -> None:
    with closing(Parts(out, Cursor())) as parts:
        parts.begin(JOB)
    assert list(out.parent.iterdir()) == []
