"""A coding may tell what it is said as: a state, problem, cause, countermeasure or effect."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "functions_of_codings"
down_revision = "counts_at_once"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("codings", sa.Column("function", sa.String(length=16), nullable=True))
