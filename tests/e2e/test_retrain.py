"""An office whose convention differs from the guide: its reviews go in, and its Aimwell follows it on plans it has not seen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from data import corpus
from data.reviews.opening import key_file, open_reviews
from model.bundle import load
from model.criteria import Criterion
from model.places import State
from model.registry import Registry
from training.gate import rule
from training.retrain import Retrained, retrain

pytestmark = pytest.mark.e2e
REVIEWS = Path(__file__).parent.parent / "fixtures" / "office-reviews.jsonl"
"""240 reviews of an invented office: a goal counts as achievable only with a stated confidence of 5/10 or more."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> State:
    """Return the state of an office that has imported its reviews by the command that it would use."""
    place = State(tmp_path_factory.mktemp("office"))
    key_file(place).write_bytes(b"the same stand-ins every time...")  # so that the same plans are held out
    command = [sys.executable, "-m", "serve", "reviews", "import", str(REVIEWS)]
    done = subprocess.run(
        command, env={**os.environ, "AIMWELL_STATE": str(place.folder)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return place


@pytest.fixture(scope="module")
def made(office: State) -> Retrained:
    reviews = open_reviews(office).all()
    assert len(reviews) == 240
    return retrain(reviews, office.bundles, office.cache, print)


def test_on_plans_it_has_not_seen_it_follows_the_convention_and_loses_nowhere_else(
    office: State, made: Retrained
) -> None:
    live = load(Registry(office.bundles).live())
    ruling = rule(live, load(made.folder), made.held_out, corpus.load("test"), made.conventions)
    achievable = ruling.local[Criterion.ACHIEVABLE]
    assert made.conventions == {Criterion.ACHIEVABLE}
    assert achievable.before < 0.6
    assert achievable.after > 0.95
    others = [f for c, f in (*ruling.local.items(), *ruling.corpus.items()) if c is not Criterion.ACHIEVABLE]
    assert all(f.after >= f.before for f in others)
    assert ruling.promote
