import pytest
from hypothesis import given
from hypothesis import strategies as st

from serve.rates import Rates, address
from serve.refusals import TooManyRequests


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def taken(rates: Rates, name: str, times: int) -> int:
    """Return how many of so many requests are let through."""
    through = 0
    for _ in range(times):
        try:
            rates.take(name)
        except TooManyRequests:
            continue
        through += 1
    return through


def test_a_minute_s_worth_may_come_at_once_and_no_more() -> None:
    assert taken(Rates(60, Clock()), "a", 100) == 60


def test_the_bucket_fills_with_time() -> None:
    clock = Clock()
    rates = Rates(60, clock)
    taken(rates, "a", 60)
    clock.now += 2.5
    assert taken(rates, "a", 10) == 2
    clock.now += 3600
    assert taken(rates, "a", 100) == 60


def test_whoever_is_refused_is_told_when_to_come_again_and_then_let_in() -> None:
    clock = Clock()
    rates = Rates(6, clock)
    taken(rates, "a", 6)
    with pytest.raises(TooManyRequests) as refused:
        rates.take("a")
    after = refused.value.headers["Retry-After"]
    assert after == "10"
    clock.now += int(after)
    rates.take("a")


def test_refusals_cost_nothing_so_that_waiting_always_helps() -> None:
    clock = Clock()
    rates = Rates(60, clock)
    taken(rates, "a", 60)
    for _ in range(100):
        clock.now += 0.01
        taken(rates, "a", 1)
    assert taken(rates, "b", 1) == 1
    clock.now += 1
    assert taken(rates, "a", 1) == 1


def test_one_does_not_use_up_another_s() -> None:
    rates = Rates(5, Clock())
    taken(rates, "a", 50)
    assert taken(rates, "b", 5) == 5


def test_memory_is_bounded_and_who_was_quiet_longest_is_forgotten() -> None:
    clock = Clock()
    rates = Rates(1, clock, most_names=3)
    for name in "abcd":
        rates.take(name)
        clock.now += 0.001
    assert len(rates) == 3
    assert taken(rates, "d", 1) == 0
    assert taken(rates, "a", 1) == 1, "forgotten, so its bucket is full"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 30)), max_size=60), st.integers(1, 20))
def test_nobody_ever_gets_more_than_a_full_bucket_and_what_has_flowed_in(
    asked: list[tuple[str, float]], a_minute: int
) -> None:
    clock = Clock()
    rates = Rates(a_minute, clock)
    through = dict.fromkeys("abc", 0)
    for name, pause in asked:
        clock.now += pause
        through[name] += taken(rates, name, 1)
    most = a_minute + (clock.now - 1000.0) * a_minute / 60
    assert all(count <= most + 1e-6 for count in through.values())


@pytest.mark.parametrize(
    ("client", "name"),
    [
        (("192.0.2.7", 5000), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 5000), "2001:db8:1:2::/64"),
        (("2001:db8:1:2:ffff::1", 5000), "2001:db8:1:2::/64"),
        (("fe80::1%eth0", 5000), "fe80::/64"),
        (("::ffff:192.0.2.7", 5000), "192.0.2.7"),
        (("testclient", 5000), "testclient"),
        (None, "nobody"),
    ],
)
def test_an_address_counts_as_one_and_so_does_an_ipv6_network(client: tuple[str, int] | None, name: str) -> None:
    assert address(client) == name
