"""Fakes and small builders that many tests share."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import pytest
from hypothesis import settings

from model.criteria import Criterion, Finding, Objective, Span
from model.evidence import Weighing
from model.rules.examine import examine
from model.rules.phrases import words
from model.rules.reading import Reading
from model.statement import compose
from tests.postgres import postgres as postgres

settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")
"""How long an example takes says more of the machine's other work than of ours."""

AS_OF = date(2026, 11, 22)
"""A Sunday; every test judges from it."""


@dataclass
class FakeClassifier:
    """Gives every criterion the same chances to every statement."""

    chances: Mapping[Criterion, float | None]
    bundle: str = "fake-1"
    thresholds: Mapping[Criterion, float] = field(default_factory=lambda: dict.fromkeys(Criterion, 0.5))

    def weigh(self, readings: Sequence[Reading], findings: Sequence[Sequence[Finding]]) -> list[Weighing]:
        return [Weighing(self.chances, partial(_first_word_against, r.text)) for r in readings]


def _first_word_against(text: str, _: Criterion) -> list[tuple[Span, float]]:
    return [(span, 0.1 if i == 0 else 0.9) for i, span in enumerate(words(text))]


@pytest.fixture(scope="session", autouse=True)
def no_house_of_mine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the house rules, ignored matches and keys of whoever runs the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture
def as_of() -> date:
    return AS_OF


@pytest.fixture
def rules_on() -> Callable[..., set[str]]:
    """Return the ids of the findings on a text, optionally of one criterion."""

    def found(text: str, criterion: Criterion | None = None, **parts: str) -> set[str]:
        _, findings = examine(compose(Objective(text, **parts), AS_OF))
        return {f.rule for f in findings if criterion in (None, f.criterion)}

    return found


@pytest.fixture
def words_found() -> Callable[..., list[str]]:
    """Return the words that a rule points at, in a text."""

    def found(rule: str, text: str, **parts: str) -> list[str]:
        objective = Objective(text, **parts)
        _, findings = examine(compose(objective, AS_OF))
        return [f.span.of(objective.part(f.field)) for f in findings if f.rule == rule]

    return found
