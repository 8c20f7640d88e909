"""The feed: who comes back has missed nothing, and a stream ends when the service does."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from serve.life import Life
from serve.training.feed import MOST_OF_ONE, Audience, Event, Feed, Pace, stream
from serve.training.refused import StreamsFull

QUICK = Pace(heartbeat=0.05, tick=0.01)
CODE = "K7P2QX"


@dataclass
class Session:
    """How things are, told anew each time."""

    feed: Feed = field(default_factory=Feed)
    life: Life = field(default_factory=Life)
    at: int = 0
    last: bool = False

    async def newest(self) -> Event:
        return Event(str(self.at), "moved", f'{{"at":{self.at}}}', self.last)

    def move(self, *, last: bool = False) -> None:
        self.at += 1
        self.last = last
        self.feed.tell(CODE, Audience.PEOPLE)

    async def listen(self, heard: str | None = None, pace: Pace = QUICK) -> AsyncIterator[str]:
        with self.feed.listening(CODE, Audience.PEOPLE, 1) as listener:
            async for told in stream(listener, self.newest, heard, self.life, pace):
                if not told.startswith("retry"):
                    yield told


async def first(told: AsyncIterator[str], n: int) -> list[str]:
    found: list[str] = []
    async with asyncio.timeout(5):
        while len(found) < n:
            found.append(await anext(told))
    return found


async def test_whoever_comes_hears_how_things_are_and_then_what_is_new() -> None:
    session = Session()
    told = session.listen()
    assert await first(told, 1) == ['id: 0\nevent: moved\ndata: {"at":0}\n\n']
    session.move()
    assert "id: 1" in (await first(told, 1))[0]
    await told.aclose()  # type: ignore[attr-defined]


async def test_whoever_was_away_hears_the_newest_and_nothing_twice() -> None:
    session = Session(at=7)
    told = session.listen(heard="7")
    assert await first(told, 1) == [": still here\n\n"], "it has been heard"
    await told.aclose()  # type: ignore[attr-defined]
    for _ in range(5):
        session.move()
    again = session.listen(heard="7")
    assert "id: 12" in (await first(again, 1))[0]
    await again.aclose()  # type: ignore[attr-defined]


async def test_many_moves_between_two_looks_are_told_in_one() -> None:
    session = Session()
    told = session.listen(pace=Pace(gap=0.05, heartbeat=5, tick=0.01))
    await first(told, 1)
    for _ in range(100):
        session.move()
    assert "id: 100" in (await first(told, 1))[0]
    await told.aclose()  # type: ignore[attr-defined]


async def test_a_move_while_things_are_looked_up_is_not_missed() -> None:
    session = Session()
    looked = session.newest

    async def slowly() -> Event:
        event = await looked()
        if session.at == 0:
            session.move()  # after the look, before the wait
        return event

    session.newest = slowly  # type: ignore[method-assign]
    told = session.listen(pace=Pace(heartbeat=60, tick=0.01))
    assert ["id: 0" in e or "id: 1" in e for e in await first(told, 2)] == [True, True]
    await told.aclose()  # type: ignore[attr-defined]


async def test_a_stream_ends_soon_after_the_service_is_told_to_stop() -> None:
    session = Session()
    session.life.start()
    told = session.listen(pace=Pace(gap=60, heartbeat=60, tick=0.01))
    await first(told, 1)
    session.life.stop()
    async with asyncio.timeout(2):
        assert [e async for e in told] == []


async def test_nothing_follows_the_last_event() -> None:
    session = Session(last=True)
    async with asyncio.timeout(2):
        assert len([e async for e in session.listen()]) == 1


async def test_a_move_from_another_thread_wakes_a_stream() -> None:
    session = Session()
    told = session.listen(pace=Pace(heartbeat=60, tick=30))
    await first(told, 1)
    waiting = asyncio.create_task(first(told, 1))
    await asyncio.sleep(0.01)
    await asyncio.to_thread(session.move)
    assert "id: 1" in (await waiting)[0]
    await told.aclose()  # type: ignore[attr-defined]


async def test_who_is_online_is_counted_by_people_and_forgotten_when_they_leave() -> None:
    feed = Feed()
    with feed.listening(CODE, Audience.PEOPLE, 1), feed.listening(CODE, Audience.PEOPLE, 1):
        with feed.listening(CODE, Audience.PEOPLE, 2):
            assert len(feed.people(CODE)) == 2
        assert len(feed.people(CODE)) == 1
    assert len(feed.people(CODE)) == 0
    feed.tell(CODE, Audience.PEOPLE)


async def test_facilitators_hear_of_people_who_come_and_go() -> None:
    feed = Feed()
    with feed.listening(CODE, Audience.FACILITATORS, 0) as facilitator:
        with feed.listening(CODE, Audience.PEOPLE, 1):
            await asyncio.sleep(0)
            assert facilitator.woken.is_set()
            facilitator.woken.clear()
        await asyncio.sleep(0)
        assert facilitator.woken.is_set()


async def test_one_participant_holds_so_many_streams() -> None:
    feed = Feed()
    open_ = [feed.listening(CODE, Audience.PEOPLE, 1) for _ in range(MOST_OF_ONE)]
    for stream_ in open_:
        feed.check_room(CODE, Audience.PEOPLE, 1)
        stream_.__enter__()
    with pytest.raises(StreamsFull):
        feed.check_room(CODE, Audience.PEOPLE, 1)
    feed.check_room(CODE, Audience.PEOPLE, 2)
    for stream_ in open_:
        stream_.__exit__(None, None, None)
    feed.check_room(CODE, Audience.PEOPLE, 1)
