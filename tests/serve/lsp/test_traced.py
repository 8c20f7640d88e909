import re

from hypothesis import given
from hypothesis import strategies as st

from model.criteria import Span
from serve.lsp.traced import Traced

BOLD = re.compile(r"\*\*(.+?)\*\*")
MARKED = st.lists(st.tuples(st.booleans(), st.text("abé😀 ", min_size=1, max_size=6)), max_size=6)


def marked(pieces: list[tuple[bool, str]]) -> str:
    return "".join(f"**{words}**" if bold else words for bold, words in pieces)


@given(MARKED)
def test_every_character_stands_where_it_is_said_to(pieces: list[tuple[bool, str]]) -> None:
    text = marked(pieces)
    words = Traced.of(text).without(BOLD)
    assert words.text == "".join(words for _, words in pieces)
    assert all(text[at] == character for at, character in zip(words.at, words.text, strict=True))


@given(MARKED, st.data())
def test_a_replacement_never_tears_a_pair_of_marks(pieces: list[tuple[bool, str]], data: st.DataObject) -> None:
    text = marked(pieces)
    words = Traced.of(text).without(BOLD)
    start = data.draw(st.integers(0, len(words.text)))
    stretch = Span(start, data.draw(st.integers(start, len(words.text))))
    whole = words.whole(stretch)
    left = text[: whole.start] + "x" + text[whole.end :]
    assert left.count("**") % 2 == 0
    assert whole.start <= words.place(stretch).start
    assert words.place(stretch).end <= whole.end


def test_the_words_stand_inside_their_marks_and_are_replaced_with_them() -> None:
    text = "**John** will stop"
    words = Traced.of(text).without(BOLD)
    assert words.place(Span(0, 4)).of(text) == "John"
    assert words.whole(Span(0, 4)).of(text) == "John"
    assert words.whole(Span(0, 9)).of(text) == "**John** will"


def test_a_backslash_is_replaced_with_its_character() -> None:
    text = r"5 \* a day"
    words = Traced.of(text).without(re.compile(r"\\(\*)"))
    assert words.text == "5 * a day"
    assert words.whole(Span(2, 3)).of(text) == r"\*"


def test_words_are_found_again_whatever_their_white_space() -> None:
    text = "ring\n  the   school"
    aligned = Traced.of(text).aligned("ring the school")
    assert aligned is not None
    assert aligned.place(Span(5, 15)).of(text) == "the   school"


def test_a_lead_that_stands_elsewhere_counts_as_the_beginning() -> None:
    text = "ring the school"
    aligned = Traced.of(text).aligned("Joyce will: ring the school")
    assert aligned is not None
    assert aligned.place(Span(12, 16)).of(text) == "ring"
    assert aligned.place(Span(0, 16)).of(text) == "ring"


def test_other_words_are_not_found() -> None:
    assert Traced.of("ring the school").aligned("ring the dentist") is None
    assert Traced.of("ring the school").aligned("ring") is None
    assert Traced.of("").aligned("ring") is None


def test_blanks_keep_every_line_and_column() -> None:
    text = "a\r\nbéc\nd"
    assert Traced.of(text).blanked([Span(0, 5)]).text == " \r\n  c\nd"
