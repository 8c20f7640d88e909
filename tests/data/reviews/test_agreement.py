import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reviews.agreement import agreements, judgements_of, kappa
from model.criteria import Criterion, Objective
from tests.data.reviews.conftest import Write

S, M, A, R, T = Criterion
ANSWERS = st.sampled_from([True, False, None])
ANA = Objective("Ana will ring")


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15, 0.4),
        ([(True, True), (False, False)], 1.0),
        ([(True, False), (False, True)], -1.0),
        ([(True, True), (None, None), (False, False), (True, None)], 7 / 11),
        ([(True, True)] * 9, None),
        ([], None),
    ],
)
def test_kappa_is_agreement_beyond_chance(pairs: list[tuple[bool | None, bool | None]], expected: float | None) -> None:
    found = kappa(pairs)
    assert found == (None if expected is None else pytest.approx(expected))


@given(st.lists(st.tuples(ANSWERS, ANSWERS)))
def test_kappa_is_at_most_one_and_the_same_whoever_is_named_first(pairs: list[tuple[bool | None, bool | None]]) -> None:
    found, other = kappa(pairs), kappa([(b, a) for a, b in pairs])
    assert found == (None if other is None else pytest.approx(other))
    assert found is None or -1 <= found <= 1


def test_pairs_of_reviewers_are_compared_on_what_both_judged(write: Write) -> None:
    some = [
        write(1, objective=ANA, reviewer="Bo", labels={S: True, M: False}),
        write(2, objective=ANA, reviewer="Cem", labels={S: False, T: True}),
        write(3, objective=Objective("Bea reads"), reviewer="Bo", labels={S: True}),
        write(4, objective=Objective("bea  reads"), reviewer="Cem", labels={S: True}),
        write(5, objective=Objective("Dee swims"), reviewer="Bo", labels={S: True}),
    ]
    (pair,) = agreements(some)
    assert (pair.reviewers, pair.objectives, pair.disputed) == (("Bo", "Cem"), 2, 1)
    assert [(a.criterion, a.judged, a.agreed) for a in pair.criteria if a.judged] == [(S, 2, 1)]


def test_a_correction_and_a_later_word_count_and_not_the_earlier(write: Write) -> None:
    some = [
        write(1, objective=ANA, reviewer="Bo", labels={S: False}),
        write(2, objective=ANA, reviewer="Bo", labels={S: True}, corrects="r1"),
        write(3, objective=ANA, reviewer="Bo", labels={M: True}),
        write(4, objective=ANA, reviewer="Cem", labels={S: True, M: True}),
    ]
    (pair,) = agreements(some)
    assert (pair.disputed, [a.agreed for a in pair.criteria]) == (0, [1, 1, 0, 0, 0])


def test_a_dispute_stands_until_a_third_has_judged(write: Write) -> None:
    some = [write(n, objective=ANA, reviewer=f"r{n}", labels={S: n == 1, A: True}) for n in (1, 2)]
    (one,) = judgements_of(some).values()
    assert one.disputed == {S}
    (one,) = judgements_of([*some, write(3, objective=ANA, reviewer="r3", labels={S: None})]).values()
    assert one.disputed == frozenset()
