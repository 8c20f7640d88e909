"""What replicas must have in common, and that one without it does not start."""

from pathlib import Path

import pytest

from serve.cluster.shared import (
    NotShared,
    call_off,
    called_off,
    check_shared,
    forget,
    mark_file,
    settled,
    share,
    this_machine,
)
from serve.keys import KeyScope, KeyStore
from serve.server import NotSafe
from serve.settings import Settings
from tests.conftest import AS_OF

SERVER = "postgresql+psycopg://aimwell@db.example.org/aimwell"


HERE = "cluster-of-here"


def settings(folder: Path, **more: str) -> Settings:
    return Settings(state=folder / "state", keys=folder / "keys.json", **more)  # type: ignore[arg-type]


def test_a_replica_that_sees_the_same_folder_may_start(tmp_path: Path) -> None:
    asked = settings(tmp_path)
    shared = share(asked, HERE, machines=1)
    check_shared(asked, shared)
    assert share(asked, HERE, machines=1) == shared, "a second deployment marks it no other way"


def test_one_that_sees_another_folder_may_not(tmp_path: Path) -> None:
    shared = share(settings(tmp_path), HERE, machines=1)
    elsewhere = settings(tmp_path / "other machine")
    with pytest.raises(NotShared, match="AIMWELL_STATE"):
        check_shared(elsewhere, shared)
    (tmp_path / "other machine" / "state").mkdir(parents=True)
    mark_file(elsewhere.state, HERE).write_text("another\n", encoding="ascii")
    with pytest.raises(NotShared, match="AIMWELL_STATE"):
        check_shared(elsewhere, shared)


def test_one_that_would_ask_nobody_for_a_key_may_not(tmp_path: Path) -> None:
    asked = settings(tmp_path)
    KeyStore(tmp_path / "keys.json").add("office", [KeyScope.SCORE], AS_OF)
    shared = share(asked, HERE, machines=1)
    assert shared.keys_needed
    check_shared(asked, shared)
    with pytest.raises(NotShared, match="AIMWELL_KEYS"):
        check_shared(asked.model_copy(update={"keys": tmp_path / "not there.json"}), shared)


@pytest.mark.parametrize("reviews", [{}, {"reviews": "sqlite:////srv/reviews.sqlite"}])
def test_several_machines_need_a_database_server(tmp_path: Path, reviews: dict[str, str]) -> None:
    asked = settings(tmp_path, **reviews)
    share(asked, HERE, machines=1)
    with pytest.raises(NotShared, match="PostgreSQL"):
        share(asked, HERE, machines=2)
    share(settings(tmp_path, reviews=SERVER), HERE, machines=2)


@pytest.mark.parametrize("reviews", [{}, {"reviews": "sqlite:////srv/reviews.sqlite"}])
def test_a_machine_that_joins_later_does_not_write_into_the_same_file(tmp_path: Path, reviews: dict[str, str]) -> None:
    asked = settings(tmp_path, **reviews)
    shared = share(asked, HERE, machines=1)
    check_shared(asked, shared, this_machine())
    with pytest.raises(NotShared, match="PostgreSQL"):
        check_shared(asked, shared, "another")
    served = settings(tmp_path, reviews=SERVER)
    check_shared(served, share(served, HERE, machines=1), "another")


def test_without_keys_nothing_is_opened_to_a_network(tmp_path: Path) -> None:
    with pytest.raises(NotSafe):
        share(settings(tmp_path, host="0.0.0.0"), HERE, machines=1)


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
    shared = share(asked, HERE, machines=1)
    assert not called_off(asked, shared)
    call_off(asked, HERE)
    call_off(asked, HERE)
    assert called_off(asked, shared)
    again = share(asked, HERE, machines=1)
    assert not called_off(asked, again)
    assert again != shared
    call_off(asked, HERE)
    forget(asked, HERE)
    assert not called_off(asked, again), "a folder that cannot be read at the moment stops nobody"


def test_a_trial_beside_it_ends_without_the_service_of_another_cluster(tmp_path: Path) -> None:
    asked = settings(tmp_path)
    production = share(asked, HERE, machines=1)
    trial = share(asked, "trial", machines=1)
    assert production.mark != trial.mark
    call_off(asked, "trial")
    assert (called_off(asked, trial), called_off(asked, production)) == (True, False)
    forget(asked, "trial")
    check_shared(asked, production)
    call_off(asked, "one that was never deployed")
    assert list(asked.state.iterdir()) == [mark_file(asked.state, HERE)]


def test_the_house_rules_of_the_folder_go_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "aimwell.toml").write_text("", encoding="ascii")
    monkeypatch.chdir(tmp_path)
    assert settled(Settings()).config == tmp_path / "aimwell.toml"
    assert settled(Settings(isolated=True)).config is None


def test_a_state_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file", encoding="ascii")
    with pytest.raises(NotShared, match="cannot be written"):
        share(settings(tmp_path), HERE, machines=1)
