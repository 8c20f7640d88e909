from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.criteria import Criterion, Field, Finding, Span, Verdict
from model.text_check import Match
from serve.languagetool.asked import asked
from serve.languagetool.checking import Checked
from serve.languagetool.reply import AROUND, check_reply, utf16
from serve.languagetool.schemas import CheckReply, Place

ASTRAL = st.text(st.characters(codec="utf-8") | st.sampled_from("🙂👩🏽\u200d🏫𝒜é"), max_size=60)
WORDS = ASTRAL.filter(lambda text: "\u200b" not in text)
SENTENCE = "John will stop."
WHEN = Finding("no-deadline", Criterion.TIME_BOUND, Field.TEXT, Span(0, 4), "No day.", "By when?", "LIAP")


def match(
    start: int = 0, rule: str = "no-deadline", fingerprint: str = "0" * 16, replacements: tuple[str, ...] = ("X",)
) -> Match:
    """Return a match on the words “will stop” of a sentence at `start`, replacing all but its full stop."""
    whole = Span(start, start + len(SENTENCE))
    return Match(
        whole,
        Span(5, 14).moved(start),
        Span(0, 14).moved(start),
        replace(WHEN, rule=rule),
        Verdict.NOT_MET,
        replacements,
        fingerprint,
    )


def reply(text: str, *matches: Match) -> CheckReply:
    request = asked({"text": text, "language": "en-GB"})
    return check_reply(request, Checked(matches), lambda m: (f"/ignore?{m.fingerprint}", f"/guide/{m.finding.rule}"))


def cut(text: str, place: Place) -> str:
    """Return the words at a place as a client of LanguageTool cuts them: in UTF-16 code units."""
    units = text.encode("utf-16-le")
    return units[2 * place.offset : 2 * (place.offset + place.length)].decode("utf-16-le")


@given(WORDS, WORDS)
def test_offsets_are_utf_16_code_units_of_what_was_sent(before: str, after: str) -> None:
    text = f"{before}{SENTENCE}{after}"
    found = reply(text, match(len(before))).matches[0]
    assert cut(text, found) == "John will stop"
    assert cut(text, found.aimwell.words) == "will stop"
    assert cut(text, found.aimwell.objective) == SENTENCE
    assert cut(found.context.text, found.context) == "John will stop"
    assert len(found.context.text) <= len("John will stop") + 2 * (AROUND + len("..."))


@pytest.mark.parametrize(("text", "units"), [("", 0), ("é", 1), ("\u200b", 1), ("🙂", 2), ("👩🏽‍🏫", 7), ("a𝒜b", 4)])
def test_a_character_beyond_the_first_plane_counts_twice(text: str, units: int) -> None:
    assert utf16(text) == units


def test_the_first_of_the_matches_on_one_objective_names_the_others() -> None:
    text = f"{SENTENCE} {SENTENCE}"
    found = reply(
        text,
        match(),
        match(rule="no-measure", fingerprint="1" * 16),
        match(16, rule="weak-verb", fingerprint="2" * 16),
    ).matches
    assert [m.message for m in found] == [
        "No day. By when? Also: No way to tell",
        "No day. By when?",
        "No day. By when?",
    ]
    assert found[0].shortMessage == "No day to be done by · No way to tell"


def test_a_finding_that_counts_against_two_criteria_is_said_once() -> None:
    twice = replace(match(), finding=replace(WHEN, criterion=Criterion.SPECIFIC))
    found = reply(SENTENCE, twice, match()).matches
    assert [m.aimwell.criterion for m in found] == [Criterion.SPECIFIC]


def test_matches_come_in_the_order_of_the_text() -> None:
    found = reply(f"{SENTENCE} {SENTENCE}", match(16, fingerprint="1" * 16), match()).matches
    assert [m.offset for m in found] == [0, 16]


@pytest.mark.parametrize("many", [0, 1, 10, 11, 30])
def test_replacements_are_an_array_of_at_most_ten(many: int) -> None:
    found = reply(SENTENCE, match(replacements=tuple(map(str, range(many))))).matches[0]
    assert [r.value for r in found.replacements] == [str(i) for i in range(min(many, 10))]


def test_what_would_delete_a_footnote_is_shown_and_not_replaced() -> None:
    text = "John\u200b will stop."
    found = reply(text, match()).matches[0]
    assert cut(text, found) == "will stop"
    assert found.replacements == []
    assert found.message


def test_a_context_is_one_line_and_says_where_it_was_cut() -> None:
    text = f"{'a' * 60}\n{SENTENCE}\n{'b' * 60}"
    found = reply(text, match(61)).matches[0]
    assert found.context.text == f"...{'a' * 39} {SENTENCE} {'b' * 38}..."


@pytest.mark.parametrize(
    ("replacement", "others"), [("By 3 May, John will stop", 0), ("John will stop by 3 May", 1), ("X", 1)]
)
def test_words_that_a_correction_leaves_at_their_place_are_not_corrected_twice(replacement: str, others: int) -> None:
    second = match(rule="no-measure", fingerprint="1" * 16, replacements=("X",))
    found = reply(f"Minutes. {SENTENCE}", *(m.moved(9) for m in (match(replacements=(replacement,)), second))).matches
    assert [len(m.replacements) for m in found] == [1, others]
