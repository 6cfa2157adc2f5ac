"""Making and opening projects: what a file is told by before it is touched, and bringing an older one up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from corpus.problem import FangtanError
from corpus.project import schema as t
from corpus.project.backup import automatic
from corpus.project.identity import new_id, now
from corpus.project.project import Project
from corpus.project.store import Store, create_file, is_address, look, told

SUFFIX: Final = ".fangtan"
VERSIONS: Final = ("first_store", t.HEAD)
"""The migrations that this program knows, oldest first."""


def create(address: str | Path, title: str = "", *, project: str | None = None, origin: dict[str, Any] | None = None) -> Project:
    """A new, empty project. ``project``: its id (a copy for a second coder has that of the study). Raises FangtanError when the place is taken."""
    if not is_address(address):
        create_file(Path(address))
    store = Store(address)
    with told(store.name):
        if is_address(address) and sa.inspect(store.engine).has_table("events"):
            raise FangtanError("store.exists", name=store.name)
        _migrate(store)
    identity = project or new_id()
    stem = Path(str(address)).stem if not is_address(address) else str(address).rsplit("/", 1)[-1]
    with store.write() as connection:
        connection.execute(
            sa.insert(t.settings),
            [{"key": "project", "value": identity}, {"key": "copy", "value": new_id()}, {"key": "title", "value": title or stem}, {"key": "created", "value": now()}] + ([{"key": "origin", "value": origin}] if origin else []),
        )
    return Project(store)


def open_project(address: str | Path, *, read_only: bool = False, migrate: bool = True) -> Project:
    """Open a project; an older one is backed up and brought up to date first.

    Raises FangtanError for what is no project, for one that a newer program wrote (nothing is touched), for a damaged one, and for a place
    where it cannot be kept safely.
    """
    if not is_address(address):
        path = Path(address)
        look(path)
        read_only = read_only or not _writable(path)
    store = Store(address, read_only=read_only)
    version = _version(store)
    if version not in VERSIONS:
        store.close()
        raise FangtanError("store.newer", name=store.name, version=version)
    if version != t.HEAD:
        if read_only or not migrate:
            store.close()
            raise FangtanError("store.older_read_only", name=store.name)
        automatic(store, "migrate")
        with told(store.name):
            _migrate(store)
    return Project(store)


def is_project(path: Path) -> bool:
    """Whether a path is a project file, told by its first bytes."""
    try:
        look(path)
    except FangtanError:
        return False
    return True


def _writable(path: Path) -> bool:
    try:
        with path.open("r+b"):
            return True
    except OSError:
        return False


def _version(store: Store) -> str:
    with store.read() as connection:
        try:
            return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())
        except sa.exc.DBAPIError as error:
            text = str(error.orig).lower()
            if "no such table" in text or "does not exist" in text or "undefinedtable" in type(error.orig).__name__.lower() or "42p01" in text:
                raise FangtanError("store.foreign", name=store.name) from error
            raise
        except sa.exc.NoResultFound as error:
            raise FangtanError("store.corrupt", name=store.name) from error


def _migrate(store: Store) -> None:
    """Every migration that the database has not had, in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    with store.engine.connect() as connection:
        connection = connection.execution_options(fangtan_write=True)
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
