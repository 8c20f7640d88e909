"""Opening an office's reviews: one way for the command line, the service and training, with names replaced by default."""

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path

from data.reviews.database import told
from data.reviews.pseudonyms import Pseudonymiser
from data.reviews.review import Review
from data.reviews.store import Erased, Named, Prepare, ReviewStore
from model.places import State

KEY = "pseudonyms.key"
UNNAMED = ""
"""The id of a review that came without one: it is given one by what it says, so that it is stored once however often it comes."""


def key_file(state: State) -> Path:
    """Return where the key of the pseudonyms lies; whoever has it can tell whether a name stands behind a stand-in."""
    return state.folder / KEY


def open_reviews(state: State, url: str | None = None, *, pseudonyms: bool = True) -> ReviewStore:
    """Return the office's review store, made where there is none.

    `url` names another database than the file in the state folder. `pseudonyms` is switched off only where an office
    says so: names and identifiers are then stored as they come.

    Raises:
        StoreError: when it cannot be opened.
    """
    return ReviewStore(url or state.reviews, preparing(state, pseudonyms=pseudonyms))


def preparing(state: State, *, pseudonyms: bool = True) -> Prepare:
    """Return what happens to every review before it is stored: it gets an id if it has none, and its names are replaced."""
    with told(state.reviews):
        names = Pseudonymiser.of(key_file(state)) if pseudonyms else None

    def prepare(review: Review) -> Review:
        # By the key: an open hash of the words would let anybody try which name stood there.
        if review.id == UNNAMED:
            digest = _digest(review)
            review = replace(review, id=f"by-content-{names.reference(digest)[4:] if names else digest[:16]}")
        return names.review(review) if names else review

    return prepare


def withdraw(state: State, store: ReviewStore, kind: Named, reference: str, by: str) -> Erased:
    """Erase what is stored of a plan or person under the office's own reference and under what stands for it.

    Both are refused from then on, so that it makes no difference whether names were being replaced when it came.
    """
    references = [reference]
    if key_file(state).exists():
        references.append(Pseudonymiser.of(key_file(state)).reference(reference))
    erased = [store.erase(kind, named, by) for named in dict.fromkeys(references)]
    bundles = sorted({bundle for one in erased for bundle in one.bundles})
    return Erased(sum(one.count for one in erased), tuple(bundles))


def _digest(review: Review) -> str:
    """Return a hash of what a review says; not of when, which a file that is imported twice may not tell."""
    said = {
        "objective": asdict(review.objective),
        "labels": {c.value: v for c, v in sorted(review.labels.items())},
        **{n: getattr(review, n) for n in ("reviewer", "source", "subject", "outcome", "suggestion", "kept", "why")},
        "corrects": review.corrects,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
