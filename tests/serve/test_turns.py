"""The queue in which objectives wait: who is taken, whose turn it is, and what need not be judged any more."""

import asyncio
from collections.abc import Callable

import pytest

from serve.judging import Judging
from serve.refusals import Crowded, Left, TookTooLong
from serve.turning_away import Crowd
from serve.turns import Turns
from tests.serve.judges import Bench, Slow, ask, until


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
