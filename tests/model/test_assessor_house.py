"""What house rules do to a verdict: the rules alone, and with a classifier that keeps its opinion."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pytest

from model.assessor import RULES_PROBABILITY, Assessor
from model.criteria import Assessment, Criterion, Finding, Judgement, Objective, Verdict
from model.evidence import Weighing
from model.house_rules import HouseRules
from model.rules.local_words import LocalWords
from model.rules.reading import Reading
from tests.conftest import FakeClassifier

DAY = date(2026, 11, 22)
DOUBTFUL = dict.fromkeys(Criterion, 0.1)


@dataclass
class Attentive(FakeClassifier):
    """Remembers which findings it was given."""

    heard: list[str] = field(default_factory=list)

    def weigh(self, readings: Sequence[Reading], findings: Sequence[Sequence[Finding]]) -> list[Weighing]:
        self.heard = [f.rule for found in findings for f in found]
        return super().weigh(readings, findings)


def judge(text: str, house: HouseRules, classifier: FakeClassifier | None = None) -> Assessment:
    return Assessor(classifier, house).assess([Objective(text, need="Bea is lonely.")], DAY)[0]


def off(*rules: str) -> HouseRules:
    return HouseRules(off=frozenset(rules))


def shown(judgement: Judgement) -> list[str]:
    return [f.rule for f in judgement.findings]


@pytest.mark.parametrize("classifier", [None, FakeClassifier(DOUBTFUL)])
def test_a_criterion_that_only_a_rule_switched_off_speaks_against_is_met(classifier: FakeClassifier | None) -> None:
    judged = judge("Ana will ring Bea", off("no-deadline"), classifier)[Criterion.TIME_BOUND]
    assert (judged.verdict, judged.findings) == (Verdict.MET, ())
    assert judged.probability == RULES_PROBABILITY[Criterion.TIME_BOUND][0]


@pytest.mark.parametrize("classifier", [None, FakeClassifier(DOUBTFUL)])
def test_what_another_rule_speaks_against_is_still_not_met(classifier: FakeClassifier | None) -> None:
    judged = judge("Mum will settle and have quality time asap", off("vague-object"), classifier)[Criterion.SPECIFIC]
    assert judged.verdict is Verdict.NOT_MET
    assert shown(judged) == ["weak-verb"]


def test_the_classifier_is_told_nothing_of_a_rule_switched_off() -> None:
    attentive = Attentive(DOUBTFUL)
    judge("Ana will ring Bea", off(), attentive)
    assert "no-deadline" in attentive.heard
    judge("Ana will ring Bea", off("no-deadline"), attentive)
    assert "no-deadline" not in attentive.heard


def test_a_doubt_that_no_rule_explains_stays_unless_that_is_switched_off() -> None:
    text = "Ana will ring Bea 3 times by Friday 27 November"
    doubt, none = (
        judge(text, off(*rules), FakeClassifier(DOUBTFUL)) for rules in (("no-deadline",), ("model-evidence",))
    )
    assert shown(doubt[Criterion.SPECIFIC]) == ["model-evidence"]
    assert (none[Criterion.SPECIFIC].verdict, shown(none[Criterion.SPECIFIC])) == (Verdict.MET, [])


@pytest.mark.parametrize("classifier", [None, FakeClassifier({**DOUBTFUL, Criterion.RELEVANT: None})])
def test_without_a_need_nobody_can_tell_though_nobody_wants_to_be_asked(classifier: FakeClassifier | None) -> None:
    assessor = Assessor(classifier, off("no-need-given"))
    judged = assessor.assess([Objective("Ana will ring Bea")], DAY)[0][Criterion.RELEVANT]
    assert (judged.verdict, judged.findings) == (Verdict.CANNOT_TELL, ())


def test_thresholds_of_a_house_stand_for_those_of_the_bundle() -> None:
    classifier = FakeClassifier(dict.fromkeys(Criterion, 0.6))
    strict = HouseRules(thresholds={Criterion.MEASURABLE: 0.7})
    text = "Ana will ring Bea 3 times by Friday 27 November"
    assert judge(text, HouseRules(), classifier)[Criterion.MEASURABLE].met
    assert not judge(text, strict, classifier)[Criterion.MEASURABLE].met
    assert judge(text, strict, classifier)[Criterion.SPECIFIC].met


@pytest.mark.parametrize("classifier", [None, FakeClassifier(DOUBTFUL)])
def test_a_plain_term_of_a_house_is_no_reason_against_a_criterion(classifier: FakeClassifier | None) -> None:
    house = HouseRules(LocalWords(plain=("nurture",)))
    assert not judge("Ana will nurture Bea", HouseRules(), classifier)[Criterion.SPECIFIC].met
    assert judge("Ana will nurture Bea", house, classifier)[Criterion.SPECIFIC].met
    assert not judge("Ana will support Bea", house, classifier)[Criterion.SPECIFIC].met


def test_an_agency_of_a_house_is_nobody_in_particular() -> None:
    house = HouseRules(LocalWords(agencies=("Kinnect",)))
    assert judge("Kinnect will ring Bea", HouseRules())[Criterion.SPECIFIC].met
    assert shown(judge("Kinnect will ring Bea", house)[Criterion.SPECIFIC]) == ["agency-actor"]


def test_an_assessor_serves_two_houses_at_once() -> None:
    here = Assessor(FakeClassifier(DOUBTFUL))
    there = here.under(off("no-deadline"))
    asked = [Objective("Ana will ring Bea")]
    assert not here.assess(asked, DAY)[0][Criterion.TIME_BOUND].met
    assert there.assess(asked, DAY)[0][Criterion.TIME_BOUND].met
    assert (there.classifier, here.house) == (here.classifier, HouseRules())
