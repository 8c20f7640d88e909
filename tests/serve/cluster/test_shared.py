"""What replicas must have in common, and that one without it does not start."""

from pathlib import Path

import pytest

from serve.cluster.shared import MARK, NotShared, call_off, called_off, check_shared, settled, share
from serve.keys import KeyScope, KeyStore
from serve.server import NotSafe
from serve.settings import Settings
from tests.conftest import AS_OF

SERVER = "postgresql+psycopg://aimwell@db.example.org/aimwell"


def settings(folder: Path, **more: str) -> Settings:
    return Settings(state=folder / "state", keys=folder / "keys.json", **more)  # type: ignore[arg-type]


def test_a_replica_that_sees_the_same_folder_may_start(tmp_path: Path) -> None:
    asked = settings(tmp_path)
    shared = share(asked, machines=1)
    check_shared(asked, shared)
    assert share(asked, machines=1) == shared, "a second deployment marks it no other way"


def test_one_that_sees_another_folder_may_not(tmp_path: Path) -> None:
    shared = share(settings(tmp_path), machines=1)
    elsewhere = settings(tmp_path / "other machine")
    with pytest.raises(NotShared, match="AIMWELL_STATE"):
        check_shared(elsewhere, shared)
    (tmp_path / "other machine" / "state").mkdir(parents=True)
    (tmp_path / "other machine" / "state" / MARK).write_text("another\n", encoding="ascii")
    with pytest.raises(NotShared, match="AIMWELL_STATE"):
        check_shared(elsewhere, shared)


def test_one_that_would_ask_nobody_for_a_key_may_not(tmp_path: Path) -> None:
    asked = settings(tmp_path)
    KeyStore(tmp_path / "keys.json").add("office", [KeyScope.SCORE], AS_OF)
    shared = share(asked, machines=1)
    assert shared.keys_needed
    check_shared(asked, shared)
    with pytest.raises(NotShared, match="AIMWELL_KEYS"):
        check_shared(asked.model_copy(update={"keys": tmp_path / "not there.json"}), shared)


@pytest.mark.parametrize("reviews", [{}, {"reviews": "sqlite:////srv/reviews.sqlite"}])
def test_several_machines_need_a_database_server(tmp_path: Path, reviews: dict[str, str]) -> None:
    asked = settings(tmp_path, **reviews)
    share(asked, machines=1)
    with pytest.raises(NotShared, match="PostgreSQL"):
        share(asked, machines=2)
    share(settings(tmp_path, reviews=SERVER), machines=2)


def test_without_keys_nothing_is_opened_to_a_network(tmp_path: Path) -> None:
    with pytest.raises(NotSafe):
        share(settings(tmp_path, host="0.0.0.0"), machines=1)


def test_paths_are_made_whole_and_a_bundle_that_nobody_named_stays_unnamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = settled(Settings(state=Path("state"), config=Path("aimwell.toml")))
    assert found.state == tmp_path / "state"
    assert found.config == tmp_path / "aimwell.toml"
    assert found.keys is not None
    assert found.keys.is_absolute()
    assert "bundle" not in found.model_fields_set, "it would be served for good"
    assert settled(Settings(bundle=Path("mine"))).bundle == tmp_path / "mine"


def test_a_service_that_is_taken_down_says_so_to_its_replicas_and_may_be_started_anew(tmp_path: Path) -> None:
    asked = settings(tmp_path)
    shared = share(asked, machines=1)
    assert not called_off(asked)
    call_off(asked)
    assert called_off(asked)
    again = share(asked, machines=1)
    assert not called_off(asked)
    assert again != shared
    (tmp_path / "state" / MARK).unlink()
    assert not called_off(asked), "a folder that cannot be read at the moment stops nobody"


def test_the_house_rules_of_the_folder_go_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "aimwell.toml").write_text("", encoding="ascii")
    monkeypatch.chdir(tmp_path)
    assert settled(Settings()).config == tmp_path / "aimwell.toml"
    assert settled(Settings(isolated=True)).config is None


def test_a_state_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file", encoding="ascii")
    with pytest.raises(NotShared, match="cannot be written"):
        share(settings(tmp_path), machines=1)
