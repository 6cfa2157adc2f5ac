"""A memo on a stretch of text knows the revision whose characters it counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "places_of_memos"
down_revision = "sets_of_anything"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("memos", sa.Column("revision", sa.Integer(), nullable=True))
