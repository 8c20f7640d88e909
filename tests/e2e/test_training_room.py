"""The training room in real browsers: a facilitator and three participants, one of whom loses the connection."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from serve.keys import KeyScope, KeyStore
from tests.e2e.service import service

pytestmark = pytest.mark.e2e
PHONE = {"width": 360, "height": 740}
OFFLINE = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_NETWORK_CHANGED",
    "ERR_CONNECTION",
    "ERR_INCOMPLETE_CHUNKED",
    "ERR_EMPTY_RESPONSE",
)

Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("room")
    with service(folder / "cache", AIMWELL_STATE=str(folder / "state")) as started:
        yield started


@pytest.fixture
def opened(browser: Browser, room: str) -> Iterator[Opened]:
    """Return how to open a page in a browser context of its own; whatever it complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_(path: str, **options: Any) -> Page:
        context = browser.new_context(base_url=room, accept_downloads=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.on("dialog", lambda d: d.accept())
        page.on(
            "request", lambda r: complaints.append(f"asked {r.url}") if not r.url.startswith((room, "blob:")) else None
        )
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [c for c in complaints if not any(expected in c for expected in OFFLINE)] == []


def begin(opened: Opened) -> tuple[Page, str]:
    page = opened("/training/facilitate")
    page.get_by_label("The family of Exercise 3").select_option("haddad")
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.locator("#people")).to_have_text("0 joined, 0 here now")
    return page, page.url.split("code=")[1]


def join(opened: Opened, code: str, name: str = "", **options: Any) -> Page:
    page = opened("/training", **options)
    page.get_by_label("The code that your facilitator shows").fill(f"{code[:3].lower()} {code[3:]}")
    page.get_by_label("A made-up name").fill(name)
    page.get_by_role("button", name="Join").click()
    expect(page.locator("#connection")).to_have_text(f"Session {code}.")
    return page


def on_to(facilitator: Page, step: str) -> None:
    facilitator.get_by_role("button", name=f"On to {step}").click()


def measured(page: Page, knowledge: int, identifying: int, writing: int) -> None:
    for name, mark in (("knowledge", knowledge), ("identifying", identifying), ("writing", writing)):
        page.locator(f"input[name={name}][value='{mark}']").check()
    page.get_by_role("button", name="Keep my marks").click()


def decide(page: Page, number: int, *misses: str) -> None:
    page.get_by_role("button", name=f"Statement {number}", exact=True).click()
    if not misses:
        page.get_by_role("button", name="Yes, it is SMART").click()
        return
    page.get_by_role("button", name="No, not yet").click()
    for criterion in misses:
        page.get_by_label(criterion).check()
    page.get_by_role("button", name="Decide: not SMART").click()


def test_a_room_goes_through_the_session_and_nothing_of_it_is_lost(opened: Opened, tmp_path: Path) -> None:
    facilitator, code = begin(opened)
    one, two = join(opened, code, "Heron"), join(opened, code, viewport=PHONE, color_scheme="dark")
    away = join(opened, code)
    everybody = (one, two, away)
    expect(facilitator.locator("#people")).to_have_text("3 joined, 3 here now")

    on_to(facilitator, "Confidence (1)")
    for n, page in enumerate(everybody):
        expect(page.get_by_role("heading", name="Measure of Confidence (1)")).to_be_visible()
        measured(page, 2 + n, 3 + n, 4)
        expect(page.get_by_text("Kept.")).to_be_visible()

    on_to(facilitator, "Exercise 1")
    for page in everybody:
        page.locator("[name=specific]").fill("Specific")
        page.locator("[name=relevant]").fill("Realistic")
        page.get_by_role("button", name="That is what we think").click()
        expect(page.get_by_role("row", name="R: Relevant")).to_contain_text("Used on other courses")
    expect(facilitator.get_by_role("row", name="Relevant")).to_contain_text("3")

    on_to(facilitator, "Exercise 2")
    for page in everybody:
        expect(page.get_by_role("heading", name="Exercise 2")).to_be_visible()
    assert "stop shouting out" not in one.locator(".card").inner_text().split("The need")[1], (
        "no feedback before a decision"
    )
    decide(one, 1, "Specific", "Time-bound")
    expect(one.locator(".feedback").first).to_contain_text("Agreed: the answer key holds it not SMART.")
    expect(one.locator(".feedback").first).to_contain_text("LIAP, Specific")
    one.get_by_role("textbox", name="In your own words").fill(
        "Tomasz will raise his hand in 5 of 10 lessons by 18 December, tallied by Ms Ali."
    )
    one.get_by_role("button", name="Ask Aimwell about these words").click()
    expect(one.locator(".feedback").nth(1)).to_contain_text("Aimwell")
    decide(two, 1, "Specific")
    expect(two.locator(".feedback").first).to_be_visible()

    # One loses the connection, goes on, and is told so; the room moves on meanwhile.
    away.context.set_offline(True)
    expect(away.locator("#connection")).to_contain_text("The connection is away.")
    decide(away, 1)
    decide(away, 2)
    expect(away.locator("#connection")).to_contain_text("2 answers wait to be sent.")
    expect(facilitator.locator("#people")).to_have_text("3 joined, 2 here now")
    on_to(facilitator, "Exercise 3")
    expect(two.get_by_role("heading", name="Exercise 3")).to_be_visible()
    away.context.set_offline(False)
    expect(away.get_by_role("heading", name="Exercise 3")).to_be_visible(timeout=20_000)
    expect(away.locator("#connection")).to_have_text(f"Session {code}.")
    away.get_by_role("button", name="Exercise 2").click()
    expect(away.locator(".feedback").first).to_contain_text("Agreed: the answer key holds it SMART.")
    expect(facilitator.locator("#disagreed li").first).to_contain_text("1 of 3 hold it SMART, 2 do not.")

    # A page that is loaded again knows where it was; whoever is writing is not torn away.
    away.reload()
    expect(away.get_by_role("button", name="Exercise 2")).to_be_visible()
    expect(away.get_by_text("The Haddad family")).to_be_visible()
    for name, words in (
        ("issue", "Home on 7 of 35 days"),
        ("who", "Social Work"),
        ("what", "Support Samir"),
        ("when", "ongoing"),
    ):
        away.locator(f"#row-1-{name}").fill(words)
    away.get_by_role("button", name="Ask Aimwell about this row").click()
    expect(away.locator(".feedback").first).to_contain_text("When?: “ongoing”")
    expect(away.locator(".feedback").first).to_contain_text(
        "Nobody has written an action for Samir and Rana Haddad yet."
    )
    one.locator("#row-1-issue").fill("half a sen")
    on_to(facilitator, "Exercise 4")
    expect(one.locator("#moved")).to_contain_text("The room has moved on to Exercise 4.")
    expect(one.locator("#row-1-issue")).to_have_value("half a sen")
    one.get_by_role("button", name="Go to Exercise 4").click()
    card = one.locator(".card").first
    for question in ("evidence-based actions", "don’t know"):
        card.get_by_label(question).check()
    expect(card.get_by_label("escalate")).to_be_disabled()
    card.get_by_role("button", name="Choose").click()
    expect(card).to_contain_text("What the figures point to")

    # A late one comes, and gives the first measure before anything else.
    late = join(opened, code)
    expect(late.get_by_role("heading", name="Measure of Confidence (1)")).to_be_visible()
    measured(late, 5, 5, 5)
    expect(late.get_by_role("heading", name="Exercise 4")).to_be_visible()

    on_to(facilitator, "Confidence (2)")
    for n, page in enumerate(everybody):
        expect(page.get_by_role("heading", name="Measure of Confidence (2)")).to_be_visible()
        measured(page, 6 + n // 2, 5 + n, 4)
        expect(page.get_by_text("Kept.")).to_be_visible()
    facilitator.get_by_role("button", name="End the session").click()
    expect(two.get_by_role("heading", name="Thank you")).to_be_visible()
    report = facilitator.locator("#report-body")
    for heading in (
        "What to teach again",
        "Before and after",
        "Exercise 1",
        "Exercise 2: is it SMART?",
        "Exercise 4: moving on",
    ):
        expect(report.get_by_role("heading", name=heading).first).to_be_visible()
    expect(report.get_by_role("row", name="Knowledge of SMART objectives")).to_contain_text("n = 3")
    expect(report.locator("svg")).to_be_visible()
    for button, ending in (("Download as a page", "html"), ("Download as Markdown", "md")):
        with facilitator.expect_download() as download:
            facilitator.get_by_role("button", name=button).click()
        download.value.save_as(tmp_path / f"report.{ending}")
        assert "What to teach again" in (tmp_path / f"report.{ending}").read_text(encoding="utf-8")
    assert all(
        page.evaluate("document.documentElement.scrollWidth <= innerWidth") for page in (*everybody, late, facilitator)
    )


def test_a_second_device_goes_on_where_the_first_was(opened: Opened) -> None:
    facilitator, code = begin(opened)
    phone = join(opened, code, viewport=PHONE)
    for step in ("Confidence (1)", "Exercise 1", "Exercise 2"):
        on_to(facilitator, step)
    measured(phone, 3, 3, 3)
    decide(phone, 1, "Specific")
    expect(phone.locator(".feedback").first).to_be_visible()
    phone.get_by_text("Go on on another device").click()
    laptop = opened(phone.locator("#link").inner_text())
    expect(laptop.get_by_role("button", name="Statement 1, decided")).to_be_visible()
    assert "#" not in laptop.url, "the token does not stay in the address"
    expect(facilitator.locator("#people")).to_have_text("1 joined, 1 here now")


def test_the_room_is_joined_and_measured_by_the_keyboard_alone(opened: Opened) -> None:
    facilitator, code = begin(opened)
    page = opened(f"/training?code={code}")
    page.keyboard.press("Enter")
    expect(page.locator("#connection")).to_have_text(f"Session {code}.")
    on_to(facilitator, "Confidence (1)")
    expect(page.get_by_role("heading", name="Measure of Confidence (1)")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept.")).to_be_visible()


def test_a_deleted_session_is_told_to_whoever_is_in_it(opened: Opened, room: str) -> None:
    facilitator, code = begin(opened)
    person = join(opened, code)
    facilitator.get_by_text("Leave or delete").click()
    facilitator.get_by_role("button", name="Delete this session for good").click()
    expect(person.get_by_text("This session is not there any more.").first).to_be_visible()
    expect(facilitator.get_by_role("heading", name="Begin a session")).to_be_visible()
    with urlopen(Request(f"{room}/v1/training/sessions"), timeout=10) as reply:  # noqa: S310
        assert code not in {s["code"] for s in json.loads(reply.read())["sessions"]}


def test_a_facilitator_enters_a_key_and_participants_need_none(browser: Browser, tmp_path: Path) -> None:
    keys = KeyStore(tmp_path / "keys.json")
    key = keys.add("Facilitator", [KeyScope.REVIEW], date.today())  # noqa: DTZ011
    with service(tmp_path / "cache", AIMWELL_STATE=str(tmp_path / "state"), AIMWELL_KEYS=str(keys.path)) as address:
        facilitator = browser.new_context(base_url=address).new_page()
        facilitator.goto("/training/facilitate")
        facilitator.get_by_role("textbox", name="API key").fill(key)
        facilitator.get_by_role("button", name="Use this key").click()
        facilitator.get_by_role("button", name="Begin", exact=True).click()
        expect(facilitator.locator("#connection")).to_have_text("Live")
        code = facilitator.url.split("code=")[1]
        person = browser.new_context(base_url=address).new_page()
        person.goto(f"/training?code={code}")
        person.get_by_role("button", name="Join").click()
        expect(person.locator("#connection")).to_have_text(f"Session {code}.")
        expect(facilitator.locator("#people")).to_have_text("1 joined, 1 here now")
        for page in (facilitator, person):
            page.context.close()
