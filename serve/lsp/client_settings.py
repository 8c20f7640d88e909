"""What a client may set: `initializationOptions`, or the section "aimwell" of its configuration.

    {"as_of": "2027-03-01", "picky": true, "rules_off": ["no-need-given"], "service_url": "https://aimwell.example.org"}

A value that does not hold is left out and named; the others count.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from model.rules.catalogue import MODEL_EVIDENCE, RULES
from serve.guide.address import SERVICE_URL

SECTION = "aimwell"
_KNOWN = frozenset({*RULES, MODEL_EVIDENCE})
_OF_THE_CLIENT = frozenset({"path", "server", "trace"})
"""What editors' extensions keep in the same section for themselves."""


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """The day to judge from (today where it is None), whether to show what cannot be told, and which rules to leave out.

    `service_url` is where the office's service answers: its guide is linked from each remark.
    """

    as_of: date | None = None
    picky: bool = False
    rules_off: frozenset[str] = frozenset()
    service_url: str | None = None


def _as_of(value: object) -> date | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError("is no date; write it as 2027-03-01")  # noqa: TRY004  (one kind of complaint)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("is no date; write it as 2027-03-01") from None


def _picky(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("is neither true nor false")  # noqa: TRY004
    return value


def _rules_off(value: object) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(rule, str) and rule in _KNOWN for rule in value):
        raise ValueError('is no list of rules such as ["no-need-given"]; docs/guide.md lists them')
    return frozenset(value)


def _service_url(value: object) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not re.fullmatch(SERVICE_URL, value):
        raise ValueError("is no address of a service; write it as https://aimwell.example.org")
    return value


_READ: Mapping[str, Callable[[object], Any]] = {
    "as_of": _as_of,
    "picky": _picky,
    "rules_off": _rules_off,
    "service_url": _service_url,
}


def settings_of(given: object) -> tuple[ClientSettings, list[str]]:
    """Return the settings that a client gives, and for each that does not hold a sentence that says why."""
    settings = ClientSettings()
    complaints: list[str] = []
    if isinstance(given, Mapping) and isinstance(given.get(SECTION), Mapping):
        given = given[SECTION]
    if given is None:
        return settings, complaints
    if not isinstance(given, Mapping):
        return settings, ["the settings are no object of names and values; none of them counts"]
    for name, value in given.items():
        key = _snake(str(name))
        if key in _OF_THE_CLIENT:
            continue
        if key not in _READ:
            complaints.append(f"there is a setting that Aimwell does not know; it knows {', '.join(_READ)}")
            continue
        try:
            settings = replace(settings, **{key: _READ[key](value)})
        except ValueError as error:
            complaints.append(f"{key} {error}")
    return settings, complaints


def _snake(name: str) -> str:
    """Return "as_of" for "asOf" too: editors that are set up in JSON like it so."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).replace("-", "_")
