import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.documents.rewriting.wording import Edit, Piece, draft_of, edits, pieces_of, plain
from model.criteria import Span
from model.suggestion import read

MARKED = "[[who: ]] will ring the school [[when: by 12 May]], and write."


def test_a_draft_falls_into_pieces_and_comes_together_again() -> None:
    draft = read(MARKED)
    assert [piece.words for piece in pieces_of(draft)] == [
        "[who]",
        " will ring the school ",
        "by 12 May",
        ", and write.",
    ]
    assert draft_of(pieces_of(draft)) == draft


def test_plain_text_puts_proposals_in_brackets_of_their_kind() -> None:
    assert plain(read(MARKED)) == "[who] will ring the school [when: by 12 May], and write."


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("Ring the school.", "Ring the school.", []),
        ("Ring the school", "Joyce will ring the school", [("Ring", "Joyce will ring")]),
        ("Ring the school.", "Ring the school [[when: by 12 May]].", [("", " by 12 May")]),
        ("By review", "By review: [[method: ]]", [("", ": [method]")]),
        ("Ring the new school", "Ring the school", [(" new", "")]),
        ("Ring", "Write a letter to everybody", [("Ring", "Write a letter to everybody")]),
        ("", "[[who: ]]", [("", "[who]")]),
    ],
)
def test_only_words_that_differ_are_edited(old: str, new: str, changed: list[tuple[str, str]]) -> None:
    found = edits(old, pieces_of(read(new)))
    assert [(e.old.of(old), "".join(p.words for p in e.new)) for e in found] == changed


words = st.lists(st.sampled_from(["ring", "the", "school", "by", "May", ",", "."]), max_size=8).map(" ".join)
pieces = st.lists(st.tuples(words.filter(bool), st.booleans()), max_size=4)


@given(words, pieces)
def test_edits_turn_the_old_words_into_the_new(old: str, new: list[tuple[str, bool]]) -> None:
    proposal = read("[[when: ]]").proposals[0]
    wanted = [Piece(w, proposal if proposed else None) for w, proposed in new]
    text = old
    for edit in reversed(edits(old, wanted)):
        text = applied(text, edit)
    assert text == "".join(piece.words for piece in wanted)


def applied(text: str, edit: Edit) -> str:
    span: Span = edit.old
    return text[: span.start] + "".join(piece.words for piece in edit.new) + text[span.end :]
