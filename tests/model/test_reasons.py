import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.criteria import Objective
from model.reasons import because, quotes_context_fairly, with_own_reason

NEED = "Cian is 22 and knows nobody his own age"
TEXT = "Cian's dad to file the payslips"


def own(words: str, text: str = TEXT, *, asked: bool = True, need: str | None = NEED, **context: str) -> str:
    return with_own_reason(words, Objective(text, need=need, **context), text, asked=asked)


def test_a_reason_that_the_model_retold_gives_way_to_the_need_as_it_was_written() -> None:
    said = own("Cian's dad to file the payslips [when], [what], because nobody is 22 and knows his age.")
    assert said == "Cian's dad to file the payslips [when], [what], because Cian is 22 and knows nobody his own age."


def test_where_no_reason_is_asked_for_a_retold_one_is_taken_out() -> None:
    said = own("Cian's dad to file the payslips [when], so that nobody is 22 [why].", asked=False)
    assert said == "Cian's dad to file the payslips [when]."


def test_what_is_wrong_today_is_made_no_purpose_and_a_figure_of_today_no_reason() -> None:
    said = own("Cian's dad to file the payslips [when], so that Cian knows nobody his own age.", asked=False)
    assert said == "Cian's dad to file the payslips [when]."
    said = own(
        "Cian's dad to file the payslips [when], because evenings with Dad.", asked=False, baseline="evenings with Dad"
    )
    assert said == "Cian's dad to file the payslips [when]."


@pytest.mark.parametrize(
    "words",
    [
        "Cian's dad to file the payslips [when], because Cian is 22 and knows nobody his own age.",
        "Cian's dad to file the payslips [when], because [why].",
        "Cian's dad to file the payslips [when].",
        "Cian's dad to file the payslips as soon as [when].",
    ],
)
def test_a_fair_reason_or_none_stays_as_it_is(words: str) -> None:
    assert own(words) == words


def test_the_authors_own_reason_stays() -> None:
    text = "Ana rings so that Mum is not alone"
    assert own(f"{text} [when].", text, need="Mum is alone at night") == f"{text} [when]."


@pytest.mark.parametrize(
    ("need", "said"),
    [
        ("Zofia has untreated tooth decay.", "because Zofia has untreated tooth decay"),
        ("The hens stopped laying", "given “The hens stopped laying”"),
        ("No doctor", "given “No doctor”"),
        ("Mouth is dry; she chokes", "given “Mouth is dry; she chokes”"),
    ],
)
def test_a_need_is_a_reason_in_its_own_words_or_quoted(need: str, said: str) -> None:
    assert because(need) == said


def test_a_figure_of_today_may_follow_from_and_stand_nowhere_else() -> None:
    objective = Objective("Activation to 70% by May", baseline="18% activate in week one")
    assert quotes_context_fairly(objective, objective.text, "By May activation from 18% to 70%")
    assert not quotes_context_fairly(objective, objective.text, "By May 18% activation to 70%")


@given(st.text(max_size=60), st.text(max_size=40), st.booleans())
def test_nothing_is_written_but_the_models_words_and_the_need(words: str, need: str, asked: bool) -> None:
    said = own(words, "Ana rings", need=need or None, asked=asked)
    objective = Objective("Ana rings", need=need or None)
    assert said == words or said.endswith(".")
    if said != words and not (asked and objective.need):
        assert words.startswith(said[:-1])
