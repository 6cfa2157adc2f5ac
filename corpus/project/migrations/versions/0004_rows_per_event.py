"""How many rows an event touched is told by the event itself, so that the log opens at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "rows_per_event"
down_revision = "places_of_memos"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("touched", sa.Integer(), nullable=False, server_default="0"))
    bind = op.get_bind()
    events = sa.table("events", sa.column("number"), sa.column("touched"))
    touches = sa.table("touches", sa.column("number"))
    counted = bind.execute(
        sa.select(touches.c.number, sa.func.count()).group_by(touches.c.number)
    ).all()
    if counted:
        bind.execute(
            sa.update(events)
            .where(events.c.number == sa.bindparam("which"))
            .values(touched=sa.bindparam("rows")),
            [{"which": number, "rows": rows} for number, rows in counted],
        )
