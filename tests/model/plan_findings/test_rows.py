import pytest

from model.plan import Row
from model.plan_findings import rows
from tests.model.plans import as_written, reading, row

LATE = "Kwame was late on 11 of 20 mornings."
WALK = "Abena will walk Kwame to the breakfast club at Larch Primary by 8.30"


def found(*given: Row) -> list[tuple[str, int | None, str | None]]:
    return [as_written(f) for f in rows.find(reading(*given))]


def test_an_issue_has_an_action_and_an_action_an_issue() -> None:
    fair = row("Piotr will book the hall on 4 December", issue="")
    assert found(row(issue=LATE), Row(issue="Kwame has toothache."), fair) == [
        ("issue-without-action", 2, "what"),
        ("action-without-issue", 3, "issue"),
    ]


def test_an_issue_that_another_row_answers_is_answered() -> None:
    assert found(Row(issue=LATE), row(WALK, issue=LATE)) == []


def test_a_blank_below_an_issue_means_the_same_issue_where_the_action_is_about_it() -> None:
    assert found(row(WALK, issue=LATE), row("Kwame will set his alarm so that he is not late", issue="")) == []


def test_a_plan_without_issues_lacks_none() -> None:
    assert found(row("Piotr will book the hall on 4 December")) == []


@pytest.mark.parametrize(
    ("what", "lacks"),
    [
        ("Support Kwame with his behaviour.", True),
        ("Improve home conditions", True),
        ("Provide emotional support to the family", True),
        ("Parenting group", True),
        ("Monitor the situation", True),
        ("Refer to the clinic", False),
        ("Ring the school", False),
        ("Support Kwame with reading on Tuesdays at 3.30", False),
        ("Support Kwame at Larch Primary", False),
        ("Malcolm will draw a picture for the next meeting in 2 weeks’ time to show how he feels", False),
        ("Joyce will attend a 6 week parenting group delivered by the Avedon Team beginning on 1st July", False),
    ],
)
def test_an_action_says_its_tasks(what: str, lacks: bool) -> None:
    assert found(row(what, who="Abena")) == ([("no-minutiae", 1, "what")] if lacks else [])


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (row(WALK), row(WALK), True),
        (row(WALK), row("Abena will walk with Kwame, by 8.30, to the Larch Primary breakfast club"), True),
        (row(WALK, who="Abena"), row(WALK.replace("Abena", "Chidi"), who="Chidi"), False),
        (row(WALK), row(WALK.replace("8.30", "8.50")), False),
        (row(WALK, measure="3 of 5 days"), row(WALK, measure="4 of 5 days"), False),
        (row(WALK), row("Abena will ring the dentist at Larch Street"), False),
        (row("Ring Mum"), row("Ring Mum"), False),
    ],
)
def test_two_rows_are_alike_in_words_figures_and_people(one: Row, other: Row, alike: bool) -> None:
    assert found(one, other) == ([("rows-alike", 2, "what")] if alike else [])


def test_three_rows_that_are_alike_are_told_twice_with_the_first_beside() -> None:
    told = rows.find(reading(row(WALK), row(WALK), row(WALK)))
    assert [[cell.row for cell in f.cells] for f in told] == [[1, 0], [2, 0]]
    assert told[0].message == "It says the same as row 1."
