from datetime import date

import pytest

from model.assessor import Assessor
from model.criteria import Criterion, Engine, Objective, Verdict
from model.evidence import MOST_PHRASES, pieces
from tests.conftest import FakeClassifier

DAY = date(2026, 11, 22)
SURE = dict.fromkeys(Criterion, 0.9)


def test_the_rules_alone_say_so() -> None:
    assessment = Assessor().assess([Objective("John will stop disrupting the class")], DAY)[0]
    assert (assessment.engine, assessment.bundle) == (Engine.RULES, None)
    assert assessment[Criterion.SPECIFIC].verdict is Verdict.NOT_MET
    assert assessment[Criterion.RELEVANT].verdict is Verdict.CANNOT_TELL


def test_the_model_has_the_verdict_and_the_finding_stays_visible() -> None:
    assessment = Assessor(FakeClassifier(SURE)).assess([Objective("John will stop disrupting the class")], DAY)[0]
    assert assessment.smart
    assert assessment.bundle == "fake-1"
    assert [f.rule for f in assessment[Criterion.SPECIFIC].findings] == ["stop-behaviour"]


def test_a_probability_is_missing_only_where_the_model_cannot_tell() -> None:
    assessment = Assessor(FakeClassifier({**SURE, Criterion.RELEVANT: None})).assess([Objective("Ana will ring")], DAY)[
        0
    ]
    assert assessment[Criterion.RELEVANT].verdict is Verdict.CANNOT_TELL
    assert [f.rule for f in assessment[Criterion.RELEVANT].findings] == ["no-need-given"]


@pytest.mark.parametrize("criterion", list(Criterion))
def test_a_doubt_that_no_rule_shares_is_said_to_be_the_models(criterion: Criterion) -> None:
    smart = Objective("Zofia will walk to school with Ana every day next week so that she is not bullied")
    judged = Assessor(FakeClassifier({**SURE, criterion: 0.1})).assess([smart], DAY)[0][criterion]
    assert [f.rule for f in judged.findings] == ["model-evidence"]
    assert "the trained model doubts" in judged.findings[0].message


def test_thresholds_of_the_bundle_decide() -> None:
    strict = FakeClassifier(SURE, thresholds=dict.fromkeys(Criterion, 0.95))
    assert Assessor(strict).assess([Objective("Ana will ring Bea")], DAY)[0].met == frozenset()


@pytest.mark.parametrize("text", ["one", "one two", "a b c d e f g h i j k l m n o p q r s t u v w", ""])
def test_a_statement_is_cut_into_a_few_runs_of_words(text: str) -> None:
    spans = pieces(text)
    assert len(spans) <= MOST_PHRASES
    assert " ".join(s.of(text) for s in spans) == text


def test_the_models_doubt_points_at_the_words_that_weighed_most() -> None:
    smart = Objective("Zofia will walk to school with Ana every day next week so that she is not bullied")
    finding = (
        Assessor(FakeClassifier({**SURE, Criterion.RELEVANT: 0.1}))
        .assess([smart], DAY)[0][Criterion.RELEVANT]
        .findings[0]
    )
    assert finding.span.of(smart.text).startswith("Zofia")
    assert "most of all over “Zofia" in finding.message
