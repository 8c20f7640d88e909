from pathlib import Path

import pytest

from model.house_search import nearest_house_file, user_folder


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with its rules, a team without any, and a user with their own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for folder in ("office/team/plans", "config/aimwell", "elsewhere"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("office/aimwell.toml", "config/aimwell/aimwell.toml"):
        (tmp_path / file).write_text("")
    return tmp_path


@pytest.mark.parametrize(
    ("folder", "file"),
    [
        ("office", "office/aimwell.toml"),
        ("office/team/plans", "office/aimwell.toml"),
        ("elsewhere", "config/aimwell/aimwell.toml"),
        ("not/there/yet", "config/aimwell/aimwell.toml"),
    ],
)
def test_the_nearest_file_above_counts_and_then_the_users_own(office: Path, folder: str, file: str) -> None:
    assert nearest_house_file(office / folder) == office / file


def test_a_folder_of_that_name_is_no_house(office: Path) -> None:
    (office / "elsewhere" / "aimwell.toml").mkdir()
    assert nearest_house_file(office / "elsewhere") == office / "config/aimwell/aimwell.toml"


def test_a_relative_folder_is_below_the_working_directory(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(office / "office" / "team")
    assert nearest_house_file(Path("plans")) == office / "office/aimwell.toml"
    assert nearest_house_file(Path()) == office / "office/aimwell.toml"


def test_a_house_that_has_none_has_none(office: Path) -> None:
    (office / "config/aimwell/aimwell.toml").unlink()
    assert nearest_house_file(office / "elsewhere") is None


def test_a_folder_of_settings_that_is_relative_does_not_count(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "config")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_folder() == tmp_path / ".config" / "aimwell"
