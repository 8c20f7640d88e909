import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.load.samples import NOT_SENT, Sample, Summary, quantiles, summary, timeline

OUTCOMES = st.sampled_from(["200", "503", "500", NOT_SENT, "ConnectionResetError"])
SAMPLES = st.lists(
    st.builds(Sample, st.floats(0, 9), st.floats(0, 1), st.floats(1, 9), OUTCOMES, st.booleans()), max_size=30
)


def test_percentiles_are_of_every_sample_in_milliseconds() -> None:
    found = quantiles(n / 1000 for n in range(101))
    assert found is not None
    assert (found.p50, found.p95, found.p99, found.most) == pytest.approx((50, 95, 99, 100))


def test_time_counts_from_when_a_request_was_due() -> None:
    stalled = [Sample(0.0, 0.0, 1.0, "200"), Sample(0.1, 0.9, 0.95, "200")]
    found = summary(stalled, 1.0)
    assert found.latency is not None
    assert found.begun is not None
    assert found.latency.p50 == pytest.approx(975)
    assert found.begun.p50 == pytest.approx(525)


def test_only_what_was_answered_counts_as_served() -> None:
    samples = [
        Sample(0, 0, 0.01, "200"),
        Sample(0, 0, 0.01, "503", retry_after=True),
        Sample(0, 0, 0.01, "503"),
        Sample(0, 0, 0, NOT_SENT),
    ]
    found = summary(samples, 2.0)
    assert (found.offered, found.served) == (2.0, 0.5)
    assert found.errors == {"503": 2, NOT_SENT: 1}
    assert found.without_retry_after == 1


def test_a_load_that_nobody_answered_has_no_percentiles() -> None:
    found = summary([Sample(0, 0, 5, "ConnectionRefusedError")], 1.0)
    assert found.latency is None
    assert found.p99 == float("inf")
    assert "nothing answered" in str(found)


@given(SAMPLES)
def test_figures_survive_json(samples: list[Sample]) -> None:
    found = summary(samples, 3.0)
    assert Summary.of_body({**json.loads(json.dumps(found.body())), "tool_cpu": 1.0}) == found


@given(SAMPLES)
def test_every_request_has_its_place_in_the_timeline(samples: list[Sample]) -> None:
    assert sum(row["requests"] for row in timeline(samples, 10.0, 2.5)) == len(samples)
