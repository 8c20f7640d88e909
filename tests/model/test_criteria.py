import pytest

from model.criteria import Assessment, Criterion, Engine, Judgement, Objective, Span, Verdict


def judgement(criterion: Criterion, verdict: Verdict) -> Judgement:
    return Judgement(criterion, verdict, None if verdict is Verdict.CANNOT_TELL else 0.7)


def assessment(**verdicts: Verdict) -> Assessment:
    return Assessment({c: judgement(c, verdicts.get(c.value, Verdict.MET)) for c in Criterion}, Engine.RULES)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 2)])
def test_a_span_runs_forward_from_zero(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no such stretch"):
        Span(start, end)


def test_a_probability_is_missing_only_where_nobody_can_tell() -> None:
    with pytest.raises(ValueError, match="cannot_tell"):
        Judgement(Criterion.RELEVANT, Verdict.CANNOT_TELL, 0.5)
    with pytest.raises(ValueError, match="met"):
        Judgement(Criterion.RELEVANT, Verdict.MET, None)
    with pytest.raises(ValueError, match="no probability"):
        Judgement(Criterion.RELEVANT, Verdict.MET, 1.2)


def test_blank_parts_of_an_objective_count_as_absent() -> None:
    assert Objective("Ring Housing", need="  ", who="") == Objective("Ring Housing")


def test_an_objective_is_smart_when_all_five_are_met_and_not_when_one_cannot_be_told() -> None:
    assert assessment().smart
    assert not assessment(relevant=Verdict.CANNOT_TELL).smart
    assert assessment(time_bound=Verdict.NOT_MET).met == frozenset(Criterion) - {Criterion.TIME_BOUND}


def test_an_assessment_judges_every_criterion() -> None:
    with pytest.raises(ValueError, match="not judged: measurable"):
        Assessment({c: judgement(c, Verdict.MET) for c in Criterion if c is not Criterion.MEASURABLE}, Engine.RULES)
