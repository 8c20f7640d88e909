"""Judging for many at once: everybody gets their own, in its place; the assessor is a fake that can be held up."""

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serve.judging import Judging, turns_of
from serve.settings import Settings
from serve.turns import Turns
from tests.serve.judges import Bench, ask, until


async def test_each_objective_is_told_in_its_place(judging: Callable[..., Judging]) -> None:
    told = await ask(judging(), Bench(), "a", "b", "c")
    assert told == [f"{t}: judged {t} as of 2027-03-01" for t in "abc"]


async def test_requests_that_come_together_are_judged_in_one_turn(judging: Callable[..., Judging]) -> None:
    bench, queue = Bench(), judging(judges=1, gather=0.05)
    told = await asyncio.gather(*(ask(queue, bench, t) for t in "abc"))
    assert [t[0] for (t,) in told] == ["a", "b", "c"]
    assert queue.waiting == 0


async def test_one_request_s_fault_is_no_other_s(judging: Callable[..., Judging]) -> None:
    bench, queue = Bench(), judging(judges=1, gather=0.05)
    good, bad = await asyncio.gather(ask(queue, bench, "a"), ask(queue, bench, "poison"), return_exceptions=True)
    assert isinstance(good, list)
    assert isinstance(bad, ValueError)
    assert len(await ask(queue, bench, "b")) == 1


async def test_the_loop_goes_on_while_a_judge_is_at_work(judging: Callable[..., Judging]) -> None:
    bench, queue = Bench(), judging(judges=1)
    bench.free.clear()
    asked = asyncio.create_task(ask(queue, bench, "a"))
    await until(lambda: len(bench.batches) == 1)
    await asyncio.sleep(0)
    assert not asked.done()
    bench.free.set()
    assert len(await asked) == 1


@given(sizes=st.lists(st.integers(1, 12), min_size=1, max_size=8), judges=st.integers(1, 3), together=st.integers(1, 5))
def test_whatever_is_asked_at_once_everybody_gets_their_own(sizes: list[int], judges: int, together: int) -> None:
    async def all_of_them() -> list[list[str]]:
        queue, bench = Judging(Turns(judges, together, wait=60.0)), Bench()
        try:
            return await asyncio.gather(
                *(ask(queue, bench, *(f"{n}.{i}" for i in range(size))) for n, size in enumerate(sizes))
            )
        finally:
            queue.close()

    told = asyncio.run(all_of_them())
    assert [[t.split(":")[0] for t in one] for one in told] == [
        [f"{n}.{i}" for i in range(size)] for n, size in enumerate(sizes)
    ]


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_every_worker_may_use_the_whole_machine(workers: int) -> None:
    assert turns_of(Settings(workers=workers), cores=2).judges == 2
