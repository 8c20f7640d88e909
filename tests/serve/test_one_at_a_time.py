"""The event loop that hears one connection at a time, on real sockets."""

import asyncio
import selectors
import socket
from collections.abc import Iterator

import pytest

from serve.one_at_a_time import OneAtATime, new_loop

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pairs() -> Iterator[list[Pair]]:
    made = [socket.socketpair() for _ in range(5)]
    yield made
    for pair in made:
        for end in pair:
            end.close()


@pytest.fixture
def selector() -> Iterator[OneAtATime]:
    with OneAtATime() as made:
        yield made


def heard(selector: OneAtATime) -> list[object]:
    return [key.data for key, _ in selector.select(0)]


def crowd(selector: OneAtATime, pairs: list[Pair]) -> None:
    for number, (here, there) in enumerate(pairs):
        selector.register(here, selectors.EVENT_READ, number)
        there.send(b"x")


def test_each_of_a_crowd_is_heard_once_before_any_is_heard_again(selector: OneAtATime, pairs: list[Pair]) -> None:
    crowd(selector, pairs)
    rounds = [[heard(selector) for _ in pairs] for _ in range(2)]
    for found in rounds:
        assert sorted(found) == [[n] for n in range(5)]


def test_whoever_has_left_or_is_not_listened_to_is_passed_over(selector: OneAtATime, pairs: list[Pair]) -> None:
    crowd(selector, pairs)
    (first,) = heard(selector)
    others = [n for n in range(5) if n != first]
    selector.unregister(pairs[others[0]][0])
    selector.modify(pairs[others[1]][0], selectors.EVENT_WRITE, others[1])
    assert [heard(selector) for _ in range(2)] in ([[others[2]], [others[3]]], [[others[3]], [others[2]]])


def test_a_place_that_somebody_else_has_taken_is_theirs(selector: OneAtATime, pairs: list[Pair]) -> None:
    crowd(selector, pairs)
    (first,) = heard(selector)
    left = next(n for n in range(5) if n != first)
    here = pairs[left][0]
    selector.unregister(here)
    selector.register(here, selectors.EVENT_READ, "new")
    found = [heard(selector) for _ in range(4)]
    assert ["new"] in found
    assert [left] not in found


def test_nobody_is_heard_where_nobody_speaks(selector: OneAtATime, pairs: list[Pair]) -> None:
    selector.register(pairs[0][0], selectors.EVENT_READ, 0)
    assert selector.select(0.001) == []


def test_what_is_under_way_goes_on_between_two_of_a_crowd() -> None:
    steps: list[str] = []

    async def under_way() -> None:
        for step in range(5):
            steps.append(f"step {step}")
            await asyncio.sleep(0)

    def hear(end: socket.socket) -> None:
        steps.append(f"heard {len(end.recv(1))}")

    async def main() -> None:
        loop = asyncio.get_running_loop()
        made = [socket.socketpair() for _ in range(5)]
        for here, there in made:
            loop.add_reader(here, hear, here)
            there.send(b"x")
        await under_way()
        for pair in made:
            loop.remove_reader(pair[0])
            for end in pair:
                end.close()

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(main())
    runs = [
        len(run) for run in " ".join("h" if s.startswith("heard") else "s" for s in steps).replace(" ", "").split("s")
    ]
    assert max(runs) <= 1
