"""A recipe without models, which can be sent to other processes, and whose scorers die or fail where they are told to."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.bulk.errors import WorkLost
from data.bulk.rows import Block, Cursor, Finished


def blocks(count: int, first: int = 0) -> Iterator[Block]:
    for n in range(first, count):
        yield Block(Cursor(n, 2 * n, n), 2, n + 1)


@dataclass(frozen=True)
class FakeRecipe:
    """`slow` blocks take longer; `kills` maps no more than so many deaths to a block, counted by files in `graves`."""

    graves: Path
    slow: frozenset[int] = frozenset()
    kills: int | None = None
    deaths: int = 1
    refuses: int | None = None
    breaks: int | None = None

    def scorer(self) -> "FakeScorer":
        return FakeScorer(self)


@dataclass(frozen=True)
class FakeScorer:
    recipe: FakeRecipe

    def __call__(self, block: Block) -> Finished:
        number = block.start.block
        if number in self.recipe.slow:
            time.sleep(0.2)
        if number == self.recipe.kills and len(list(self.recipe.graves.iterdir())) < self.recipe.deaths:
            (self.recipe.graves / str(os.getpid())).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if number == self.recipe.refuses:
            raise WorkLost("block 3 is refused")
        if number == self.recipe.breaks:
            raise ValueError("words of a plan")
        return Finished(block, b"%d\n" % number)
