from pathlib import Path

import pytest

from model.errors import CacheUnusable
from model.prepared import default_cache, make_once, partial, prepared


def write(said: str, place: Path) -> None:
    (place / "said.txt").write_text(said, encoding="utf-8")


@pytest.mark.parametrize(
    ("settings", "folder"),
    [
        ({"AIMWELL_CACHE": "/a", "XDG_CACHE_HOME": "/b"}, "/a"),
        ({"XDG_CACHE_HOME": "/b"}, "/b/aimwell"),
        ({"AIMWELL_CACHE": "", "XDG_CACHE_HOME": ""}, "/home/meera/.cache/aimwell"),
    ],
)
def test_the_cache_lies_where_the_environment_says(
    settings: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"AIMWELL_CACHE": "", "XDG_CACHE_HOME": "", "HOME": "/home/meera", **settings}.items():
        monkeypatch.setenv(name, value)
    assert default_cache() == Path(folder)


def test_a_folder_is_made_once_and_then_taken_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "thing-1"
    assert not prepared(folder)
    assert make_once(folder, lambda place: write("first", place)) == folder
    make_once(folder, lambda place: write("second", place))
    assert prepared(folder)
    assert (folder / "said.txt").read_text(encoding="utf-8") == "first"


def test_a_folder_with_a_changed_byte_is_made_anew(tmp_path: Path) -> None:
    folder = make_once(tmp_path / "thing-1", lambda place: write("whole", place))
    write("worse", folder)
    assert not prepared(folder)
    make_once(folder, lambda place: write("whole", place))
    assert prepared(folder)


def test_what_could_not_be_made_leaves_nothing(tmp_path: Path) -> None:
    def fail(place: Path) -> None:
        write("half", place)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  (it is the maker's own)
        make_once(tmp_path / "thing-1", fail)
    assert [p.name for p in tmp_path.iterdir()] == ["thing.lock"]


def test_what_a_killed_process_left_is_cleared_away_and_other_kinds_are_not(tmp_path: Path) -> None:
    folder = tmp_path / "thing-1"
    own, other = tmp_path / f"{partial(folder)}x", tmp_path / f"{partial(tmp_path / 'other-1')}x"
    own.mkdir()
    other.mkdir()
    make_once(folder, lambda place: write("whole", place))
    assert not own.exists()
    assert other.exists()


def test_a_cache_that_is_a_file_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"")
    with pytest.raises(CacheUnusable, match="AIMWELL_CACHE"):
        make_once(tmp_path / "cache" / "thing-1", lambda place: write("whole", place))
