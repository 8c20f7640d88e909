"""Before and after."""

import random
from statistics import NormalDist

import pytest

from data.training.change import changes, interval, t_quantile
from tests.data.training.builders import marks, room


def test_the_change_is_that_of_people_who_gave_both_marks() -> None:
    known = changes(
        room(
            (1, "measure-1", marks(3)),
            (1, "measure-2", marks(6)),
            (2, "measure-1", marks(4)),
            (2, "measure-2", marks(5)),
            (3, "measure-1", marks(10)),
            (4, "measure-2", marks(1)),
        )
    )[0]
    assert known.pairs == ((3, 6), (4, 5))
    assert (known.before, known.after, known.mean) == (3.5, 5.5, 2.0)
    assert (known.only_before, known.only_after) == (1, 1)


def test_the_interval_is_that_of_students_paired_test() -> None:
    # Differences 1, 2, 3, 4, 5: mean 3, sd 1.5811, t(4) 2.776: half a width of 1.9629.
    low, high = interval([1, 2, 3, 4, 5])
    assert low == pytest.approx(1.0371, abs=1e-3)
    assert high == pytest.approx(4.9629, abs=1e-3)


@pytest.mark.parametrize("differences", [[], [3.0], [2.0, 2.0, 2.0]])
def test_nothing_is_claimed_where_nothing_can_be_known(differences: list[float]) -> None:
    assert interval(differences) == (None, None)


def test_an_interval_stays_within_what_the_scale_allows() -> None:
    assert interval([9, 0]) == (-9.0, 9.0)


def test_quantiles_fall_towards_the_normal_and_never_below_it() -> None:
    found = [t_quantile(n) for n in range(1, 200)]
    assert found == sorted(found, reverse=True)
    assert found[-1] > NormalDist().inv_cdf(0.975)


def test_nineteen_of_twenty_intervals_hold_the_true_change() -> None:
    chance = random.Random(7)  # noqa: S311
    held = 0
    for _ in range(600):
        low, high = interval([chance.gauss(1.5, 2.0) for _ in range(8)])
        held += low is not None and high is not None and low <= 1.5 <= high
    assert 0.92 <= held / 600 <= 0.98


def test_a_rise_is_clear_only_when_the_interval_leaves_no_doubt() -> None:
    rise = [(n, k, marks(m)) for n in range(1, 7) for k, m in (("measure-1", 3), ("measure-2", 6 + n % 2))]
    doubt = [(n, k, marks(m)) for n in range(1, 4) for k, m in (("measure-1", 5), ("measure-2", 3 + 2 * n))]
    assert changes(room(*rise))[0].clear
    assert not changes(room(*doubt))[0].clear
