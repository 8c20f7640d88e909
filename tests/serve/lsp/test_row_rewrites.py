import pytest

from model.assessor import Assessor
from model.criteria import Field, Objective
from model.rules_generator import RulesGenerator
from model.suggester import Suggester
from serve.lsp.row_rewrites import RowRewrite, row_rewrites
from tests.conftest import AS_OF

STOP = Objective("Stop disrupting the class", who="John", when="by Easter 2027", measure="Teacher tally")


def rewrites(objective: Objective) -> list[RowRewrite]:
    suggester = Suggester(Assessor(), [RulesGenerator()])
    assessment, suggestions = suggester.suggest(objective, 2, AS_OF)
    return row_rewrites(objective, assessment, suggestions, suggester.assessor, AS_OF)


def said(objective: Objective, field: Field) -> list[str]:
    return [rewrite.draft.blank_text for rewrite in rewrites(objective) if rewrite.field is field]


def test_the_objectives_own_cell_says_nothing_that_stands_in_another_column() -> None:
    own = said(STOP, Field.TEXT)
    assert own
    assert all(words.startswith("Instead of disrupting the class, John will") for words in own)
    assert not any("Easter" in words or "tally" in words for words in own)


def test_a_column_gets_what_is_proposed_for_it() -> None:
    late = Objective("Phone the dentist", who="Kwame", when="ongoing", need="Kwame has toothache")
    whens = [rewrite.draft.text for rewrite in rewrites(late) if rewrite.field is Field.WHEN]
    assert whens
    assert not any(words.casefold().startswith("by ") for words in whens)
    assert any("2026" in words or "2027" in words for words in whens)


@pytest.mark.parametrize(
    "objective",
    [
        STOP,
        Objective("Read more with Dad", who="Alfie", measure="Reading record"),
        Objective("Staff to complete forms"),
    ],
)
def test_a_row_loses_no_criterion_and_gains_one(objective: Objective) -> None:
    before = Assessor().assess([objective], AS_OF)[0].met
    found = rewrites(objective)
    assert found
    assert all(before < rewrite.met for rewrite in found)


def test_a_smart_row_is_left_alone() -> None:
    smart = Objective("Phone the dentist", who="Kwame", when="by Friday 5 March 2027", need="Kwame has toothache")
    assert Assessor().assess([smart], AS_OF)[0].smart
    assert rewrites(smart) == []
