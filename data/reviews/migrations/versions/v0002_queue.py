"""What waits to be reviewed, and which requests were answered."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "candidates",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("said", sa.String(64), nullable=False, unique=True),
        sa.Column("objective", sa.JSON, nullable=False),
        sa.Column("source", sa.String(400), nullable=False, index=True),
        sa.Column("subject", sa.String(400), index=True),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "answers",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("body", sa.String(80), nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
    )


def downgrade() -> None:
    """Remove both."""
    op.drop_table("answers")
    op.drop_table("candidates")
