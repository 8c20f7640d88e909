import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.documents.encoding import decoded, line_starts, lines_of, text_of
from model.errors import DocumentError
from tests.data.documents.builders import PATH


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_are_told_apart(encoding: str) -> None:
    assert text_of(PATH, "Zoë’s café – 5 €".encode(encoding)) == "Zoë’s café – 5 €"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_changed_text_goes_back_in_the_encoding_and_with_the_mark_of_its_file(encoding: str) -> None:
    assert decoded(PATH, "Zoë".encode(encoding)).encode("Zoë’s €") == "Zoë’s €".encode(encoding)


@pytest.mark.parametrize("content", [b"\x81\x8d", b"a\0b", b"\xff\xfea", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"])
def test_what_is_no_text_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(DocumentError, match="not readable text"):
        text_of(PATH, content)


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"])))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert text_of(PATH, text.encode()) == text


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    assert lines_of("a\r\nb\rc\n\u2028d\x0be") == ["a", "b", "c", "\u2028d\x0be"]


@given(st.text("ab\r\n\u2028"))
def test_each_line_starts_where_it_is_said_to(text: str) -> None:
    lines = lines_of(text)
    assert [text[start : start + len(line)] for start, line in zip(line_starts(text), lines, strict=True)] == lines
