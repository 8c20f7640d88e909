"""Stores to test on: SQLite files, and a PostgreSQL server (`tests/postgres.py`)."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.reviews.review import Review
from data.reviews.store import ReviewStore
from data.reviews.tables import metadata
from model.criteria import Criterion, Objective

Write = Callable[..., Review]


@pytest.fixture
def write() -> Write:
    """Return a builder of reviews: `write(3)` is the fourth review of the first plan."""

    def written(number: int = 0, **changed: object) -> Review:
        fields: dict[str, object] = {
            "id": f"r{number}",
            "objective": Objective(f"Ana will ring the clinic {number} times", need="no doctor"),
            "labels": {Criterion.SPECIFIC: True, Criterion.RELEVANT: None},
            "reviewer": "Bo",
            "source": f"plan {number // 10}",
            "at": datetime(2026, 11, 3, 9, 30, tzinfo=UTC),
            "as_of": date(2026, 11, 3),
        }
        return Review(**{**fields, **changed})  # type: ignore[arg-type]

    return written


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.e2e)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ReviewStore]:
    """Return an empty store, once in a file and once on a server."""
    if request.param == "sqlite":
        opened = ReviewStore.in_file(tmp_path / "reviews.sqlite")
    else:
        opened = ReviewStore(request.getfixturevalue("postgres"))
        with opened._engine.begin() as connection:
            for table in metadata.sorted_tables:
                connection.execute(table.delete())
    yield opened
    opened.close()
