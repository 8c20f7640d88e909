from collections.abc import Callable

import pytest

from model.criteria import Criterion
from model.rules.people import Actor, actor_of


@pytest.mark.parametrize(
    ("phrase", "actor"),
    [
        ("Grace from Social Work", Actor.PERSON),
        ("Social Work (Grace Adeyemi)", Actor.PERSON),
        ("Mrs Farrukh (family support)", Actor.PERSON),
        ("Housing officer", Actor.ROLE),
        ("Nadia & Kwame", Actor.PERSON),
        ("Dad and the boys", Actor.ROLE),
        ("X", Actor.ROLE),
        ("Wound clinic", Actor.AGENCY),
        ("MDT", Actor.AGENCY),
        ("Sales team", Actor.TEAM),
        ("All agencies", Actor.CROWD),
        ("Joy's weight", Actor.THING),
        ("Our volunteer manager", Actor.FIRST_PERSON),
        ("", Actor.NOBODY),
    ],
)
def test_who_is_meant(phrase: str, actor: Actor) -> None:
    assert actor_of(phrase) is actor


@pytest.mark.parametrize(
    ("text", "domain", "found"),
    [
        ("Social Work to ring Housing", "child_plan", {"agency-actor"}),
        ("Mum to ring Housing", "child_plan", set()),
        ("Staff to complete the form", "workplace", {"no-actor"}),
        ("Sales team to ring 40 leads", "business", set()),
        ("Sales team to ring 40 leads", "child_plan", {"agency-actor"}),
        ("Ring Housing", "child_plan", {"no-actor"}),
        ("Ring Housing", "personal", set()),
        ("Form to be sent", "personal", set()),
        ("Form to be sent by the Council", "personal", {"agency-actor"}),
        ("Form to be sent", "child_plan", {"no-actor"}),
        ("Form to be sent by Ms Okafor", "child_plan", set()),
        ("Cut falls from 6 to 5, led by Deputy Chief Nurse R. Adeyinka", "public_policy", set()),
    ],
)
def test_nobody_a_crowd_or_an_agency_is_missing_somebody(
    rules_on: Callable[..., set[str]], text: str, domain: str, found: set[str]
) -> None:
    actors = {"no-actor", "agency-actor"}
    assert rules_on(text, Criterion.SPECIFIC, domain=domain) & actors == found
    assert rules_on(text, Criterion.ACHIEVABLE, domain=domain) & actors == found


def test_the_finding_points_at_the_agency(words_found: Callable[..., list[str]]) -> None:
    assert words_found("agency-actor", "This week Education Welfare to ring Mum") == ["Education Welfare"] * 2
