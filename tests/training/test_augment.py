from data.corpus import load
from model.criteria import Criterion
from training.augment import with_strangers_needs

TRAIN = load("train")[:300]


def test_under_a_strangers_need_only_relevance_is_taught_and_it_is_not_met() -> None:
    own = {e.id: e for e in TRAIN}
    copies = with_strangers_needs(TRAIN, 2, seed=1)
    assert len(copies) > 100
    for copy in copies:
        original = own[copy.id.split("/")[0]]
        assert copy.labels == {Criterion.RELEVANT: False}
        assert original.labels[Criterion.RELEVANT] is True
        assert copy.need != original.need
        assert copy.text == original.text


def test_every_copy_has_an_id_of_its_own() -> None:
    copies = with_strangers_needs(TRAIN, 3, seed=1)
    assert len({c.id for c in copies}) == len(copies)


def test_the_same_seed_draws_the_same_copies() -> None:
    assert with_strangers_needs(TRAIN, 2, seed=3) == with_strangers_needs(TRAIN, 2, seed=3)
