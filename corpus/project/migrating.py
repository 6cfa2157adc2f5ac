"""A database is brought to the present form of the store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from corpus.project import schema as t
from corpus.project.store import Store


def migrate(store: Store, rows: list[dict[str, Any]] | None = None) -> None:
    """Every migration that the database has not had, and the settings of a new project, in one
    transaction.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option(
        "script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%")
    )
    config.set_main_option("path_separator", "os")
    with store.engine.connect() as connection:
        connection = connection.execution_options(fangtan_write=True)
        with connection.begin():
            store.alone(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if rows:
                connection.execute(sa.insert(t.settings), rows)
