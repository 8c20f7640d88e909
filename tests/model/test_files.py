import errno
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from model.errors import NotWritten
from model.files import put_folder, put_whole, told_where, working_folder


def test_a_file_is_replaced_whole_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "live.json"
    path.write_text("old")
    put_whole(path, "new – whole")
    assert path.read_text(encoding="utf-8") == "new – whole"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["live.json"]


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "live.json"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        put_whole(path, "\ud800")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["live.json"]


def test_a_working_folder_is_gone_afterwards_and_what_was_moved_out_stays(tmp_path: Path) -> None:
    with working_folder(tmp_path / "bundles", ".making-") as work:
        (work / "bundle").mkdir()
        with working_folder(work, ".making-") as inner:  # a deep training makes one bundle within the making of another
            assert inner.is_dir()
        (work / "bundle").rename(tmp_path / "bundles" / "local-1")
    assert [p.name for p in (tmp_path / "bundles").iterdir()] == ["local-1"]


def test_a_folder_takes_the_place_of_another_and_where_it_cannot_the_other_is_there_again(tmp_path: Path) -> None:
    into, made = tmp_path / "rewriter", tmp_path / "candidate"
    for folder in (into, made):
        folder.mkdir()
        (folder / "words").write_text(folder.name)
    with pytest.raises(FileNotFoundError):
        put_folder(tmp_path / "nowhere", into)
    assert (into / "words").read_text() == "rewriter"
    put_folder(made, into)
    assert (into / "words").read_text() == "candidate"
    assert [p.name for p in tmp_path.iterdir()] == ["rewriter"]


def test_a_dead_process_folder_is_removed_and_a_living_one_is_left(tmp_path: Path) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom model.files import working_folder\n"
        "with working_folder(Path(sys.argv[1]), '.making-') as work:\n    print(work, flush=True)\n    time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        theirs = Path(other.stdout.readline().strip())
        with working_folder(tmp_path, ".making-"):
            assert theirs.is_dir()
        os.kill(other.pid, signal.SIGKILL)
    assert theirs.is_dir()
    (tmp_path / ".making-unlocked").mkdir()  # its owner died before it had locked it
    (tmp_path / "local-1").mkdir()
    with working_folder(tmp_path, ".making-") as ours:
        assert {p.name for p in tmp_path.iterdir()} == {ours.name, "local-1"}


def test_a_full_disk_is_told_from_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="the disk is full") as full, told_where(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(NotWritten, match="Permission denied") as refused, told_where(tmp_path):
        raise PermissionError(errno.EACCES, "Permission denied")
    assert (full.value.full, refused.value.full) == (True, False)
