import pytest

from model.criteria import Criterion
from serve.guide.address import address, at
from serve.guide.book import places


@pytest.mark.parametrize(
    ("rule", "criterion", "where"),
    [
        ("no-actor", Criterion.SPECIFIC, "/guide/specific#no-actor"),
        ("no-actor", Criterion.ACHIEVABLE, "/guide/specific#no-actor"),
        ("ongoing", None, "/guide/time-bound#ongoing"),
        ("model-evidence", Criterion.RELEVANT, "/guide#model-evidence"),
        ("time_bound", Criterion.TIME_BOUND, "/guide/time-bound"),
        ("a-rule-to-come", Criterion.TIME_BOUND, "/guide/time-bound"),
        ("a-rule-to-come", None, "/guide"),
    ],
)
def test_a_finding_leads_to_its_section_or_as_near_as_there_is(
    rule: str, criterion: Criterion | None, where: str
) -> None:
    assert address(rule, criterion) == where


def test_no_two_findings_lead_to_the_same_place() -> None:
    assert len({address(rule) for rule in places()}) == len(places())


@pytest.mark.parametrize("service", ["https://aimwell.example.org", "https://aimwell.example.org/"])
def test_elsewhere_the_address_of_the_service_stands_before_it(service: str) -> None:
    assert at(service, "/guide/specific#no-actor") == "https://aimwell.example.org/guide/specific#no-actor"
