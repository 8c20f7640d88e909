"""The service on the rules alone: no weights, no network, a client in the same process."""

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from model.assessor import Assessor, Classifier
from model.detector import RulesDetector
from model.rules_generator import RulesGenerator
from model.suggester import Suggester
from model.text_check import TextChecker
from serve.app import create_app
from serve.dependencies import Services
from serve.settings import Settings


def services(classifier: Classifier | None = None, **settings: int) -> Services:
    assessor = Assessor(classifier)
    suggester = Suggester(assessor, [RulesGenerator()])
    checker = TextChecker(RulesDetector(), suggester)
    return Services(Settings(**settings), assessor, suggester, checker)  # type: ignore[arg-type]


@pytest.fixture
def serve() -> Callable[..., TestClient]:
    """Return a client of the service with the given classifier and settings."""

    def started(classifier: Classifier | None = None, **settings: int) -> TestClient:
        return TestClient(create_app(services(classifier, **settings)), raise_server_exceptions=False)

    return started


@pytest.fixture
def client(serve: Callable[..., TestClient]) -> Iterator[TestClient]:
    with serve() as started:
        yield started
