"""When the component asks: once a pause, never for nothing, never for words that have changed."""

import json
from threading import Event

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.component.around import JOHN, LONG_ENOUGH, Around, Open
from tests.e2e.component.fake_service import FakeService, judged

pytestmark = pytest.mark.e2e


def test_it_asks_once_a_pause_however_much_is_typed(page: Page, fake: FakeService) -> None:
    around = Around(page)
    around.field.click()
    page.keyboard.type(JOHN, delay=25)
    expect(around.summary).to_contain_text("of 5 met")
    assert fake.texts() == [JOHN]
    page.keyboard.type(" at once", delay=25)
    page.wait_for_timeout(LONG_ENOUGH)
    assert fake.texts() == [JOHN, f"{JOHN} at once"]


def test_nothing_is_sent_until_somebody_types(open_page: Open, fake: FakeService) -> None:
    page = open_page()
    page.evaluate("document.querySelector('#objective').value = 'What was saved last week'")
    page.locator("#objective").focus()
    page.keyboard.press("Tab")
    page.wait_for_timeout(LONG_ENOUGH)
    assert fake.asked == []
    page.locator("#objective").press_sequentially(" and")
    page.wait_for_timeout(LONG_ENOUGH)
    assert len(fake.asked) == 1


def test_a_page_may_have_what_it_holds_judged_at_once(page: Page, fake: FakeService) -> None:
    page.evaluate(
        "document.querySelector('#objective').value = 'What was saved last week';"
        "document.querySelector('aimwell-objective').toggleAttribute('check-on-load', true)"
    )
    expect(Around(page).summary).to_contain_text("of 5 met")
    assert fake.texts() == ["What was saved last week"]


@pytest.mark.parametrize("text", ["", "   ", "Better bedtimes", "\n Better\n"])
def test_fewer_than_three_words_are_no_objective(page: Page, fake: FakeService, text: str) -> None:
    Around(page).write(text, judged=None)
    page.wait_for_timeout(LONG_ENOUGH)
    assert fake.asked == []


def test_it_reads_english_only(page: Page, fake: FakeService) -> None:
    page.evaluate("document.querySelector('aimwell-objective').lang = 'cy'")
    Around(page).write("Bydd Alfie yn darllen", judged=None)
    page.wait_for_timeout(LONG_ENOUGH)
    assert fake.asked == []


def test_going_back_to_earlier_words_asks_nothing_again(page: Page, fake: FakeService) -> None:
    around = Around(page)
    fake.answers = {JOHN: judged("nnnnn")}
    around.write(JOHN, "0 of 5 met")
    around.write(f"{JOHN} again", "1 of 5 met")
    around.write(JOHN, "0 of 5 met")
    assert len(fake.asked) == 2


def test_an_answer_to_earlier_words_is_cancelled_and_never_shown(page: Page, fake: FakeService) -> None:
    around = Around(page)
    slow = fake.slow[JOHN] = Event()
    fake.answers = {JOHN: judged("nnnnn")}
    try:
        with page.expect_event("requestfailed") as cancelled:
            with page.expect_request("**/v1/score"):
                around.write(JOHN, judged=None)
            around.write(f"{JOHN} again", "1 of 5 met")
        assert json.loads(cancelled.value.post_data or "")["objectives"][0]["text"] == JOHN
    finally:
        slow.set()
    page.wait_for_timeout(150)
    expect(around.summary).to_contain_text("1 of 5 met")


def test_the_context_comes_from_attributes_and_from_other_fields_as_they_are_typed(
    page: Page, fake: FakeService
) -> None:
    page.evaluate(
        "const host = document.querySelector('aimwell-objective');"
        "Object.entries({ who: 'Alfie', when: '2027-03-01', need: 'not this one', 'as-of': '2026-11-28', domain: 'child_plan' })"
        ".forEach(([name, value]) => host.setAttribute(name, value))"
    )
    Around(page).write(JOHN)
    page.locator("#need").fill("John is often sent out.")
    page.wait_for_timeout(LONG_ENOUGH)
    said = {"text": JOHN, "who": "Alfie", "when": "2027-03-01", "domain": "child_plan"}
    assert fake.asked == [
        {"objectives": [{**said, "need": "not this one"}], "as_of": "2026-11-28"},
        {"objectives": [{**said, "need": "John is often sent out."}], "as_of": "2026-11-28"},
    ]


def test_words_that_are_being_composed_are_left_alone(page: Page, fake: FakeService) -> None:
    around = Around(page)
    around.field.click()
    around.field.dispatch_event("compositionstart")
    page.keyboard.type(JOHN)
    page.wait_for_timeout(LONG_ENOUGH)
    assert fake.asked == []
    around.field.dispatch_event("compositionend")
    expect(around.summary).to_contain_text("of 5 met")
