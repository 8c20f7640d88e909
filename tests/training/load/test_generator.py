"""The load tool on a service of the tests' own: the schedule holds, whatever the service does."""

import pytest

from tests.training.load.stubs import service
from training.load.generator import LoadFailed, put
from training.load.limits import LoadRefused
from training.load.samples import NOT_SENT
from training.load.spec import Load

pytestmark = pytest.mark.e2e  # starts a process of its own


def test_a_stall_is_counted_against_every_request_that_was_due_in_it() -> None:
    """A tool that waits for one answer before it asks again would have found a single slow request."""
    stall = 0.8
    with service(lambda n: (200, stall if n == 0 else 0.0)) as address:
        alone = put(Load(address, rate=20, seconds=2, spacing="fixed", in_flight=1))
    late = [s for s in alone.samples if s.outcome == NOT_SENT]
    assert 10 <= len(late) <= 20
    assert len(alone.samples) == 40
    with service(lambda _: (200, stall)) as address:
        slow = put(Load(address, rate=20, seconds=2, spacing="fixed"))
    assert len(slow.samples) == 40
    assert slow.summary.errors == {}
    assert slow.summary.lag_p99 < 400  # begun when due, though none was answered for long
    assert all(s.took >= stall for s in slow.samples)


def test_refusals_are_counted_with_what_they_say() -> None:
    with service(lambda n: (503 if n % 2 else 200, 0.0)) as address:
        found = put(Load(address, rate=40, seconds=1, spacing="fixed"), processes=2).summary
    assert found.outcomes == {"200": 20, "503": 20}
    assert found.without_retry_after == 0


def test_nobody_there_is_an_error_of_each_request() -> None:
    with service(lambda _: (200, 0.0)) as address:
        pass
    found = put(Load(address, rate=20, seconds=1, spacing="fixed")).summary
    assert found.served == 0
    assert found.errors == {"ConnectionRefusedError": 20}


def test_clients_that_ask_again_at_once_keep_one_request_each_in_flight() -> None:
    with service(lambda _: (200, 0.1)) as address:
        found = put(Load(address, seconds=1.5, clients=4)).summary
    assert 20 <= found.requests <= 64
    assert found.errors == {}


def test_another_machine_is_refused_before_anything_is_started() -> None:
    with pytest.raises(LoadRefused):
        put(Load("http://192.0.2.7:80"))


def test_a_load_process_that_fails_says_so() -> None:
    with pytest.raises(LoadFailed, match="never"):
        put(Load("http://127.0.0.1:9", spacing="never", seconds=1, rate=1))
