import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.load.schedule import Spacing, arrivals


@given(
    rate=st.floats(0.1, 500), seconds=st.floats(0.1, 30), spacing=st.sampled_from(Spacing), seed=st.integers(0, 2**31)
)
def test_every_arrival_is_due_in_time_and_in_order(rate: float, seconds: float, spacing: Spacing, seed: int) -> None:
    due = arrivals(rate, seconds, spacing, seed)
    assert np.all(np.diff(due) >= 0)
    assert np.all((due >= 0) & (due < seconds))


def test_fixed_arrivals_have_the_same_distance() -> None:
    assert arrivals(4, 1, Spacing.FIXED).tolist() == [0, 0.25, 0.5, 0.75]


def test_the_same_seed_draws_the_same_and_another_another() -> None:
    assert arrivals(50, 4, seed=1).tolist() == arrivals(50, 4, seed=1).tolist()
    assert arrivals(50, 4, seed=1).tolist() != arrivals(50, 4, seed=2).tolist()


def test_gaps_of_a_poisson_schedule_vary_as_they_should() -> None:
    gaps = np.diff(arrivals(200, 200))
    assert gaps.mean() == pytest.approx(1 / 200, rel=0.05)
    assert gaps.std() == pytest.approx(gaps.mean(), rel=0.05)
