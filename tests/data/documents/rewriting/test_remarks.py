from data.documents.entry import Entry, Passage
from data.documents.rewriting.remarks import remark, rewriting_text, settle, text_of
from model.criteria import Field, Objective, Span
from tests.data.documents.rewriting.conftest import Rewriter

CELL = Passage(0, Span(0, 0))
ROW = Entry(
    "row 2",
    None,
    Objective("Kwame will stop disrupting the class.", who="Kwame", when="Ongoing", need="Kwame was sent out 6 times."),
    {Field.TEXT: CELL, Field.WHEN: CELL},
)


def test_a_comment_says_verdict_reasons_rewrite_and_where_its_proposals_come_from(rewriter: Rewriter) -> None:
    lines = text_of(remark(rewriter.advise(ROW))).split("\n")
    assert lines[0].startswith("Not SMART yet. Not met: specific, ")
    assert lines[0].endswith("time-bound.")
    heads = [line.split(" ", 1)[0] for line in lines[1:]]
    reasons = heads[: heads.index("It")]
    assert (reasons[0], reasons[-1]) == ("Specific:", "Time-bound:")
    assert len(reasons) == len(set(reasons))
    assert "It could say: What: Instead of disrupting the class, Kwame will [what] [amount]" in "\n".join(lines)
    assert "When: [By 18 December 2026]" in lines
    assert lines[-1].startswith("A proposal: “By 18 December 2026”, ")


def test_proposals_stand_out_and_heads_are_strong(rewriter: Rewriter) -> None:
    phrases = [phrase for line in remark(rewriter.advise(ROW)) for phrase in line]
    assert {p.words for p in phrases if p.proposal} >= {"[what]", "[amount]", "By 18 December 2026"}
    assert {"Not SMART yet. ", "It could say: "} <= {p.words for p in phrases if p.strong}


def test_a_sentence_with_proposals_is_shown_with_blanks_as_well(rewriter: Rewriter) -> None:
    listed = Entry("list item 1", None, Objective("Ring the school weekly"), {Field.TEXT: CELL})
    lines = text_of(remark(rewriter.advise(listed))).split("\n")
    assert "It could say: [who] will ring the school weekly [by 18 December 2026], [why]." in lines
    assert "With blanks: [who] will ring the school weekly [when], [why]." in lines


def test_what_is_left_to_settle_is_one_line_a_question(rewriter: Rewriter) -> None:
    lines = text_of(settle(rewriter.advise(ROW).best)).split("\n")
    assert lines[0] == "To settle: [what] – What exactly will be done?"
    assert len(lines) == len({line.rpartition(" – ")[2] for line in lines})
    assert settle(None) == []


def test_one_line_says_which_column_gets_which_words(rewriter: Rewriter) -> None:
    best = rewriter.advise(ROW).best
    assert best is not None
    assert rewriting_text(best, blanks=True).endswith("When: [when].")
    assert "When: [when: By 18 December 2026]." in rewriting_text(best, blanks=False)
