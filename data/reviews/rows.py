"""Reviews and what waits for one, as rows of the tables, and back."""

import hashlib
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from data.reviews.candidate import Candidate
from data.reviews.review import Outcome, Review
from model.criteria import Criterion, Objective, Verdict


def said_hash(objective: Objective) -> str:
    """Return a hash of an objective with its context: reviews of the same words are about the same objective."""
    parts = (objective.text, objective.who, objective.when, objective.measure, objective.need, objective.baseline)
    return hashed("\0".join(" ".join((p or "").split()).casefold() for p in parts))


def names_of(review: Review | Candidate) -> set[tuple[str, str]]:
    """Return by what a review may be withdrawn: its plan and its person, as they stand among the withdrawals."""
    subject = {("subject", hashed(review.subject))} if review.subject else set()
    return {("source", hashed(review.source))} | subject


def hashed(words: str) -> str:
    """Return the SHA-256 of some words."""
    return hashlib.sha256(words.encode()).hexdigest()


def row_of(r: Review) -> dict[str, Any]:
    """Return a review as a row."""
    return {
        "id": r.id,
        "objective": _objective(r.objective),
        "said": said_hash(r.objective),
        "labels": {c.value: v for c, v in r.labels.items()},
        "reviewer": r.reviewer,
        "source": r.source,
        "subject": r.subject,
        "at": r.at.astimezone(UTC).isoformat(),
        "as_of": r.as_of,
        "bundle": r.bundle,
        "shown": {c.value: v.value for c, v in r.shown.items()},
        "outcome": r.outcome.value if r.outcome else None,
        "suggestion": r.suggestion,
        "kept": r.kept,
        "why": r.why,
        "corrects": r.corrects,
    }


def review_of(row: Row[Any]) -> Review:
    """Return the review that a row holds."""
    return Review(
        id=row.id,
        objective=Objective(**row.objective),
        labels={Criterion(c): v for c, v in row.labels.items()},
        reviewer=row.reviewer,
        source=row.source,
        at=datetime.fromisoformat(row.at),
        as_of=row.as_of,
        subject=row.subject,
        bundle=row.bundle,
        shown={Criterion(c): Verdict(v) for c, v in row.shown.items()},
        outcome=Outcome(row.outcome) if row.outcome else None,
        suggestion=row.suggestion,
        kept=row.kept,
        why=row.why,
        corrects=row.corrects,
    )


def candidate_row(c: Candidate, at: datetime) -> dict[str, Any]:
    """Return what waits to be reviewed as a row."""
    return {
        "said": said_hash(c.objective),
        "objective": _objective(c.objective),
        "source": c.source,
        "subject": c.subject,
        "as_of": c.as_of,
        "at": at.astimezone(UTC).isoformat(timespec="seconds"),
    }


def candidate_of(row: Row[Any]) -> Candidate:
    """Return what a row says waits to be reviewed."""
    return Candidate(Objective(**row.objective), row.source, row.as_of, row.subject)


def says_the_same(one: Review, other: Review) -> bool:
    """Say whether two reviews say the same, whenever they were made: that is often only when a file was read."""
    a, b = row_of(one), row_of(other)
    return all(a[name] == b[name] for name in a if name not in ("at", "as_of", "id"))


def _objective(objective: Objective) -> dict[str, str]:
    return {k: v for k, v in asdict(objective).items() if v is not None}
