"""An office's own rewriter: made beside the one that it has, judged by the gate, and put into its place if it may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from data import corpus
from data.reviews.review import Review
from model.assessor import Assessor
from model.bundle import load
from model.classifier import OnnxClassifier
from model.errors import BundleError
from model.files import put_folder, put_whole, told_where, working_folder
from model.places import State
from model.promotion import REPORTS, GateSaid, keep
from model.rewriter_bundle import DEFAULT_REWRITER, RewriterBundle, open_rewriter
from model.suggester import Suggester
from training import rewriter_gate
from training.deep import Effort, retrain_rewriter
from training.encoder import Encoder, default_base
from training.evaluate_rewriter import flawed
from training.fit import Say
from training.retrain import Record
from training.rewriter_metrics import token_states
from training.stages import Stages

PATIENT_SECONDS = 20.0
"""How long a rewriter may take under the gate: what else the machine is busy with must not decide who falls silent."""


@dataclass(frozen=True, slots=True)
class OwnRewriter:
    """A rewriter that learned from reviews, where it lies, and what the gate said of it."""

    id: str
    folder: Path
    said: GateSaid


def make_own_rewriter(
    place: State,
    reviews: Sequence[Review],
    effort: Effort,
    say: Say,
    *,
    promote: bool,
    force: str | None,
    stages: Stages,
    record: Record,
) -> OwnRewriter:
    """Tune a rewriter on the reviews; `promote` puts it into `place.rewriter` if the gate lets it, `force` anyway.

    Otherwise it stays in `place.rewriter_candidate`, and the rewriter that the office has goes on as it was. `force` is why
    it is used whatever the gate says; the gate's word beside it keeps that.

    Raises:
        NotWritten: when it cannot be written.
        BundleError: when either rewriter cannot be used.
    """
    candidate = place.rewriter_candidate
    with stages.during("tuning the rewriter"):
        work = place.cache / "rewriter"
        manifest = retrain_rewriter(reviews, candidate, work, say, effort, record=record)
    with stages.during("the rewriter's gate"), working_folder(place.folder, ".judging-") as models:
        ruling, before = _judged(place, open_rewriter(candidate), models)
    report = rewriter_gate.markdown(ruling, before, manifest.id)
    said = GateSaid(before, ruling.reasons, force if ruling.reasons else None)
    with told_where(candidate):
        put_whole(candidate / REPORTS[0], report)
    keep(candidate, said)
    say(report)
    return OwnRewriter(manifest.id, decide(place, said, promote=promote or force is not None), said)


def decide(place: State, said: GateSaid, *, promote: bool) -> Path:
    """Put the candidate into the place of the office's rewriter where it may be, and return where it lies then.

    Raises:
        NotWritten: when it cannot be moved.
    """
    if not said.forced and not (promote and said.passed):
        return place.rewriter_candidate
    with told_where(place.rewriter):
        put_folder(place.rewriter_candidate, place.rewriter)
    return place.rewriter


def alone(bundle: RewriterBundle, classifier: OnnxClassifier, cache: Path) -> Suggester:
    """Return a suggester that has nothing but one rewriter, whose language model is made in `cache`."""
    bundle.prepare(cache)
    index = bundle.similar(classifier)
    return Suggester(Assessor(classifier), [bundle.rewriter(bundle.continuer(cache, PATIENT_SECONDS), index)])


def _before(place: State) -> RewriterBundle:
    """Return the rewriter that the office has: its own, where one is there, whole and not barred, or the one that ships."""
    try:
        return open_rewriter(place.rewriter)
    except BundleError:
        return open_rewriter(DEFAULT_REWRITER)


def _judged(place: State, made: RewriterBundle, models: Path) -> tuple[rewriter_gate.Ruling, str]:
    """Return what the gate says of a rewriter, and the id of the one that it was compared with; `models` is for a while."""
    before, classifier = _before(place), load()
    examples = flawed(corpus.load("validation"), rewriter_gate.RECORDS)
    encode = partial(token_states, Encoder(default_base()).eval())
    current, candidate = (alone(bundle, classifier, models) for bundle in (before, made))
    return rewriter_gate.rule(current, candidate, examples, encode), before.id
