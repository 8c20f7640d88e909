"""Remarks on whole documents of every kind: what is found, where it is shown, and what an edit makes of it."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.assessor import Assessor
from model.criteria import Span, Verdict
from model.detector import RulesDetector
from model.rules_generator import RulesGenerator
from model.suggester import Suggester
from model.text_check import TextChecker
from serve.lsp.client_settings import ClientSettings
from serve.lsp.documents import Kind
from serve.lsp.judge import MOST_LETTERS, MOST_OBJECTIVES, Judge
from serve.lsp.plan_rows import csv_rows
from serve.lsp.remarks import Fix, Remarks, Stale, distinct
from tests.conftest import AS_OF
from tests.serve.lsp.conftest import document

Judged = Callable[..., Remarks]
FUZZED = Judge(TextChecker(RulesDetector(), Suggester(Assessor(), [RulesGenerator()])))
JOHN = "John will stop disrupting the class."
TABLE = """| What is the issue? | Who | What will be done? | By when | How will we know? |
| --- | --- | --- | --- | --- |
| Calls out in class | **John** | Stop *disrupting* the class | ongoing | tally |
"""
CSV = 'Issue,Who,What will be done?,By when\nCalls out,John,"Stop disrupting\nthe ""quiet"" class",ongoing\n'


def words(remarks: Remarks, text: str) -> dict[str, str]:
    return {remark.finding.rule: remark.words.of(text) for remark in remarks.remarks}


def edited(text: str, fix: Fix) -> str:
    return text[: fix.span.start] + fix.written + text[fix.span.end :]


def fixes(remarks: Remarks, rule: str) -> tuple[Fix, ...]:
    return next(remark.fixes for remark in remarks.remarks if remark.finding.rule == rule)


@pytest.mark.parametrize("before", ["", "😀 ", "It rained. ", "Notes\n\n- ", "a\u2028b\f\r\n\r\n"])
def test_the_words_that_are_to_blame_are_marked_wherever_they_stand(judged: Judged, before: str) -> None:
    text = f"{before}{JOHN} It rained."
    assert words(judged(text), text)["stop-behaviour"] == "stop disrupting the class"


def test_an_edit_leaves_the_suggested_sentence_and_the_rest_as_it_was(judged: Judged) -> None:
    text = f"It rained.\n\n😀 {JOHN} Then it snowed.\n"
    for remark in judged(text).remarks:
        for fix in remark.fixes:
            assert fix.says in edited(text, fix)
            assert edited(text, fix).startswith("It rained.\n\n")
            assert edited(text, fix).endswith(" Then it snowed.\n")


def test_ordinary_prose_is_left_alone(judged: Judged) -> None:
    assert judged("It rained on Tuesday. John was late again, and nobody minded.") == Remarks()


def test_what_cannot_be_told_is_a_remark_only_where_it_is_asked_for(judged: Judged) -> None:
    assert Verdict.CANNOT_TELL not in {remark.verdict for remark in judged(JOHN).remarks}
    assert Verdict.CANNOT_TELL in {remark.verdict for remark in judged(JOHN, picky=True).remarks}


def test_rules_can_be_left_out(judged: Judged) -> None:
    assert "no-deadline" not in words(judged(JOHN, rules_off=frozenset({"no-deadline"})), JOHN)


def test_deadlines_are_judged_from_the_day_that_was_set(judged: Judged) -> None:
    text = "Ana Reyes will ring the school by 3 May 2027."
    assert "date-past" not in words(judged(text), text)
    assert words(judged(text, as_of=date(2027, 6, 1)), text)["date-past"].endswith("3 May 2027")


def test_marks_of_markdown_are_not_judged_and_not_torn(judged: Judged) -> None:
    text = "# Plan\n\n**John** will stop *disrupting* the class.\n"
    found = judged(text, Kind.MARKDOWN)
    assert words(found, text)["stop-behaviour"] == "stop *disrupting* the class"
    after = edited(text, fixes(found, "stop-behaviour")[0])
    assert after.startswith("# Plan\n\nInstead of disrupting the class, John will")
    assert after.count("*") % 2 == 0


@pytest.mark.parametrize("text", [f"```\n{JOHN}\n```\n", f"<!-- {JOHN} -->\n", f"---\nnote: {JOHN}\n---\n"])
def test_code_comments_and_front_matter_are_left_alone(judged: Judged, text: str) -> None:
    assert judged(text, Kind.MARKDOWN) == Remarks()


def test_a_row_of_a_table_is_judged_with_its_other_columns_and_shown_in_its_cells(judged: Judged) -> None:
    found = words(judged(TABLE, Kind.MARKDOWN), TABLE)
    assert found["stop-behaviour"] == "Stop *disrupting* the class"
    assert found["ongoing"] == "ongoing"
    assert "no-actor" not in found


def test_a_table_is_read_as_rows_and_the_text_around_it_as_prose(judged: Judged) -> None:
    text = f"{JOHN}\n\n{TABLE}\nMary will stop shouting at the children.\n"
    found = distinct(judged(text, Kind.MARKDOWN).remarks)
    starts = [remark.words.start for remark in found if remark.finding.rule == "stop-behaviour"]
    assert [text[start:][:10] for start in starts] == ["stop disru", "Stop *disr", "stop shout"]


def test_a_cell_is_given_its_own_part_of_a_suggestion(judged: Judged) -> None:
    found = judged(TABLE, Kind.MARKDOWN)
    when = fixes(found, "ongoing")
    assert when
    assert all(fix.span.of(TABLE) == "ongoing" and fix.says.startswith("when: ") for fix in when)
    row = edited(TABLE, when[0]).splitlines()[2]
    assert row.count("|") == TABLE.splitlines()[2].count("|")
    assert "ongoing" not in row


def test_a_cell_of_a_csv_file_is_shown_inside_its_quotes_over_its_lines(judged: Judged) -> None:
    found = judged(CSV, Kind.CSV)
    assert words(found, CSV)["stop-behaviour"] == 'Stop disrupting\nthe ""quiet"" class'
    assert words(found, CSV)["ongoing"] == "ongoing"


def test_a_csv_file_can_be_read_as_before_after_an_edit(judged: Judged) -> None:
    text = CSV.replace("ongoing", "by Easter 2027")
    after = edited(text, fixes(judged(text, Kind.CSV), "stop-behaviour")[0])
    assert after.splitlines()[0] == text.splitlines()[0]
    assert after.endswith(",by Easter 2027\n")
    assert '"Instead of' in after


def test_a_spreadsheet_that_is_no_plan_is_left_alone(judged: Judged) -> None:
    assert judged("Name,Age\nJohn will stop disrupting the class,9\n", Kind.CSV) == Remarks()


def test_half_a_character_and_a_byte_order_mark_shift_nothing(judged: Judged) -> None:
    text = f"\ufeff\ud83d \0 {JOHN}"
    assert words(judged(text), text)["stop-behaviour"] == "stop disrupting the class"
    marked = f"\ufeff{TABLE}"
    assert words(judged(marked, Kind.MARKDOWN), marked)["ongoing"] == "ongoing"


def test_a_document_that_has_changed_meanwhile_is_given_up(checker: TextChecker) -> None:
    with pytest.raises(Stale):
        Judge(checker).remarks(document(JOHN), ClientSettings(), lambda: True)


class EveryLine:
    """Takes every line for an objective."""

    def find(self, text: str) -> tuple[Span, ...]:
        ends = [at for at, character in enumerate(text) if character == "\n"]
        return tuple(Span(start, end) for start, end in zip([0, *(e + 1 for e in ends)], ends, strict=False))


def test_a_long_document_is_judged_up_to_a_bound_and_says_so(as_of: date) -> None:
    text = f"{JOHN}\n" * (MOST_OBJECTIVES + 5)
    checker = TextChecker(EveryLine(), Suggester(Assessor(), [RulesGenerator()]))
    found = Judge(checker).remarks(document(text), ClientSettings(as_of), lambda: False)
    assert len({remark.objective for remark in found.remarks}) == MOST_OBJECTIVES
    assert found.unread == MOST_OBJECTIVES * len(f"{JOHN}\n")


def test_what_stands_beyond_the_last_letter_that_is_read_is_said_to_be_unread(judged: Judged) -> None:
    text = "It rained.\n" * (MOST_LETTERS // 11) + "It rained.\n" * 3 + JOHN
    found = judged(text)
    assert found.remarks == ()
    assert found.unread is not None
    assert MOST_LETTERS - 11 <= found.unread <= MOST_LETTERS
    assert text[found.unread - 1] == "\n"


def test_judging_that_takes_too_long_stops_and_says_where(checker: TextChecker, as_of: date) -> None:
    seconds: Iterator[float] = iter([0.0, 1.0, 100.0])
    text = f"{JOHN}\n\nMary will stop shouting at the children.\n\nAnn will stop smoking at home.\n"
    judge = Judge(TextChecker(RulesDetector(), checker.suggester), clock=lambda: next(seconds))
    found = judge.remarks(document(text), ClientSettings(as_of), lambda: False)
    assert found.unread == text.index("Mary")
    assert {remark.objective.of(text) for remark in found.remarks} == {JOHN}


TABLES = ("Who,What will be done?,By when\n", "| What will be done? | Who |\n| --- | --- |\n", "sep=;\n", "| ", "<br>")
MARKUP = ("**", "```\n", "<!--", "-->", "[a](b)", "---\n", "- ", "1. ", '""', "\r\n", "\n\n")
WORDS = (JOHN, "Joyce will:", "Ring the school", "ongoing")
PIECES = st.sampled_from((*TABLES, *MARKUP, *WORDS, *'😀 |"\\,;_`\n\u2028\ud83d\0\ufeff'))


@settings(max_examples=100)
@given(st.lists(PIECES, max_size=14), st.sampled_from(Kind))
def test_whatever_is_written_remarks_and_edits_stay_within_it(pieces: list[str], kind: Kind) -> None:
    text = "".join(pieces)
    found = FUZZED.remarks(document(text, kind), ClientSettings(AS_OF, picky=True), lambda: False)
    for remark in found.remarks:
        assert 0 <= remark.words.start <= remark.words.end <= len(text)
        assert 0 <= remark.objective.start <= remark.objective.end <= len(text)
        for fix in remark.fixes:
            assert 0 <= fix.span.start <= fix.span.end <= len(text)
            if kind is Kind.CSV:
                assert len(csv_rows(edited(text, fix)).entries) >= 1
