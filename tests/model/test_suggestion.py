import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.suggestion import DraftError, Kind, kinds, read

WORDS = st.text(st.characters(categories=("L", "N", "P", "Zs"), exclude_characters="[]:"), max_size=20).map(str.strip)


def test_the_written_form_is_read_into_text_and_spans() -> None:
    draft = read("John will raise his hand [[amount: in 4 of 5 lessons]] [[when: by 12 May]].")
    assert draft.text == "John will raise his hand in 4 of 5 lessons by 12 May."
    assert [p.span.of(draft.text) for p in draft.proposals] == ["in 4 of 5 lessons", "by 12 May"]
    assert list(kinds(draft)) == [Kind.AMOUNT, Kind.WHEN]
    assert draft.blank_text == "John will raise his hand [amount] [when]."


def test_an_empty_bracket_is_a_blank_that_stands_in_the_text() -> None:
    draft = read("John will sit down [[when: ]].")
    assert draft.text == "John will sit down [when]."
    assert draft.proposals[0].blank


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("by [[when: 3 May]", "do not balance"),
        ("by [when]", "do not balance"),
        ("[[colour: red]]", "no kind of proposal"),
        ("[[who: [[what: x]] ]]", "do not balance"),
        ("]] odd [[", "do not balance"),
    ],
)
def test_brackets_that_do_not_balance_or_name_no_kind_are_refused(marked: str, said: str) -> None:
    with pytest.raises(DraftError, match=said):
        read(marked)


@given(st.lists(st.tuples(WORDS, st.sampled_from(Kind), WORDS), max_size=5), WORDS)
def test_what_is_written_is_what_was_read(spans: list[tuple[str, Kind, str]], tail: str) -> None:
    marked = "".join(f"{before} [[{kind}: {inside}]] " for before, kind, inside in spans) + tail
    draft = read(marked)
    assert read(draft.marked) == draft
    assert [p.kind for p in draft.proposals] == [kind for _, kind, _ in spans]
    assert all(
        p.blank or p.span.of(draft.text) == inside for p, (_, _, inside) in zip(draft.proposals, spans, strict=True)
    )
