"""What of the Ray engine needs no cluster; `tests/e2e/test_bulk.py` has one."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from serve.bulk.ray_engine import PLACE, Actor, _block, _place, _told, sigterm_kept
from tests.serve.bulk.fakes import FakeRecipe, blocks


class Wrapped(Exception):
    def __init__(self, cause: Exception) -> None:
        self.cause = cause


def test_blocks_travel_by_their_place_and_come_back_finished(tmp_path: Path) -> None:
    some = list(blocks(3))
    places = pa.table(dict(zip(PLACE, zip(*map(_place, some), strict=True), strict=True)))
    found = pa.concat_tables(list(Actor(FakeRecipe(tmp_path))(places))).to_pylist()
    assert [_block(row) for row in found] == some
    assert [(row["data"], row["bad"]) for row in found] == [(b"0\n", []), (b"1\n", []), (b"2\n", [])]


def test_an_error_of_ours_survives_the_way_back_as_its_words(tmp_path: Path) -> None:
    places = pa.table(dict(zip(PLACE, zip(*map(_place, blocks(1)), strict=True), strict=True)))
    with pytest.raises(RuntimeError, match=r"^block 3 is refused$") as caught:
        list(Actor(FakeRecipe(tmp_path, refuses=0))(places))
    assert _told(Wrapped(Wrapped(caught.value))).startswith("block 3 is refused; the same command")
    assert _told(Wrapped(ValueError("words of a plan"))).startswith("Ray reports Wrapped; ")


@pytest.fixture
def asked_to_end() -> Iterator[list[int]]:
    """Have SIGTERM heard as the command does, and as it was before afterwards."""
    heard: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: heard.append(number))
    yield heard
    signal.signal(signal.SIGTERM, before)


def as_ray_does(number: int, _: object) -> None:
    raise SystemExit(number)


def test_a_job_is_asked_to_end_by_its_own_handler_also_after_ray_has_set_another(asked_to_end: list[int]) -> None:
    with sigterm_kept():
        signal.signal(signal.SIGTERM, as_ray_does)
    signal.raise_signal(signal.SIGTERM)
    assert asked_to_end == [signal.SIGTERM]


def test_a_job_that_is_asked_to_end_while_ray_starts_is_stopped_as_by_ctrl_c(asked_to_end: list[int]) -> None:
    def start() -> None:
        with sigterm_kept():
            signal.signal(signal.SIGTERM, as_ray_does)
            signal.raise_signal(signal.SIGTERM)

    with pytest.raises(KeyboardInterrupt):
        start()
    signal.raise_signal(signal.SIGTERM)
    assert asked_to_end == [signal.SIGTERM]
    with pytest.raises(SystemExit), sigterm_kept():
        raise SystemExit(1)
