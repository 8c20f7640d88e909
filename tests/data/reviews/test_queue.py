from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from data.reviews.candidate import Candidate
from data.reviews.queue import TWICE, Chances, Why, order, queue_for, uncertainty
from data.reviews.rows import said_hash
from model.criteria import Criterion, Objective
from model.local_phrases import phrases_in
from tests.data.reviews.conftest import Write

DAY = date(2026, 11, 28)
S = Criterion.SPECIFIC


def waiting(*texts: str) -> list[Candidate]:
    return [Candidate(Objective(text), "plan", DAY) for text in texts]


def sure(some: Sequence[Candidate]) -> list[Chances | None]:
    return [{S: 0.5 if "unsure" in c.objective.text else 0.99} for c in some]


def test_what_the_bundle_is_unsure_of_comes_first() -> None:
    queue = queue_for("Bo", waiting("Ana rings", "an unsure case", "Bea reads"), [], sure, 2)
    assert [w.candidate.objective.text for w in queue.next] == ["an unsure case", "Ana rings"]
    assert (queue.waiting, queue.judged) == (3, 0)


def test_of_two_alike_the_second_waits_for_something_new() -> None:
    texts = ["unsure ring the clinic daily", "unsure ring the clinic weekly", "unsure walk to school"]
    queue = queue_for("Bo", waiting(*texts), [], sure, 3)
    assert [w.candidate.objective.text for w in queue.next] == [texts[0], texts[2], texts[1]]


def test_what_was_reviewed_is_asked_of_nobody_but_one_in_five_of_a_second(write: Write) -> None:
    some = waiting(*(f"Ana will ring {n} times" for n in range(60)))
    reviews = [write(i, objective=c.objective, reviewer="Bo", labels={S: True}) for i, c in enumerate(some)]
    assert queue_for("Bo", some, reviews, sure, 50).next == ()
    seconds = queue_for("Cem", some, reviews, sure, 50).next
    assert {w.why for w in seconds} == {Why.SECOND}
    assert len(seconds) == sum(int(said_hash(c.objective)[:8], 16) % TWICE == 0 for c in some)
    assert queue_for("Cem", some, reviews, sure, 50).judged == 0


def test_a_dispute_comes_before_all_others(write: Write) -> None:
    ana = Objective("Ana will ring")
    reviews = [write(n, objective=ana, reviewer=f"r{n}", labels={S: n == 1}) for n in (1, 2)]
    queue = queue_for("r3", waiting("an unsure case", "Ana will ring"), reviews, sure, 2)
    assert [(w.candidate.objective.text, w.why) for w in queue.next] == [
        ("Ana will ring", Why.DISPUTED),
        ("an unsure case", Why.NEW),
    ]
    assert queue.next[0].criteria == {S}
    assert queue.waiting == 2


def test_an_objective_that_there_was_no_time_to_judge_waits() -> None:
    queue = queue_for("Bo", waiting("Ana rings", "Bea reads"), [], lambda some: [None, *sure(some[1:])], 5)
    assert [w.candidate.objective.text for w in queue.next] == ["Bea reads"]
    assert queue.waiting == 2


def test_uncertainty_is_greatest_at_one_half_and_passes_over_what_cannot_be_told() -> None:
    even, certain = uncertainty({S: 0.5, Criterion.RELEVANT: None}), uncertainty({S: 1.0})
    assert (even, certain, uncertainty({Criterion.RELEVANT: None})) == (1.0, 0.0, 0.0)


@given(st.lists(st.tuples(st.text("ab ", max_size=6), st.floats(0, 1)), max_size=12), st.integers(0, 15))
def test_the_order_names_each_objective_once_and_no_more_than_are_asked_for(
    some: list[tuple[str, float]], limit: int
) -> None:
    phrases = [phrases_in(text) for text, _ in some]
    found = order([{S: p} for _, p in some], phrases, [], limit)
    assert len(found) == len(set(found)) == min(limit, len(some))
