from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.progress.noise import without_noise

AS_OF = date(2027, 1, 20)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("2 of 5 mornings since 3 May", "2 of 5 mornings since"),
        ("4 of 6 sessions of the 6-week group", "4 of 6 sessions of the        group"),
        ("rated 6 on a scale of 0 to 10", "rated 6"),
        ("Year 6 pupil, 2 late marks", "       pupil, 2 late marks"),
    ],
)
def test_numbers_that_are_no_measure_are_blanked_out(text: str, left: str) -> None:
    assert without_noise(text, AS_OF).rstrip() == left


@given(st.text(max_size=80))
def test_offsets_stay(text: str) -> None:
    left = without_noise(text, AS_OF)
    assert len(left) == len(text)
    assert all(a in (b, " ") for a, b in zip(left, text, strict=True))
