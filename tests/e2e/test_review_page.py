"""The review page as reviewers use it, in a real browser, on a real service with a store of its own."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from data.reviews.candidate import Candidate
from data.reviews.opening import open_reviews
from data.reviews.review import Outcome, Review, standing
from data.reviews.store import ReviewStore
from model.criteria import Criterion, Objective
from model.places import State
from serve.keys import KeyScope, KeyStore
from tests.e2e.component import web_tools
from tests.e2e.service import service

pytestmark = pytest.mark.e2e
DAY = date(2026, 11, 28)
OBJECTIVES = (
    Objective(
        "The boy will stop disrupting the class", need="He is sent out of class daily", baseline="6 times in March"
    ),
    Objective("Attend the breakfast club by 3 May 2027", who="The girl", need="She is late on most days"),
    Objective("Improve communication with school", when="Ongoing"),
)


@pytest.fixture
def store(tmp_path: Path) -> ReviewStore:
    made = open_reviews(State(tmp_path / "state"))
    made.enqueue(Candidate(objective, "plan-1", DAY) for objective in OBJECTIVES)
    return made


@pytest.fixture
def address(store: ReviewStore, tmp_path: Path) -> Iterator[str]:
    with service(tmp_path / "cache", AIMWELL_STATE=str(tmp_path / "state")) as started:
        yield started


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """Return the page; whatever it complains of, and whatever it asks of another host, fails the test."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.on("request", lambda r: complaints.append(f"asked {r.url}") if not r.url.startswith(address) else None)
    page.goto("/review")
    yield page
    context.close()
    assert [c for c in complaints if not any(e in c for e in ("503", "ERR_FAILED"))] == []


def begin(page: Page, reviewer: str = "reviewer-a") -> None:
    page.get_by_label("Who are you?").fill(reviewer)
    page.keyboard.press("Enter")
    expect(page.locator("#judging")).to_be_visible()


def at(page: Page, words: str) -> None:
    """Put off what comes before an objective."""
    for _ in OBJECTIVES:
        if words in page.locator("#wording").inner_text():
            return
        page.get_by_role("button", name="Not now").click()
        page.wait_for_timeout(100)
    raise AssertionError(words)


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def test_an_objective_is_judged_by_keyboard_alone_and_kept(opened: Page, store: ReviewStore) -> None:
    begin(opened)
    expect(opened.locator("#standing")).to_have_text("0 reviewed by you, 3 wait")
    said = opened.locator("#wording").inner_text()
    press(opened, "s m m a a a t t Enter")
    expect(opened.locator("#after")).to_be_visible()
    expect(opened.locator("#standing")).to_have_text("1 reviewed by you, 2 wait")
    (kept,) = store.all()
    assert kept.objective.text == said
    assert {c.value: v for c, v in kept.labels.items()} == {
        "specific": True, "measurable": False, "achievable": None, "time_bound": False,
    }  # fmt: skip
    assert (kept.reviewer, kept.as_of, kept.shown) == ("reviewer-a", DAY, {})


def test_the_keys_go_round_and_leave_a_criterion_unjudged_again(opened: Page) -> None:
    begin(opened)
    for said in ("met", "not met", "cannot tell", "not judged"):
        opened.keyboard.press("r")
        expect(opened.locator("#said")).to_have_text(f"Relevant: {said}")
    opened.keyboard.press("Enter")
    expect(opened.locator("#said")).to_contain_text("Mark at least one criterion")


def test_nothing_of_what_aimwell_says_is_asked_for_before_the_marks_are_kept(opened: Page) -> None:
    asked: list[str] = []
    opened.on("request", lambda r: asked.append(r.url.split("?")[0].partition("/v1/")[2]) if "/v1/" in r.url else None)
    begin(opened)
    press(opened, "s w")
    expect(opened.locator("#verdicts")).to_be_hidden()
    assert set(asked) == {"reviews/queue"}
    press(opened, "Enter")
    expect(opened.get_by_role("button", name="Show me why")).to_be_visible()
    assert "rewrite" not in asked
    opened.keyboard.press("w")
    expect(opened.locator("#verdicts")).to_be_visible()
    assert asked[-1] == "rewrite"


def test_the_verdicts_are_then_shown_beside_the_marks_and_the_rewrite_is_answered(
    opened: Page, store: ReviewStore
) -> None:
    begin(opened)
    at(opened, "stop disrupting")
    press(opened, "s t Enter")
    opened.get_by_role("button", name="Show me why").click()
    expect(opened.locator("#verdicts li")).to_have_count(5)
    expect(opened.locator("#verdicts")).to_contain_text("you say otherwise")
    words = opened.get_by_label("What it could say instead")
    words.fill(f"{words.input_value()} So we agreed.")
    opened.get_by_label("Why").fill("as agreed in the meeting")
    opened.get_by_role("button", name="Keep it as I wrote it").click()
    expect(opened.locator("#said")).to_have_text("Kept as you wrote it.")
    _, answered = store.all()
    assert (answered.outcome, answered.why, dict(answered.labels)) == (Outcome.EDITED, "as agreed in the meeting", {})
    assert answered.suggestion is not None
    assert "[[" in answered.suggestion
    assert answered.kept is not None
    assert answered.kept.endswith("So we agreed.")
    assert len(answered.shown) == 5
    press(opened, "Enter")
    expect(opened.locator("#judging")).to_be_visible()


def test_a_rewrite_is_rejected_with_a_reason(opened: Page, store: ReviewStore) -> None:
    begin(opened)
    at(opened, "stop disrupting")
    press(opened, "s Enter")
    expect(opened.get_by_role("button", name="Show me why")).to_be_visible()
    press(opened, "w")
    opened.get_by_label("Why").fill("another aim")
    opened.get_by_role("button", name="Reject it").click()
    expect(opened.locator("#said")).to_have_text("Rejected.")
    assert (store.all()[-1].outcome, store.all()[-1].kept) == (Outcome.REJECTED, None)


def test_where_nothing_is_suggested_a_reviewer_may_write_their_own(opened: Page, store: ReviewStore) -> None:
    begin(opened)
    at(opened, "breakfast club")
    press(opened, "s Enter")
    opened.get_by_role("button", name="Show me why").click()
    opened.get_by_role("button", name="Keep it as I wrote it").click()
    expect(opened.locator("#said")).to_have_text("Write what it should say, or go on to the next.")
    opened.get_by_label("What it could say instead").fill("The girl will attend the breakfast club 4 days a week")
    opened.get_by_role("button", name="Keep it as I wrote it").click()
    expect(opened.locator("#said")).to_have_text("Kept as you wrote it.")
    assert (store.all()[-1].outcome, store.all()[-1].suggestion) == (Outcome.EDITED, None)


def test_a_slip_is_corrected_by_a_review_of_its_own(opened: Page, store: ReviewStore) -> None:
    begin(opened)
    press(opened, "s Enter")
    opened.get_by_role("button", name="Correct my last one").click()
    expect(opened.get_by_role("radio", name="met", exact=True).first).to_be_checked()
    press(opened, "s Enter")
    expect(opened.locator("#after")).to_be_visible()
    first, second = store.all()
    assert (second.corrects, standing([first, second])) == (first.id, [second])
    expect(opened.locator("#standing")).to_have_text("1 reviewed by you, 2 wait")


def test_the_queue_ends_and_says_how_more_comes_in(opened: Page, store: ReviewStore) -> None:
    begin(opened)
    for _ in OBJECTIVES:
        press(opened, "s Enter")
        expect(opened.locator("#after")).to_be_visible()
        press(opened, "Enter")
        expect(opened.locator("#after")).to_be_hidden()
    expect(opened.locator("#said")).to_contain_text("Nothing waits for you.")
    assert len({r.objective.text for r in store.all()}) == 3


def test_not_now_puts_an_objective_off(opened: Page) -> None:
    begin(opened)
    first = opened.locator("#wording").inner_text()
    opened.get_by_role("button", name="Not now").click()
    expect(opened.locator("#wording")).not_to_have_text(first)


def test_marks_survive_a_service_that_is_away_and_are_kept_once(opened: Page, store: ReviewStore) -> None:
    begin(opened)
    lost = [True]

    def reply(route: Route) -> None:
        if lost.pop() if lost else False:
            route.fetch()  # it is stored, and its answer is lost on the way
            route.abort()
        else:
            route.continue_()

    opened.route("**/v1/reviews", reply)
    press(opened, "a a Enter")
    expect(opened.locator("#said")).to_contain_text("your marks are still here")
    press(opened, "Enter")
    expect(opened.locator("#after")).to_be_visible()
    assert store.count() == 1


def test_what_two_dispute_is_asked_of_the_third_and_agreement_is_shown(opened: Page, store: ReviewStore) -> None:
    first = store.candidates()[0]
    for reviewer, met in (("reviewer-b", True), ("reviewer-c", False)):
        at = datetime.now(UTC)
        store.add([Review(reviewer, first.objective, {Criterion.SPECIFIC: met}, reviewer, first.source, at, DAY)])
    begin(opened)
    expect(opened.locator("#asked-because")).to_contain_text("Two reviewers differ on Specific")
    opened.get_by_text("How far do we agree?").click()
    expect(opened.locator("#pairs caption")).to_contain_text("reviewer-b and reviewer-c: 1 judged by both, 1 disputed")


def test_single_keys_can_be_switched_off_and_the_help_tells_them(opened: Page) -> None:
    begin(opened)
    opened.keyboard.press("?")
    expect(opened.get_by_role("dialog", name="Keys")).to_be_visible()
    opened.get_by_label("Single keys work on this page").uncheck()
    opened.keyboard.press("Escape")
    opened.keyboard.press("s")
    assert opened.locator("#marks input:checked").count() == 0


def test_a_key_is_asked_for_where_one_is_needed(browser: Browser, store: ReviewStore, tmp_path: Path) -> None:
    keys = KeyStore(tmp_path / "keys.json")
    key = keys.add("reviewers", [KeyScope.REVIEW, KeyScope.SCORE], date.today())  # noqa: DTZ011
    with service(tmp_path / "cache", AIMWELL_STATE=str(tmp_path / "state"), AIMWELL_KEYS=str(keys.path)) as address:
        page = browser.new_page()
        page.goto(f"{address}/review")
        page.get_by_label("Who are you?").fill("reviewer-a")
        page.get_by_role("button", name="Begin").click()
        expect(page.locator("#said")).to_contain_text("asks for a key")
        page.get_by_role("textbox", name="API key").fill(key)
        page.get_by_role("button", name="Use this key").click()
        expect(page.locator("#judging")).to_be_visible()
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_everybody_can_use_it_and_nothing_is_cut_off(opened: Page, scheme: str, width: int, tmp_path: Path) -> None:
    web_tools.install()
    opened.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened.set_viewport_size({"width": width, "height": 800})
    begin(opened)
    at(opened, "stop disrupting")
    for stage in ("judging", "after"):
        if stage == "after":
            press(opened, "s m m Enter")
            opened.get_by_role("button", name="Show me why").click()
            expect(opened.locator("#rewrite")).to_be_visible()
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
        opened.evaluate(web_tools.axe())
        found = opened.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
        opened.screenshot(path=str(tmp_path / f"{stage}-{scheme}-{width}.png"), full_page=True)
