from model.criteria import Objective, Span
from model.plan import Cell, Column, Row
from tests.model.plans import a_plan, row


def test_a_row_is_judged_as_an_objective_whose_need_is_its_own_issue() -> None:
    said = Row("Kwame was late on 11 days.", "Abena", "Walk Kwame to school", "2027-01-22", "The register")
    assert said.objective("child_plan") == Objective(
        "Walk Kwame to school", "Abena", "2027-01-22", "The register", "Kwame was late on 11 days.", domain="child_plan"
    )


def test_an_empty_cell_is_no_part_of_the_objective() -> None:
    assert row(issue=" ").objective().need is None


def test_a_dash_says_nothing_and_is_no_action() -> None:
    plan = a_plan(Row(issue="Toothache"), row("–"), row("Ring the school"))
    assert [number for number, _ in plan.actions] == [2]
    assert plan.has(Column.ISSUE)
    assert not plan.has(Column.WHO)


def test_a_row_is_called_by_its_place_or_by_its_number() -> None:
    plan = a_plan(row(), row(place="table 1, row 3"))
    assert (plan.name(0), plan.name(1)) == ("row 1", "table 1, row 3")


def test_a_cell_gives_its_words() -> None:
    plan = a_plan(row(who="School and Mum"))
    assert Cell(0, Column.WHO, Span(0, 6)).words(plan) == "School"
