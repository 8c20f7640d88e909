"""Names stand for anybody, slips are put right, and every stretch remembers where it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.criteria import Span
from model.encoder_view import views

WORDS = {word: rank for rank, word in enumerate(["disrupting", "attendance", "remember", "school", "class"])}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Zofia will ring Ngozi", "Sam will ring Alex"),
        ("May will call Mr March daily in May", "Sam will call Mr March daily in May"),
        ("Will to walk; he will not run", "Sam to walk; he will not run"),
        ("Boxall Profile by Christmas, Thursdays only", "Boxall Profile by Christmas, Thursdays only"),
        ("IEP goal: Mum to ring the TAs", "IEP goal: Mum to ring the TAs"),
        ("John will stop disrutping the class", "Sam will stop disrupting the class"),
        ("atendance at school", "attendance at school"),
        ("the bairns and their carers", "the bairns and their carers"),
    ],
)
def test_names_and_slips_are_not_seen(text: str, seen: str) -> None:
    assert views([text], WORDS)[0].text == seen


def test_who_is_who_survives_across_the_context() -> None:
    statement, need = views(["Okoro will walk with Zofia", "Zofia is bullied"], WORDS)
    assert (statement.text, need.text) == ("Sam will walk with Alex", "Alex is bullied")


def test_a_stretch_of_the_view_points_at_the_authors_own_words() -> None:
    text = "Ruaridh will improve his atendance"
    view = views([text], {"attendance": 1})[0]
    at = view.text.index("attendance")
    assert view.original(Span(at, at + 10)).of(text) == "atendance"
    assert view.original(Span(0, 3)).of(text) == "Ruaridh"


@given(st.text(max_size=80))
def test_the_pieces_of_a_view_cover_the_text_in_order(text: str) -> None:
    view = views([text], WORDS)[0]
    ours = [a for a, _ in view.pieces]
    theirs = [b for _, b in view.pieces]
    assert "".join(a.of(view.text) for a in ours) == view.text
    assert "".join(b.of(text) for b in theirs) == text
