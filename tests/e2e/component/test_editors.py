"""In other people’s editors: a controlled React form, and ProseMirror with its own copy of the document."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.component.around import JOHN, LONG_ENOUGH, WITH_BLANKS, WITH_PROPOSALS, Around, Open
from tests.e2e.component.fake_service import FakeService, finding, judged

pytestmark = pytest.mark.e2e


def test_in_a_controlled_react_form_the_state_follows_a_rewrite_and_undo(open_page: Open, fake: FakeService) -> None:
    page = open_page("react.html")
    around = Around(page)
    state = page.locator("#state")
    around.field.click()
    page.keyboard.type(JOHN)
    expect(page.locator("#verdict")).to_have_text("not smart")
    assert fake.keys[-1] == "Bearer a-key"
    around.offer()
    around.card.get_by_role("button", name="Use with proposals").click()
    expect(state).to_have_text(WITH_PROPOSALS)
    expect(around.field).to_have_value(WITH_PROPOSALS)
    page.keyboard.press("Control+z")
    expect(state).to_have_text(JOHN)
    page.get_by_role("button", name="Save").click()
    expect(around.field).to_have_value("")
    expect(around.marks).to_have_count(0)


def test_where_the_browser_writes_nothing_react_notices_all_the_same(open_page: Open) -> None:
    page = open_page("react.html")
    around = Around(page)
    around.write(JOHN)
    page.evaluate("document.execCommand = () => false")
    around.offer()
    around.card.get_by_role("button", name="Use with proposals").click()
    expect(page.locator("#state")).to_have_text(WITH_PROPOSALS)
    expect(around.field).to_have_value(WITH_PROPOSALS)


def test_react_may_take_it_away_and_bring_it_back(open_page: Open, fake: FakeService) -> None:
    page = open_page("react.html")
    around = Around(page)
    around.write(JOHN)
    for _ in range(2):
        page.get_by_role("button", name="Hide or show").click()
    around.write(f"{JOHN} again")
    assert around.marked() == ["stop disrupting the class"]
    assert around.host.locator(".overlay").count() == 1


def test_react_s_own_state_is_the_context(open_page: Open, fake: FakeService) -> None:
    page = open_page("react.html")
    Around(page).write(JOHN)
    page.locator("#need").fill("John is often sent out.")
    page.wait_for_timeout(LONG_ENOUGH)
    assert [said["objectives"][0].get("need") for said in fake.asked] == [None, "John is often sent out."]


NEW_GROUP = 550
"""Milliseconds after which ProseMirror's history takes an edit for another one."""
PAINTED = """(name) => [...CSS.highlights.get(name)].map((range) => range.toString())"""


def test_in_prosemirror_words_are_marked_without_touching_the_document(open_page: Open, fake: FakeService) -> None:
    text = f"😀 {JOHN}"
    fake.otherwise = judged("nnnnn", specific=[finding(12, 16)])
    page = open_page("prosemirror.html")
    around = Around(page, ".ProseMirror")
    around.field.click()
    page.keyboard.type("😀 John ")
    page.keyboard.press("Control+b")
    page.keyboard.type("will st")
    page.keyboard.press("Control+b")
    page.keyboard.type("op disrupting the class")
    expect(around.summary).to_contain_text("of 5 met")
    assert fake.texts() == [text]
    assert page.evaluate(PAINTED, "aimwell") == ["stop"]
    around.chip("Specific").click()
    assert page.evaluate(PAINTED, "aimwell-lit") == ["stop"]
    assert around.field.locator("mark, span").count() == 0
    expect(around.host.get_by_role("group")).to_have_accessible_name("Is “Objective” SMART?")
    expect(around.field).to_have_accessible_description(re.compile("^Aimwell: Not SMART yet"))


def test_in_prosemirror_the_document_follows_a_rewrite_and_undo(open_page: Open) -> None:
    page = open_page("prosemirror.html")
    around = Around(page, ".ProseMirror")
    around.field.click()
    page.keyboard.type("First, this.")
    page.keyboard.press("Enter")
    page.keyboard.type(JOHN)
    expect(around.summary).to_contain_text("of 5 met")
    before = page.locator("#state").inner_text()
    page.wait_for_timeout(NEW_GROUP)
    around.offer()
    around.card.get_by_role("button", name="Use with proposals").click()
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": WITH_PROPOSALS}]}
    expect(page.locator("#state")).to_have_text(
        json.dumps({"type": "doc", "content": [paragraph]}, separators=(",", ":"))
    )
    expect(around.field).to_be_focused()
    page.wait_for_timeout(NEW_GROUP)
    page.keyboard.type("twice a week")
    expect(around.field).to_have_text(WITH_PROPOSALS.replace("[amount]", "twice a week"))
    for _ in range(2):
        page.keyboard.press("Control+z")
    expect(page.locator("#state")).to_have_text(before)


def test_in_prosemirror_two_paragraphs_are_two_lines(open_page: Open, fake: FakeService) -> None:
    page = open_page("prosemirror.html")
    around = Around(page, ".ProseMirror")
    around.field.click()
    page.keyboard.type("First, this.")
    page.keyboard.press("Enter")
    page.keyboard.type(JOHN)
    expect(around.summary).to_contain_text("of 5 met")
    assert fake.texts() == [f"First, this.\n{JOHN}"]


def test_in_an_editable_element_without_an_editor_words_are_marked_written_and_taken_back(
    open_page: Open, fake: FakeService
) -> None:
    page = open_page("editable.html")
    around = Around(page, "#objective")
    around.field.click()
    page.keyboard.type("First, this.")
    page.keyboard.press("Enter")
    page.keyboard.type(JOHN)
    expect(around.summary).to_contain_text("of 5 met")
    assert fake.texts() == [f"First, this.\n{JOHN}"]
    around.offer()
    around.card.get_by_role("button", name="Use with blanks").click()
    expect(around.field).to_have_text(WITH_BLANKS)
    assert page.evaluate("getSelection().toString()") == "[amount]"
    page.keyboard.press("Control+z")
    expect(around.field).to_have_text(f"First, this.{JOHN}")


def test_in_a_dialog_of_the_page_escape_closes_the_card_and_not_the_dialog(open_page: Open) -> None:
    page = open_page("dialog.html")
    page.get_by_role("button", name="Write an objective").click()
    around = Around(page)
    around.write(JOHN)
    around.chip("Specific").click()
    expect(around.card).to_be_focused()
    page.keyboard.press("Escape")
    expect(around.card).to_be_hidden()
    expect(page.locator("dialog")).to_be_visible()
    around.offer()
    around.card.get_by_role("button", name="Use with blanks").click()
    expect(around.field).to_have_value(WITH_BLANKS)


def test_inside_another_component_s_shadow_it_works_as_on_the_page(open_page: Open, fake: FakeService) -> None:
    page = open_page("dialog.html")
    page.evaluate(
        "const root = document.querySelector('#shadow').attachShadow({ mode: 'open' });"
        "root.append(...document.querySelector('dialog').childNodes);"
    )
    around = Around(page)
    page.locator("#need").fill("John is often sent out.")
    around.write(JOHN)
    assert fake.asked[-1]["objectives"][0]["need"] == "John is often sent out."
    expect(around.field).to_have_accessible_description(re.compile("^Aimwell: Not SMART yet"))
    around.offer()
    around.card.get_by_role("button", name="Use with blanks").click()
    expect(around.field).to_have_value(WITH_BLANKS)
