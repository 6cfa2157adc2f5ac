"""Codings are counted from an index alone, and those that wait for a place are found at once."""

from __future__ import annotations

from alembic import op

revision = "counts_at_once"
down_revision = "rows_per_event"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_codings_transcript_start"), table_name="codings")
    op.drop_index(op.f("ix_codings_code_status_transcript_start"), table_name="codings")
    op.create_index(
        op.f("ix_codings_transcript_revision"), "codings", ["transcript", "revision"], unique=False
    )
    op.create_index(
        op.f("ix_codings_code_polarity_status_transcript_coder"),
        "codings",
        ["code", "polarity", "status", "transcript", "coder"],
        unique=False,
    )
