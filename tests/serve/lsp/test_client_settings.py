from datetime import date

import pytest

from serve.lsp.client_settings import ClientSettings, settings_of

SERVICE = "https://aimwell.example.org"
ALL = ClientSettings(
    date(2027, 3, 1), picky=True, rules_off=frozenset({"no-deadline", "model-evidence"}), service_url=SERVICE
)
GIVEN = {
    "as_of": "2027-03-01",
    "picky": True,
    "rules_off": ["no-deadline", "model-evidence"],
    "service_url": SERVICE,
}


@pytest.mark.parametrize(
    "given",
    [
        GIVEN,
        {"aimwell": GIVEN},
        {
            "asOf": "2027-03-01",
            "picky": True,
            "rulesOff": ["no-deadline", "model-evidence"],
            "serviceUrl": SERVICE,
        },
    ],
)
def test_settings_are_read_with_or_without_their_section_and_in_either_spelling(given: object) -> None:
    assert settings_of(given) == (ALL, [])


def test_nothing_given_is_nothing_set() -> None:
    assert settings_of(None) == (ClientSettings(), [])
    assert settings_of({"as_of": None, "service_url": ""}) == (ClientSettings(), [])
    assert settings_of({"as_of": "", "path": "/opt/aimwell", "trace": {"server": "off"}}) == (ClientSettings(), [])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"as_of": "soon"}, "as_of is no date"),
        ({"as_of": 3}, "as_of is no date"),
        ({"picky": "yes"}, "picky is neither true nor false"),
        ({"rules_off": "no-deadline"}, "rules_off is no list of rules"),
        ({"rules_off": ["nonsense"]}, "rules_off is no list of rules"),
        ({"rule_off": []}, "does not know; it knows as_of, picky, rules_off, service_url"),
        ({"service_url": "javascript:alert(1)"}, "service_url is no address of a service"),
        ({"service_url": 8642}, "service_url is no address of a service"),
    ],
)
def test_a_value_that_does_not_hold_is_named_and_the_others_count(given: dict[str, object], said: str) -> None:
    settings, complaints = settings_of({**given, "picky": True} if "picky" not in given else given)
    assert [said in complaint for complaint in complaints] == [True]
    assert settings == ClientSettings(picky="picky" not in given)


def test_settings_that_are_no_object_count_for_nothing() -> None:
    settings, complaints = settings_of(["picky"])
    assert settings == ClientSettings()
    assert len(complaints) == 1
