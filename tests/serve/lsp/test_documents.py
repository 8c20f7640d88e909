import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.workspace import PositionCodec

from model.criteria import Span
from serve.lsp.documents import Document, Kind
from tests.serve.lsp.conftest import UTF_16, document

CODECS = st.sampled_from([PositionCodec(units) for units in ("utf-8", "utf-16", "utf-32")])
TEXT = st.text("aé😀\u0301\u2028\f\r\n", max_size=30)


def opened(uri: str, language: str) -> Document:
    return Document.opened(types.TextDocumentItem(uri, language, 1, "text"))


def at(line: int, character: int) -> types.Position:
    return types.Position(line, character)


@given(TEXT, CODECS, st.data())
def test_an_offset_comes_back_from_the_client(text: str, codec: PositionCodec, data: st.DataObject) -> None:
    plan = document(text)
    offset = data.draw(st.integers(0, len(text)))
    if text[offset - 1 : offset + 1] != "\r\n":  # the middle of a line's end is no position
        assert plan.offset(plan.position(offset, codec), codec) == offset


@given(TEXT, TEXT, CODECS, st.data())
def test_an_edit_changes_its_range_and_nothing_else(
    text: str, new: str, codec: PositionCodec, data: st.DataObject
) -> None:
    plan = document(text)
    offsets = [o for o in range(len(text) + 1) if text[max(o - 1, 0) : o + 1] != "\r\n"]
    start, end = sorted((data.draw(st.sampled_from(offsets)), data.draw(st.sampled_from(offsets))))
    change = types.TextDocumentContentChangePartial(plan.range(Span(start, end), codec), new)
    after = plan.changed(2, [change], codec)
    assert (after.text, after.version) == (text[:start] + new + text[end:], 2)


@given(TEXT, CODECS, st.integers(0, 40), st.integers(0, 40))
def test_a_position_beyond_the_text_is_within_it(text: str, codec: PositionCodec, line: int, character: int) -> None:
    assert 0 <= document(text).offset(at(line, character), codec) <= len(text)


def test_changes_count_in_what_the_one_before_has_left() -> None:
    first = types.TextDocumentContentChangePartial(types.Range(at(0, 0), at(0, 2)), "a😀")
    second = types.TextDocumentContentChangePartial(types.Range(at(0, 3), at(0, 3)), "!")
    assert document("xyz").changed(2, [first, second], UTF_16).text == "a😀!z"
    assert document("xyz").changed(2, [types.TextDocumentContentChangeWholeDocument("new")], UTF_16).text == "new"


def test_a_line_ends_where_the_protocol_says_and_nowhere_else() -> None:
    plan = document("a\u2028b\fc\r\nd\re\nf")
    assert [plan.line(number) for number in range(6)] == ["a\u2028b\fc", "d", "e", "f", "", ""]


@pytest.mark.parametrize(("units", "character"), [("utf-8", 5), ("utf-16", 3), ("utf-32", 2)])
def test_an_emoji_counts_as_the_client_counts_it(units: str, character: int) -> None:
    assert document("😀 John").position(2, PositionCodec(units)) == at(0, character)


@pytest.mark.parametrize(
    ("uri", "language", "kind"),
    [
        ("file:///plan.csv", "plaintext", Kind.CSV),
        ("file:///My%20plan.MD", "plaintext", Kind.MARKDOWN),
        ("untitled:Untitled-1", "markdown", Kind.MARKDOWN),
        ("file:///notes.txt", "plaintext", Kind.TEXT),
        ("file:///notes", "gitcommit", Kind.TEXT),
    ],
)
def test_a_document_is_read_by_its_name_and_else_by_its_language(uri: str, language: str, kind: Kind) -> None:
    assert opened(uri, language).kind is kind
