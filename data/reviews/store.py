"""The review store: every query in one place. Reviews are added and never changed; withdrawn ones are erased whole."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from data.postgres import STATEMENT_SECONDS
from data.reviews.candidate import Candidate
from data.reviews.database import open_database, told
from data.reviews.review import Review
from data.reviews.rows import (
    candidate_of,
    candidate_row,
    hashed,
    names_of,
    review_of,
    row_of,
    says_the_same,
)
from data.reviews.rows import said_hash as said_hash
from data.reviews.tables import answers, candidates, lessons, reviews, withdrawals
from model.criteria import Criterion
from model.errors import ReviewConflict

Prepare = Callable[[Review], Review]
"""What happens to a review before it is stored: names and identifiers are replaced (`data/reviews/pseudonyms.py`)."""


class Named(StrEnum):
    """By what a withdrawal goes: a plan, or a person."""

    SOURCE = "source"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of reviews that were sent, by their ids.

    They are stored now, known before, or refused because their plan was withdrawn. `differing` are those of the known
    whose id belongs to a review that says something else. `ids` are all of them, in the order in which they were sent.
    `again` is true where the same request was answered before: then it is that answer.
    """

    stored: tuple[str, ...]
    known: tuple[str, ...]
    withdrawn: tuple[str, ...]
    differing: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Once:
    """A request that counts once however often it comes: the key that its sender chose, and a hash of what it says."""

    key: str
    body: str


@dataclass(frozen=True, slots=True)
class Erased:
    """How many reviews were erased, and which bundles had learned from them."""

    count: int
    bundles: tuple[str, ...]


class ReviewStore:
    """The reviews of one office. Safe among threads and processes: the database keeps order."""

    def __init__(
        self, url: str, prepare: Prepare = lambda review: review, statement_seconds: int = STATEMENT_SECONDS
    ) -> None:
        self.url = url
        self._prepare = prepare
        self._engine: Engine = open_database(url, statement_seconds)

    @classmethod
    def in_file(cls, path: Path, prepare: Prepare = lambda review: review) -> "ReviewStore":
        """Return the store of an SQLite file, which is made where it is missing."""
        return cls(f"sqlite:///{path}", prepare)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def add(self, some: Iterable[Review], once: Once | None = None, *, whole: bool = False) -> Added:
        """Store reviews; when this returns they are on the disk. Those known by their id change nothing.

        Raises:
            StoreError: when none of them could be stored.
            ReviewConflict: when `once` has a key under which something else was sent, or when the reviews must be stored
                as a `whole` and one has the id of another; nothing is stored then.
        """
        prepared = [self._prepare(review) for review in some]
        with told(self.url):
            try:
                return self._add(prepared, once, whole=whole)
            except IntegrityError:  # another process sent the same in this moment: now it is known
                return self._add(prepared, once, whole=whole)

    def _add(self, prepared: Sequence[Review], once: Once | None, *, whole: bool) -> Added:
        with self._engine.begin() as connection:
            if once and (answer := _answered(connection, once)):
                return answer
            gone = _withdrawn(connection)
            refused = tuple(r.id for r in prepared if names_of(r) & gone)
            wanted = [r for r in prepared if not names_of(r) & gone]
            seen = self._found(connection, [r.id for r in wanted])
            new: dict[str, Review] = {}
            differing = []
            for review in wanted:
                before = seen.get(review.id) or new.setdefault(review.id, review)
                if not says_the_same(before, review):
                    differing.append(review.id)
            if whole and differing:
                raise ReviewConflict(f"A review with the id “{differing[0]}” is there already and says something else")
            if new:
                connection.execute(insert(reviews), [row_of(r) for r in new.values()])
            known = tuple(r.id for r in wanted if r.id in seen)
            added = Added(tuple(new), known, refused, tuple(differing), tuple(r.id for r in prepared))
            if once:
                said = {name: list(getattr(added, name)) for name in ("stored", "known", "withdrawn", "ids")}
                connection.execute(insert(answers), [{"key": hashed(once.key), "body": once.body, "answer": said}])
        return added

    def all(self) -> list[Review]:
        """Return every review, in the order in which they came."""
        with told(self.url), self._engine.connect() as connection:
            return [review_of(row) for row in connection.execute(select(reviews).order_by(reviews.c.seq))]

    def find(self, review: str) -> Review | None:
        """Return one review by its id."""
        with told(self.url), self._engine.connect() as connection:
            row = connection.execute(select(reviews).where(reviews.c.id == review)).first()
            return None if row is None else review_of(row)

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

    def enqueue(self, some: Iterable[Candidate]) -> int:
        """Let objectives wait to be reviewed, those of withdrawn plans excepted; return how many were not waiting yet."""
        prepared = [self._prepared(candidate) for candidate in some]
        with told(self.url), self._engine.begin() as connection:
            gone = _withdrawn(connection)
            waiting = set(connection.execute(select(candidates.c.said)).scalars())
            now = datetime.now(UTC)
            rows = {row["said"]: row for c in prepared if not names_of(c) & gone for row in [candidate_row(c, now)]}
            new = [row for said, row in rows.items() if said not in waiting]
            if new:
                connection.execute(insert(candidates), new)
        return len(new)

    def candidates(self) -> list[Candidate]:
        """Return every objective that was ever put into the queue, reviewed or not, in the order in which they came."""
        with told(self.url), self._engine.connect() as connection:
            return [candidate_of(row) for row in connection.execute(select(candidates).order_by(candidates.c.seq))]

    def erase(self, kind: Named, reference: str, by: str) -> Erased:
        """Remove every review of a withdrawn plan or person, and let none of them in again.

        What is left is the hash of the reference, how many there were and which bundles had learned from them. Erasing
        again finishes what was cut short, and names the same bundles.
        """
        with told(self.url), self._engine.begin() as connection:
            ids, bundles = self._remove(connection, kind, reference)
            record = {"kind": kind.value, "named": hashed(reference)}
            known = connection.execute(select(withdrawals.c.bundles).filter_by(**record)).first()
            if known is not None:
                bundles = tuple(sorted({*bundles, *known.bundles}))
            else:
                now = datetime.now(UTC).isoformat(timespec="seconds")
                row = {**record, "at": now, "by": by, "count": len(ids), "bundles": list(bundles)}
                connection.execute(insert(withdrawals), [row])
        self._forget_pages()
        return Erased(len(ids), bundles)

    def withdrawals(self) -> list[dict[str, Any]]:
        """Return what was withdrawn, as it is recorded."""
        with told(self.url), self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(withdrawals)).mappings()]

    def withhold(self, withdrawn: Iterable[Mapping[str, Any]]) -> None:
        """Withdraw again what was withdrawn elsewhere: a backup from before must not bring it back."""
        with told(self.url), self._engine.begin() as connection:
            gone = _withdrawn(connection)
            new = [dict(row) for row in withdrawn if (row["kind"], row["named"]) not in gone]
            if new:
                connection.execute(insert(withdrawals), new)
            named = {(row["kind"], row["named"]) for row in new}
            for kind in Named:
                for table in (reviews, candidates):
                    for reference in connection.execute(select(table.c[kind.value]).distinct()).scalars().all():
                        if reference is not None and (kind.value, hashed(reference)) in named:
                            self._remove(connection, kind, reference)
        self._forget_pages()

    @staticmethod
    def _remove(connection: Connection, kind: Named, reference: str) -> tuple[list[str], tuple[str, ...]]:
        ids = list(connection.execute(select(reviews.c.id).where(reviews.c[kind.value] == reference)).scalars())
        query = select(lessons.c.bundle).where(lessons.c.review.in_(ids)).distinct().order_by(lessons.c.bundle)
        bundles = tuple(connection.execute(query).scalars()) if ids else ()
        for table in (reviews, candidates):
            connection.execute(delete(table).where(table.c[kind.value] == reference))
        return ids, bundles

    def _prepared(self, candidate: Candidate) -> Candidate:
        """Return the candidate as its reviews will be stored: the same is done to its words."""
        asked = Review(
            "candidate",
            candidate.objective,
            dict.fromkeys(Criterion),
            "nobody",
            candidate.source,
            datetime.now(UTC),
            candidate.as_of,
            candidate.subject,
        )
        done = self._prepare(asked)
        return Candidate(done.objective, done.source, done.as_of, done.subject)

    def _forget_pages(self) -> None:
        """Leave no copy of what was erased in the write-ahead log or in free pages."""
        if self._engine.dialect.name == "sqlite":
            with told(self.url), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
                connection.execute(text("VACUUM"))
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    @staticmethod
    def _found(connection: Connection, ids: Sequence[str]) -> dict[str, Review]:
        found: dict[str, Review] = {}
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            rows = connection.execute(select(reviews).where(reviews.c.id.in_(part)))
            found |= {row.id: review_of(row) for row in rows}
        return found


def _withdrawn(connection: Connection) -> set[tuple[str, str]]:
    return {(r.kind, r.named) for r in connection.execute(select(withdrawals.c.kind, withdrawals.c.named))}


def _answered(connection: Connection, once: Once) -> Added | None:
    row = connection.execute(select(answers).where(answers.c.key == hashed(once.key))).first()
    if row is None:
        return None
    if row.body != once.body:
        raise ReviewConflict("This idempotency key was used for another request")
    return Added(**{name: tuple(ids) for name, ids in row.answer.items()}, again=True)
