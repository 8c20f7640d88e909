import numpy as np
import pytest

from training.load.trend import trend

SECONDS = [5.0 * n for n in range(180)]


def noise(seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.random.default_rng(seed).normal(0, 2, len(SECONDS))


def test_a_leak_is_seen_through_noise() -> None:
    leaking = [300 + 60 * s / 3600 + n for s, n in zip(SECONDS, noise(1), strict=True)]
    found = trend(SECONDS, leaking)
    assert found.low < 60 < found.high
    assert found.low > 0
    assert not found.flat(tolerance=3)


@pytest.mark.parametrize("seed", range(5))
def test_noise_alone_is_flat(seed: int) -> None:
    assert trend(SECONDS, [300 + n for n in noise(seed)]).flat(tolerance=3)


def test_a_rise_that_is_certain_and_tiny_is_flat_within_the_tolerance() -> None:
    found = trend(SECONDS, [300 + s / 3600 for s in SECONDS])
    assert found.low > 0
    assert found.flat(tolerance=3)
    assert not found.flat(tolerance=0.1)


def test_what_falls_is_flat() -> None:
    assert trend(SECONDS, [300 - s for s in SECONDS]).flat(tolerance=0)


def test_what_never_moves_is_flat() -> None:
    assert trend(SECONDS, [19] * len(SECONDS)).flat(tolerance=0)


def test_two_figures_make_no_trend() -> None:
    with pytest.raises(ValueError, match="three"):
        trend([0, 1], [1, 2])
