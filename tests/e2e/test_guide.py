"""The guide in a real browser: for those who look, listen, search, print, and come from a finding."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from serve.guide.book import PAGES
from tests.e2e.component import web_tools

pytestmark = pytest.mark.e2e
JOHN = "John will stop disrupting the class"


def path(name: str) -> str:
    return "/guide" if name == "index" else f"/guide/{name}"


@pytest.fixture(scope="module")
def axe() -> str:
    web_tools.install()
    return web_tools.axe()


@pytest.fixture(params=["light", "dark"])
def reader(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, color_scheme=request.param)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_anybodys_way(reader: Page, axe: str, name: str) -> None:
    reader.goto(path(name))
    reader.evaluate(axe)
    faults: Any = reader.evaluate(
        "axe.run(document, { resultTypes: ['violations', 'incomplete'] })"
        ".then((r) => [...r.violations, ...r.incomplete.filter((v) => v.id !== 'color-contrast')]"  # it cannot judge a lone ✓
        ".map((v) => [v.id, v.nodes.map((n) => n.target.join(' '))]))"
    )
    assert faults == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_is_wider_than_the_window(page: Page, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path(name))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_search_leaves_the_findings_that_have_all_the_words(page: Page) -> None:
    page.goto("/guide")
    search = page.get_by_role("searchbox", name="Search the guide")
    search.fill("traffic")
    expect(page.get_by_role("status")).to_have_text("Nothing found. Try another word.")
    search.fill("Attendance LEAP")
    expect(page.get_by_role("status")).to_contain_text("found.")
    shown = page.locator("[data-words]:visible a")
    expect(shown.filter(has_text="Too big a step")).to_be_visible()
    expect(page.get_by_role("heading", name="Time-bound")).to_be_hidden()
    shown.filter(has_text="Too big a step").click()
    expect(page.get_by_role("heading", name="Too big a step")).to_be_in_viewport()
    page.goto("/guide")
    expect(page.get_by_role("status")).to_have_text("")


def test_without_scripts_everything_is_there_but_the_search(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/guide")
    expect(page.get_by_role("searchbox")).to_be_hidden()
    page.get_by_role("link", name="Nobody does it", exact=True).click()
    expect(page.get_by_role("heading", name="Nobody does it")).to_be_in_viewport()
    context.close()


def test_on_paper_the_words_stand_alone(page: Page) -> None:
    page.goto("/guide/specific")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Nobody does it")).to_be_visible()
    expect(page.locator("nav").first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_reason_on_the_page_leads_to_its_section_and_the_words_stay(page: Page) -> None:
    page.get_by_label("The objective").fill(JOHN)
    page.get_by_role("button", name="Judge it").click()
    why = page.locator("#specific").get_by_role("link", name="Why?")
    with page.expect_popup() as opened:
        why.first.click()
    guide = opened.value
    assert guide.url.endswith("/guide/specific#stop-behaviour")
    expect(guide.get_by_role("heading", name="Only what is to stop")).to_be_in_viewport()
    expect(page.get_by_label("The objective")).to_have_value(JOHN)


def test_from_the_page_that_turns_off_a_match_the_guide_is_one_step_away(page: Page) -> None:
    page.goto(f"/ignore?fingerprint={'0' * 16}&rule=no-deadline")
    page.get_by_role("link", name="Why?").click()
    expect(page).to_have_url(re.compile("/guide/time-bound#no-deadline$"))
