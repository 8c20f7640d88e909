"""What of the Ray engine needs no cluster; `tests/e2e/test_bulk.py` has one."""

from pathlib import Path

import pyarrow as pa
import pytest

from serve.bulk.ray_engine import PLACE, Actor, _block, _place, _told
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
