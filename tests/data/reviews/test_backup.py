import os
import sqlite3
from pathlib import Path

import pytest

from data.reviews.backup import back_up, restore
from data.reviews.store import Named, ReviewStore
from model.errors import StoreError
from tests.data.reviews.conftest import Write


def test_a_backup_brings_back_what_was_there(store: ReviewStore, write: Write, tmp_path: Path) -> None:
    store.add([write(1), write(20, why="x" * 50)])
    before = store.all()
    url = str(store.url)
    assert back_up(url, tmp_path / "backup") == 2
    store.add([write(40)])
    assert restore(url, tmp_path / "backup").count == 2
    assert store.all() == before
    with pytest.raises(Exception, match="never changed"), store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE reviews SET reviewer = 'nobody'")
    store.add([write(50)])
    assert store.count() == 3


def test_what_was_withdrawn_since_the_backup_does_not_come_back(
    store: ReviewStore, write: Write, tmp_path: Path
) -> None:
    store.add([write(1), write(20, subject="child 7")])
    back_up(str(store.url), tmp_path / "backup")
    store.erase(Named.SOURCE, "plan 0", "Bo")
    store.erase(Named.SUBJECT, "child 7", "Bo")
    assert restore(str(store.url), tmp_path / "backup").count == 0
    assert store.add([write(2), write(30)]).withdrawn == ("r2",)


def test_a_backup_is_made_while_somebody_writes_and_is_one_file(tmp_path: Path, write: Write) -> None:
    store = ReviewStore.in_file(tmp_path / "r.sqlite")
    store.add([write(1)])
    with store._engine.connect() as reading:
        reading.exec_driver_sql("SELECT * FROM reviews").fetchall()
        back_up(store.url, tmp_path / "backup")
    names = {p.name for p in tmp_path.iterdir()}
    assert "backup" in names
    assert not [n for n in names if n.startswith(("backup-", ".backing"))]
    assert ReviewStore.in_file(tmp_path / "backup").count() == 1


def test_a_damaged_database_is_put_aside_and_the_backup_in_its_place(tmp_path: Path, write: Write) -> None:
    store = ReviewStore.in_file(tmp_path / "r.sqlite")
    store.add([write(1)])
    back_up(store.url, tmp_path / "backup")
    store.close()
    (tmp_path / "r.sqlite").write_bytes(b"no database at all" * 100)
    done = restore(store.url, tmp_path / "backup")
    assert done.count == 1
    assert done.aside is not None
    assert done.aside.read_bytes().startswith(b"no database")
    assert ReviewStore(store.url).count() == 1


def test_a_backup_goes_where_no_reviews_were(tmp_path: Path, write: Write) -> None:
    store = ReviewStore.in_file(tmp_path / "r.sqlite")
    store.add([write(1)])
    back_up(store.url, tmp_path / "backup")
    other = f"sqlite:///{tmp_path / 'new' / 'r.sqlite'}"
    assert restore(other, tmp_path / "backup").count == 1
    assert ReviewStore(other).count() == 1


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100, None])
def test_what_is_no_backup_leaves_the_reviews_as_they_are(tmp_path: Path, write: Write, content: bytes | None) -> None:
    store = ReviewStore.in_file(tmp_path / "r.sqlite")
    store.add([write(1)])
    if content is not None:
        (tmp_path / "backup").write_bytes(content)
    with pytest.raises(StoreError):
        restore(store.url, tmp_path / "backup")
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE recipes (id)")
    with pytest.raises(StoreError, match="no whole backup of reviews"):
        restore(store.url, other)
    assert store.count() == 1
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".restoring")]


def test_a_backup_that_cannot_be_written_says_where(tmp_path: Path, write: Write) -> None:
    store = ReviewStore.in_file(tmp_path / "r.sqlite")
    with pytest.raises(StoreError, match="cannot be written"):
        back_up(store.url, tmp_path / "nowhere" / "backup")


@pytest.mark.e2e
def test_without_postgresql_s_programs_it_says_what_to_install(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.setattr("data.reviews.backup._POSTGRES_PROGRAMS", tmp_path)
    with pytest.raises(StoreError, match="postgresql-client"):
        back_up(postgres, tmp_path / "backup")
    (tmp_path / "dump").write_bytes(b"no dump")
    with pytest.raises(StoreError, match="no backup of a PostgreSQL database"):
        restore(postgres, tmp_path / "dump")
