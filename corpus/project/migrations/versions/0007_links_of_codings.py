"""A person joins two codings of an interview: a problem with its cause or with what helps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "links_of_codings"
down_revision = "functions_of_codings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "links",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("first", sa.String(length=32), nullable=False),
        sa.Column("second", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("coder", sa.String(length=32), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["first"],
            ["codings.id"],
            name=op.f("fk_links_first_codings"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["second"],
            ["codings.id"],
            name=op.f("fk_links_second_codings"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["coder"],
            ["coders.id"],
            name=op.f("fk_links_coder_coders"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_first"), "links", ["first"], unique=False)
    op.create_index(op.f("ix_links_second"), "links", ["second"], unique=False)
