from hypothesis import given
from hypothesis import strategies as st

from model.progress.reviews import Ref, ReviewRow
from model.progress.threads import threads
from tests.model.progress.plans import reviews

CLUB = "Meera will walk to the breakfast club on 3 of 5 mornings by 26 March 2027"


def refs(*rows: list[ReviewRow]) -> list[list[Ref]]:
    return [[s.ref for s in thread.standings] for thread in threads(reviews(*rows))]


def test_rows_with_the_same_id_are_one_objective_whatever_they_say() -> None:
    found = threads(reviews([ReviewRow("Ring the school", id="1")], [ReviewRow("Quite other words", id=" 1 ")]))
    assert [[s.ref for s in t.standings] for t in found] == [[Ref(1, 1), Ref(2, 1)]]
    assert not found[0].by_words


def test_different_ids_are_different_objectives_whatever_they_say() -> None:
    assert len(refs([ReviewRow(CLUB, id="1")], [ReviewRow(CLUB, id="2")])) == 2


def test_nearly_the_same_words_are_one_objective_and_say_so_even_when_its_figures_move() -> None:
    later = CLUB.replace("3 of 5", "4 of 5").replace("26 March", "2 April").replace("walk to", "come to")
    (found,) = threads(reviews([ReviewRow(CLUB)], [ReviewRow(later)]))
    assert found.by_words
    assert found.last.row.what == later


def test_the_same_words_about_another_person_are_another_objective() -> None:
    assert len(refs([ReviewRow(CLUB)], [ReviewRow(CLUB.replace("Meera", "Kwame"))])) == 2


def test_other_words_are_another_objective() -> None:
    assert len(refs([ReviewRow(CLUB)], [ReviewRow("Meera will keep a sleep diary")])) == 2


def test_an_objective_is_found_again_after_a_review_without_it() -> None:
    assert refs([ReviewRow(CLUB)], [ReviewRow("Keep a diary")], [ReviewRow(CLUB)])[0] == [Ref(1, 1), Ref(3, 1)]


def test_of_two_likely_rows_the_most_alike_is_taken() -> None:
    near = CLUB.replace("breakfast", "homework")
    assert refs([ReviewRow(CLUB)], [ReviewRow(near), ReviewRow(CLUB)]) == [[Ref(1, 1), Ref(2, 2)], [Ref(2, 1)]]


rows = st.builds(
    ReviewRow,
    st.sampled_from([CLUB, CLUB.replace("3", "4"), "Keep a diary", "Ring Mum", "Ring Mum today"]),
    st.none() | st.sampled_from("12"),
)


@given(st.lists(st.lists(rows, max_size=5), min_size=1, max_size=4))
def test_every_row_is_in_exactly_one_objective_and_no_review_twice_in_one(plan: list[list[ReviewRow]]) -> None:
    found = refs(*plan)
    every = [Ref(n, i) for n, group in enumerate(plan, start=1) for i in range(1, len(group) + 1)]
    assert sorted(ref for thread in found for ref in thread) == every
    assert all([r.review for r in thread] == sorted({r.review for r in thread}) for thread in found)
