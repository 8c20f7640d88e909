"""A service that is away, busy or unwilling."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.component.around import JOHN, PAUSE, Around, Open, questions, stop_clock
from tests.e2e.component.fake_service import FakeService

pytestmark = pytest.mark.e2e


def test_a_service_that_is_away_is_tried_ever_more_rarely_and_its_return_is_noticed(
    open_page: Open, fake: FakeService
) -> None:
    page = open_page("plain.html")
    around = Around(page)
    around.hear("aimwell-away")
    sent = questions(page)
    stop_clock(page)
    fake.status = 0
    around.field.fill(JOHN)
    tries = []
    for waited in (PAUSE, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000):
        page.clock.run_for(waited - 50)
        page.wait_for_timeout(40)
        before = len(sent)
        page.clock.run_for(60)
        page.wait_for_timeout(60)
        tries.append((before, len(sent)))
    assert tries == [(n, n + 1) for n in range(9)]
    expect(around.summary).to_have_text("Aimwell is away; your text is safe.")
    expect(around.host.get_by_role("status")).to_have_text("Aimwell is away; your text is safe.")
    expect(around.field).to_have_value(JOHN)
    assert [heard["kind"] for heard in around.heard()] == ["aimwell-away"]
    fake.status = 200
    page.clock.run_for(60_000)
    expect(around.summary).to_contain_text("of 5 met")


@pytest.mark.parametrize("sign", ["online", "focus"])
def test_a_sign_of_life_tries_an_absent_service_at_once(page: Page, fake: FakeService, sign: str) -> None:
    around = Around(page)
    sent = questions(page)
    stop_clock(page)
    fake.status = 0
    around.field.fill(JOHN)
    for waited in (PAUSE, 1_000, 2_000, 4_000):
        page.clock.run_for(waited + 50)
        page.wait_for_timeout(60)
    fake.status = 200
    before = len(sent)
    page.evaluate("(sign) => window.dispatchEvent(new Event(sign))", sign)
    expect(around.summary).to_contain_text("of 5 met")
    assert len(sent) == before + 1


def test_two_fields_wait_out_one_outage_together(page: Page, fake: FakeService) -> None:
    sent = questions(page)
    stop_clock(page)
    fake.status = 0
    page.locator("#objective").fill(JOHN)
    page.clock.run_for(PAUSE + 50)
    page.wait_for_timeout(60)
    page.locator("#step").fill(f"{JOHN} too")
    page.clock.run_for(PAUSE + 50)
    page.wait_for_timeout(60)
    assert sent == [JOHN, JOHN]  # turning to another field is a sign of life, and tries once
    fake.status = 200
    page.clock.run_for(2_050)
    for summary in page.locator("aimwell-objective .summary").all():
        expect(summary).to_contain_text("of 5 met")
    assert sorted(sent[2:]) == [JOHN, f"{JOHN} too"]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "Aimwell asks for a valid key."),
        (403, "This key may not ask Aimwell."),
        (429, "Aimwell is busy; it goes on in a moment."),
        (503, "Aimwell is not ready; it tries again."),
        (502, "Aimwell is away; your text is safe."),
        (404, "Aimwell is away; your text is safe."),
    ],
)
def test_what_stands_in_the_way_is_said_in_words(page: Page, fake: FakeService, status: int, said: str) -> None:
    around = Around(page)
    around.hear("aimwell-away")
    fake.status = status
    around.write(JOHN, said)
    expect(around.field).to_have_value(JOHN)
    assert [heard["message"] for heard in around.heard()] == [said]


def test_a_busy_service_gets_the_rest_that_it_asks_for(page: Page, fake: FakeService) -> None:
    around = Around(page)
    stop_clock(page)
    fake.status, fake.retry_after = 429, "20"
    around.field.fill(JOHN)
    page.clock.run_for(PAUSE + 50)
    page.wait_for_timeout(60)
    fake.status = 200
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.clock.run_for(19_000)
    page.wait_for_timeout(60)
    assert len(fake.asked) == 1
    page.clock.run_for(1_500)
    expect(around.summary).to_contain_text("of 5 met")


def test_a_wrong_key_is_not_tried_again_and_a_new_one_is(page: Page, fake: FakeService) -> None:
    around = Around(page)
    stop_clock(page)
    fake.status = 401
    page.evaluate("document.querySelector('aimwell-objective').apiKey = 'wrong'")
    around.field.fill(JOHN)
    page.clock.run_for(PAUSE + 50)
    page.wait_for_timeout(60)
    page.clock.run_for(300_000)
    page.wait_for_timeout(60)
    assert fake.keys == ["Bearer wrong"]
    fake.status = 200
    page.evaluate("document.querySelector('aimwell-objective').apiKey = 'right'")
    page.clock.run_for(PAUSE + 50)
    expect(around.summary).to_contain_text("of 5 met")
    assert fake.keys == ["Bearer wrong", "Bearer right"]


def test_a_text_that_is_refused_is_told_why_and_not_sent_twice(page: Page, fake: FakeService) -> None:
    around = Around(page)
    fake.status = 422
    detail = "String should have at most 2000 characters"
    fake.refusal = {"detail": "No.", "errors": [{"field": "objectives.0.text", "detail": detail}]}
    long = "so " * 700
    around.write(long, "This is 2,100 characters long, and Aimwell reads at most 2,000.")
    around.write("", judged=None)
    around.write(long, "This is 2,100 characters long")
    assert len(fake.asked) == 1
