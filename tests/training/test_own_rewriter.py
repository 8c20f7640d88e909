"""Which folder a new rewriter ends up in, and what becomes of the one before."""

from pathlib import Path

import pytest

from model.places import State
from model.promotion import GateSaid
from training.own_rewriter import decide

PASSED, REFUSED = GateSaid("rewriter-1", ()), GateSaid("rewriter-1", ("it invents",))


@pytest.fixture
def place(tmp_path: Path) -> State:
    made = State(tmp_path)
    for folder, words in ((made.rewriter, "old"), (made.rewriter_candidate, "new")):
        folder.mkdir()
        (folder / "adapter").write_text(words)
    return made


def test_one_that_passed_takes_the_place_of_the_one_before(place: State) -> None:
    assert decide(place, PASSED, promote=True) == place.rewriter
    assert [p.name for p in place.folder.iterdir()] == ["rewriter"], "the one before is gone"
    assert (place.rewriter / "adapter").read_text() == "new"


@pytest.mark.parametrize(("said", "promote"), [(REFUSED, True), (PASSED, False), (REFUSED, False)])
def test_one_that_was_refused_or_is_not_to_be_promoted_stays_beside_it(
    place: State, said: GateSaid, promote: bool
) -> None:
    assert decide(place, said, promote=promote) == place.rewriter_candidate
    assert (place.rewriter / "adapter").read_text() == "old"
    assert (place.rewriter_candidate / "adapter").read_text() == "new"


def test_one_that_is_forced_takes_the_place_all_the_same(place: State) -> None:
    forced = GateSaid("rewriter-1", ("it invents",), forced="the manager asked for it")
    assert decide(place, forced, promote=False) == place.rewriter


def test_the_first_one_needs_nothing_to_be_there(place: State) -> None:
    (place.rewriter / "adapter").unlink()
    place.rewriter.rmdir()
    assert (decide(place, PASSED, promote=True) / "adapter").read_text() == "new"
