from datetime import date

from data.documents.rewriting.advice import Adviser
from data.documents.rewriting.rows import rewrite_rows
from model.assessor import Assessor
from model.plan import Column, Row
from model.rules_generator import RulesGenerator
from model.suggester import Suggester
from model.suggestion import Kind
from tests.model.plans import a_plan

FLAWED = Row("Kwame is naughty in class.", "School", "Support Kwame with his behaviour.", "Ongoing", "By review")
GOOD = Row("Kwame was late on 11 days.", "Abena", "Ring the school", "18 December 2026", "The slip")
BARE = Row(issue="Kwame has toothache.")
ADVISER = Adviser(Suggester(Assessor(), [RulesGenerator()]), 1)


def test_a_rewriting_is_spread_over_the_columns_with_typed_blanks() -> None:
    (new,) = rewrite_rows(a_plan(FLAWED), ADVISER, 1)
    assert new[Column.ISSUE].marked == "Kwame is [[what: ]] in class."
    assert new[Column.WHO].marked == "School: [[who: ]]"
    assert {p.kind for p in new[Column.WHAT].proposals} >= {Kind.WHO, Kind.WHAT}
    assert [p.kind for p in new[Column.WHEN].proposals] == [Kind.WHEN]


def test_what_needs_no_rewriting_or_has_no_action_stays_as_it_is() -> None:
    for row, new in zip((GOOD, BARE), rewrite_rows(a_plan(GOOD, BARE), ADVISER, 2), strict=True):
        assert {column: draft.text for column, draft in new.items()} == {column: row.cell(column) for column in Column}


def test_rows_beyond_the_most_stay_as_they_are() -> None:
    first, second = rewrite_rows(a_plan(FLAWED, FLAWED), ADVISER, 1)
    assert first[Column.WHEN].text != "Ongoing"
    assert second[Column.WHEN].text == "Ongoing"


def test_no_day_is_proposed_beyond_the_review() -> None:
    review = date(2026, 11, 30)
    adviser = Adviser(ADVISER.suggester, 1, review=review)
    (new,) = rewrite_rows(a_plan(FLAWED, review=review), adviser, 1)
    assert new[Column.WHEN].text == "By 30 November 2026"
