"""The first schema: reviews that are never changed, lessons, withdrawals."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_POSTGRES = """
CREATE FUNCTION reviews_are_never_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a review is never changed: add one that corrects it'; END $$
"""
_POSTGRES_TRIGGER = (
    "CREATE TRIGGER never_changed BEFORE UPDATE ON reviews FOR EACH ROW EXECUTE FUNCTION reviews_are_never_changed()"
)
_SQLITE_TRIGGER = (
    "CREATE TRIGGER never_changed BEFORE UPDATE ON reviews "
    "BEGIN SELECT RAISE(ABORT, 'a review is never changed: add one that corrects it'); END"
)


def upgrade() -> None:
    """Make the tables, and a trigger that refuses changes of a review."""
    op.create_table(
        "reviews",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(200), nullable=False, unique=True),
        sa.Column("objective", sa.JSON, nullable=False),
        sa.Column("said", sa.String(64), nullable=False, index=True),
        sa.Column("labels", sa.JSON, nullable=False),
        sa.Column("reviewer", sa.String(200), nullable=False),
        sa.Column("source", sa.String(400), nullable=False, index=True),
        sa.Column("subject", sa.String(400), index=True),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("bundle", sa.String(80)),
        sa.Column("shown", sa.JSON, nullable=False),
        sa.Column("outcome", sa.String(20)),
        sa.Column("suggestion", sa.Text),
        sa.Column("kept", sa.Text),
        sa.Column("why", sa.Text),
        sa.Column("corrects", sa.String(200)),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "lessons",
        sa.Column("bundle", sa.String(80), nullable=False),
        sa.Column("review", sa.String(200), nullable=False),
        sa.UniqueConstraint("bundle", "review"),
    )
    op.create_table(
        "withdrawals",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("named", sa.String(64), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("bundles", sa.JSON, nullable=False),
        sa.UniqueConstraint("kind", "named"),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_SQLITE_TRIGGER)
    else:
        op.execute(_POSTGRES)
        op.execute(_POSTGRES_TRIGGER)


def downgrade() -> None:
    """Remove everything: there is nothing before the first schema."""
    for table in ("withdrawals", "lessons", "reviews"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION reviews_are_never_changed()")
