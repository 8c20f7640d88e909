"""The subjects of the comparison judge as we do, or do the same work."""

import json
from datetime import date

import pytest

from data import corpus
from model.assessor import Assessor
from model.bundle import load
from model.criteria import Criterion
from serve.schemas import assessment_out
from training.load.bodies import AS_OF, Asked, bodies
from training.load.subjects.torch_classifier import TorchClassifier
from training.load.subjects.verdicts import objective_of, reply

DAY = date.fromisoformat(AS_OF)


def test_the_words_of_a_subject_are_those_of_our_own_route() -> None:
    assessor = Assessor()
    objective = objective_of(json.loads(bodies(Asked.SCORE)[0]))
    assessment = assessor.assess([objective], DAY)[0]
    ours = assessment_out(assessment, objective).model_dump(mode="json")
    (theirs,) = reply(assessor, assessment)["results"]
    assert theirs["smart"] == ours["smart"]
    for criterion in Criterion:
        mine, found = ours["criteria"][criterion], theirs["criteria"][criterion]
        assert found["verdict"] == mine["verdict"]
        assert [f.items() <= m.items() for f, m in zip(found["findings"], mine["findings"], strict=True)].count(
            False
        ) == 0


@pytest.mark.e2e
def test_the_encoder_in_pytorch_does_the_work_of_ours_on_the_same_tokens() -> None:
    objectives = [e.objective for e in corpus.load("validation")[:4]]
    for judged in Assessor(TorchClassifier()).assess(objectives, DAY), Assessor(load()).assess(objectives, DAY):
        assert len(judged) == len(objectives)
        assert all(a[Criterion.SPECIFIC].probability is not None for a in judged)
    assert TorchClassifier().width == load().width
