"""Looks and access: nothing around it moves, and nobody is kept out."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.component import web_tools
from tests.e2e.component.around import JOHN, LONG_ENOUGH, WITH_BLANKS, Around, Open
from tests.e2e.component.fake_service import FakeService, finding, judged

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("width", [320, 360, 700, 1200])
def test_the_page_around_it_never_moves(open_page: Open, fake: FakeService, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    around = Around(page)

    def places() -> Any:
        return page.evaluate(
            "[...document.querySelectorAll('label, textarea, .after')].map((e) => e.getBoundingClientRect().top)"
        )

    before = places()
    around.write(JOHN)
    assert places() == before
    around.chip("Specific").click()
    assert places() == before
    around.offer()
    assert places() == before
    page.keyboard.press("Escape")
    fake.status = 0
    around.write(f"{JOHN} again", "Aimwell is away")
    assert places() == before
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", [320, 1200])
def test_the_card_stays_within_the_window_wherever_its_field_is(open_page: Open, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 500})
    page.evaluate("document.body.style.paddingBlock = '400px'")
    around = Around(page)
    around.write(JOHN)
    around.offer()
    for top in (0, 150, 420, 600):
        page.evaluate("(top) => window.scrollTo(0, top)", top)
        page.wait_for_timeout(50)
        bar, card = around.host.locator(".bar").bounding_box(), around.card.bounding_box()
        assert bar
        assert card
        assert card["x"] >= 0
        assert card["x"] + card["width"] <= width
        if 60 <= bar["y"] <= 400:
            assert card["y"] >= -1
            assert card["y"] + card["height"] <= 501
            assert card["y"] >= bar["y"] + bar["height"] or card["y"] + card["height"] <= bar["y"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_anybodys_way(open_page: Open, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    if scheme == "dark":
        page.evaluate("document.body.classList.add('dark')")
    around = Around(page)

    def faults() -> Any:
        page.wait_for_timeout(200)  # a colour on its way to another has a contrast of its own
        return page.evaluate(
            "axe.run(document, { resultTypes: ['violations', 'incomplete'] })"
            ".then((r) => [...r.violations, ...r.incomplete.filter((v) => v.id !== 'color-contrast')]"  # see test_embed.py
            ".map((v) => [v.id, v.nodes.map((n) => [n.target.flat().join(' '), n.any[0]?.message])]))"
        )

    page.evaluate(web_tools.axe())
    assert faults() == []
    around.write(JOHN)
    assert faults() == []
    around.chip("Specific").click()
    assert faults() == []
    around.offer()
    assert faults() == []


def test_the_whole_way_is_walked_by_keyboard(page: Page) -> None:
    around = Around(page)
    around.field.focus()
    page.keyboard.type(JOHN)
    expect(around.summary).to_contain_text("of 5 met")
    page.keyboard.press("Tab")
    expect(around.chip("Specific")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(around.chip("Measurable")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(around.chip("Specific")).to_be_focused()
    page.keyboard.press("Enter")
    expect(around.card).to_be_focused()
    expect(around.chip("Specific")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(around.card.locator(".suggestions")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(around.card.get_by_role("button", name="Use with blanks")).to_be_focused()
    page.keyboard.press("Enter")
    expect(around.field).to_have_value(WITH_BLANKS)
    expect(around.field).to_be_focused()


def test_quietly_it_shows_itself_only_where_something_is_amiss(page: Page, fake: FakeService) -> None:
    fake.answers = {JOHN: judged("yyyyy", specific=[finding(10, 35)])}
    page.evaluate("document.querySelector('aimwell-objective').toggleAttribute('quiet', true)")
    around = Around(page)
    bar = around.host.locator(".bar")
    expect(bar).to_be_hidden()
    around.write(JOHN, judged=None)
    page.wait_for_timeout(LONG_ENOUGH)
    expect(bar).to_be_hidden()
    assert around.marked() == []
    around.write(f"{JOHN} again")
    expect(bar).to_be_visible()
    assert around.marked() == ["stop disrupting the class"]


def test_a_page_gives_it_the_page_s_own_looks(page: Page) -> None:
    page.evaluate(
        "const sheet = new CSSStyleSheet();"
        "sheet.replaceSync('aimwell-objective { --aimwell-not-met: rgb(1, 2, 3); --aimwell-font: monospace }"
        " aimwell-objective::part(bar) { border-width: 5px }"
        " aimwell-objective::part(chip-not-met) { border-radius: 7px }"
        " aimwell-objective:state(not-smart) { outline: 1px solid }');"
        "document.adoptedStyleSheets.push(sheet)"
    )
    around = Around(page)
    around.write(JOHN)

    def style(where: Locator, name: str) -> str:
        return str(where.evaluate(f"(e) => getComputedStyle(e).{name}"))

    assert style(around.chip("Specific"), "color") == "rgb(1, 2, 3)"
    assert style(around.chip("Specific"), "borderRadius") == "7px"
    assert style(around.host.locator(".bar"), "borderTopWidth") == "5px"
    assert style(around.summary, "fontFamily") == "monospace"
    assert style(around.host, "outlineStyle") == "solid"
    assert style(around.field, "fontFamily").startswith('"Liberation Serif"')


def test_in_forced_colours_marks_and_chips_are_still_told_apart(open_page: Open) -> None:
    page = open_page(forced_colors="active")
    around = Around(page)
    around.write(JOHN)
    shadow = around.marks.first.evaluate("(e) => getComputedStyle(e).boxShadow")
    assert "-2px" in shadow
    assert around.marks.first.evaluate("(e) => getComputedStyle(e).color") == "rgba(0, 0, 0, 0)"
