"""The queue in which objectives wait to be judged; the assessor is a fake that can be held up."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date
from threading import Event
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.assessor import Assessor
from model.criteria import Assessment, Objective
from serve.judging import Judging, turns_of
from serve.refusals import Crowded, Left, TookTooLong
from serve.settings import Settings
from serve.turning_away import Crowd
from serve.turns import Turns

DAY = date(2027, 3, 1)


class Bench:
    """An assessor that tells what it was given, in which batches, and waits while it is held."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.free = Event()
        self.free.set()

    def assess(self, objectives: Sequence[Objective], as_of: date) -> list[Assessment]:
        self.batches.append([o.text for o in objectives])
        assert self.free.wait(5)
        if any(o.text == "poison" for o in objectives):
            raise ValueError("about secretword")
        return [cast("Assessment", f"judged {o.text} as of {as_of}") for o in objectives]


class Slow(Bench):
    """An assessor that takes twenty milliseconds an objective."""

    def assess(self, objectives: Sequence[Objective], as_of: date) -> list[Assessment]:
        time.sleep(0.02 * len(objectives))
        return super().assess(objectives, as_of)


def as_it_is(assessment: Assessment, objective: Objective) -> str:
    return f"{objective.text}: {assessment}"


async def here() -> bool:
    return False


@pytest.fixture
async def judging() -> AsyncIterator[Callable[..., Judging]]:
    made: list[Judging] = []

    def with_turns(**turns: float) -> Judging:
        made.append(Judging(Turns(**turns)))  # type: ignore[arg-type]
        return made[-1]

    yield with_turns
    for one in made:
        one.close()


async def ask(judging: Judging, bench: Bench, *texts: str, gone: Callable[[], object] = here) -> list[str]:
    objectives = [Objective(text) for text in texts]
    return await judging.judge(cast("Assessor", bench), objectives, DAY, as_it_is, gone)  # type: ignore[arg-type]


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not so():
            await asyncio.sleep(0.001)


async def test_each_objective_is_told_in_its_place(judging: Callable[..., Judging]) -> None:
    told = await ask(judging(), Bench(), "a", "b", "c")
    assert told == [f"{t}: judged {t} as of 2027-03-01" for t in "abc"]


async def test_requests_that_come_together_are_judged_in_one_turn(judging: Callable[..., Judging]) -> None:
    bench, queue = Bench(), judging(judges=1, gather=0.05)
    told = await asyncio.gather(*(ask(queue, bench, t) for t in "abc"))
    assert [t[0] for (t,) in told] == ["a", "b", "c"]
    assert queue.waiting == 0


async def test_a_long_request_lets_a_short_one_in_between(judging: Callable[..., Judging]) -> None:
    bench, queue, order = Bench(), judging(judges=1, together=2), []
    bench.free.clear()

    async def noted(name: str, *texts: str) -> None:
        await ask(queue, bench, *texts)
        order.append(name)

    long = asyncio.create_task(noted("long", *(f"l{i}" for i in range(10))))
    await until(lambda: len(bench.batches) == 1)
    short = asyncio.create_task(noted("short", "s"))
    await until(lambda: queue.waiting == 9)
    bench.free.set()
    await asyncio.gather(long, short)
    assert order == ["short", "long"]
    assert ["s"] in bench.batches[:4]


async def test_beyond_its_bound_it_says_when_to_come_again_and_finishes_what_it_took(
    judging: Callable[..., Judging],
) -> None:
    bench, queue = Bench(), judging(judges=1, together=1, most=3)
    bench.free.clear()
    first = asyncio.create_task(ask(queue, bench, "a"))
    await until(lambda: len(bench.batches) == 1)
    taken = asyncio.create_task(ask(queue, bench, "b", "c", "d"))
    await until(lambda: queue.waiting == 3)
    with pytest.raises(Crowded) as refused:
        await ask(queue, bench, "e")
    assert int(refused.value.headers["Retry-After"]) >= 1
    bench.free.set()
    assert [len(t) for t in await asyncio.gather(first, taken)] == [1, 3]
    assert len(await ask(queue, bench, "e")) == 1


async def test_nobody_is_taken_who_would_wait_too_long_for_a_first_turn(judging: Callable[..., Judging]) -> None:
    bench, queue = Bench(), judging(judges=1, together=4, wait=0.1, burst=0.0)
    slow = await asyncio.gather(ask(queue, Slow(), *"abcd"), ask(queue, Slow(), *"efgh"))
    assert [len(told) for told in slow] == [4, 4]
    bench.free.clear()
    taken = [asyncio.create_task(ask(queue, bench, *(f"{n}.{i}" for i in range(40)))) for n in range(2)]
    await until(lambda: len(bench.batches) == 1)
    refused: list[Crowded] = []
    while not refused:
        more = asyncio.create_task(ask(queue, bench, "more"))
        await asyncio.sleep(0)
        if more.done() and isinstance(error := more.exception(), Crowded):
            refused.append(error)
        else:
            taken.append(more)
    assert int(refused[0].headers["Retry-After"]) >= 1
    assert len(taken) < 30
    bench.free.set()
    assert {len(told) for told in await asyncio.gather(*taken)} <= {40, 1}


async def test_the_door_hears_that_a_turn_comes_late_and_that_it_does_not_any_more() -> None:
    crowd, bench = Crowd(), Bench()
    queue = Judging(Turns(judges=1, together=1, wait=0.0, burst=0.0), crowd)
    bench.free.clear()
    waiting = [asyncio.create_task(ask(queue, bench, text)) for text in "ab"]
    await until(lambda: len(bench.batches) == 1)
    told = [crowd.no_turn]
    bench.free.set()
    await asyncio.gather(*waiting)
    assert [*told, crowd.no_turn] == [True, False]
    queue.close()


async def test_when_all_who_waited_have_left_the_door_is_open_again() -> None:
    crowd, bench = Crowd(), Bench()
    queue = Judging(Turns(judges=2, together=1, wait=0.0, burst=0.0), crowd)

    async def left() -> bool:
        await asyncio.sleep(0.001)
        return True

    bench.free.clear()
    waiting = [asyncio.create_task(ask(queue, bench, str(n), gone=left)) for n in range(12)]
    await until(lambda: len(bench.batches) == 2)
    await asyncio.sleep(0.06)
    shut = crowd.no_turn
    bench.free.set()
    await asyncio.gather(*waiting, return_exceptions=True)
    await until(lambda: not queue.waiting)
    assert [shut, crowd.no_turn] == [True, False]
    queue.close()


async def test_one_of_two_hundred_shuts_out_nobody_who_asks_for_one(judging: Callable[..., Judging]) -> None:
    queue = judging(judges=2, together=4, wait=0.0, burst=0.0)
    long = asyncio.create_task(ask(queue, Slow(), *(str(n) for n in range(60))))
    for n in range(4):
        await asyncio.sleep(0.02)
        assert await ask(queue, Slow(), f"one {n}")
    assert not long.done()
    assert len(await long) == 60


async def test_a_burst_is_borne_and_a_queue_that_stays_long_is_not(judging: Callable[..., Judging]) -> None:
    bench, queue = Bench(), judging(judges=1, together=1, wait=0.0, burst=0.05)
    bench.free.clear()
    taken = [asyncio.create_task(ask(queue, bench, str(n))) for n in range(20)]
    await until(lambda: len(bench.batches) == 1)
    await asyncio.sleep(0.06)
    with pytest.raises(Crowded):
        await ask(queue, bench, "later")
    bench.free.set()
    assert len(await asyncio.gather(*taken)) == 20
    taken = [asyncio.create_task(ask(queue, bench, str(n))) for n in range(20)]
    assert len(await asyncio.gather(*taken)) == 20, "the next burst is another"


async def test_one_request_larger_than_the_bound_is_judged_when_nobody_waits(judging: Callable[..., Judging]) -> None:
    assert len(await ask(judging(most=2), Bench(), *"abcdef")) == 6


async def test_what_has_waited_beyond_its_time_is_not_judged(judging: Callable[..., Judging]) -> None:
    bench, queue = Bench(), judging(judges=1, together=1, seconds=0.05)
    bench.free.clear()
    first = asyncio.create_task(ask(queue, bench, "first"))
    await until(lambda: len(bench.batches) == 1)
    late = asyncio.create_task(ask(queue, bench, "late"))
    await asyncio.sleep(0.1)
    bench.free.set()
    with pytest.raises(TookTooLong):
        await late
    assert len(await first) == 1
    assert bench.batches == [["first"]]


async def test_what_nobody_waits_for_any_more_is_not_judged(judging: Callable[..., Judging]) -> None:
    bench, queue = Bench(), judging(judges=1, together=1)

    async def left() -> bool:
        return True

    bench.free.clear()
    first = asyncio.create_task(ask(queue, bench, "first"))
    await until(lambda: len(bench.batches) == 1)
    given_up = asyncio.create_task(ask(queue, bench, "given up"))
    hung_up = asyncio.create_task(ask(queue, bench, "hung up", gone=left))
    await until(lambda: queue.waiting == 2)
    given_up.cancel()
    await asyncio.sleep(0.1)
    bench.free.set()
    with pytest.raises(Left):
        await hung_up
    await first
    assert bench.batches == [["first"]]
    assert given_up.cancelled()


async def test_a_client_that_cannot_be_asked_has_left_and_keeps_nobody_waiting(judging: Callable[..., Judging]) -> None:
    bench, queue = Bench(), judging(judges=1, together=3)

    async def broken() -> bool:
        raise ConnectionError

    bench.free.clear()
    first = asyncio.create_task(ask(queue, bench, "first"))
    await until(lambda: len(bench.batches) == 1)
    innocent = asyncio.create_task(ask(queue, bench, "innocent"))
    lost = asyncio.create_task(ask(queue, bench, "lost", gone=broken))
    await until(lambda: queue.waiting == 2)
    await asyncio.sleep(0.1)
    bench.free.set()
    with pytest.raises(Left):
        await lost
    assert [len(told) for told in await asyncio.gather(first, innocent)] == [1, 1]


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
