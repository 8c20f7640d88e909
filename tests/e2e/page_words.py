"""What the tests of the page share: words judged, and answers of the service changed on their way."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

JOHN = "John will stop disrupting the class"
KWAME = "Kwame will phone the dentist by Friday 5 March 2027 so that the check-up is booked"


def judge(page: Page, text: str) -> None:
    page.get_by_label("The objective").fill(text)
    page.get_by_role("button", name="Judge it").click()
    expect(page.locator("#summary")).to_contain_text("of 5 met")


def answering(page: Page, path: str, change: Callable[[dict[str, Any]], object]) -> None:
    """Let the service answer, and change its answer on the way: the page is tested, and not the judgement."""

    def changed(route: Route) -> None:
        reply = route.fetch().json()
        change(reply)
        route.fulfill(json=reply)

    page.route(f"**{path}", changed)


def finding(start: int, end: int, field: str = "text", message: str = "A reason.") -> dict[str, Any]:
    return {
        "rule": "weak-verb",
        "field": field,
        "start": start,
        "end": end,
        "message": message,
        "question": "What instead?",
        "source": "LIAP, Specific",
    }


def with_findings(*found: dict[str, Any]) -> Callable[[dict[str, Any]], None]:
    """Return a change that leaves these findings on Specific, and none elsewhere."""

    def change(reply: dict[str, Any]) -> None:
        for name, criterion in reply["results"][0]["criteria"].items():
            criterion["findings"] = list(found) if name == "specific" else []
            criterion |= {"verdict": "not_met", "probability": 0.17}

    return change
