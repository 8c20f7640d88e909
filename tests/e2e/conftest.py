"""A real service on a free port, and a real browser; both once for all tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.lines import Lines
from tests.e2e.service import free_port as free_port
from tests.e2e.service import service

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_configure(config: pytest.Config) -> None:
    """Have every run say a line for each client; `tests/e2e/run.py` brings its own, which says them at once."""
    if not any(isinstance(plugin, Lines) for plugin in config.pluginmanager.get_plugins()):
        config.pluginmanager.register(Lines())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in a browser last: from its first on, playwright keeps an event loop running, beside which no other may."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service whose rewrites are the rules': the page is tested here, and what they say is the same everywhere."""
    with service(tmp_path_factory.mktemp("cache")) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        missing = "chromium is not installed (apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Return the page, opened; whatever it complains of or asks of another host fails the test."""
    context = browser.new_context(base_url=address, permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda e: complaints.append(str(e)))
    opened.on(
        "request", lambda r: complaints.append(f"asked {r.url}") if not r.url.startswith((address, "data:")) else None
    )
    opened.goto("/")
    yield opened
    context.close()
    expected = ("ERR_FAILED", "422", "ERR_CONNECTION_REFUSED")
    assert [c for c in complaints if not any(e in c for e in expected)] == []
