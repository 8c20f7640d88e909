import pytest

from model.plan_rewording import reworded
from tests.model.plans import reading, row


@pytest.mark.parametrize(
    ("issue", "marked"),
    [
        ("Mum is lazy and the house is a pigsty.", "Mum is [[what: ]] and the house is a [[what: ]]."),
        ("Poor attendance.", "Attendance of [[amount: ]]."),
        ("YP is NEET", "young person is not in work, school or training"),
        ("Sadly he is late", " he is late"),
        ("Callum is a school refuser", "Callum is a [[what: ]]"),
    ],
)
def test_words_give_way_to_blanks_or_to_plain_words(issue: str, marked: str) -> None:
    draft = reworded(reading(row(issue=issue)), 0, lambda *_: True)
    assert draft is not None
    assert draft.marked == marked
    assert all(p.blank for p in draft.proposals)


def test_an_issue_that_says_what_was_seen_stays() -> None:
    assert reworded(reading(row(issue="Kwame was late on 11 days")), 0, lambda *_: True) is None


def test_only_what_is_wanted_is_reworded() -> None:
    draft = reworded(reading(row(issue="Mum is lazy; poor hygiene")), 0, lambda rule, _: rule == "emotive-language")
    assert draft is not None
    assert draft.text == "Mum is [what]; poor hygiene"
