import pytest
from hypothesis import given
from hypothesis import strategies as st

from serve.lsp.markdown_words import spoken, without_markup, written
from serve.lsp.traced import Traced


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("**John** will *stop*", "John will stop"),
        ("~~Ann~~ will ring [the school](https://x.example)", "Ann will ring the school"),
        (r"5 \* a day, snake_case stays", "5 * a day, snake_case stays"),
        ("ring `it`", "ring it"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_words_are_read_without_their_markup(text: str, said: str) -> None:
    assert spoken(text).text == said


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: John will stop\n---\nJohn reads.",
        "```\nJohn will stop\n```\nJohn reads.",
        "~~~ text\nJohn will stop\n~~~~\nJohn reads.",
        "<!-- John will\nstop -->\nJohn reads.",
        "```\r\nJohn will stop\r\n```\r\nJohn reads.",
    ],
)
def test_what_no_reader_reads_as_prose_is_silent_and_keeps_its_place(text: str) -> None:
    said = spoken(text)
    assert said.text.strip() == "John reads."
    assert said.text.index("John") == text.rindex("John")


def test_code_that_is_never_closed_goes_to_the_end() -> None:
    assert spoken("John reads.\n```\nJohn will stop").text.strip() == "John reads."


@given(st.text(r"ab \*_`|[]()!~.", max_size=30))
def test_written_words_are_read_as_they_were_meant(words: str) -> None:
    assert without_markup(Traced.of(written(words))).text == words


def test_blanks_of_a_rewrite_stay_as_they_are() -> None:
    assert written("by [when], shown by [method]") == "by [when], shown by [method]"
