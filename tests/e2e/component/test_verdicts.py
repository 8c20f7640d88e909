"""What the component says of an objective, to those who look and to those who listen."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.component.around import JOHN, Around
from tests.e2e.component.fake_service import FINGERPRINT, FakeService, finding, judged

pytestmark = pytest.mark.e2e


def test_each_chip_says_its_verdict_in_words_and_by_its_shape(page: Page, fake: FakeService) -> None:
    fake.otherwise = judged("ny?yn")
    around = Around(page)
    expect(around.chip("Specific")).to_have_accessible_name("Specific: not judged yet")
    around.write(JOHN)
    said = {"Specific": "not met", "Measurable": "met", "Achievable": "cannot tell", "Time-bound": "not met"}
    for name, verdict in said.items():
        expect(around.chip(name)).to_have_accessible_name(f"{name}: {verdict}")
    looks = {
        around.chip(name).evaluate(
            "(e) => [getComputedStyle(e).borderStyle, getComputedStyle(e).borderRadius].join(' ')"
        )
        for name in said
    }
    assert len(looks) == 3
    assert [around.chip(n).locator(".sign").inner_text() for n in said] == ["×", "✓", "?", "×"]


def test_the_verdicts_are_announced_politely_and_describe_the_field(page: Page, fake: FakeService) -> None:
    fake.otherwise = judged("yn?yn")
    around = Around(page)
    around.write(JOHN)
    said = "Not SMART yet: 2 of 5 met; not measurable, not time-bound; cannot tell whether achievable"
    expect(around.host.get_by_role("status")).to_have_text(said)
    expect(around.field).to_have_accessible_description(f"What is going to happen? Aimwell: {said}.")
    around.write("", judged=None)
    expect(around.field).to_have_accessible_description("What is going to happen?")
    expect(around.host.get_by_role("group")).to_have_accessible_name("Is “Objective” SMART?")


def test_a_chip_opens_its_reason_and_escape_goes_back_to_it(page: Page) -> None:
    around = Around(page)
    around.write(JOHN)
    around.chip("Specific").click()
    for words in ("Specific: × not met", "Nobody can see this being done.", "What will somebody do?", "LIAP, Specific"):
        expect(around.card).to_contain_text(words)
    expect(around.card).to_contain_text("“stop disrupting the class”")
    assert "".join(around.host.locator(".copy .lit").all_text_contents()) == "stop disrupting the class"
    expect(around.card).to_be_focused()
    page.keyboard.press("Escape")
    expect(around.card).to_be_hidden()
    expect(around.chip("Specific")).to_be_focused()
    expect(around.host.locator(".copy .lit")).to_have_count(0)


def test_a_reason_leads_to_the_guide_of_the_service_and_not_of_the_page(page: Page, fake: FakeService) -> None:
    fake.otherwise = judged("nnnnn", specific=[finding(10, 35, url="/guide/specific#weak-verb"), finding(0, 4)])
    around = Around(page)
    around.write(JOHN)
    around.chip("Specific").click()
    why = around.card.get_by_role("link", name="Why?")
    expect(why).to_have_count(1)
    src = page.evaluate("document.querySelector('script[src*=aimwell]').src")
    expect(why).to_have_attribute("href", src.split("/static/")[0] + "/guide/specific#weak-verb")
    expect(why).to_have_attribute("target", "_blank")
    expect(why).to_have_attribute("rel", "noopener noreferrer")


def test_before_anything_is_judged_a_chip_says_what_it_asks(page: Page) -> None:
    around = Around(page)
    around.chip("Time-bound").click()
    expect(around.card).to_contain_text("By when?")


def test_the_card_follows_the_words_and_closes_when_one_turns_to_another_field(page: Page, fake: FakeService) -> None:
    around = Around(page)
    around.write(JOHN)
    around.chip("Specific").click()
    fake.otherwise = judged("ynyyn")
    around.write(f"{JOHN} at once")
    expect(around.card).to_contain_text("Specific: ✓ met")
    page.locator("#need").click()
    expect(around.card).to_be_hidden()


def test_a_reason_about_another_field_quotes_that_field(page: Page, fake: FakeService) -> None:
    fake.otherwise = judged("yyyny", relevant=[finding(3, 10, field="need")])
    around = Around(page)
    page.locator("#need").fill("😀: bullied on the bus")
    around.write(JOHN)
    around.chip("Relevant").click()
    expect(around.card).to_contain_text("In the need: “bullied”")
    assert around.marked() == []


def test_a_finding_can_be_silenced_for_good_and_brought_back(page: Page, fake: FakeService) -> None:
    fake.otherwise = judged("nnnnn", specific=[finding(10, 35, fingerprint=FINGERPRINT, ignored=False), finding(0, 4)])
    around = Around(page)
    around.hear("aimwell-ignored")
    around.write(JOHN)
    around.chip("Specific").click()
    silence = around.card.get_by_role("button", name="Do not show this again")
    expect(silence).to_have_count(1)
    silence.click()
    expect(around.card).to_contain_text("Not shown any more:")
    assert fake.asked[-1] == {"fingerprint": FINGERPRINT, "rule": "weak-verb"}
    assert around.marked() == ["John"]
    assert around.heard()[0]["fingerprint"] == FINGERPRINT
    around.card.get_by_role("button", name="Show it again").click()
    expect(silence).to_be_visible()
    assert fake.asked[-1] == {"deleted": f"/v1/ignored/{FINGERPRINT}"}
    assert around.marked() == ["John", "stop disrupting the class"]


def test_what_is_ignored_already_is_not_marked(page: Page, fake: FakeService) -> None:
    fake.otherwise = judged("nnnnn", specific=[finding(10, 35, fingerprint=FINGERPRINT, ignored=True)])
    around = Around(page)
    around.write(JOHN)
    assert around.marked() == []
