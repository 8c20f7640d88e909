"""The page as its readers use it, in a real browser."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.page_words import JOHN, KWAME, answering, finding, judge, with_findings

pytestmark = pytest.mark.e2e


def test_the_first_verdict_is_there_within_two_seconds(page: Page) -> None:
    started = time.monotonic()
    page.goto("/")
    judge(page, JOHN)
    assert time.monotonic() - started < 2.0


def test_the_verdicts_are_said_in_words_with_reasons_and_questions(page: Page) -> None:
    judge(page, JOHN)
    expect(page.locator("#summary")).to_contain_text("Not SMART yet")
    expect(page.locator("#specific")).to_contain_text("not met")
    expect(page.locator("#specific")).to_contain_text("It says what is to stop")
    expect(page.locator("#relevant")).to_contain_text("cannot tell")
    expect(page.locator("#asked")).to_contain_text("What will be done instead?")
    expect(page.locator("#asked")).to_contain_text("By when, or over which weeks?")


def test_the_right_words_are_marked_even_after_an_emoji(page: Page) -> None:
    judge(page, f"👩🏽‍🏫 {JOHN}")
    marked = page.locator("#copy mark")
    expect(marked.first).to_be_visible()
    assert "stop disrupting the class" in "".join(marked.all_inner_texts())
    assert page.locator("#copy").inner_text() == f"👩🏽‍🏫 {JOHN}"


@pytest.mark.parametrize(
    ("text", "spans", "marked"),
    [
        ("Monitor it", [(0, 7)], ["Monitor"]),
        ("👩🏽‍🏫 Monitor it", [(5, 12)], ["Monitor"]),
        ("naïve e\u0301 𝒳 Monitor it", [(11, 18)], ["Monitor"]),
        ("Monitor and support it", [(0, 11), (8, 19)], ["Monitor ", "and", " support"]),
        ("Monitor and support it", [(0, 19), (12, 19)], ["Monitor and ", "support"]),
        ("Monitor and support it", [(0, 7), (0, 7)], ["Monitor"]),
        ("Monitor it", [(0, 10)], []),
        ("Monitor it", [(3, 3)], []),
    ],
)
def test_each_finding_marks_its_own_words_and_no_others(
    page: Page, text: str, spans: list[tuple[int, int]], marked: list[str]
) -> None:
    answering(page, "/v1/score", with_findings(*(finding(*s) for s in spans)))
    judge(page, text)
    assert page.locator("#copy mark").all_text_contents() == marked
    assert page.locator("#copy").text_content() == text


def test_pointing_at_a_reason_lights_the_words_behind_it(page: Page) -> None:
    answering(page, "/v1/score", with_findings(finding(0, 11), finding(8, 19), finding(0, 22)))
    judge(page, "Monitor and support it")
    reasons, lit = page.locator("#specific .reasons > li"), page.locator("#copy .lit")
    for nth, words in enumerate(["Monitor and", "and support", "Monitor and support it"]):
        reasons.nth(nth).hover()
        assert "".join(lit.all_text_contents()) == words
        page.mouse.move(0, 0)
        expect(lit).to_have_count(0)
        reasons.nth(nth).get_by_role("button").focus()
        assert "".join(lit.all_text_contents()) == words
        page.locator("#judge").focus()
        expect(lit).to_have_count(0)


@pytest.mark.parametrize(
    ("field", "label", "said"),
    [
        ("need", "The need it answers", "In the need: “bullied”"),
        ("baseline", "Where things stand today", "In where things stand today: “bullied”"),
    ],
)
def test_a_reason_that_points_into_another_field_says_so(page: Page, field: str, label: str, said: str) -> None:
    answering(page, "/v1/score", with_findings(finding(3, 10, field=field)))
    page.get_by_text("More context").click()
    page.get_by_label(label).fill("😀: bullied on the bus")
    judge(page, JOHN)
    expect(page.locator("#specific .reasons")).to_contain_text(said)
    expect(page.locator("#copy mark")).to_have_count(0)


@pytest.mark.parametrize(
    ("verdict", "probability", "said"),
    [
        ("met", 0.83, "fairly sure, 83 %"),
        ("not_met", 0.17, "fairly sure, 83 %"),
        ("met", 0.9999, "very sure, over 99 %"),
        ("not_met", 0.0001, "very sure, over 99 %"),
        ("met", 0.7, "rather sure, 70 %"),
        ("met", 0.4, "a close call, 40 %"),
    ],
)
def test_how_sure_a_verdict_is_stands_in_words(page: Page, verdict: str, probability: float, said: str) -> None:
    def change(reply: dict[str, Any]) -> None:
        reply["results"][0]["criteria"]["specific"] |= {"verdict": verdict, "probability": probability}

    answering(page, "/v1/score", change)
    judge(page, JOHN)
    expect(page.locator("#specific .sure")).to_have_text(said)


def test_what_people_type_is_shown_as_words_and_never_as_markup(page: Page) -> None:
    text = '<img src=x onerror="document.title=1"> <b>Monitor</b> & "improve" it'
    judge(page, text)
    assert page.locator("#copy").text_content() == text
    expect(page.locator("#copy img, #copy b")).to_have_count(0)


def test_it_judges_by_itself_after_a_pause_and_leaves_the_cursor_alone(page: Page) -> None:
    box = page.get_by_label("The objective")
    box.click()
    page.keyboard.type(JOHN)
    expect(page.locator("#summary")).to_contain_text("of 5 met")
    expect(box).to_be_focused()


def test_a_rewrite_is_filled_in_by_keyboard_copied_and_used(page: Page) -> None:
    judge(page, JOHN)
    first = page.locator("#suggestions > li").first
    blanks = first.locator("input.field")
    expect(blanks.first).to_be_visible()
    blanks.first.focus()
    page.keyboard.type("raise his hand")
    first.get_by_role("button", name="Copy rewrite 1").click()
    expect(first).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Instead of disrupting the class, John will raise his hand")
    assert "[amount]" in copied
    first.get_by_role("button", name="Use this").click()
    expect(page.get_by_label("The objective")).to_have_value(copied)
    expect(page.locator("#summary")).to_contain_text("of 5 met")


def test_using_a_rewrite_judges_it_and_the_earlier_words_can_be_brought_back(page: Page) -> None:
    judge(page, JOHN)
    used = page.get_by_role("button", name="Use this: rewrite 1")
    with page.expect_request("**/v1/score") as asked:
        used.click()
    objective = page.get_by_label("The objective")
    sent = asked.value.post_data_json
    assert sent is not None
    assert sent["objectives"][0]["text"] == objective.input_value() != JOHN
    expect(objective).to_be_focused()
    page.get_by_role("button", name="Bring back my earlier words").click()
    expect(objective).to_have_value(JOHN)


def test_a_proposal_is_a_field_that_can_be_changed_or_cleared_to_a_blank(page: Page) -> None:
    def change(reply: dict[str, Any]) -> None:
        question = "By when, or over which weeks?"
        text = "😀 John will raise his hand by 12 May [why]."
        spans = [
            {"start": 27, "end": 36, "kind": "when", "question": question},
            {"start": 37, "end": 42, "kind": "why", "question": "What need does this answer?"},
        ]
        reply["suggestions"] = [{**reply["suggestions"][0], "text": text, "spans": spans, "origin": "model"}]

    answering(page, "/v1/rewrite", change)
    judge(page, JOHN)
    card = page.locator("#suggestions > li")
    proposal = card.get_by_role("textbox", name="By when, or over which weeks?")
    expect(proposal).to_have_text("by 12 May")
    expect(card).to_contain_text("Written by Aimwell’s own language model")
    for typed, sentence in [
        ("by 3 June", "😀 John will raise his hand by 3 June [why]."),
        ("", "😀 John will raise his hand [when] [why]."),
    ]:
        proposal.focus()
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        card.get_by_role("button", name="Copy rewrite 1").click()
        expect(card.get_by_role("status")).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == sentence


def test_what_is_filled_in_survives_a_change_of_context(page: Page) -> None:
    judge(page, JOHN)
    what = page.locator("#suggestions input[data-kind=what]").first
    what.fill("raise his hand")
    page.get_by_label("The need it answers").fill("John disrupts the class every day.")
    with page.expect_response("**/v1/rewrite"):
        page.get_by_role("button", name="Judge it").click()
    expect(page.locator("#progress")).to_be_empty()
    expect(what).to_have_value("raise his hand")


def test_a_smart_objective_is_said_to_be_smart_and_gets_no_rewrites(page: Page) -> None:
    def change(reply: dict[str, Any]) -> None:
        reply["results"][0]["smart"] = True
        for criterion in reply["results"][0]["criteria"].values():
            criterion |= {"verdict": "met", "probability": 0.9, "findings": []}

    judge(page, JOHN)
    expect(page.locator("#rewrites")).to_be_visible()
    answering(page, "/v1/score", change)
    judge(page, KWAME)
    expect(page.locator("#summary")).to_have_text("SMART: 5 of 5 met")
    expect(page.locator("#praise")).to_contain_text("All five are met")
    for gone in ("#rewrites", "#questions", "#marked"):
        expect(page.locator(gone)).to_be_hidden()


@pytest.mark.parametrize(("engine", "shown"), [("rules", True), ("model", False)])
def test_it_says_when_the_rules_answer_alone(page: Page, engine: str, shown: bool) -> None:
    answering(page, "/v1/score", lambda reply: reply.update(engine=engine))
    judge(page, JOHN)
    expect(page.get_by_text("The rules answer alone")).to_be_visible(visible=shown)


def test_the_example_is_judged_at_a_click(page: Page) -> None:
    page.get_by_role("button", name="Try an example").click()
    expect(page.get_by_label("The objective")).to_have_value(JOHN)
    expect(page.locator("#summary")).to_have_text(re.compile(r"^Not SMART yet: \d of 5 met$"))


@pytest.mark.parametrize("keys", ["Control+Enter", "Meta+Enter"])
def test_it_judges_at_a_keystroke(page: Page, keys: str) -> None:
    page.get_by_label("The objective").fill(JOHN)
    page.keyboard.press(keys)
    expect(page.locator("#summary")).to_contain_text("Not SMART yet")


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_to_judge_is_said_and_nothing_is_asked(page: Page, text: str) -> None:
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/v1/" in r.url else None)
    page.get_by_label("The objective").fill(text)
    page.get_by_role("button", name="Judge it").click()
    expect(page.locator("#text-problem")).to_have_text("Write the objective first, then judge it.")
    expect(page.get_by_label("The objective")).to_be_focused()
    assert asked == []


def test_nothing_is_stored(page: Page) -> None:
    judge(page, JOHN)
    expect(page.locator("#suggestions > li").first).to_be_visible()
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert "?" not in page.url


def test_every_blank_asks_its_question(page: Page) -> None:
    judge(page, JOHN)
    expect(page.locator("#suggestions > li").first).to_be_visible()
    names = [b.get_attribute("aria-label") for b in page.locator("#suggestions input.field").all()]
    assert names
    assert all(name and name.endswith("?") for name in names)


def test_a_need_lets_relevance_be_told(page: Page) -> None:
    page.get_by_label("The need it answers").fill("Zofia is bullied on the bus.")
    judge(page, "Zofia will walk to school with her sister every day next week.")
    expect(page.locator("#relevant")).not_to_contain_text("cannot tell")


def test_a_dated_deliverable_is_time_bound(page: Page) -> None:
    judge(page, KWAME)
    expect(page.locator("#time_bound .verdict")).to_contain_text("✓ met")
