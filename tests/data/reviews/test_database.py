import sqlite3
from pathlib import Path

import pytest
from alembic import op

from data.reviews.database import open_database
from data.reviews.store import ReviewStore
from model.errors import StoreError


def test_a_schema_is_made_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is killed while it makes the tables must not leave half of them behind."""
    make, made = op.create_table, []

    def dying(name: str, *columns: object) -> None:
        made.append(name)
        if len(made) == 3:
            raise OSError("killed")
        make(name, *columns)  # type: ignore[arg-type]

    monkeypatch.setattr(op, "create_table", lambda name, *columns, **_: dying(name, *columns))
    with pytest.raises(StoreError):
        open_database(f"sqlite:///{tmp_path / 'r.sqlite'}")
    monkeypatch.undo()
    with sqlite3.connect(tmp_path / "r.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    assert ReviewStore.in_file(tmp_path / "r.sqlite").count() == 0


def test_a_store_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    store = ReviewStore.in_file(path)
    store.close()
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "DROP TABLE candidates; DROP TABLE answers; UPDATE alembic_version SET version_num = '0001'"
        )
    assert ReviewStore.in_file(path).candidates() == []


def test_a_store_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    ReviewStore.in_file(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="later version"):
        ReviewStore.in_file(path)
