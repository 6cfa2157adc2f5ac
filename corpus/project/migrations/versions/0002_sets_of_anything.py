"""Named sets of transcripts, codes and cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "sets_of_anything"
down_revision = "first_store"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "groupings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groupings")),
    )
