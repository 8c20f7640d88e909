"""How fast a service judges: by what was judged while anybody waited, and not by its rest."""

import pytest

from serve.pace import Pace


def judged(pace: Pace, every: float, times: int, objectives: int = 1, since: float = 0.0) -> float:
    now = since
    for _ in range(times):
        now += every
        pace.done(objectives, now)
    return now


def test_it_comes_to_what_is_judged_a_second() -> None:
    pace = Pace(2)
    assert pace.a_second == pytest.approx(400)
    pace.begin(0.0)
    judged(pace, 0.02, 200)
    assert pace.a_second == pytest.approx(50, rel=0.01)


def test_a_batch_counts_by_its_objectives() -> None:
    pace = Pace(1)
    pace.begin(0.0)
    judged(pace, 0.08, 200, objectives=8)
    assert pace.a_second == pytest.approx(100, rel=0.01)


def test_its_rest_does_not_count() -> None:
    pace, now = Pace(1), 0.0
    for _ in range(100):
        pace.begin(now)
        now = judged(pace, 0.01, 1, since=now)
        pace.rest()
        now += 10.0
    assert pace.a_second == pytest.approx(100, rel=0.01)


def test_who_comes_while_it_is_counted_does_not_begin_it_anew() -> None:
    pace = Pace(1)
    pace.begin(0.0)
    pace.begin(0.009)
    assert judged(pace, 0.01, 1) == 0.01
    assert pace.a_second < 200


def test_two_that_end_in_one_moment_are_no_division_by_nothing() -> None:
    pace = Pace(1)
    pace.begin(1.0)
    pace.done(1, 1.0)
    assert pace.a_second < 1e6
