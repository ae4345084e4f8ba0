"""What became of each file in a run."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; runs from before tell of no file."""
    op.execute("alter table tracking.ingest_runs add column files jsonb default '[]'::jsonb not null")


def downgrade() -> None:
    """Drop the column."""
    op.execute("alter table tracking.ingest_runs drop column files")
