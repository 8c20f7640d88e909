import pytest

from training.load.limits import MOST_IN_FLIGHT, MOST_RATE, MOST_SECONDS, LoadRefused, check_address, check_size


@pytest.mark.parametrize(
    ("address", "found"),
    [("http://127.0.0.1:8642", ("127.0.0.1", 8642)), ("http://[::1]:80", ("::1", 80))],
)
def test_this_machine_may_be_loaded(address: str, found: tuple[str, int]) -> None:
    assert check_address(address) == found


@pytest.mark.parametrize(
    "address",
    [
        "http://192.0.2.7:8642",
        "http://example.org:80",
        "http://localhost:8642",  # a name may lead anywhere
        "http://127.0.0.1.example.org:80",
        "http://127.0.0.1@192.0.2.7:80",
        "https://127.0.0.1:8642",
        "http://127.0.0.1",
        "http://0.0.0.0:80",
        "",
    ],
)
def test_nothing_else_may(address: str) -> None:
    with pytest.raises(LoadRefused, match="not on this machine"):
        check_address(address)


@pytest.mark.parametrize(
    ("rate", "seconds", "in_flight"),
    [
        (MOST_RATE * 1.01, 1, 1),
        (1, MOST_SECONDS * 1.01, 1),
        (1, 1, MOST_IN_FLIGHT + 1),
        (0, 1, 1),
        (1, 0, 1),
        (1, 1, 0),
        (float("nan"), 1, 1),
        (1, float("nan"), 1),
        (MOST_RATE, MOST_SECONDS, 1),
    ],
)
def test_a_load_beyond_bounds_is_refused(rate: float, seconds: float, in_flight: int) -> None:
    with pytest.raises(LoadRefused):
        check_size(rate, seconds, in_flight)


def test_the_floor_is_within_bounds() -> None:
    check_size(200, 60, 256)
