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
from model.files import put_whole, settle, told_where, working_folder
from model.places import State
from model.promotion import REPORTS, GateSaid, keep
from model.rewriter_bundle import DEFAULT_REWRITER, RewriterBundle, open_rewriter
from model.suggester import Suggester
from training import rewriter_gate
from training.deep import Effort, retrain_rewriter
from training.encoder import Encoder, default_base
from training.evaluate_rewriter import SECONDS, flawed
from training.fit import Say
from training.retrain import Record
from training.rewriter_metrics import token_states
from training.stages import Stages


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
    forced: bool,
    stages: Stages,
    record: Record,
) -> OwnRewriter:
    """Tune a rewriter on the reviews; `promote` puts it into `place.rewriter` if the gate lets it, `forced` anyway.

    Otherwise it stays in `place.rewriter_candidate`, and the rewriter that the office has goes on as it was.

    Raises:
        NotWritten: when it cannot be written.
        BundleError: when either rewriter cannot be used.
    """
    candidate = place.rewriter_candidate
    with stages.during("tuning the rewriter"):
        work = place.cache / "rewriter"
        manifest = retrain_rewriter(reviews, candidate, work, say, effort, record=record)
    with stages.during("the rewriter's gate"):
        before = _before(place)
        said = _judge(before, open_rewriter(candidate), place.cache, say)
    return OwnRewriter(manifest.id, decide(place, said, promote=promote, forced=forced), said)


def decide(place: State, said: GateSaid, *, promote: bool, forced: bool) -> Path:
    """Put the candidate into the place of the office's rewriter where it may be, and return where it lies then.

    Raises:
        NotWritten: when it cannot be moved.
    """
    candidate, into = place.rewriter_candidate, place.rewriter
    if not forced and not (promote and said.passed):
        return candidate
    with told_where(into), working_folder(into.parent, ".replacing-") as old:
        if into.exists():
            into.rename(old / "before")
        candidate.rename(into)
        settle(into.parent)
    return into


def alone(bundle: RewriterBundle, classifier: OnnxClassifier, cache: Path) -> Suggester:
    """Return a suggester that has nothing but one rewriter, whose language model is made in `cache`."""
    bundle.prepare(cache)
    index = bundle.similar(classifier)
    return Suggester(Assessor(classifier), [bundle.rewriter(bundle.continuer(cache, SECONDS), index)])


def _before(place: State) -> RewriterBundle:
    """Return the rewriter that the office has: its own, where one is there and whole, or the one that ships."""
    try:
        return open_rewriter(place.rewriter)
    except BundleError:
        return open_rewriter(DEFAULT_REWRITER)


def _judge(before: RewriterBundle, made: RewriterBundle, cache: Path, say: Say) -> GateSaid:
    classifier = load()
    examples = flawed(corpus.load("validation"), rewriter_gate.RECORDS)
    encode = partial(token_states, Encoder(default_base()).eval())
    current, candidate = (alone(bundle, classifier, cache) for bundle in (before, made))
    ruling = rewriter_gate.rule(current, candidate, examples, encode)
    report = rewriter_gate.markdown(ruling, before.id, made.id)
    with told_where(made.folder):
        put_whole(made.folder / REPORTS[0], report)
    said = GateSaid(before.id, ruling.reasons)
    keep(made.folder, said)
    say(report)
    return said
