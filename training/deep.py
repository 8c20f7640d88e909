"""Retraining that goes deeper than heads: the encoder and the rewriter's adapter learn from the reviews as well.

It takes what the first training took (`docs/model-card.md` has the figures): for offices whose texts are unlike the
corpus, overnight. Heads are fitted to the office afterwards, as in `retrain`. An `Effort` of less makes a trial of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data import corpus
from data.example import Example
from data.reviews.review import Outcome, Review, standing
from model.bundle import Manifest, load, verify
from model.files import told_where, working_folder
from model.guard import mark_inventions
from model.suggestion import Draft, DraftError, read
from training.encoder import Tuning
from training.fit import Recipe, Say, make_bundle
from training.make_rewriter import make_rewriter
from training.retrain import MAKING, Record, Retrained, parted, retrain
from training.rewriter import Lessons
from training.stages import Stages

ANY_DOMAIN = "child_plan"
"""What a review without a domain counts as: the plans of the first users."""
PREFIX = "review:"


@dataclass(frozen=True, slots=True)
class Effort:
    """How much of a deep training is done.

    `share` is the part of the corpus that is learned from beside the reviews, `rounds` how often the encoder goes through
    all of it, `steps` after how many the rewriter stops, where that is sooner than it would.
    """

    share: float = 1.0
    rounds: int = 4
    steps: int | None = None

    def of(self, examples: Sequence[Example]) -> list[Example]:
        """Return that part of the examples, evenly spread."""
        return [e for i, e in enumerate(examples) if int((i + 1) * self.share) > int(i * self.share)]


FULL = Effort()


def retrain_deep(
    reviews: Sequence[Review],
    folder: Path,
    cache: Path,
    say: Say,
    effort: Effort = FULL,
    recipe: Recipe | None = None,
    base: str | Path | None = None,
    *,
    stages: Stages | None = None,
    record: Record = lambda _, __: None,
) -> Retrained:
    """Return a candidate whose encoder was tuned on the corpus and the reviews, and whose heads then were fitted here.

    Raises:
        NotWritten: when it cannot be written.
    """
    stages = stages or Stages()
    taught, _ = parted(standing(list(reviews)))
    recipe = recipe or Recipe(Tuning(epochs=effort.rounds), strangers=1, folds=3)
    examples = [*effort.of(corpus.load("train")), *examples_of(taught)]
    with told_where(folder), working_folder(folder, MAKING) as making:
        with stages.during("tuning the encoder"):
            make_bundle(examples, effort.of(corpus.load("validation")), making / "deep", recipe, say, base=base)
        return retrain(reviews, folder, cache, say, shipped=making / "deep", beside=None, stages=stages, record=record)


def retrain_rewriter(
    reviews: Sequence[Review],
    folder: Path,
    work: Path,
    say: Say,
    effort: Effort = FULL,
    lessons: Lessons | None = None,
    base: str | Path | None = None,
    *,
    record: Record = lambda _, __: None,
) -> Manifest:
    """Write a rewriter to `folder` that learned from the corpus's pairs and from what reviewers chose and wrote.

    No words of a review are in it beside what its weights learned: the similar objectives that it shows are the corpus's.

    Raises:
        NotWritten: when it cannot be written.
    """
    shown, own = effort.of(corpus.load("train")), examples_of(standing(list(reviews)))
    chosen = lessons or Lessons(epochs=1.2, rate=8e-4, batch=8)
    if effort.steps is not None:
        chosen = replace(chosen, most_steps=effort.steps)
    with told_where(folder):
        make_rewriter(
            [*shown, *own],
            effort.of(corpus.load("validation")),
            load(),
            folder,
            work,
            chosen,
            say,
            neighbours=0,
            base=base,
            shown=corpus.load("train"),
            record=lambda made: record(made, [e.id.removeprefix(PREFIX) for e in own]),
        )
    return verify(folder)


def examples_of(reviews: Sequence[Review]) -> list[Example]:
    """Return reviews as records of the corpus: labels as far as they go, and the rewrite that the reviewer stood by."""
    return [
        Example(
            id=f"{PREFIX}{r.id}",
            domain=r.objective.domain or ANY_DOMAIN,
            need=r.objective.need,
            baseline=r.objective.baseline,
            text=r.objective.text,
            labels=dict(r.labels),
            rewrite=rewrite_of(r),
            source="review",
            batch=r.source,
        )
        for r in reviews
        if r.labels
    ]


def rewrite_of(review: Review) -> str | None:
    """Return the rewrite that a reviewer chose, or the one that they wrote with what it adds marked; None without any."""
    if review.outcome is Outcome.CHOSEN and review.suggestion:
        try:
            return read(review.suggestion).marked
        except DraftError:
            return None
    if review.outcome is Outcome.EDITED and review.kept and "[" not in review.kept and "]" not in review.kept:
        marked = mark_inventions(review.objective, Draft(review.kept))
        return marked.marked if marked.proposals else None
    return None
