"""The exercises as they ship: statements to judge, scenarios to plan for, situations in which nothing moves. All invented.

Days in them are written as `{+14}`: so many days after the session's own, moved on to a working day, so that no deadline
has passed by the time it is read.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from model.criteria import Criterion, Objective

_DAY = re.compile(r"\{\+(\d{1,3})\}")
_SATURDAY = 5

Labels = Mapping[Criterion, bool | None]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of Exercise 2 with the answer key: labels by the annotation guide, what it shows, and why.

    `kinds` are the findings that it is there to teach; it has none where it is SMART.
    """

    id: str
    text: str
    need: str | None
    baseline: str | None
    labels: Labels
    kinds: tuple[str, ...]
    why: str

    @property
    def smart(self) -> bool:
        """True when the key says that all five are met."""
        return all(self.labels.values())

    def on(self, day: date) -> "Statement":
        """Return the statement as it reads in a session of that day."""
        return Statement(
            self.id, dated(self.text, day), self.need, self.baseline, self.labels, self.kinds, dated(self.why, day)
        )

    def objective(self, text: str | None = None) -> Objective:
        """Return it as the objective that is judged, or `text`, which says the same in other words."""
        return Objective(text or self.text, need=self.need, baseline=self.baseline, domain="child_plan")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a scenario; `needs_action` is true for the child and the parent or carer, who must have one of their own."""

    name: str
    who: str
    needs_action: bool


@dataclass(frozen=True, slots=True)
class Scenario:
    """A family of Exercise 3: who they and the team are, what worries people, what goes well."""

    id: str
    title: str
    story: str
    people: tuple[Person, ...]
    worries: tuple[str, ...]
    strengths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation of Exercise 4: what was tried with what result, and the questions that it points to, each with why."""

    id: str
    title: str
    story: str
    tried: tuple[str, ...]
    points_to: Mapping[str, str]


MOVING_ON: Mapping[str, str] = {
    "same-or-new": "Are the issues of concern the same or are they new?",
    "assessment": "Has the Team re-visited the assessment?",
    "not-known": "Do you know what you don’t know? What other information does the Team need?",
    "another-professional": "Does another professional need to be brought into the Team (with consent)?",
    "evidence": "What have the evidence-based actions told the Team of what does and doesn’t work?",
    "escalate": "Do you need to escalate the plan?",
}
"""LIAP's questions to consider when everything has been tried and nothing is making a difference."""


def dated(text: str, day: date) -> str:
    """Return the text with its `{+14}` as days of the calendar."""

    def shown(found: re.Match[str]) -> str:
        then = day + timedelta(days=int(found.group(1)))
        if then.weekday() >= _SATURDAY:
            then += timedelta(days=7 - then.weekday())
        return f"{then.day} {then:%B %Y}"

    return _DAY.sub(shown, text)


@cache
def statements() -> tuple[Statement, ...]:
    """Return the statements of Exercise 2, in order."""
    return tuple(_statement(json.loads(line)) for line in _read("statements.jsonl").splitlines() if line.strip())


@cache
def scenarios() -> tuple[Scenario, ...]:
    """Return the scenarios of Exercise 3; the first one is taken unless told."""
    return tuple(
        Scenario(
            found["id"],
            found["title"],
            found["story"].strip(),
            tuple(Person(p["name"], p["who"], p.get("needs_action", False)) for p in found["people"]),
            tuple(found["worries"]),
            tuple(found["strengths"]),
        )
        for found in tomllib.loads(_read("scenarios.toml"))["scenario"]
    )


@cache
def situations() -> tuple[Situation, ...]:
    """Return the situations of Exercise 4, in order."""
    return tuple(
        Situation(found["id"], found["title"], found["story"].strip(), tuple(found["tried"]), found["points_to"])
        for found in tomllib.loads(_read("situations.toml"))["situation"]
    )


def scenario(id: str) -> Scenario | None:  # noqa: A002  (it is one)
    """Return a scenario by its id."""
    return next((s for s in scenarios() if s.id == id), None)


def statement(id: str) -> Statement | None:  # noqa: A002
    """Return a statement by its id."""
    return next((s for s in statements() if s.id == id), None)


def situation(id: str) -> Situation | None:  # noqa: A002
    """Return a situation by its id."""
    return next((s for s in situations() if s.id == id), None)


def _statement(found: Mapping[str, object]) -> Statement:
    labels = found["labels"]
    assert isinstance(labels, dict)  # noqa: S101  (our own file, held by a test)
    return Statement(
        str(found["id"]),
        str(found["text"]),
        _or_none(found.get("need")),
        _or_none(found.get("baseline")),
        {c: labels[c.value] for c in Criterion},
        tuple(found["kinds"]),  # type: ignore[arg-type]  # the same
        str(found["why"]),
    )


def _or_none(words: object) -> str | None:
    return str(words) if words else None


def _read(name: str) -> str:
    return (files("data") / "training" / name).read_text(encoding="utf-8")
