"""The tables of the review store, for SQLite and PostgreSQL alike; `migrations/` makes them."""

from sqlalchemy import JSON, Column, Date, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()

reviews = Table(
    "reviews",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String(200), nullable=False, unique=True),
    Column("objective", JSON, nullable=False),
    Column("said", String(64), nullable=False, index=True),
    Column("labels", JSON, nullable=False),
    Column("reviewer", String(200), nullable=False),
    Column("source", String(400), nullable=False, index=True),
    Column("subject", String(400), index=True),
    Column("at", String(40), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("bundle", String(80)),
    Column("shown", JSON, nullable=False),
    Column("outcome", String(20)),
    Column("suggestion", Text),
    Column("kept", Text),
    Column("why", Text),
    Column("corrects", String(200)),
    sqlite_autoincrement=True,
)
"""One row a review, in the order in which they came; `said` is a hash of the objective with its context."""

lessons = Table(
    "lessons",
    metadata,
    Column("bundle", String(80), nullable=False),
    Column("review", String(200), nullable=False),
    UniqueConstraint("bundle", "review"),
)
"""Which bundle learned from which reviews; the rows outlive the reviews."""

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("kind", String(20), nullable=False),
    Column("named", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("by", String(200), nullable=False),
    Column("count", Integer, nullable=False),
    Column("bundles", JSON, nullable=False),
    UniqueConstraint("kind", "named"),
)
"""Which sources and subjects were withdrawn, by the hash of their reference: nothing of them comes in again."""

candidates = Table(
    "candidates",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("said", String(64), nullable=False, unique=True),
    Column("objective", JSON, nullable=False),
    Column("source", String(400), nullable=False, index=True),
    Column("subject", String(400), index=True),
    Column("as_of", Date, nullable=False),
    Column("at", String(40), nullable=False),
    sqlite_autoincrement=True,
)
"""Objectives that wait to be reviewed, each once; they stay when they were, and go when their plan is withdrawn."""

answers = Table(
    "answers",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("body", String(80), nullable=False),
    Column("answer", JSON, nullable=False),
)
"""Requests that carried a key, by its hash: a hash of what they said, and the ids that were answered."""
