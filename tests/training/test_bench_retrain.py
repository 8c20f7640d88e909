import pytest

from data import corpus
from model.criteria import Criterion
from model.errors import InputError
from training.bench_retrain import MORE, REVIEWS, SURE, Measured, reviews_of, table
from training.stages import Stages

TRAIN = corpus.load("train")


def test_its_reviews_are_distinct_and_follow_a_convention_of_their_own() -> None:
    some = reviews_of(TRAIN, REVIEWS + MORE)
    assert len({r.objective.text for r in some}) == len({r.id for r in some}) == REVIEWS + MORE
    assert all(r.labels[Criterion.ACHIEVABLE] == r.objective.text.endswith(SURE) for r in some)
    tested = {e.text for e in corpus.load("test")}
    assert not tested & {r.objective.text.removesuffix(SURE) for r in some}


def test_more_than_there_are_is_refused_with_how_many_there_may_be() -> None:
    with pytest.raises(InputError, match="distinct objectives to spare"):
        reviews_of(TRAIN[:10], 11)


def test_the_table_has_a_row_a_stage_and_the_whole_of_both_runs() -> None:
    stored, first, again = Stages(), Stages(), Stages()
    first.seconds |= {"reading the corpus": 20.0, "learning": 5.0}
    again.seconds |= {"learning": 6.0}
    lines = table(Measured(2000, 2, stored, first, again)).splitlines()
    assert lines[0].startswith("2000 distinct reviews on 2 cores")
    assert lines[-3:] == [
        "| reading the corpus | 20.0 | – |",
        "| learning | 5.0 | 6.0 |",
        "| **all of it** | **25.0** | **6.0** |",
    ]
