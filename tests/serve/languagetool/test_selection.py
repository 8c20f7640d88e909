from dataclasses import replace

import pytest

from model.criteria import Criterion, Field, Finding, Span, Verdict
from model.rules.catalogue import MODEL_EVIDENCE, RULES
from model.text_check import Match
from serve.languagetool.refused import Refused
from serve.languagetool.selection import criterion_id, rule_id, selection_of, title

WHEN = Finding("no-deadline", Criterion.TIME_BOUND, Field.TEXT, Span(0, 4), "No day.", "By when?", "LIAP")
NEED = replace(WHEN, rule="no-need-given", criterion=Criterion.RELEVANT)
WHOLE = Span(0, 20)
NOT_MET = Match(WHOLE, Span(0, 4), WHOLE, WHEN, Verdict.NOT_MET, ("X",), "0" * 16)
CANNOT_TELL = replace(NOT_MET, finding=NEED, verdict=Verdict.CANNOT_TELL)


def wanted(**fields: str) -> list[str]:
    selection = selection_of(fields)
    return [m.finding.rule for m in (NOT_MET, CANNOT_TELL) if selection.wants(m)]


def test_names_are_languagetools() -> None:
    assert rule_id("no-deadline") == "AIMWELL_NO_DEADLINE"
    assert criterion_id(Criterion.TIME_BOUND) == "AIMWELL_TIME_BOUND"


@pytest.mark.parametrize("rule", [*RULES, MODEL_EVIDENCE])
def test_every_finding_has_a_title_and_a_name_of_plain_letters(rule: str) -> None:
    assert title(rule)
    assert rule_id(rule).replace("_", "").isalpha()


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({}, ["no-deadline"]),
        ({"level": "default"}, ["no-deadline"]),
        ({"level": "picky"}, ["no-deadline", "no-need-given"]),
        ({"enabledRules": "AIMWELL_NO_NEED_GIVEN"}, ["no-deadline", "no-need-given"]),
        ({"enabledCategories": "AIMWELL_RELEVANT"}, ["no-deadline", "no-need-given"]),
        ({"disabledRules": "AIMWELL_NO_DEADLINE,OTHER"}, []),
        ({"disabledRules": " aimwell_no_deadline "}, []),
        ({"disabledCategories": "AIMWELL_TIME_BOUND"}, []),
        ({"disabledCategories": "STYLE"}, []),
        ({"disabledCategories": "STYLE", "enabledRules": "AIMWELL_NO_DEADLINE"}, ["no-deadline"]),
        ({"disabledRules": "AIMWELL_NO_DEADLINE", "enabledRules": "AIMWELL_NO_DEADLINE"}, []),
        ({"disabledCategories": "TYPOS", "level": "picky"}, ["no-deadline", "no-need-given"]),
        ({"enabledOnly": "true", "enabledRules": "AIMWELL_NO_NEED_GIVEN"}, ["no-need-given"]),
        ({"enabledOnly": "yes", "enabledCategories": "STYLE"}, ["no-deadline", "no-need-given"]),
        ({"enabledOnly": "true", "enabledRules": "MORFOLOGIK_RULE_EN_GB", "level": "picky"}, []),
        ({"enabledOnly": "false"}, ["no-deadline"]),
    ],
)
def test_a_request_hears_of_what_it_selects(fields: dict[str, str], rules: list[str]) -> None:
    assert wanted(**fields) == rules


@pytest.mark.parametrize(
    "fields",
    [
        {"level": "strict"},
        {"enabledOnly": "true"},
        {"enabledOnly": "true", "enabledRules": "A", "disabledRules": "B"},
        {"enabledOnly": "true", "enabledCategories": "A", "disabledCategories": "B"},
    ],
)
def test_a_selection_that_contradicts_itself_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(Refused):
        selection_of(fields)
