import stat
from pathlib import Path

import pytest

from model.files import put_whole


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
