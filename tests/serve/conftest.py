"""The service on the rules alone: no weights, no network, a client in the same process."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from model.assessor import Assessor, Classifier
from model.detector import RulesDetector
from model.rules_generator import RulesGenerator
from model.suggester import Suggester
from model.text_check import TextChecker
from serve.app import create_app
from serve.dependencies import Services
from serve.judging import Judging
from serve.settings import Settings
from serve.turns import Turns

NO_KEYS = Path("/nowhere/keys.json")
"""Whoever runs the tests may have keys of their own."""
WARM_WITHIN = 20.0


def services(classifier: Classifier | None = None, **settings: Any) -> Services:
    assessor = Assessor(classifier)
    suggester = Suggester(assessor, [RulesGenerator()])
    checker = TextChecker(RulesDetector(), suggester)
    ours = {"hosts": ("testserver",), "keys": NO_KEYS, **settings}
    return Services(Settings(**ours), assessor, suggester, checker)


@pytest.fixture
def serve() -> Callable[..., TestClient]:
    """Return a client of the service with the given classifier and settings."""

    def started(classifier: Classifier | None = None, **settings: Any) -> TestClient:
        return TestClient(create_app(services(classifier, **settings)), raise_server_exceptions=False)

    return started


@pytest.fixture
def client() -> Iterator[TestClient]:
    """Return a client of a service that is ready."""
    wired = services()
    with TestClient(create_app(wired), raise_server_exceptions=False) as started:
        assert wired.life.wait_until_warm(WARM_WITHIN)
        yield started


@pytest.fixture
async def judging() -> AsyncIterator[Callable[..., Judging]]:
    made: list[Judging] = []

    def with_turns(**turns: float) -> Judging:
        made.append(Judging(Turns(**turns)))  # type: ignore[arg-type]
        return made[-1]

    yield with_turns
    for one in made:
        one.close()
