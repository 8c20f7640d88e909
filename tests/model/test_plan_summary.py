from model.assessor import Assessor
from model.plan_review import review
from model.plan_summary import NO_FAULT, PLACES, summary
from tests.model.plans import a_plan, invented, row

PLANS = {one.name: one.plan for one in invented()}
ONE_PAGE = 60
"""Lines of 100 characters that fit on a sheet."""


def test_the_page_says_what_to_put_right_first_next_and_then() -> None:
    page = summary(review(PLANS["flawed-2"], Assessor()))
    headings = [section.heading for section in page.sections]
    assert [heading.partition(",")[0] for heading in headings] == [
        "First", "Next", "Then", "Each action", "How progress is measured",
    ]  # fmt: skip
    assert page.opening == (
        "A plan for Priya Nair with 4 actions, to be reviewed on 29 January 2027, read as on 22 November 2026."
    )


def test_a_good_plan_hears_that_nothing_is_in_the_way() -> None:
    page = summary(review(PLANS["good-1"], Assessor()))
    assert page.sections[0].lines == (NO_FAULT,)


def test_a_kind_of_finding_has_one_line_however_often_it_comes() -> None:
    rows = [row(f"Make call {n}", who="School", place=f"table 1, row {n + 2}") for n in range(PLACES + 3)]
    page = summary(review(a_plan(*rows), Assessor()))
    (line,) = (line for line in page.sections[0].lines if line.startswith("An agency"))
    assert line.count("Row ") == PLACES
    assert " And 3 more. " in line


def test_it_stays_on_one_page() -> None:
    for plan in PLANS.values():
        page = summary(review(plan, Assessor())).text
        assert sum(1 + len(line) // 100 for line in page.splitlines()) <= ONE_PAGE


def test_what_is_left_out_is_left_out() -> None:
    found = review(PLANS["flawed-1"], Assessor())
    page = summary(found, [f for f in found.findings if f.rule == "ongoing"])
    assert "It never arrives" in page.text
    assert "Words that judge" not in page.text


def test_rows_are_named_by_their_table_where_there_are_several() -> None:
    plan = a_plan(*(row("Offer a place", who="School", place=f"table {n}, row 2") for n in (1, 2)))
    assert "Table 2, row 2, who" in summary(review(plan, Assessor())).text
