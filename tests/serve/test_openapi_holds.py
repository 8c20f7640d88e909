"""The OpenAPI document against the service: no request makes it fail, and whatever it answers is documented."""

import pytest
import schemathesis
from schemathesis.checks import CheckFunction
from schemathesis.config import (
    GenerationConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.types import ASGIApp, Receive, Scope, Send

from serve.app import create_app
from serve.dependencies import Services, day
from serve.keys import KeyScope, KeyStore
from tests.serve.conftest import services

EXAMPLES = 15
"""Generated requests an operation, beside those that cover every limit of its schema."""
PLENTY = 1_000_000

GENERATION = GenerationConfig(max_examples=EXAMPLES, deterministic=True, database="none")
CONFIG = SchemathesisConfig(seed=20261128, projects=ProjectsConfig(default=ProjectConfig(generation=GENERATION)))
DOCUMENT = schemathesis.openapi.from_dict(create_app(services()).openapi(), config=CONFIG)


def ready(wired: Services) -> ASGIApp:
    """Return a service that is ready, and stays so: schemathesis starts and stops whatever it tests between its tests."""
    app = create_app(wired)
    wired.life.warmed(judges=True)

    async def without_lifespan(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            raise NotImplementedError
        await app(scope, receive, send)

    return without_lifespan


def beyond(case: schemathesis.Case) -> list[CheckFunction]:
    """Return the checks that cannot hold: schemathesis does not write the JSON that LanguageTool's form has in a field."""
    return [positive_data_acceptance] if case.path.endswith("/check") else []


@pytest.fixture(scope="module")
def open_service() -> ASGIApp:
    """Return a service that asks for no keys."""
    return ready(services(rate=PLENTY))


@pytest.fixture(scope="module")
def keyed_service(tmp_path_factory: pytest.TempPathFactory) -> ASGIApp:
    """Return a service that asks for keys."""
    store = KeyStore(tmp_path_factory.mktemp("keys") / "keys.json")
    store.add("Word", [KeyScope.SCORE], day(None))
    return ready(services(rate=PLENTY, keys=store.path))


@DOCUMENT.parametrize()  # type: ignore[untyped-decorator]
def test_no_request_makes_it_fail_or_say_what_is_not_documented(case: schemathesis.Case, open_service: ASGIApp) -> None:
    case.call_and_validate(app=open_service, excluded_checks=beyond(case))


@DOCUMENT.parametrize()  # type: ignore[untyped-decorator]
def test_nor_does_any_without_a_key(case: schemathesis.Case, keyed_service: ASGIApp) -> None:
    case.call_and_validate(app=keyed_service, excluded_checks=beyond(case))
