"""One retraining from beginning to end: a candidate from the reviews, the gate's word on it, and its promotion if it passed.

Killed at any moment, it leaves the live bundle and the reviews as they were; run again, it begins anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from data import corpus
from data.example import Example
from data.reviews.opening import open_reviews
from data.reviews.review import Review
from data.reviews.store import ReviewStore
from model.bundle import load
from model.errors import AimwellError
from model.files import put_whole, told_where
from model.places import State
from model.promotion import REPORTS, GateSaid, keep
from model.promotion import promote as promote_by_gate
from model.registry import Decision, Registry
from training import gate, gate_report
from training.deep import Effort, retrain_deep
from training.own_rewriter import OwnRewriter, make_own_rewriter
from training.retrain import Retrained, Say, retrain
from training.stages import Stages


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, by whom and why; `force` is why it is to be promoted whatever the gate says.

    `deep` is how much of the encoder's and the rewriter's training is done, None where both stay as they are.
    """

    by: str
    why: str
    promote: bool = True
    force: str | None = None
    deep: Effort | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """The records of the corpus that are `taught` beside the reviews, and those by which the gate has both `judged`.

    All of the train split and all of the test split, where None.
    """

    taught: Sequence[Example] | None = None
    judged: Sequence[Example] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: `ruling` is None where the candidate is the live bundle, `decision` where it was not promoted."""

    bundle: str
    live: str
    ruling: gate.Ruling | None = None
    decision: Decision | None = None
    rewriter: OwnRewriter | None = None


class NoReviews(AimwellError):
    """There is nothing to learn from."""

    def __init__(self) -> None:
        super().__init__("there are no reviews yet; add some with `aimwell reviews import` or on the page /review")


WHOLE = Beside()


def run(
    place: State, address: str, wish: Wish, say: Say, *, beside: Beside = WHOLE, stages: Stages | None = None
) -> Done:
    """Make a candidate from an office's reviews, have the gate compare it with the live bundle, and promote it if it may.

    Raises:
        NoReviews: when there are none.
        AimwellError: when the reviews cannot be read, or the bundle or the rewriter not be written; what was live is live,
            or a bundle that the gate let through.
    """
    stages = stages or Stages()
    store = open_reviews(place, address)
    try:
        reviews = store.all()
        if not reviews:
            raise NoReviews
        return _run(place, store, reviews, wish, say, beside, stages)
    finally:
        store.close()


def _run(
    place: State, store: ReviewStore, reviews: Sequence[Review], wish: Wish, say: Say, beside: Beside, stages: Stages
) -> Done:
    registry = Registry(place.bundles)
    made = _made(place, store, reviews, wish, say, beside, stages)
    done = Done(made.manifest.id, made.manifest.id)
    if made.manifest.id != registry.live_id():
        done = _judged(registry, made, wish, say, beside, stages)
    if wish.deep is None:
        return done
    own = make_own_rewriter(
        place, reviews, wish.deep, say, promote=wish.promote, force=wish.force, stages=stages, record=store.learned
    )
    return replace(done, rewriter=own)


def _judged(registry: Registry, made: Retrained, wish: Wish, say: Say, beside: Beside, stages: Stages) -> Done:
    """Have the gate compare a candidate with the live bundle, write its report, and promote the candidate if it may be."""
    with stages.during("the gate"):
        judged = corpus.load("test") if beside.judged is None else beside.judged
        ruling = gate.rule(load(registry.live()), load(made.folder), made.held_out, judged, made.conventions)
    notes = {c: learned.note for c, learned in made.learned.items()}
    with stages.during("the report"), told_where(made.folder):
        for name, report in zip(REPORTS, (gate_report.markdown, gate_report.page), strict=True):
            put_whole(made.folder / name, report(ruling, notes))
    keep(made.folder, GateSaid(ruling.current, ruling.reasons))
    say(gate_report.markdown(ruling, notes))
    say(f"The report with its charts is {made.folder / REPORTS[1]}")
    decision = None
    if wish.force is not None or (wish.promote and ruling.promote):
        decision = promote_by_gate(registry, made.manifest.id, by=wish.by, why=wish.why, force=wish.force)
    return Done(made.manifest.id, registry.live_id(), ruling, decision)


def _made(
    place: State,
    store: ReviewStore,
    reviews: Sequence[Review],
    wish: Wish,
    say: Say,
    beside: Beside,
    stages: Stages,
) -> Retrained:
    if wish.deep is None:
        return retrain(
            reviews, place.bundles, place.cache, say, beside=beside.taught, stages=stages, record=store.learned
        )
    return retrain_deep(reviews, place.bundles, place.cache, say, wish.deep, stages=stages, record=store.learned)
