"""What a service does again and again: at once, on time, and to its end."""

import asyncio
import threading

from serve.training.routine import again_and_again


async def test_it_is_done_at_once_and_again_until_it_is_over() -> None:
    over, done = asyncio.Event(), threading.Semaphore(0)
    routine = asyncio.create_task(again_and_again(done.release, 0.001, over))
    for _ in range(3):
        assert await asyncio.to_thread(done.acquire, timeout=5)
    over.set()
    await asyncio.wait_for(routine, 5)


async def test_it_is_done_once_by_a_service_that_stops_as_soon_as_it_starts() -> None:
    over, times = asyncio.Event(), []
    over.set()
    await again_and_again(lambda: times.append(1), 600, over)
    assert times == [1]


async def test_whoever_ends_it_waits_until_what_was_begun_is_finished() -> None:
    over, begun, may_end = asyncio.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        may_end.wait(5)

    routine = asyncio.create_task(again_and_again(work, 600, over))
    await asyncio.to_thread(begun.wait, 5)
    over.set()
    finished, _ = await asyncio.wait([routine], timeout=0.05)
    assert not finished
    may_end.set()
    await asyncio.wait_for(routine, 5)
