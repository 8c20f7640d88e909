"""Two processes of one service: a facilitator at one hears of what is sent to the other."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from serve.training.elsewhere import Elsewhere
from serve.training.feed import Audience
from tests.serve.training.conftest import Clock, Place, place_in

Two = tuple[Place, Place]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.e2e)])
def two(tmp_path: Path, clock: Clock, request: pytest.FixtureRequest) -> Iterator[Two]:
    server = {"reviews": request.getfixturevalue("postgres")} if request.param == "postgresql" else {}
    both = place_in(tmp_path, clock, **server), place_in(tmp_path, clock, **server)
    yield both
    for place in both:
        place.room.store.close()


async def woken(listener: asyncio.Event) -> bool:
    await asyncio.sleep(0)  # it is woken through its loop
    was = listener.is_set()
    listener.clear()
    return was


async def test_what_is_answered_at_one_wakes_the_facilitator_at_the_other(two: Two) -> None:
    one, other = two
    code = one.begin("exercise-4")
    person = other.join(code)
    with one.room.feed.listening(code, Audience.FACILITATORS, 0) as facilitator:
        one.room.elsewhere.look()
        assert await woken(facilitator.woken), "whoever begins to listen may have missed something"
        one.room.elsewhere.look()
        assert not await woken(facilitator.woken)
        assert person.answer("rewording-s01", text="by Friday").status_code == 200
        one.room.elsewhere.look()
        assert await woken(facilitator.woken)
    assert one.tally(code) == other.tally(code)
    assert one.tally(code)["people"] == 1


async def test_a_step_at_one_wakes_the_people_at_the_other_and_an_answer_does_not(two: Two) -> None:
    one, other = two
    code = one.begin("exercise-4")
    person = one.join(code)
    with other.room.feed.listening(code, Audience.PEOPLE, 1) as page:
        other.room.elsewhere.look()
        await woken(page.woken)
        person.answer("rewording-s01", text="by Friday")
        other.room.elsewhere.look()
        assert not await woken(page.woken)
        one.lead(code, "measure-2")
        other.room.elsewhere.look()
        assert await woken(page.woken)
        one.client.delete(f"/v1/training/sessions/{code}")
        other.room.elsewhere.look()
        assert await woken(page.woken)


async def test_pages_that_are_open_at_both_are_counted_at_both(two: Two) -> None:
    one, other = two
    code = one.begin("exercise-4")
    people = one.room.feed.listening(code, Audience.PEOPLE, 1), other.room.feed.listening(code, Audience.PEOPLE, 2)
    with people[0], people[1]:
        for place in two:
            place.room.elsewhere.look()
        assert [place.tally(code)["online"] for place in two] == [2, 2]
        with other.room.feed.listening(code, Audience.PEOPLE, 1):
            other.room.elsewhere.look()
            assert one.tally(code)["online"] == 2, "somebody with a page at each is one"
    other.room.elsewhere.look()
    assert one.tally(code)["online"] == 0
    one.room.elsewhere.leave()
    assert other.tally(code)["online"] == 0


async def test_pages_of_a_process_that_died_are_counted_no_longer(two: Two, clock: Clock) -> None:
    one, other = two
    code = one.begin("exercise-4")
    with other.room.feed.listening(code, Audience.PEOPLE, 1):
        other.room.elsewhere.look()
    assert one.tally(code)["online"] == 1
    clock.forward(seconds=16)
    assert one.tally(code)["online"] == 0


async def test_a_page_that_stays_open_is_said_again_and_again(tmp_path: Path) -> None:
    clock = Clock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    place = place_in(tmp_path, clock)
    code = place.begin("exercise-4")
    ticks = [0.0]
    said = Elsewhere(place.room.store, place.room.feed, lambda: ticks[0])
    with place.room.feed.listening(code, Audience.PEOPLE, 7):
        for _ in range(8):
            said.look()
            ticks[0] += 4
            clock.now += timedelta(seconds=4)
        assert place.room.store.present(code, clock.now - timedelta(seconds=15), but_at="another") == {7}
    place.room.store.close()


def test_where_nobody_listens_the_store_is_not_asked(tmp_path: Path, clock: Clock) -> None:
    place = place_in(tmp_path, clock)
    place.room.elsewhere.look()
    assert not place.room.store.exists
