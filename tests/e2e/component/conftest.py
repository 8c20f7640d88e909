"""The component in pages of a plan editor, on an address of their own, beside a service that answers as it is told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.component import web_tools
from tests.e2e.component.around import WITH_BLANKS, WITH_PROPOSALS, Open
from tests.e2e.component.fake_service import FakeService, fake_service, finding, judged, suggestion
from tests.e2e.component.pages import plan_editor


@pytest.fixture(scope="session")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    web_tools.install()
    folder = tmp_path_factory.mktemp("bundles")
    web_tools.bundle(folder)
    return folder


@pytest.fixture
def served() -> Iterator[tuple[FakeService, str]]:
    with fake_service() as (fake, address):
        fake.otherwise = judged("nnynn", specific=[finding(10, 35)])
        fake.suggestions = [
            suggestion(
                WITH_PROPOSALS,
                WITH_BLANKS,
                {"start": 25, "end": 33, "kind": "amount", "question": "How often?", "source": None},
                {"start": 34, "end": 53, "kind": "when", "question": "By when?", "source": "6 weeks from today"},
            )
        ]
        yield fake, address


@pytest.fixture
def fake(served: tuple[FakeService, str]) -> FakeService:
    return served[0]


@pytest.fixture
def open_page(browser: Browser, served: tuple[FakeService, str], bundles: Path) -> Iterator[Open]:
    """Return how to open a page of the plan editor; whatever the browser complains of fails the test."""
    fake, service = served
    contexts, complaints = [], []
    with plan_editor(service, fake.built.line(service), bundles) as editor:

        def opened(name: str = "plain.html", **options: Any) -> Page:
            contexts.append(browser.new_context(base_url=editor, **options))
            page = contexts[-1].new_page()
            page.set_default_timeout(6_000)
            page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
            page.on("pageerror", lambda e: complaints.append(str(e)))
            page.goto(f"/{name}")
            return page

        yield opened
        for context in contexts:
            context.close()
    expected = ("Failed to load resource", "net::ERR")  # a service that is away, or refuses
    assert [c for c in complaints if not any(e in c for e in expected)] == []


@pytest.fixture
def page(open_page: Open) -> Page:
    return open_page()
