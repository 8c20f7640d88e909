import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.local_phrases import phrases_in, presence


@pytest.mark.parametrize(
    "text",
    [
        "Mum will ring, 8/10 confident",
        "Mum will ring; she is eight out of ten confident",
        "Confidence 8 of 10: Mum will ring",
    ],
)
def test_one_convention_is_known_in_several_wordings(text: str) -> None:
    assert {"high/10", "high/10 ~ confid"} <= phrases_in(text)


def test_small_shares_and_large_numbers_are_told_from_high_ones() -> None:
    assert "low/10" in phrases_in("3/10 sure")
    assert "large" in phrases_in("walk 300 m")
    assert "high" in phrases_in("walk 8 miles")


def test_dates_and_shares_above_the_whole_are_no_shares() -> None:
    assert not any("/" in p for p in phrases_in("by 12/05/2027 and 12/10"))


def test_presence_follows_the_order_of_the_phrases() -> None:
    assert presence("8/10 sure", ("nothing", "high/10", "sure")) == [0.0, 1.0, 1.0]
    assert presence("8/10 sure", ()) == []


@given(st.text(max_size=120))
def test_any_text_has_phrases_without_marks_of_our_own(text: str) -> None:
    assert all("«" not in p.replace("«", "", text.count("«")) for p in phrases_in(text))
