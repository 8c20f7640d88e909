import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.rules.slips import mended, turned_back


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("John will stop disrutping the class", "John will stop disrupting the class"),
        ("three bairns and their carers cut carbs", "three bairns and their carers cut carbs"),
        ("Siobhán, fitba on Thrusday", "Siobhán, fitba on Thrusday"),
        ("better hygeine", "better hygiene"),
    ],
)
def test_letters_that_were_changed_round_go_back_and_nothing_else_moves(typed: str, read: str) -> None:
    assert turned_back(typed) == read


@given(st.text(max_size=60))
def test_every_word_stands_where_it_was_typed(text: str) -> None:
    assert len(turned_back(text)) == len(text)


@pytest.mark.parametrize(
    ("typed", "read"), [("atendance", "attendance"), ("bairns", "bairns"), ("Atendance", "Atendance")]
)
def test_a_slip_is_mended_towards_the_words_that_are_known(typed: str, read: str) -> None:
    assert mended(typed, {"attendance": 1}) == read
