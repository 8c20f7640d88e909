"""The page as its readers use it, in a real browser."""

import time

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
JOHN = "John will stop disrupting the class"
KWAME = "Kwame will phone the dentist by Friday 5 March 2027 so that the check-up is booked"


def judge(page: Page, text: str) -> None:
    page.get_by_label("The objective").fill(text)
    page.get_by_role("button", name="Judge it").click()
    expect(page.locator("#summary")).to_contain_text("of 5 met")


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
    assert "[when]" in copied
    first.get_by_role("button", name="Use this").click()
    expect(page.get_by_label("The objective")).to_have_value(copied)
    expect(page.locator("#summary")).to_contain_text("of 5 met")


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


def test_when_the_service_is_away_it_says_so_and_loses_nothing(page: Page) -> None:
    judge(page, JOHN)
    page.route("**/v1/**", lambda route: route.abort())
    page.get_by_label("The objective").fill("Something else entirely")
    page.get_by_role("button", name="Judge it").click()
    expect(page.get_by_role("alert")).to_contain_text("Your words are still here")
    expect(page.get_by_label("The objective")).to_have_value("Something else entirely")


def test_a_refusal_stands_beside_its_field(page: Page) -> None:
    page.get_by_label("The objective").fill("x" * 2001)
    page.get_by_role("button", name="Judge it").click()
    expect(page.locator("#text-problem")).to_contain_text("2,001 characters")
    expect(page.get_by_label("The objective")).to_have_attribute("aria-invalid", "true")


def test_a_stale_question_is_cancelled(page: Page) -> None:
    held: list[str] = []

    def hold_the_first(route) -> None:  # type: ignore[no-untyped-def]
        if not held:
            held.append("held")
            return  # never answered: the page must not wait for it
        route.continue_()

    page.route("**/v1/score", hold_the_first)
    page.get_by_label("The objective").fill("Better bedtimes")
    page.get_by_role("button", name="Judge it").click()
    judge(page, JOHN)
    assert page.locator("#copy").inner_text() == JOHN


def test_everything_is_reached_by_keyboard_and_has_a_name(page: Page) -> None:
    judge(page, JOHN)
    expect(page.locator("#suggestions > li").first).to_be_visible()
    page.evaluate("document.body.focus(); window.scrollTo(0, 0)")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "(() => { const e = document.activeElement; return [e.id || e.className || e.tagName, "
            "(e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || '').trim()] })()"
        )
        reached.add(found[0])
        assert found[0] == "BODY" or found[1], f"{found[0]} has no name"
    assert {"text", "need", "judge", "example", "field"} <= reached


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_background(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    judge(page, JOHN)
    expect(page.locator("#suggestions > li").first).to_be_visible()
    ratios = page.evaluate(CONTRAST)
    assert ratios
    assert {where: ratio for where, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("width", [360, 640, 1280])
def test_nothing_is_cut_off_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    judge(page, f"{JOHN} {'and every other class that he may be in ' * 5}")
    expect(page.locator("#suggestions > li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


CONTRAST = """() => {
  const parse = (c) => (c.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const [r, g, b, a = 1] = parse(getComputedStyle(e).backgroundColor);
      if (a > 0.99) return [r, g, b];
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
  };
  const found = {};
  for (const e of document.querySelectorAll("p, h1, h2, h3, li, label, button, a, summary, mark, .verdict, .letter")) {
    if (!e.checkVisibility() || !e.innerText.trim() || e.disabled || e.matches(".skip")) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color).slice(0, 3)), light(behind(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const where = `${e.tagName}.${e.className}: ${e.innerText.slice(0, 20)}`;
    found[where] = Math.min(found[where] ?? 99, ratio);
  }
  return found;
}"""
