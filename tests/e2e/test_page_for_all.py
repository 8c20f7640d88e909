"""The page for everybody: by keyboard, by ear, in poor light, on a small screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.page_words import JOHN, judge

pytestmark = pytest.mark.e2e


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


def test_the_whole_way_from_words_to_a_copied_rewrite_is_walked_by_keyboard(page: Page) -> None:
    def tab_to(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
        pytest.fail(f"{selector} is out of reach of the Tab key")

    tab_to("#text")
    page.keyboard.type(JOHN)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#suggestions > li").first).to_be_visible()
    tab_to("#suggestions [data-kind=what]")
    page.keyboard.type("raise his hand")
    tab_to("#suggestions [aria-label^=Copy]")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    assert "John will raise his hand" in page.evaluate("navigator.clipboard.readText()")


def test_the_verdict_is_announced_once_and_politely(page: Page) -> None:
    judge(page, JOHN)
    summary = page.locator("#summary")
    expect(summary).to_have_role("status")
    page.evaluate(
        "() => { window.changes = 0; "
        "new MutationObserver(() => window.changes++).observe(document.querySelector('#summary'), {childList: true}) }"
    )
    with page.expect_response("**/v1/rewrite"):
        page.get_by_role("button", name="Judge it").click()
    assert page.evaluate("window.changes") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_background(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    judge(page, JOHN)
    expect(page.locator("#suggestions > li").first).to_be_visible()
    page.get_by_role("button", name="Copy rewrite 1").click()
    page.locator("#specific .reasons > li").first.hover()
    expect(page.locator("#copy .lit").first).to_be_visible()
    page.route("**/v1/**", lambda route: route.abort())
    page.get_by_label("The objective").press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("Your words are still here")
    page.locator("#specific .reasons > li").first.hover()
    ratios = page.evaluate(CONTRAST)
    assert ratios
    assert {where: ratio for where, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("width", [320, 360, 640, 1280])  # 640 is a laptop at 200 % zoom, 320 one at 400 %
@pytest.mark.parametrize(
    "text", [f"{JOHN} {'and every other class that he may be in ' * 5}", "John will stop " + "disrupting" * 30]
)
def test_nothing_is_cut_off_sideways(page: Page, width: int, text: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    judge(page, text)
    expect(page.locator("#suggestions > li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate(SPILLED) == []


SPILLED = """() => [...document.querySelectorAll("#glance .verdict, #criteria h3, button, .sentence, .field")]
  .filter((e) => e.checkVisibility() && !e.closest(".unseen"))
  .filter((e) => e.getBoundingClientRect().right > e.parentElement.getBoundingClientRect().right + 1)
  .map((e) => e.outerHTML.slice(0, 80))"""
"""Elements that stand out of the box which holds them, and so cover their neighbours."""


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
  const note = (where, text, ground) => {
    const [a, b] = [light(parse(text).slice(0, 3)), light(ground)];
    found[where] = Math.min(found[where] ?? 99, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  };
  const texts = "p, h1, h2, h3, li, label, button, a, summary, mark, .lit, .said, .verdict, .letter, .name, .of";
  for (const e of document.querySelectorAll(texts)) {
    if (!e.checkVisibility() || !e.innerText.trim() || e.disabled || e.matches(".skip")) continue;
    note(`${e.tagName}.${e.className}: ${e.innerText.slice(0, 20)}`, getComputedStyle(e).color, behind(e));
  }
  for (const e of document.querySelectorAll("input, textarea, select")) {
    if (!e.checkVisibility()) continue;
    note(`${e.tagName}#${e.id}.${e.className}`, getComputedStyle(e).color, behind(e));
    if (e.placeholder) note(`placeholder of ${e.className}`, getComputedStyle(e, "::placeholder").color, behind(e));
  }
  return found;
}"""
