"""What was read well enough to be edited, and near misses: in doubt the author's words stay whole."""

from datetime import date

import pytest

from model.criteria import Objective
from model.rules.reading import Reading
from model.rules_sentence import as_spoken, is_sentence, seems_somebody
from model.statement import compose


def read(text: str) -> Reading:
    return Reading(compose(Objective(text), date(2026, 11, 22)))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Mum will ring Housing", True),
        ("To read 3 books", True),
        ("Ring Housing", True),
        ("Escort Amina to the gate", True),
        ("Escort across yard", False),
        ("Ramp up testing", True),
        ("Phase out of gas boilers", False),
        ("Tree cover up from 12% to 30%", False),
        ("Plant 40 trees", True),
        ("Section 39 form to go in", False),
        ("Stop Smoking Service to see more smokers", False),
        ("Stop smoking", True),
        ("Summer (student) sits in", False),
        ("Foster dad to read", False),
        ("Through the May vacation Ana reads aloud", False),
        ("By Friday: ring Mum", True),
        ("Appropriate use of social media", False),
        ("Mum will text Kyle", True),
        ("MUST scores inside 24 hrs", False),
        ("May demos the build to Mark", False),
        ("Parents who are late will be rung", True),
        ("The plan is that parents will ring", False),
        ("The court wants you to pay", False),
        ("Just to say thanks", False),
        ("Would Mum ring Housing?", False),
        ("Will be referred to CAMHS", False),
        ("Arguments will not happen", False),
        ("Kyle will not argue", True),
    ],
)
def test_a_sentence_is_told_from_what_only_looks_like_one(text: str, plain: bool) -> None:
    assert is_sentence(read(text)) is plain


@pytest.mark.parametrize(
    ("text", "subject", "negated"),
    [
        ("Kemi wont chew gum", "Kemi", True),
        ("Dad no longer to shout", "Dad", True),
        ("Alun's going to cook", "Alun", False),
        ("Zofia's to hose the yard", "Zofia", False),
        ("Leila is never to be left alone", "Leila", True),
        ("The wonton will be eaten", "The wonton", False),
    ],
)
def test_spellings_that_hide_who_promises_are_read_as_they_are_spoken(text: str, subject: str, negated: bool) -> None:
    reading = as_spoken(read(text))
    clause = reading.clause
    assert clause.subject
    assert (clause.subject.of(reading.text), clause.negated) == (subject, negated)


def test_a_subject_that_is_somebodys_name_stays_as_it_was_read() -> None:
    reading = read("First two weeks of March, Irina's going to cook")
    assert as_spoken(reading) is reading


@pytest.mark.parametrize(
    ("text", "somebody"),
    [
        ("Gurdip next door will drop in", True),
        ("The night sitter will hold his hand", True),
        ("The house will drop in value", False),
        ("Attendance will rise", False),
        ("Ibrahim's attendance will get better this term", False),
        ("Layla’s reading will improve", False),
        ("Their arguments will continue", False),
    ],
)
def test_an_unknown_subject_that_acts_is_somebody(text: str, somebody: bool) -> None:
    assert seems_somebody(read(text)) is somebody
