"""What a service does again and again while it lives, beside its requests."""

import asyncio
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool


async def again_and_again(work: Callable[[], None], every: float, over: asyncio.Event) -> None:
    """Do some work in a thread, at once and then every so many seconds, until it is over; what was begun is finished.

    A task that is cancelled leaves its thread at work, on files that others believe closed.
    """
    while True:
        await run_in_threadpool(work)
        try:
            await asyncio.wait_for(over.wait(), every)
        except TimeoutError:
            continue
        return
