import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.documents import bullets


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("- Ring the school", "Ring the school"),
        ("  • Ring the school", "Ring the school"),
        ("•Ring the school", "Ring the school"),
        ("– Ring the school", "Ring the school"),
        ("- [ ] Ring the school", "Ring the school"),
        ("[x] Ring the school", "Ring the school"),
        ("☐ Ring the school", "Ring the school"),
        ("1. Ring the school", "Ring the school"),
        ("12) Ring the school", "Ring the school"),
        ("2.1. Ring the school", "Ring the school"),
        ("(b) Ring the school", "Ring the school"),
        ("iv) Ring the school", "Ring the school"),
        ("• 3. Ring the school", "Ring the school"),
        ("1.", ""),
        ("Ring  the\tschool", "Ring the school"),
        ("A. Osei will ring the school", "A. Osei will ring the school"),
        ("3 sessions with Joyce", "3 sessions with Joyce"),
        ("10.30 meeting with Joyce", "10.30 meeting with Joyce"),
        ("1.5 hours of tuition", "1.5 hours of tuition"),
        ("-5 kg by May", "-5 kg by May"),
        ("(ask) Joyce", "(ask) Joyce"),
        ("[Joyce] will ring", "[Joyce] will ring"),
        ("2027 is the year", "2027 is the year"),
    ],
)
def test_marks_go_and_words_stay(line: str, words: str) -> None:
    assert bullets.without_mark(line) == words
    assert bullets.is_marked(line) == (words != " ".join(line.split()))


@pytest.mark.parametrize(
    ("line", "words"), [("• 3. May 2027", "3. May 2027"), ("1. 5. 2027", "1. 5. 2027"), ("- [ ] May", "May")]
)
def test_a_date_keeps_its_number(line: str, words: str) -> None:
    assert bullets.without_bullet(line) == words


@settings(deadline=None)
@given(st.text())
def test_what_stays_is_the_end_of_the_line(line: str) -> None:
    assert bullets.tidy(line).endswith(bullets.without_mark(line))


@given(st.text())
def test_the_words_stand_where_they_are_said_to(line: str) -> None:
    assert bullets.tidy(bullets.span_without_mark(line).of(line)) == bullets.without_mark(line)
    assert bullets.tidy(bullets.span_without_bullet(line).of(line)) == bullets.without_bullet(line)
