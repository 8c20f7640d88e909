from collections.abc import Collection

import pytest

from data.documents.rewriting.columns import in_doubt, spread
from model.assessor import Assessor
from model.criteria import Field, Objective
from model.suggestion import read
from tests.conftest import AS_OF

EVERY = frozenset({Field.TEXT, Field.WHO, Field.WHEN, Field.MEASURE})
REWRITE = "[[who: ]] will ring the school [[amount: ]] [[when: by 18 December 2026]], shown by [[method: a tally]]."


def spread_out(
    marked: str, objective: Objective, writable: Collection[Field] = EVERY, doubted: Collection[Field] = ()
) -> dict[str, str]:
    return {field.value: d.marked for field, d in spread(read(marked), objective, writable, doubted).items()}


def test_empty_columns_take_their_proposals_out_of_the_sentence() -> None:
    assert spread_out(REWRITE, Objective("Ring the school")) == {
        "text": "[[who: ]] will ring the school [[amount: ]].",
        "who": "[[who: ]]",
        "when": "[[when: By 18 December 2026]]",
        "measure": "[[method: A tally]]",
    }


def test_columns_in_order_keep_their_words_and_name_the_actor() -> None:
    objective = Objective("Ring the school", who="Joyce Bell", when="1 March 2027", measure="Call log")
    assert spread_out(REWRITE, objective) == {"text": "Joyce Bell will ring the school [[amount: ]]."}


def test_a_list_has_no_columns_and_keeps_the_whole_sentence() -> None:
    assert spread_out(REWRITE, Objective("Ring the school"), {Field.TEXT}) == {"text": REWRITE}


@pytest.mark.parametrize(
    ("part", "said", "written"),
    [
        (Field.WHEN, "Ongoing", "[[when: By 18 December 2026]]"),
        (Field.WHEN, "End of summer 2027", "End of summer 2027: [[when: ]]"),
        (Field.MEASURE, "By review.", "By review: [[method: a tally]]"),
        (Field.WHO, "Family service", "Family service: [[who: ]]"),
    ],
)
def test_a_column_in_doubt_keeps_what_its_author_said_unless_it_says_nothing(
    part: Field, said: str, written: str
) -> None:
    objective = Objective("Ring the school", **{part.value: said})
    assert spread_out(REWRITE, objective, doubted={part})[part.value] == written


def test_a_column_that_cannot_be_written_leaves_the_sentence_whole() -> None:
    objective = Objective("Ring the school", when="Ongoing")
    assert spread_out(REWRITE, objective, {Field.TEXT}, {Field.WHEN}) == {"text": REWRITE}


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("[[when: By May]], Ana will ring.", "Ana will ring."),
        ("Ana will ring [[when: by May]], shown by [[method: ]].", "Ana will ring."),
        ("Ana will ring [[when: by May]]. How we will know: [[method: ]].", "Ana will ring."),
        ("Ana will ring, [[method: ticked]], as she is late.", "Ana will ring, as she is late."),
        ("Ana will ring every day until [[when: May]].", "Ana will ring every day until [[when: May]]."),
    ],
)
def test_a_sentence_closes_over_what_leaves_it_or_stays_as_it_is(marked: str, text: str) -> None:
    assert spread_out(marked, Objective("Ring"))["text"] == text


def test_the_plans_own_need_is_not_said_again() -> None:
    objective = Objective("Ring", need="Ana is late.")
    assert spread_out("Ana will ring. Why: Ana is late.", objective, {Field.TEXT}) == {"text": "Ana will ring."}


def test_words_that_stay_as_they_are_are_no_change() -> None:
    assert spread_out("Ana will ring [[when: by May]].", Objective("Ana will ring.")) == {"when": "[[when: By May]]"}


@pytest.mark.parametrize(
    ("objective", "doubted"),
    [
        (Objective("Ring the school", who="All agencies", when="Ongoing"), {Field.WHO, Field.WHEN}),
        (Objective("Joyce Bell will ring the school", when="1 March 2027"), set()),
    ],
)
def test_columns_are_in_doubt_where_a_failed_criterion_is_theirs(objective: Objective, doubted: set[Field]) -> None:
    (assessment,) = Assessor().assess([objective], AS_OF)
    assert in_doubt(assessment) & {Field.WHO, Field.WHEN} == doubted
