"""What the tests of the component say and do again and again."""

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, Request, expect

JOHN = "John will stop disrupting the class"
WITH_PROPOSALS = "John will raise his hand [amount] by 12 February 2027."
WITH_BLANKS = "John will raise his hand [amount] [when]."
PAUSE = 400
LONG_ENOUGH = PAUSE + 250
"""Milliseconds after which whatever is asked after a pause has been asked."""
Open = Callable[..., Page]
"""How to open a page of the plan editor, by its name and with options of the browser's context."""

SAYS = "([host, words]) => host.shadowRoot.querySelector('.summary').textContent.includes(words)"


class Around:
    """The component around the objective's field, as its user meets it."""

    def __init__(self, page: Page, field: str = "#objective") -> None:
        self.page = page
        self.host = page.locator("aimwell-objective").first
        self.field = page.locator(field)
        self.summary = self.host.locator(".summary")
        self.card = self.host.get_by_role("dialog")
        self.marks = self.host.locator(".copy mark")

    def write(self, text: str, judged: str | None = "of 5 met") -> None:
        self.field.fill(text)
        if judged:
            self.page.wait_for_function(
                SAYS, arg=[self.host.element_handle(), judged]
            )  # sooner than `expect` looks again

    def chip(self, name: str) -> Locator:
        return self.host.get_by_role("button", name=re.compile(f"^{name}:"))

    def offer(self) -> None:
        self.host.get_by_role("button", name="What could it say instead?").click()
        expect(self.card.locator(".suggestions")).to_be_visible()

    def marked(self) -> list[str]:
        return self.marks.all_text_contents()

    def hear(self, kind: str) -> None:
        """Write down the details of an event, for `heard`."""
        self.page.evaluate(
            "(kind) => { const heard = (window.heard ??= []);"
            " document.addEventListener(kind, (e) => heard.push({ kind, ...e.detail })); }",
            kind,
        )

    def heard(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate("window.heard")
        return found


def questions(page: Page) -> list[str]:
    """Return the texts that the page asks about, as it does; a browser itself may try twice to reach who hangs up."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/v1/score"):
            sent.append(json.loads(request.post_data or "")["objectives"][0]["text"])

    page.on("request", note)
    return sent


def stop_clock(page: Page) -> None:
    """Let time pass only when a test says so."""
    page.clock.install(time=0)
    page.clock.pause_at(1)
