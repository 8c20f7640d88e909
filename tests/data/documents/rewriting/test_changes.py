from dataclasses import replace

from data.documents.entry import Entry, Passage
from data.documents.rewriting.advice import Advice, Rewriting
from data.documents.rewriting.changes import NO_PLACE, NO_REWRITE, SHARED, Note, Way, plans
from model.criteria import Criterion, Field, Finding, Objective, Span, Verdict
from model.suggestion import read
from tests.serve.test_check import assessment

FINDING = Finding("no-deadline", Criterion.TIME_BOUND, Field.TEXT, Span(0, 4), "No date.", "By when?", "LIAP")
REWRITING = Rewriting({Field.TEXT: read("Ana will ring"), Field.WHEN: read("[[when: ]]")}, "rules")


def advice(
    place: str, text: Passage | None, when: Passage | None = None, *, best: Rewriting | None = REWRITING
) -> Advice:
    stand = {field: passage for field, passage in ((Field.TEXT, text), (Field.WHEN, when)) if passage}
    judged = assessment(time_bound=Verdict.NOT_MET)
    found = ((Verdict.NOT_MET, FINDING),)
    return Advice(Entry(place, None, Objective("Ring"), stand), judged, found, (best,) if best else ())


def at(address: int, start: int = 0, end: int = 4) -> Passage:
    return Passage(address, Span(start, end))


def test_each_part_that_has_a_place_is_changed() -> None:
    (plan,), notes = plans([advice("row 2", at(1), at(2))], Way.TABLE)
    assert [(c.passage, "".join(p.words for p in c.pieces)) for c in plan.changes] == [
        (at(1), "Ana will ring"),
        (at(2), "[when]"),
    ]
    assert notes == []


def test_no_words_are_written_twice_and_the_first_row_has_them() -> None:
    shared_when = [advice("row 2", at(1), at(9)), advice("row 3", at(2), at(9))]
    found, notes = plans(shared_when, Way.TRACKED)
    assert [[c.passage for c in plan.changes] for plan in found] == [[at(1), at(9)], [at(2)]]
    assert notes == []
    found, notes = plans([advice("row 2", at(1)), advice("row 3", at(1, 2, 6))], Way.TABLE)
    assert (len(found), notes) == (1, [Note("row 3", SHARED)])


def test_comments_need_a_place_and_no_rewrite() -> None:
    found, notes = plans([advice("row 2", at(1), best=None), advice("row 3", None)], Way.COMMENTS)
    assert [plan.changes for plan in found] == [()]
    assert notes == [Note("row 3", NO_PLACE)]


def test_what_is_not_written_says_why_and_what_has_no_findings_says_nothing() -> None:
    fine = replace(advice("row 3", at(2)), findings=())
    found, notes = plans([advice("row 2", at(1), best=None), fine], Way.TABLE)
    assert (found, notes) == ([], [Note("row 2", NO_REWRITE)])
