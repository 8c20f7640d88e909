import stat
from pathlib import Path

from data.reviews.opening import key_file, open_reviews, withdraw
from data.reviews.store import Named
from model.criteria import Objective
from model.places import State
from tests.data.reviews.conftest import Write


def test_names_are_replaced_unless_an_office_says_otherwise(tmp_path: Path, write: Write) -> None:
    review = write(1, objective=Objective("Tunde will ring Halvorsen"), source="Tunde's plan")
    kept, open_ = State(tmp_path / "kept"), State(tmp_path / "open")
    stored = open_reviews(kept)
    stored.add([review])
    assert "Tunde" not in f"{stored.all()[0].objective.text} {stored.all()[0].source}"
    assert stat.S_IMODE(key_file(kept).stat().st_mode) == 0o600
    plain = open_reviews(open_, pseudonyms=False)
    plain.add([review])
    assert plain.all() == [review]
    assert not key_file(open_).exists()


def test_a_stand_in_is_not_replaced_again(tmp_path: Path, write: Write) -> None:
    store = open_reviews(State(tmp_path))
    store.add([write(1, objective=Objective("Tunde will ring Halvorsen"), why="ask Tunde", subject="Tunde")])
    (stored,) = store.all()
    assert store.add([stored]).differing == ()
    assert store.count() == 1


def test_a_plan_is_withdrawn_by_its_own_reference_and_by_what_stands_for_it(tmp_path: Path, write: Write) -> None:
    state = State(tmp_path)
    store = open_reviews(state)
    store.add([write(1), write(20)])
    store.learned("local-1", ["r1"])
    assert withdraw(state, store, Named.SOURCE, "plan 0", "Bo") == type(
        withdraw(state, store, Named.SOURCE, "none", "Bo")
    )(1, ("local-1",))
    reference = store.all()[0].source
    assert withdraw(state, store, Named.SOURCE, reference, "Bo").count == 1
    plain = open_reviews(state, pseudonyms=False)
    assert plain.add([write(2), write(21)]).withdrawn == ("r2",)
    assert store.add([write(21)]).withdrawn == ("r21",)
