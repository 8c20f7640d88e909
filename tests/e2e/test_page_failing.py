"""The page when something fails: nothing that was written is lost, and what is wrong stands where it belongs."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.page_words import JOHN, judge

pytestmark = pytest.mark.e2e


def test_when_the_service_is_away_it_says_so_and_loses_nothing(page: Page) -> None:
    judge(page, JOHN)
    page.route("**/v1/**", lambda route: route.abort())
    page.get_by_label("The objective").fill("Something else entirely")
    page.get_by_role("button", name="Judge it").click()
    expect(page.get_by_role("alert")).to_contain_text("Your words are still here")
    expect(page.get_by_label("The objective")).to_have_value("Something else entirely")


def test_when_the_rewrites_fail_the_verdict_and_what_was_filled_in_stay(page: Page) -> None:
    judge(page, JOHN)
    blank = page.locator("#suggestions input.field").first
    blank.fill("raise his hand")
    page.route("**/v1/rewrite", lambda route: route.abort())
    page.get_by_role("button", name="Judge it").click()
    expect(page.get_by_role("alert")).to_contain_text("Aimwell is not answering")
    expect(page.locator("#summary")).to_contain_text("Not SMART yet")
    expect(blank).to_have_value("raise his hand")


def test_a_refusal_of_the_context_opens_the_field_that_it_is_about(page: Page) -> None:
    page.get_by_text("More context").click()
    page.get_by_label("Where things stand today").fill("x" * 2001)
    page.get_by_text("More context").click()
    page.get_by_label("The objective").fill(JOHN)
    page.get_by_role("button", name="Judge it").click()
    expect(page.locator("#baseline-problem")).to_contain_text("2,001 characters")
    expect(page.get_by_label("Where things stand today")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("look at where things stand today")


def test_a_refusal_stands_beside_its_field(page: Page) -> None:
    page.get_by_label("The objective").fill("x" * 2001)
    page.get_by_role("button", name="Judge it").click()
    expect(page.locator("#text-problem")).to_contain_text("2,001 characters")
    expect(page.get_by_label("The objective")).to_have_attribute("aria-invalid", "true")


def test_a_stale_question_is_cancelled(page: Page) -> None:
    held: list[str] = []

    def hold_the_first(route: Route) -> None:
        if not held:
            held.append("held")
            return  # never answered: the page must not wait for it
        route.continue_()

    page.route("**/v1/score", hold_the_first)
    page.get_by_label("The objective").fill("Better bedtimes")
    with page.expect_event("requestfailed") as cancelled:
        page.get_by_role("button", name="Judge it").click()
        judge(page, JOHN)
    assert "Better bedtimes" in (cancelled.value.post_data or "")
    assert page.locator("#copy").inner_text() == JOHN
