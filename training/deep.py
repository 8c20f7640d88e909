"""Retraining that goes deeper than heads: the encoder and the rewriter's adapter learn from the reviews as well.

It takes what the first training took (`docs/model-card.md` has the figures): for offices whose texts are unlike the
corpus, overnight. Heads are fitted to the office afterwards, as in `retrain`.
"""

from collections.abc import Sequence
from pathlib import Path

from data import corpus
from data.example import Example
from data.reviews.review import Outcome, Review, standing
from model.bundle import load
from model.guard import mark_inventions
from model.suggestion import Draft, DraftError, read
from training.encoder import Tuning
from training.fit import Recipe, Say, make_bundle
from training.make_rewriter import make_rewriter
from training.retrain import Retrained, parted, retrain
from training.rewriter import Lessons

ANY_DOMAIN = "child_plan"
"""What a review without a domain counts as: the plans of the first users."""


def retrain_deep(
    reviews: Sequence[Review],
    folder: Path,
    cache: Path,
    say: Say,
    recipe: Recipe | None = None,
    base: str | Path | None = None,
) -> Retrained:
    """Return a candidate whose encoder was tuned on the corpus and the reviews, and whose heads then were fitted here."""
    taught, _ = parted(standing(list(reviews)))
    tuned = folder / ".deep"
    recipe = recipe or Recipe(Tuning(), strangers=1, folds=3)
    examples = [*corpus.load("train"), *examples_of(taught)]
    make_bundle(examples, corpus.load("validation"), tuned, recipe, say, base=base)
    return retrain(reviews, folder, cache, say, shipped=tuned)


def retrain_rewriter(
    reviews: Sequence[Review],
    folder: Path,
    work: Path,
    say: Say,
    lessons: Lessons | None = None,
    base: str | Path | None = None,
) -> None:
    """Write a rewriter to `folder` that learned from the corpus's pairs and from what reviewers chose and wrote."""
    train = [*corpus.load("train"), *examples_of(standing(list(reviews)))]
    chosen = lessons or Lessons(epochs=1.2, rate=8e-4, batch=8)
    make_rewriter(train, corpus.load("validation"), load(), folder, work, chosen, say, neighbours=0, base=base)


def examples_of(reviews: Sequence[Review]) -> list[Example]:
    """Return reviews as records of the corpus: labels as far as they go, and the rewrite that the reviewer stood by."""
    return [
        Example(
            id=f"review:{r.id}",
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
