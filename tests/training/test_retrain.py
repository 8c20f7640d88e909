"""Retraining end to end on a tiny, randomly initialised encoder: what is written, held out, forgotten."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from data.corpus import load
from data.reviews.review import Outcome, Review
from model.bundle import load as load_bundle
from model.bundle import verify
from model.criteria import Criterion, Objective
from training.corpora import prepare
from training.deep import examples_of, rewrite_of
from training.fit import Recipe, make_bundle
from training.retrain import Retrained, learned_from, parted, retrain

pytestmark = pytest.mark.filterwarnings("ignore")
TRAIN = load("train")[:80]


@pytest.fixture(scope="module")
def shipped(tiny_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shipped") / "bundle"
    make_bundle(TRAIN, load("validation")[:40], folder, Recipe(), lambda _: None, base=tiny_base)
    return folder


def review(number: int, *, sure: bool, **changed: object) -> Review:
    text = f"Ana will ring clinic {number} by Friday{' (8/10 sure)' if sure else ''}"
    fields: dict[str, object] = {
        "id": f"r{number}", "objective": Objective(text, need="no doctor"), "labels": {Criterion.ACHIEVABLE: sure},
        "reviewer": "Bo", "source": f"plan {number // 4}", "at": datetime(2026, 11, 3, tzinfo=UTC),
        "as_of": date(2026, 11, 3),
    }  # fmt: skip
    return Review(**{**fields, **changed})  # type: ignore[arg-type]


REVIEWS = [review(i, sure=i % 3 == 0) for i in range(80)]


@pytest.fixture(scope="module")
def made(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Retrained:
    place = tmp_path_factory.mktemp("office")
    return retrain(REVIEWS, place / "bundles", place / "cache", lambda _: None, shipped=shipped, beside=TRAIN)


def test_the_candidate_is_a_whole_bundle_that_says_what_it_learned_from(made: Retrained, shipped: Path) -> None:
    manifest = verify(made.folder)
    taught, _ = parted(REVIEWS)
    assert manifest.id == made.folder.name
    assert manifest.card["parent"] == verify(shipped).id
    assert manifest.card["reviews_sha256"] == learned_from(taught)
    assert manifest.card["reviews"] == len(taught)
    assert [p.name for p in made.folder.parent.iterdir()] == [manifest.id]


def test_it_judges_what_it_has_not_seen_by_the_offices_convention(made: Retrained) -> None:
    assert made.conventions == {Criterion.ACHIEVABLE}
    classifier = load_bundle(made.folder)
    from model.assessor import Assessor

    said = Assessor(classifier).assess([r.objective for r in made.held_out], date(2026, 11, 3))
    right = [
        a[Criterion.ACHIEVABLE].met == r.labels[Criterion.ACHIEVABLE] for a, r in zip(said, made.held_out, strict=True)
    ]
    assert np.mean(right) > 0.95


def test_what_the_reviews_do_not_judge_is_judged_as_before(made: Retrained, shipped: Path) -> None:
    some = prepare(load("validation")[:20])
    before = load_bundle(shipped).weigh(some.readings, some.findings)
    after = load_bundle(made.folder).weigh(some.readings, some.findings)
    for b, a in zip(before, after, strict=True):
        assert a.chances[Criterion.TIME_BOUND] == pytest.approx(b.chances[Criterion.TIME_BOUND], abs=1e-5)


def test_whole_plans_are_held_out_and_the_same_ones_again() -> None:
    taught, held_out = parted(REVIEWS)
    assert held_out
    assert not {r.source for r in taught} & {r.source for r in held_out}
    assert parted(list(reversed(REVIEWS)))[1] == list(reversed(held_out))


def test_with_few_plans_single_objectives_are_held_out() -> None:
    taught, held_out = parted([review(i, sure=True, source="the only plan") for i in range(40)])
    assert taught
    assert held_out


def test_the_same_reviews_make_the_same_bundle_and_a_withdrawn_one_another(
    made: Retrained, shipped: Path, tmp_path: Path
) -> None:
    said: list[str] = []
    again = retrain(list(reversed(REVIEWS)), tmp_path / "b", tmp_path / "c", said.append, shipped=shipped, beside=TRAIN)
    assert again.manifest.card["reviews_sha256"] == made.manifest.card["reviews_sha256"]
    taught, _ = parted(REVIEWS)
    without = [r for r in REVIEWS if r.source != taught[0].source]
    less = retrain(without, tmp_path / "b", tmp_path / "c", said.append, shipped=shipped, beside=TRAIN)
    assert less.manifest.id != again.manifest.id
    assert sum("reading the corpus" in s for s in said) == 1


def test_a_corrected_review_teaches_nothing(shipped: Path, tmp_path: Path) -> None:
    right = [review(100 + i, sure=i % 3 == 0, id=f"c{i}", corrects=f"r{i}") for i in range(80)]
    wrong = [review(i, sure=i % 3 != 0) for i in range(80)]
    made = retrain([*wrong, *right], tmp_path / "b", tmp_path / "c", lambda _: None, shipped=shipped, beside=TRAIN)
    assert all(r.id.startswith("c") for r in made.held_out)


def test_reviews_become_records_with_the_rewrite_that_the_reviewer_stood_by() -> None:
    chosen = review(1, sure=True, outcome=Outcome.CHOSEN, suggestion="Ana will ring [[when: ]].")
    edited = review(2, sure=True, outcome=Outcome.EDITED, suggestion="x", kept="Ana will ring clinic 2 by 4 May.")
    rejected = review(3, sure=True, outcome=Outcome.REJECTED, suggestion="Ana will ring [[when: ]].")
    assert [e.rewrite for e in examples_of([chosen, edited, rejected])] == [
        "Ana will ring [[when: ]].",
        "Ana will ring clinic 2 by [[when: 4 May]].",
        None,
    ]
    assert rewrite_of(review(4, sure=True, outcome=Outcome.CHOSEN, suggestion="Ana [[nonsense")) is None
