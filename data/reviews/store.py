"""The review store: every query in one place. Reviews are added and never changed; withdrawn ones are erased whole."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Row, delete, func, insert, select, text

from data.reviews.database import open_database, told
from data.reviews.review import Outcome, Review
from data.reviews.tables import lessons, reviews, withdrawals
from model.criteria import Criterion, Objective, Verdict

Prepare = Callable[[Review], Review]
"""What happens to a review before it is stored: names and identifiers are replaced (`data/reviews/pseudonyms.py`)."""


class Named(StrEnum):
    """By what a withdrawal goes: a plan, or a person."""

    SOURCE = "source"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of reviews that were sent: stored now, known before, or refused because their plan was withdrawn."""

    stored: tuple[str, ...]
    known: tuple[str, ...]
    withdrawn: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """How many reviews were erased, and which bundles had learned from them."""

    count: int
    bundles: tuple[str, ...]


class ReviewStore:
    """The reviews of one office. Safe among threads and processes: the database keeps order."""

    def __init__(self, url: str, prepare: Prepare = lambda review: review) -> None:
        self.url = url
        self._prepare = prepare
        self._engine: Engine = open_database(url)

    @classmethod
    def in_file(cls, path: Path, prepare: Prepare = lambda review: review) -> "ReviewStore":
        """Return the store of an SQLite file, which is made where it is missing."""
        return cls(f"sqlite:///{path}", prepare)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def add(self, some: Iterable[Review]) -> Added:
        """Store reviews; when this returns they are on the disk. Those known by their id change nothing.

        Raises:
            StoreError: when none of them could be stored.
        """
        prepared = [self._prepare(review) for review in some]
        with told(self.url), self._engine.begin() as connection:
            gone = {(r.kind, r.named) for r in connection.execute(select(withdrawals.c.kind, withdrawals.c.named))}
            wanted = [r for r in prepared if not _names(r) & gone]
            seen = set(self._known(connection, [r.id for r in wanted]))
            new = {r.id: r for r in wanted if r.id not in seen}
            if new:
                connection.execute(insert(reviews), [_row(r) for r in new.values()])
        refused = tuple(r.id for r in prepared if _names(r) & gone)
        return Added(tuple(new), tuple(r.id for r in wanted if r.id in seen), refused)

    def all(self) -> list[Review]:
        """Return every review, in the order in which they came."""
        with told(self.url), self._engine.connect() as connection:
            return [_review(row) for row in connection.execute(select(reviews).order_by(reviews.c.seq))]

    def find(self, review: str) -> Review | None:
        """Return one review by its id."""
        with told(self.url), self._engine.connect() as connection:
            row = connection.execute(select(reviews).where(reviews.c.id == review)).first()
            return None if row is None else _review(row)

    def count(self) -> int:
        """Return how many reviews there are."""
        with told(self.url), self._engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(reviews)).scalar_one())

    def learned(self, bundle: str, ids: Sequence[str]) -> None:
        """Record which reviews a bundle learned from."""
        with told(self.url), self._engine.begin() as connection:
            query = select(lessons.c.review).where(lessons.c.bundle == bundle)
            before = set(connection.execute(query).scalars())
            new = [{"bundle": bundle, "review": i} for i in dict.fromkeys(ids) if i not in before]
            if new:
                connection.execute(insert(lessons), new)

    def taught(self, bundle: str) -> list[str]:
        """Return the ids of the reviews that a bundle learned from, the erased ones too."""
        with told(self.url), self._engine.connect() as connection:
            query = select(lessons.c.review).where(lessons.c.bundle == bundle).order_by(lessons.c.review)
            return list(connection.execute(query).scalars())

    def erase(self, kind: Named, reference: str, by: str) -> Erased:
        """Remove every review of a withdrawn plan or person, and let none of them in again.

        What is left is the hash of the reference, how many there were and which bundles had learned from them.
        """
        column = reviews.c.source if kind is Named.SOURCE else reviews.c.subject
        with told(self.url), self._engine.begin() as connection:
            ids = list(connection.execute(select(reviews.c.id).where(column == reference)).scalars())
            query = select(lessons.c.bundle).where(lessons.c.review.in_(ids)).distinct().order_by(lessons.c.bundle)
            bundles = tuple(connection.execute(query).scalars()) if ids else ()
            connection.execute(delete(reviews).where(column == reference))
            record = {"kind": kind.value, "named": _hash(reference)}
            known = connection.execute(select(withdrawals.c.kind).filter_by(**record)).first()
            if known is None:
                now = datetime.now(UTC).isoformat(timespec="seconds")
                row = {**record, "at": now, "by": by, "count": len(ids), "bundles": list(bundles)}
                connection.execute(insert(withdrawals), [row])
        self._forget_pages()
        return Erased(len(ids), bundles)

    def _forget_pages(self) -> None:
        """Leave no copy of what was erased in the write-ahead log or in free pages."""
        if self._engine.dialect.name == "sqlite":
            with told(self.url), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
                connection.execute(text("VACUUM"))
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    @staticmethod
    def _known(connection: Any, ids: Sequence[str]) -> list[str]:
        found: list[str] = []
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            found += connection.execute(select(reviews.c.id).where(reviews.c.id.in_(part))).scalars()
        return found


def said_hash(objective: Objective) -> str:
    """Return a hash of an objective with its context: reviews of the same words are about the same objective."""
    parts = (objective.text, objective.who, objective.when, objective.measure, objective.need, objective.baseline)
    return _hash("\0".join(" ".join((p or "").split()).casefold() for p in parts))


def _names(review: Review) -> set[tuple[str, str]]:
    subject = {(Named.SUBJECT.value, _hash(review.subject))} if review.subject else set()
    return {(Named.SOURCE.value, _hash(review.source))} | subject


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _row(r: Review) -> dict[str, Any]:
    return {
        "id": r.id,
        "objective": {k: v for k, v in asdict(r.objective).items() if v is not None},
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


def _review(row: Row[Any]) -> Review:
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
