from data.corpus import load
from model.criteria import Criterion
from training.augment import NAMES, renamed, with_strangers_needs

TRAIN = load("train")[:300]


def test_under_a_strangers_need_only_relevance_is_taught_and_it_is_not_met() -> None:
    own = {e.id: e for e in TRAIN}
    copies = with_strangers_needs(TRAIN, seed=1)
    assert len(copies) > 50
    for copy in copies:
        original = own[copy.id.removesuffix("/stranger")]
        assert copy.labels == {Criterion.RELEVANT: False}
        assert original.labels[Criterion.RELEVANT] is True
        assert copy.need != original.need
        assert copy.text == original.text


def test_under_other_names_everything_else_stays() -> None:
    own = {e.id: e for e in TRAIN}
    copies = renamed(TRAIN, 1.0, seed=1)
    assert len(copies) > 100
    for copy in copies:
        original = own[copy.id.removesuffix("/renamed")]
        assert copy.labels == original.labels
        assert copy.text != original.text
        assert len(copy.text.split()) == len(original.text.split())
        assert any(name in copy.text for name in NAMES)


def test_the_same_seed_draws_the_same_copies() -> None:
    assert renamed(TRAIN, 0.5, seed=3) == renamed(TRAIN, 0.5, seed=3)
    assert with_strangers_needs(TRAIN, seed=3) == with_strangers_needs(TRAIN, seed=3)
