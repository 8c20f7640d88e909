"""What the store keeps besides reviews: what waits, which requests were answered, what was withdrawn elsewhere."""

from datetime import date

import pytest

from data.reviews.candidate import Candidate
from data.reviews.store import Named, Once, ReviewStore
from model.criteria import Criterion, Objective
from model.errors import ReviewConflict
from tests.data.reviews.conftest import Write

DAY = date(2026, 11, 3)


def candidate(text: str, source: str = "plan 0", subject: str | None = None) -> Candidate:
    return Candidate(Objective(text, need="no doctor"), source, DAY, subject)


def test_an_objective_waits_once_however_often_it_is_queued(store: ReviewStore) -> None:
    assert store.enqueue([candidate("Ana rings"), candidate("ana  rings"), candidate("Bea reads")]) == 2
    assert store.enqueue([candidate("Ana rings")]) == 0
    assert store.candidates() == [candidate("ana  rings"), candidate("Bea reads")]


def test_a_withdrawn_plan_leaves_the_queue_and_does_not_come_in_again(store: ReviewStore) -> None:
    store.enqueue([candidate("Ana rings"), candidate("Bea reads", "plan 1", "child 7"), candidate("Cem", "plan 2")])
    store.erase(Named.SOURCE, "plan 0", "Bo")
    store.erase(Named.SUBJECT, "child 7", "Bo")
    assert store.candidates() == [candidate("Cem", "plan 2")]
    assert store.enqueue([candidate("Dee swims"), candidate("Eve", "plan 3", "child 7")]) == 0


def test_a_request_under_a_key_is_answered_alike_and_another_is_refused(store: ReviewStore, write: Write) -> None:
    once = Once("k", "body")
    first = store.add([write(1), write(2)], once)
    again = store.add([write(1), write(2)], once)
    assert (first.stored, first.again) == (("r1", "r2"), False)
    assert (again.stored, again.ids, again.again) == (("r1", "r2"), ("r1", "r2"), True)
    with pytest.raises(ReviewConflict, match="key"):
        store.add([write(3)], Once("k", "other"))
    assert store.count() == 2


def test_reviews_that_belong_together_are_stored_whole_or_not_at_all(store: ReviewStore, write: Write) -> None:
    store.add([write(1)])
    other = write(1, labels={Criterion.SPECIFIC: False})
    with pytest.raises(ReviewConflict, match="r1"):
        store.add([write(2), other], whole=True)
    assert store.count() == 1
    done = store.add([write(2), other])
    assert (done.stored, done.differing) == (("r2",), ("r1",))


def test_what_was_withdrawn_elsewhere_is_withheld_here(store: ReviewStore, write: Write) -> None:
    store.add([write(1)])
    store.enqueue([candidate("Ana rings")])
    store.erase(Named.SOURCE, "plan 0", "Bo")
    withdrawn = store.withdrawals()
    other = ReviewStore("sqlite://")
    other.add([write(1), write(20)])
    other.enqueue([candidate("Ana rings")])
    other.withhold(withdrawn)
    assert ([r.id for r in other.all()], other.candidates()) == (["r20"], [])
    assert other.add([write(2)]).withdrawn == ("r2",)
    other.withhold(withdrawn)
    assert len(other.withdrawals()) == 1
