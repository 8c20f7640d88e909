from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.assessor import Assessor
from model.criteria import Criterion, Finding, Objective
from model.generator import Generator
from model.rules.reading import Reading
from model.rules_generator import RulesGenerator
from model.suggester import Suggester, doubts, filled
from model.suggestion import Draft, read
from tests.conftest import FakeClassifier

DAY = date(2026, 11, 22)


class Writes:
    """A generator that proposes what it was told to."""

    origin = "model"

    def __init__(self, *marked: str) -> None:
        self.drafts = [read(m) for m in marked]

    def generate(self, objective: Objective, reading: Reading, findings: Sequence[Finding]) -> list[Draft]:
        return self.drafts


def suggest(text: str, *generators: Generator, n: int = 3, **context: str) -> list[str]:
    suggester = Suggester(Assessor(), generators)
    return [s.draft.text for s in suggester.suggest(Objective(text, **context), n, DAY)[1]]


def test_what_meets_most_comes_first_and_among_equals_what_was_named_first() -> None:
    faithful = (
        "Dad will read with Ana [[amount: twice a week]] [[when: until 3 May]], [[why: so that she likes books]]."
    )
    partial = "Dad will read with Ana [[amount: twice a week]]."
    assert suggest("Dad will read with Ana", Writes(partial), RulesGenerator(), n=5)[-1] == read(partial).text
    assert suggest("Dad will read with Ana", Writes(faithful), RulesGenerator())[0] == read(faithful).text
    assert suggest("Dad will read with Ana", Writes("Mum will read."), RulesGenerator())[0].startswith(
        "Dad will read with Ana [amount]"
    )


def test_a_smart_objective_gets_no_rewrite() -> None:
    assert (
        suggest("Zofia will walk to school with Ana every day next week so that she is not bullied", RulesGenerator())
        == []
    )


def test_a_rewrite_that_loses_a_criterion_is_never_shown() -> None:
    assert suggest("Dad will read with Ana by Friday", Writes("Dad will read with Ana, Friday or in due course.")) == []


def test_nearly_the_same_rewrites_are_one_and_no_more_than_n_are_shown() -> None:
    twice = [
        "Dad will read with Ana [[amount: twice a week]] [[when: until 3 May]].",
        "Dad will read with Ana [[amount: twice a week]] [[when: until 4 May]].",
    ]
    assert len(suggest("Dad will read with Ana", Writes(*twice))) == 1
    assert len(suggest("John will stop shouting", RulesGenerator(), n=1)) == 1


def test_the_one_that_meets_more_comes_first() -> None:
    weak, strong = (
        "Dad will read with Ana [[when: until 3 May]].",
        "[[when: Until 3 May]] Dad will read 3 pages a day with Ana, [[why: so that she sleeps]].",
    )
    assert suggest("Dad will read with Ana 3 pages", Writes(weak, strong))[0] == read(strong).text


def test_a_draft_is_scored_as_if_its_blanks_were_filled() -> None:
    assert "[" not in filled(read("Dad will read [[amount: ]] [[when: ]] with [[who: Ana]]."))


@pytest.mark.parametrize(
    "text", ["John will stop disrupting the class", "Better bedtimes", "Housing to fix the door asap"]
)
def test_a_rewrite_says_what_it_answers_and_what_it_asks(text: str) -> None:
    _, suggestions = Suggester(Assessor(), [RulesGenerator()]).suggest(Objective(text), 3, DAY)
    assert any(c.startswith("Answers: ") for c in suggestions[0].changes)
    assert any(c.startswith("Asks: ") for c in suggestions[0].changes)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100).filter(str.strip))
def test_no_suggestion_is_worse_than_the_objective_on_any_criterion(text: str) -> None:
    _, suggestions = Suggester(Assessor(), [RulesGenerator()]).suggest(Objective(text), 3, DAY)
    assert all(s.before.met <= s.after.met for s in suggestions)
    assert all(c in s.after.met for s in suggestions for c in Criterion if c in s.before.met)


@pytest.mark.parametrize("criterion", list(Criterion))
def test_a_doubt_that_only_the_model_has_is_answered_with_a_blank(criterion: Criterion) -> None:
    smart = Objective("Zofia will walk to school with Ana every day next week", need="Zofia is bullied on the bus")
    doubtful = Assessor(FakeClassifier({**dict.fromkeys(Criterion, 0.9), criterion: 0.1}))
    examined = doubtful.examine([smart], DAY)[0]
    draft = RulesGenerator().generate(smart, examined.reading, doubts(examined))[0]
    assert draft.proposals
    assert "Zofia" in draft.text
