"""What it could say instead, and how that gets into the field."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.component.around import JOHN, LONG_ENOUGH, WITH_BLANKS, WITH_PROPOSALS, Around
from tests.e2e.component.fake_service import FakeService, judged, suggestion

pytestmark = pytest.mark.e2e


def test_rewrites_are_fetched_only_when_asked_for_and_mark_what_is_not_a_fact(page: Page, fake: FakeService) -> None:
    around = Around(page)
    around.write(JOHN)
    page.wait_for_timeout(LONG_ENOUGH)
    assert len(fake.asked) == 1
    around.offer()
    assert fake.asked[1] == {"text": JOHN, "n": 3}
    assert around.card.locator(".sentence").inner_text() == WITH_PROPOSALS
    assert around.card.locator(".sentence .proposal").all_inner_texts() == ["by 12 February 2027"]
    assert around.card.locator(".sentence .blank").all_inner_texts() == ["[amount]"]
    expect(around.card).to_contain_text("By when? Proposed: 6 weeks from today.")


@pytest.mark.parametrize(
    ("button", "sentence", "selected"),
    [
        ("Use with proposals: rewrite 1", WITH_PROPOSALS, "[amount]"),
        ("Use with blanks: rewrite 1", WITH_BLANKS, "[amount]"),
    ],
)
def test_a_rewrite_is_used_at_a_click_and_taken_back_by_undo(
    page: Page, fake: FakeService, button: str, sentence: str, selected: str
) -> None:
    around = Around(page)
    around.hear("aimwell-accepted")
    page.evaluate(
        "document.querySelector('#objective').addEventListener('input', (e) => (window.inputs ??= []).push(e.bubbles))"
    )
    around.field.click()
    page.keyboard.type(JOHN)
    expect(around.summary).to_contain_text("of 5 met")
    page.evaluate("window.inputs.length = 0")
    around.offer()
    around.card.get_by_role("button", name=button).click()
    expect(around.field).to_have_value(sentence)
    expect(around.field).to_be_focused()
    expect(around.card).to_be_hidden()
    assert page.evaluate("window.inputs") == [True]
    assert around.field.evaluate("(e) => e.value.slice(e.selectionStart, e.selectionEnd)") == selected
    (accepted,) = around.heard()
    assert {k: accepted[k] for k in ("original", "suggestion", "origin", "bundle")} == {
        "original": JOHN, "suggestion": sentence, "origin": "rules", "bundle": "1",
    }  # fmt: skip
    assert accepted["criteria"]["specific"]["verdict"] == "met"
    expect(around.summary).to_contain_text("of 5 met")
    assert fake.texts() == [JOHN, sentence]
    page.keyboard.press("Control+z")
    expect(around.field).to_have_value(JOHN)


def test_a_page_may_put_a_rewrite_where_it_likes(page: Page) -> None:
    around = Around(page)
    around.write(JOHN)
    page.evaluate(
        "document.addEventListener('aimwell-accepted', (e) => { e.preventDefault(); window.kept = e.detail.suggestion })"
    )
    around.offer()
    around.card.get_by_role("button", name="Use with blanks").click()
    expect(around.field).to_have_value(JOHN)
    assert page.evaluate("window.kept") == WITH_BLANKS


def test_without_a_proposal_there_is_one_way_to_use_a_rewrite(page: Page, fake: FakeService) -> None:
    span = {"start": 25, "end": 31, "kind": "when", "question": "By when?", "source": None}
    fake.suggestions = [suggestion("John will raise his hand [when].", "John will raise his hand [when].", span)]
    around = Around(page)
    around.write(JOHN)
    around.offer()
    expect(around.card.get_by_role("button", name=re.compile("^Use"))).to_have_count(1)
    around.card.get_by_role("button", name="Use this: rewrite 1").click()
    expect(around.field).to_have_value("John will raise his hand [when].")


def test_a_field_that_takes_no_more_words_is_not_overfilled(page: Page) -> None:
    around = Around(page)
    around.write(JOHN)
    page.evaluate("document.querySelector('#objective').maxLength = 45")
    around.offer()
    expect(around.card.get_by_role("button", name="Use with proposals")).to_be_disabled()
    expect(around.card.get_by_role("button", name="Use with blanks")).to_be_enabled()
    expect(around.card).to_contain_text("It is longer than this field takes.")


def test_rewrites_of_earlier_words_cannot_overwrite_later_ones(page: Page, fake: FakeService) -> None:
    around = Around(page)
    around.write(JOHN)
    around.offer()
    around.field.press_sequentially(" and more")
    expect(around.card).to_contain_text("Your words have changed since.")
    expect(around.card.get_by_role("button", name=re.compile("^Use"))).to_have_count(0)
    around.card.get_by_role("button", name="Look again").click()
    expect(around.card.locator(".suggestions")).to_be_visible()
    assert fake.asked[-1]["text"] == f"{JOHN} and more"


def test_a_smart_objective_is_offered_no_rewrite(page: Page, fake: FakeService) -> None:
    fake.otherwise = judged("yyyyy")
    around = Around(page)
    around.write(JOHN, "SMART: 5 of 5 met")
    expect(around.host.get_by_role("button", name="What could it say instead?")).to_be_hidden()


def test_rewrites_that_fail_can_be_asked_for_again(page: Page, fake: FakeService) -> None:
    around = Around(page)
    around.write(JOHN)
    fake.status = 500
    around.host.get_by_role("button", name="What could it say instead?").click()
    again = around.card.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    fake.status = 200
    again.click()
    expect(around.card.locator(".suggestions")).to_be_visible()
