from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.assessor import Assessor
from model.criteria import Objective, Span
from model.detector import RulesDetector
from model.rules_generator import RulesGenerator
from model.suggester import Suggester
from model.text_check import Match, TextChecker, _changed


@pytest.fixture
def check_text(as_of: date) -> TextChecker:
    return TextChecker(RulesDetector(), Suggester(Assessor(), [RulesGenerator()]))


def applied(text: str, match: Match, replacement: str) -> str:
    return text[: match.span.start] + replacement + text[match.span.end :]


LETTER = "We all met again on Monday.\nJohn will stop disrupting the class. It was a good meeting."


def test_a_weak_objective_among_prose_gives_its_findings_on_its_words(check_text: TextChecker, as_of: date) -> None:
    found = check_text.check(LETTER, as_of)
    by_rule: Mapping[str, Match] = {m.finding.rule: m for m in found}
    assert {"stop-behaviour", "no-deadline"} <= set(by_rule)
    assert "stop disrupting" in by_rule["stop-behaviour"].words.of(LETTER)
    assert {m.objective.of(LETTER) for m in found} == {"John will stop disrupting the class."}


def test_a_replacement_leaves_the_whole_suggestion_and_the_prose_around_it(
    check_text: TextChecker, as_of: date
) -> None:
    _, suggestions = check_text.suggester.suggest(
        Objective("John will stop disrupting the class."), check_text.suggestions, as_of
    )
    sentences = {w for s in suggestions for w in (s.draft.text, s.draft.blank_text)}
    for match in check_text.check(LETTER, as_of):
        assert match.replacements
        for replacement in match.replacements:
            after = applied(LETTER, match, replacement)
            assert after.startswith("We all met again on Monday.\n")
            assert after.endswith(" It was a good meeting.")
            assert after[len(LETTER.splitlines()[0]) + 1 : -len(" It was a good meeting.")] in sentences


def test_what_cannot_be_told_is_left_out_unless_asked_for(check_text: TextChecker, as_of: date) -> None:
    plain = {m.finding.rule for m in check_text.check(LETTER, as_of)}
    picky = {m.finding.rule for m in check_text.check(LETTER, as_of, picky=True)}
    assert picky - plain == {"no-need-given"}


def test_a_fingerprint_stays_when_the_text_around_the_objective_changes(check_text: TextChecker, as_of: date) -> None:
    before = {m.fingerprint for m in check_text.check(LETTER, as_of)}
    after = {m.fingerprint for m in check_text.check(f"Minutes.\n\n{LETTER}", as_of)}
    assert before == after


@given(st.text(max_size=30), st.text(max_size=30))
def test_outside_the_changed_stretch_both_texts_read_the_same(before: str, after: str) -> None:
    span = _changed(before, after)
    tail = len(before) - span.end
    assert before[: span.start] == after[: span.start]
    assert tail == 0 or before[span.end :] == after[len(after) - tail :]
    assert span.start + tail <= len(after)
    assert span <= Span(len(before), len(before))


def test_an_ignored_match_is_left_out_at_once_and_comes_back(as_of: date) -> None:
    ignored: set[str] = set()
    check_text = TextChecker(RulesDetector(), Suggester(Assessor(), [RulesGenerator()]), ignored=ignored)
    by_rule = {m.finding.rule: m.fingerprint for m in check_text.check(LETTER, as_of)}
    ignored.add(by_rule["no-deadline"])
    assert {m.finding.rule for m in check_text.check(LETTER, as_of)} == set(by_rule) - {"no-deadline"}
    ignored.clear()
    assert {m.finding.rule for m in check_text.check(LETTER, as_of)} == set(by_rule)
