import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.fit import best_threshold
from training.fit import macro_f1 as binary_f1
from training.metrics import agreement, calibration_error, interval, kappa, macro_f1

LABELS = st.lists(st.sampled_from(["met", "not_met", "cannot_tell"]), min_size=1, max_size=30)


def test_macro_f1_is_the_mean_over_the_classes_of_the_truth() -> None:
    truth = np.array(["met", "met", "not_met", "not_met"])
    said = np.array(["met", "not_met", "not_met", "not_met"])
    assert macro_f1(truth, said) == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert binary_f1(truth == "met", said == "met") == pytest.approx(macro_f1(truth, said))


@given(LABELS)
def test_a_labelling_agrees_with_itself(labels: list[str]) -> None:
    ours = np.array(labels)
    assert (macro_f1(ours, ours), agreement(ours, ours), kappa(ours, ours)) == (1.0, 1.0, 1.0)


def test_kappa_is_nothing_where_agreement_is_chance() -> None:
    assert kappa(np.array(["a", "a", "b", "b"]), np.array(["a", "b", "a", "b"])) == pytest.approx(0)


def test_calibration_error_is_the_gap_between_saying_and_being() -> None:
    assert calibration_error(np.array([True] * 9 + [False]), np.full(10, 0.9)) == pytest.approx(0)
    assert calibration_error(np.array([False] * 10), np.full(10, 0.9)) == pytest.approx(0.9)


def test_an_interval_holds_its_figure_and_shrinks_with_more_groups() -> None:
    values = np.random.default_rng(1).normal(size=400)
    few = interval(lambda rows: float(values[rows].mean()), [str(i // 40) for i in range(400)])
    many = interval(lambda rows: float(values[rows].mean()), [str(i) for i in range(400)])
    assert few.low <= few.value <= few.high
    assert many.high - many.low < 1
    assert str(few).count("[") == 1


def test_a_threshold_is_moved_only_by_enough_evidence() -> None:
    chances = np.linspace(0, 1, 200)
    assert best_threshold(chances, (chances > 0.6).astype(np.float32)) == pytest.approx(0.6, abs=0.02)
    assert best_threshold(chances[:10], (chances[:10] > 0.6).astype(np.float32)) == 0.5
