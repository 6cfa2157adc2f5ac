"""Making and opening projects: what a file is told by before it is touched, and bringing an older
one up to date.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from corpus.problem import FangtanError
from corpus.project import schema as t
from corpus.project.backup import automatic
from corpus.project.filesystem import network_drive
from corpus.project.identity import new_id, now
from corpus.project.project import Project
from corpus.project.store import Store, create_file, faults_in_words, is_address, look
from corpus.project.store import migrate as migrate_database

SUFFIX: Final = ".fangtan"
VERSIONS: Final = t.VERSIONS


def create(
    address: str | Path,
    title: str = "",
    *,
    project: str | None = None,
    origin: dict[str, Any] | None = None,
    fill: Callable[[Project], None] | None = None,
) -> Project:
    """A new project, empty or with what ``fill`` puts into it. ``project``: its id (a copy for a
    second coder has that of the study).

    A file is made under a hidden name and gets its own when it is whole: what was killed half-way
    leaves no half project. Raises FangtanError when the place is taken or cannot be written.
    """
    named = (
        str(address).rsplit("/", 1)[-1].split("?")[0] if is_address(address) else Path(address).stem
    )
    values = {
        "project": project or new_id(),
        "copy": new_id(),
        "title": title or named,
        "created": now(),
    } | ({"origin": origin} if origin else {})
    rows = [{"key": key, "value": value} for key, value in values.items()]
    if is_address(address):
        return _create_on_server(str(address), rows, fill)
    path = Path(address)
    remote = network_drive(path)
    if remote:
        raise FangtanError("store.network", name=str(path), kind=remote)
    if path.exists():
        raise FangtanError("store.exists", name=str(path))
    _sweep(path)
    part = path.with_name(f".{path.name}.{new_id()[:8]}.new")
    try:
        create_file(part, str(path))
        with contextlib.closing(Store(part, name=str(path))) as store:
            _begin(store, rows)
            if fill is not None:
                fill(Project(store))
        _put_in_place(part, path)
    finally:
        for left in (part, Path(f"{part}-wal"), Path(f"{part}-shm")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)
    return Project(Store(path))


def _create_on_server(
    address: str, rows: list[dict[str, Any]], fill: Callable[[Project], None] | None
) -> Project:
    store = Store(address)
    with faults_in_words(store.name):
        if sa.inspect(store.engine).has_table("events"):
            with store.read() as connection:
                if connection.execute(sa.select(t.events.c.number).limit(1)).first() is not None:
                    store.close()
                    raise FangtanError("store.exists", name=store.name)
        else:
            _begin(store, rows)
    made = Project(store)
    if fill is not None:
        fill(made)
    return made


def _put_in_place(part: Path, path: Path) -> None:
    """Give a whole file its name, never in the place of another. Raises FangtanError."""
    try:
        try:
            os.link(part, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if path.exists():
                raise FileExistsError from None
            part.rename(path)
    except FileExistsError:
        raise FangtanError("store.exists", name=str(path)) from None
    except OSError as error:
        raise FangtanError("store.cannot_create", name=str(path)) from error
    with contextlib.suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _sweep(path: Path) -> None:
    """Take away what a killed ``create`` left an hour ago or earlier."""
    with contextlib.suppress(OSError):
        for left in path.parent.glob(f".{path.name}.*.new*"):
            if left.stat().st_mtime < time.time() - 3600:
                left.unlink(missing_ok=True)


def open_project(address: str | Path, *, read_only: bool = False, migrate: bool = True) -> Project:
    """Open a project; an older one is backed up and brought up to date first.

    Raises FangtanError for what is no project, for one that a newer program wrote (nothing is
    touched), for a damaged one, and for a place where it cannot be kept safely.
    """
    if is_address(address):
        store = Store(address, read_only=read_only)
        version = _version(store)
    else:
        path = Path(address)
        look(path)
        read_only = read_only or not _writable(path)
        with contextlib.closing(Store(path, peek=True)) as seen:
            version = _version(seen)
        store = Store(path, read_only=read_only)
    if version not in VERSIONS:
        store.close()
        raise FangtanError("store.newer", name=store.name, version=version)
    if version != t.HEAD:
        if read_only or not migrate:
            store.close()
            raise FangtanError("store.older_read_only", name=store.name)
        automatic(store, "migrate")
        with faults_in_words(store.name):
            migrate_database(store)
    return Project(store)


def is_project(path: Path) -> bool:
    """Whether a path is a project file, told by its first bytes."""
    try:
        look(path)
    except FangtanError:
        return False
    return True


def _writable(path: Path) -> bool:
    """A write-ahead log lies beside the file: both the file and its folder must take writing."""
    try:
        with path.open("r+b"):
            return os.access(path.parent, os.W_OK)
    except OSError:
        return False


def _version(store: Store) -> str:
    with store.read() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            raise FangtanError("store.foreign", name=store.name)
        found = (
            connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
        )
    if len(found) != 1:
        raise FangtanError("store.corrupt", name=store.name)
    return str(found[0])


def _begin(store: Store, rows: list[dict[str, Any]]) -> None:
    """Tables and settings of a new project, in one transaction."""
    with faults_in_words(store.name):
        migrate_database(store, rows)
