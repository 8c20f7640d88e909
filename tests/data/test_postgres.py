"""A server that has vanished or is kept waiting holds nobody for long; what changes the tables is not cut short."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import TimeoutError as NoneFree

from data.postgres import SILENT_SECONDS, STATEMENT_SECONDS, patience, without_end
from data.reviews import backup
from data.reviews.database import open_database, told
from data.reviews.store import ReviewStore
from data.training.database import SCHEMA, Database
from model.errors import StoreError

PLACE = "postgresql+psycopg://aimwell@db.example.org/aimwell"


def test_what_the_address_says_outweighs_it_and_its_options_go_along() -> None:
    asked = make_url(f"{PLACE}?tcp_user_timeout=4000&options=-cwork_mem=8MB")
    bounds = patience(asked, "-csearch_path=x")["connect_args"]
    assert "tcp_user_timeout" not in bounds
    assert bounds["keepalives"] == 1
    assert bounds["options"] == f"-cstatement_timeout={STATEMENT_SECONDS}s -cwork_mem=8MB -csearch_path=x"
    assert patience(make_url(PLACE), statement_seconds=0)["connect_args"]["options"] == "-cstatement_timeout=0s"


def test_a_connection_that_nobody_gave_back_in_time_is_a_database_out_of_reach() -> None:
    with pytest.raises(StoreError, match="cannot be reached"), told(PLACE):
        raise NoneFree("QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 5.00")


@pytest.fixture
def told_of(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how long the statements of each opened database may take, in seconds."""
    seen: list[int] = []

    def opened(url: str, statement_seconds: int = STATEMENT_SECONDS) -> Engine:
        seen.append(statement_seconds)
        return open_database(url, statement_seconds)

    monkeypatch.setattr("data.reviews.store.open_database", opened)
    return seen


def test_a_backup_and_its_return_take_as_long_as_they_do(tmp_path: Path, told_of: list[int]) -> None:
    place = f"sqlite:///{tmp_path / 'reviews.sqlite'}"
    ReviewStore(place).close()
    assert told_of == [STATEMENT_SECONDS]
    backup.back_up(place, tmp_path / "kept")
    backup.restore(place, tmp_path / "kept")
    assert set(told_of[1:]) == {0}


@pytest.fixture(params=["reviews", "training"])
def connected(request: pytest.FixtureRequest, postgres: str) -> Iterator[Any]:
    """Give a connection as the reviews have it, and one as the training room has."""
    if request.param == "reviews":
        engine = open_database(postgres)
        with engine.connect() as connection:
            yield connection
        engine.dispose()
    else:
        room = Database(postgres)
        with room.turn() as connection:
            assert connection.exec_driver_sql("SHOW search_path").scalar_one() == SCHEMA
            yield connection
        room.close()


@pytest.mark.e2e
def test_no_connection_waits_long_for_a_silent_server_or_a_statement(connected: Any) -> None:
    assert connected.exec_driver_sql("SHOW statement_timeout").scalar_one() == f"{STATEMENT_SECONDS}s"
    with socket.socket(fileno=os.dup(connected.connection.driver_connection.fileno())) as held:
        assert held.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == SILENT_SECONDS * 1000
        assert held.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        idle, every, count = (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
        first, then, times = (held.getsockopt(socket.IPPROTO_TCP, option) for option in (idle, every, count))
    assert first + then * times <= SILENT_SECONDS
    without_end(connected)
    assert connected.exec_driver_sql("SHOW statement_timeout").scalar_one() == "0"


@pytest.mark.e2e
def test_a_statement_that_takes_too_long_is_an_error_that_says_so(postgres: str) -> None:
    engine = create_engine(postgres, **patience(make_url(postgres), statement_seconds=1))
    with pytest.raises(StoreError, match="cannot be reached"), told(postgres), engine.connect() as connection:
        connection.exec_driver_sql("SELECT pg_sleep(10)")
    engine.dispose()


@pytest.mark.e2e
@pytest.mark.parametrize("lock", [8642, 8643], ids=["reviews", "training"])
def test_bringing_the_tables_up_to_date_is_not_cut_short(
    postgres: str, lock: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else is at it for longer than a statement may take."""
    for place in ("data.reviews.database", "data.training.database"):
        monkeypatch.setattr(f"{place}.patience", lambda url, *o, **_: patience(url, *o, statement_seconds=1))
    holder = create_engine(postgres)
    with holder.connect() as other:
        other.exec_driver_sql(f"SELECT pg_advisory_lock({lock})")
        free = threading.Timer(1.5, lambda: other.exec_driver_sql(f"SELECT pg_advisory_unlock({lock})"))
        free.start()
        if lock == 8642:
            open_database(postgres).dispose()
        else:
            room = Database(postgres)
            with room.turn():
                pass
            room.close()
        free.join()
    holder.dispose()
