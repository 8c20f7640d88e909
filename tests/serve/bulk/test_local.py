from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from data.bulk.errors import WorkLost
from data.bulk.rows import Block
from serve.bulk.local import AHEAD, run_local
from tests.serve.bulk.fakes import FakeRecipe, blocks


def numbers(recipe: FakeRecipe, count: int, workers: int = 2, first: int = 0) -> list[int]:
    found = list(run_local(recipe, blocks(count, first), workers))
    assert [one.data for one in found] == [b"%d\n" % one.block.start.block for one in found]
    return [one.block.start.block for one in found]


def test_blocks_come_in_order_though_some_take_longer(tmp_path: Path) -> None:
    assert numbers(FakeRecipe(tmp_path, slow=frozenset({5, 8})), 20, first=5) == list(range(5, 20))


def test_a_process_that_is_killed_costs_and_doubles_nothing(tmp_path: Path) -> None:
    assert numbers(FakeRecipe(tmp_path, slow=frozenset({2}), kills=3, deaths=2), 12) == list(range(12))
    assert len(list(tmp_path.iterdir())) == 2


def test_a_block_that_kills_whoever_takes_it_stops_the_job_in_words(tmp_path: Path) -> None:
    with pytest.raises(WorkLost, match="rows 7 to 8 ended 3 processes, the last with code -9"):
        numbers(FakeRecipe(tmp_path, kills=3, deaths=99), 12)


@pytest.mark.parametrize(
    ("trouble", "said"),
    [({"refuses": 3}, "^block 3 is refused$"), ({"breaks": 3}, "ValueError at .*fakes.py:[0-9]+; please report")],
)
def test_a_failure_comes_back_in_words_that_hold_nothing_of_the_rows(
    tmp_path: Path, trouble: dict[str, Any], said: str
) -> None:
    with pytest.raises(WorkLost, match=said) as caught:
        numbers(FakeRecipe(tmp_path, **trouble), 12)
    assert "words of a plan" not in str(caught.value)


def test_reading_runs_ahead_no_further_than_is_said(tmp_path: Path) -> None:
    read: list[Block] = []

    def watched() -> Any:
        for block in blocks(40):
            read.append(block)
            yield block

    with closing(run_local(FakeRecipe(tmp_path), watched(), 1)) as run:  # type: ignore[type-var]
        for at, _ in enumerate(run):
            assert len(read) <= at + AHEAD + 2
            if at == 9:
                break


def test_no_blocks_need_no_process(tmp_path: Path) -> None:
    assert numbers(FakeRecipe(tmp_path), 0) == []
