"""What became of a rewrite, told to the office's reviews: only where the page says who writes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.reviews.review import Outcome
from data.reviews.store import ReviewStore
from serve.review_schemas import ReviewIn
from tests.e2e.component.around import JOHN, LONG_ENOUGH, WITH_PROPOSALS, Around
from tests.e2e.component.fake_service import FakeService

pytestmark = pytest.mark.e2e


def reviews(fake: FakeService) -> list[dict[str, object]]:
    return [said for said in fake.asked if "outcome" in said]


def take(page: Page) -> Around:
    around = Around(page)
    around.write(JOHN)
    expect(around.summary).to_contain_text("of 5 met")
    around.offer()
    around.card.get_by_role("button", name="Use with proposals: rewrite 1").click()
    expect(around.field).to_have_value(WITH_PROPOSALS)
    return around


def test_a_rewrite_that_is_taken_and_one_that_is_edited_are_told_and_can_be_kept(
    page: Page, fake: FakeService, tmp_path: Path
) -> None:
    page.evaluate(
        "Object.entries({ reviews: 'reviewer-a', plan: 'plan-01' }).forEach(([name, value]) =>"
        " document.querySelector('aimwell-objective').setAttribute(name, value))"
    )
    around = take(page)
    around.field.press("End")
    around.field.press_sequentially(" So we agreed.")
    around.field.blur()
    page.wait_for_timeout(LONG_ENOUGH)
    chosen, edited = reviews(fake)
    assert (chosen["text"], chosen["outcome"], chosen["reviewer"], chosen["source"]) == (
        JOHN,
        "chosen",
        "reviewer-a",
        "plan-01",
    )
    assert str(chosen["suggestion"]).count("[[") == 2
    assert "[[amount: ]]" in str(chosen["suggestion"])
    assert "[[when: by 12 February 2027]]" in str(chosen["suggestion"])
    assert (edited["outcome"], edited["corrects"], edited["text"]) == ("edited", chosen["id"], JOHN)
    assert str(edited["kept"]).endswith("So we agreed.")
    assert_kept_by_the_service(tmp_path, chosen, edited)


def assert_kept_by_the_service(folder: Path, *told: dict[str, object]) -> None:
    """Take what the component told as `POST /v1/reviews` does, and find it in the store."""
    store = ReviewStore.in_file(folder / "reviews.sqlite")
    store.add(ReviewIn.model_validate(said).review(datetime.now(UTC), "body") for said in told)
    kept = store.all()
    store.close()
    assert [r.outcome for r in kept] == [Outcome.CHOSEN, Outcome.EDITED]
    assert kept[1].corrects == kept[0].id


def test_without_a_reviewer_nothing_is_told(page: Page, fake: FakeService) -> None:
    around = take(page)
    around.field.blur()
    page.wait_for_timeout(LONG_ENOUGH)
    assert reviews(fake) == []
