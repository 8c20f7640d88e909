"""The file, the service that gives it out, and the guide to it: as they are, with nothing faked but where it says so."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from serve.embed import component
from tests.e2e.component import web_tools
from tests.e2e.component.around import JOHN, Around
from tests.e2e.component.fake_service import FakeService
from tests.e2e.component.pages import plan_editor
from tests.e2e.conftest import free_port
from tests.e2e.service import service

pytestmark = pytest.mark.e2e
GUIDE = (Path(__file__).parents[3] / "docs/guide/web-component.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"```(html|js) example\n(.*?)```", GUIDE, re.DOTALL))
EMBEDDING = re.compile(r'<script src="https://aimwell.example.org[^\n]*</script>')


def test_a_file_that_was_tampered_with_is_not_run_and_the_form_still_works(
    browser: Browser, served: tuple[FakeService, str], bundles: Path
) -> None:
    fake, service = served
    line = fake.built.line(service)
    fake.built = type(fake.built)(fake.built.script + "\n", fake.built.version)
    with plan_editor(service, line, bundles) as editor:
        context = browser.new_context(base_url=editor)
        page = context.new_page()
        page.goto("/plain.html")
        page.locator("#objective").fill(JOHN)
        assert page.evaluate("customElements.get('aimwell-objective') === undefined")
        context.close()


def test_the_sources_hold_to_their_types(bundles: Path) -> None:
    assert web_tools.type_check() == ""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory, bundles: Path) -> Iterator[str]:
    """A plan editor on another address, whose origin a real service has listed."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    cache = tmp_path_factory.mktemp("cache")
    with (
        plan_editor(address, component().line(address), bundles) as editor,
        service(cache, port, AIMWELL_ORIGINS=editor),
    ):
        yield editor


def opened(browser: Browser, address: str) -> Page:
    page = browser.new_context().new_page()
    page.goto(address)
    return page


def test_from_a_page_elsewhere_a_listed_service_judges_rewrites_and_forgets(browser: Browser, elsewhere: str) -> None:
    page = opened(browser, f"{elsewhere}/plain.html")
    around = Around(page)
    around.write(JOHN)
    assert "stop disrupting the class" in "".join(around.marked())
    around.chip("Specific").click()
    expect(around.card).to_contain_text("What will be done instead?")
    around.card.get_by_role("button", name="Do not show this again").first.click()
    expect(around.card).to_contain_text("Not shown any more:")
    around.card.get_by_role("button", name="Show it again").click()
    expect(around.card).not_to_contain_text("Not shown any more:")
    around.offer()
    around.card.get_by_role("button", name=re.compile("^Use (with blanks|this): rewrite 1")).click()
    expect(around.field).to_have_value(re.compile(r"\[what\]"))
    expect(around.summary).to_contain_text("of 5 met")
    page.context.close()


def test_a_page_that_is_not_listed_gets_no_answer_and_keeps_its_form(
    browser: Browser, address: str, bundles: Path
) -> None:
    with plan_editor(address, component().line(address), bundles) as stranger:
        page = opened(browser, f"{stranger}/plain.html")
        page.locator("#objective").fill(JOHN)
        assert page.evaluate("customElements.get('aimwell-objective') === undefined")
        page.context.close()


def test_the_service_s_own_page_embeds_it_under_its_own_policy(browser: Browser, address: str) -> None:
    page = browser.new_context().new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.goto(f"{address}/embed")
    around = Around(page)
    page.locator("#need").fill("John disrupts the class every day.")
    around.write(JOHN)
    around.offer()
    around.card.get_by_role("button", name=re.compile("^Use with proposals|^Use this")).first.click()
    expect(around.field).not_to_have_value(JOHN)
    assert complaints == []
    page.context.close()


def test_the_example_of_the_guide_works_as_it_stands(
    browser: Browser, served: tuple[FakeService, str], tmp_path: Path
) -> None:
    fake, address = served
    (tmp_path / "plan.html").write_text(EMBEDDING.sub("{{script}}", EXAMPLES["html"]), encoding="utf-8")
    (tmp_path / "plan.js").write_text(EXAMPLES["js"], encoding="utf-8")
    with plan_editor(address, fake.built.line(address), tmp_path) as editor:
        page = opened(browser, f"{editor}/plan.html")
        page.locator("#need").fill("Alfie is bullied on the bus.")
        Around(page).write(JOHN)
        expect(page.locator("#count")).to_have_text("1 of 5")
        sent = {"text": JOHN, "need": "Alfie is bullied on the bus.", "domain": "child_plan"}
        assert fake.asked == [{"objectives": [sent]}]
        assert fake.keys == ["Bearer the key of this plan editor"]
        page.context.close()
