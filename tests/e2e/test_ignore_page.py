"""The page where a reader turns off a match for good, as LibreOffice's readers and those of linked matches use it."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from serve.keys import KeyScope, KeyStore
from tests.e2e.service import service

pytestmark = pytest.mark.e2e
JOHN = "John will stop disrupting the class."


@pytest.fixture(scope="module")
def isolated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service that forgets what was ignored when it stops."""
    with service(tmp_path_factory.mktemp("cache")) as started:
        yield started


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    """Return an empty page; whatever it complains of fails the test."""
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    yield page
    context.close()
    assert [c for c in complaints if "401" not in c] == []


def matches(address: str) -> dict[str, dict[str, Any]]:
    """Return the matches on John's objective, by their rules."""
    with urlopen(f"{address}/v2/check?{urlencode({'text': JOHN, 'language': 'en-GB'})}", timeout=30) as reply:  # noqa: S310
        return {m["aimwell"]["rule"]: m for m in json.loads(reply.read())["matches"]}


def test_the_link_of_a_match_leads_to_a_button_that_turns_it_off_and_on_again(isolated: str, opened: Page) -> None:
    opened.goto(matches(isolated)["no-deadline"]["rule"]["urls"][0]["value"])
    expect(opened.locator("#found")).to_contain_text("No deadline.")
    opened.get_by_role("button", name="Do not show this again").click()
    expect(opened.get_by_role("status")).to_contain_text("Not shown again.")
    assert "no-deadline" not in matches(isolated)
    assert "stop-behaviour" in matches(isolated)
    opened.get_by_role("button", name="Show it again").click()
    expect(opened.get_by_role("status")).to_have_text("Shown again.")
    assert "no-deadline" in matches(isolated)


def test_a_sentence_copied_from_a_document_shows_what_can_be_turned_off(isolated: str, opened: Page) -> None:
    opened.goto(f"{isolated}/ignore")
    opened.get_by_label("The sentence that is marked").fill(f"  {JOHN}\n")
    opened.get_by_role("button", name="Show what Aimwell says of it").click()
    line = opened.get_by_role("listitem").filter(has_text="Only what is to stop")
    line.get_by_role("button", name="Do not show this again").click()
    expect(line.get_by_role("button", name="Show it again")).to_be_visible()
    assert "stop-behaviour" not in matches(isolated)
    opened.get_by_label("The sentence that is marked").fill("The meeting was on Monday.")
    opened.get_by_role("button", name="Show what Aimwell says of it").click()
    expect(opened.get_by_role("status")).to_contain_text("Aimwell says nothing of these words.")


def test_a_key_is_asked_for_where_one_is_needed(opened: Page, tmp_path: Path) -> None:
    keys = KeyStore(tmp_path / "keys.json")
    key = keys.add("reader", [KeyScope.SCORE], date.today())  # noqa: DTZ011
    with service(tmp_path / "cache", AIMWELL_KEYS=str(keys.path)) as address:
        opened.goto(f"{address}/ignore?fingerprint={'0' * 16}&rule=no-deadline")
        opened.get_by_role("button", name="Do not show this again").click()
        expect(opened.get_by_role("status")).to_contain_text("asks for a key")
        opened.get_by_role("textbox", name="API key").fill(key)
        opened.get_by_role("button", name="Use this key").click()
        expect(opened.get_by_role("button", name="Show it again")).to_be_visible()


@pytest.mark.parametrize("query", ["fingerprint=%3Cb%3E&rule=no-deadline", f"fingerprint={'0' * 16}&rule=%3Cb%3E", ""])
def test_an_address_that_names_no_match_asks_for_the_sentence(isolated: str, opened: Page, query: str) -> None:
    opened.goto(f"{isolated}/ignore?{query}")
    expect(opened.get_by_label("The sentence that is marked")).to_be_visible()
    expect(opened.get_by_role("listitem")).to_have_count(0)
