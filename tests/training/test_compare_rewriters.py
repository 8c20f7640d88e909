from pathlib import Path

import pytest

from tests.training.test_rewriter import t5 as t5
from training.compare_rewriters import Way, compare, table
from training.pairs import Pair

pytestmark = pytest.mark.filterwarnings("ignore")
PAIRS = [Pair(f"r{i}", f"Weak: specific\nText: ring {i}\nSMART:", f"[who] will ring {i} [when].") for i in range(16)]


def test_ways_are_compared_on_the_same_records_and_finished_ones_are_not_made_again(t5: Path, tmp_path: Path) -> None:
    asked: list[int] = []

    def lessons_of(neighbours: int) -> tuple[list[Pair], list[Pair]]:
        asked.append(neighbours)
        return PAIRS, PAIRS[:6]

    ways = [Way("plain", base=t5), Way("one neighbour", neighbours=1, base=t5)]
    said: list[str] = []
    first = list(compare(lessons_of, tmp_path, said.append, lessons=8, judged=4, written=2, seed=7, ways=ways))
    assert asked == [0, 1]
    assert [w.name for w in first] == ["plain", "one neighbour"]
    assert all(w.loss > 0 and len(w.written) == 2 for w in first)
    assert first[0].written.keys() == first[1].written.keys()
    again = list(compare(lessons_of, tmp_path, said.append, lessons=8, judged=4, written=2, seed=7, ways=ways))
    assert again == first
    assert asked == [0, 1]
    lines = table(first).splitlines()
    assert len(lines) == 4
    assert lines[2].startswith(f"| {min(first, key=lambda w: w.loss).name} |")
