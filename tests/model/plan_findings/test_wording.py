import re

import pytest

from model.plan_findings.language import LISTS
from model.plan_findings.wording import word_list
from model.suggestion import Kind


@pytest.mark.parametrize("name", LISTS.values())
def test_every_term_has_something_to_write_instead_with_blanks_of_known_kinds(name: str) -> None:
    for term, wording in word_list(name).wordings.items():
        assert wording.advice, term
        assert set(re.findall(r"\[(\w+)\]", wording.instead)) <= set(Kind), term


def test_no_term_is_in_two_lists() -> None:
    terms = [term for name in LISTS.values() for term in word_list(name).wordings]
    assert len(terms) == len(set(terms))


def test_there_are_more_than_sixty_wordings() -> None:
    assert sum(len(set(word_list(name).wordings.values())) for name in LISTS.values()) > 60


@pytest.mark.parametrize("name", LISTS.values())
def test_no_example_uses_words_that_the_lists_would_replace(name: str) -> None:
    examples = {w.example for w in word_list(name).wordings.values() if w.example}
    found = [e for e in examples for other in LISTS.values() if list(word_list(other).find(e))]
    assert found == []


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("plan_emotive", "Kwame is attention seeking", ["attention seeking"]),
        ("plan_emotive", "She uses the naughty step", []),
        ("plan_emotive", "Lazy mornings and laziness", ["Lazy"]),
        ("plan_emotive", "She has a lazy eye", []),
        ("plan_agency", "He dna'd; DNA’d twice", ["DNA’d"]),
        ("plan_agency", "The cat is by the lac", []),
        ("plan_generic", "Behaviour that\nchallenges", ["Behaviour that\nchallenges"]),
    ],
)
def test_terms_are_found_as_whole_words_and_abbreviations_in_capitals(name: str, text: str, found: list[str]) -> None:
    assert [span.of(text) for span, _ in word_list(name).find(text)] == found
