import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.criteria import Span
from serve.languagetool.annotated import ANCHOR, Annotated, Piece, annotated, plain
from serve.languagetool.refused import Refused

PIECES = st.lists(
    st.one_of(
        st.text(max_size=5).map(lambda t: Piece(t, t)), st.builds(Piece, st.text(max_size=5), st.text(max_size=3))
    )
)


def of(*annotation: dict[str, str]) -> Annotated:
    return annotated(json.dumps({"annotation": annotation}))


def test_markup_is_counted_and_not_read() -> None:
    text = of({"markup": "<p><b>"}, {"text": "John"}, {"markup": "</b>"}, {"text": " will stop"})
    assert text.read == "John will stop"
    assert text.sent == "<p><b>John</b> will stop"
    assert text.place(Span(0, 4)).of(text.sent) == "John"
    assert text.place(Span(0, 9)).of(text.sent) == "John</b> will"


def test_markup_is_read_as_what_it_stands_for() -> None:
    text = of(
        {"text": "Zo"},
        {"markup": "&euml;", "interpretAs": "ë"},
        {"markup": "<br>", "interpretAs": "\n\n"},
        {"text": "x"},
    )
    assert text.read == "Zoë\n\nx"
    assert text.place(Span(2, 3)).of(text.sent) == "&euml;"
    assert text.place(Span(3, 4)).of(text.sent) == "<br>"
    assert text.place(Span(5, 6)).of(text.sent) == "x"


def test_the_anchor_of_a_footnote_is_counted_and_not_read() -> None:
    text = plain(f"John{ANCHOR} will stop.{ANCHOR}")
    assert text.read == "John will stop."
    assert text.place(Span(5, 15)) == Span(6, 16)


def test_words_are_replaceable_only_where_no_markup_stands_among_them() -> None:
    text = of({"markup": "**"}, {"text": "John will"}, {"markup": "** "}, {"text": "stop."})
    assert text.replaceable(Span(0, 9))
    assert not text.replaceable(Span(0, len(text.read)))
    assert plain(f"John will stop{ANCHOR}.").replaceable(Span(0, 14))
    assert not plain(f"John{ANCHOR} will stop.").replaceable(Span(0, 9))


@given(PIECES)
def test_every_letter_stands_where_it_was_sent(pieces: list[Piece]) -> None:
    text = Annotated(iter(pieces))
    assert text.sent == "".join(p.sent for p in pieces)
    assert text.read == "".join(p.read for p in pieces)
    at = 0
    for piece in pieces:
        for i in range(len(piece.read)):
            one = text.place(Span(at + i, at + i + 1)).of(text.sent)
            assert one == (piece.read[i] if piece.sent == piece.read else piece.sent)
        at += len(piece.read)


@given(st.text())
def test_a_text_without_markup_stands_where_it_is_read(text: str) -> None:
    found = plain(text)
    assert found.sent == text
    assert found.read == text.replace(ANCHOR, "")


def test_data_may_be_a_plain_text_with_more_beside_it() -> None:
    assert annotated('{"text": "John will stop", "metaData": {"Title": "Plan"}}').read == "John will stop"


@pytest.mark.parametrize(
    "data",
    [
        "",
        "{",
        "[]",
        "7",
        "{}",
        '{"text": "a", "annotation": []}',
        '{"text": 7}',
        '{"annotation": {}}',
        '{"annotation": "text"}',
        '{"annotation": ["text"]}',
        '{"annotation": [{}]}',
        '{"annotation": [{"text": "a", "markup": "b"}]}',
        '{"annotation": [{"text": null}]}',
        '{"annotation": [{"markup": "b", "interpretAs": 7}]}',
        "[" * 100_000,
        '{"annotation": ' + "9" * 5000 + "}",
    ],
)
def test_data_of_another_shape_is_refused_without_quoting_it(data: str) -> None:
    with pytest.raises(Refused, match=r"^Error: (?!.*9999)"):
        annotated(data)


def test_half_a_character_in_data_becomes_a_whole_one_of_its_length() -> None:
    assert (
        annotated('{"annotation": [{"text": "a\\ud83d"}, {"text": "\\ude42 \\ud83d\\ude42"}]}').sent
        == "a\ufffd\ufffd 🙂"
    )
