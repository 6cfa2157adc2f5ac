"""Copies of a project, taken while others work on it."""

from __future__ import annotations

import re
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from corpus.problem import FangtanError
from corpus.project import schema as t
from corpus.project.store import Store, create_file, faults_in_words, migrate

KEPT: Final = 10
"""So many automatic backups of a project are kept for each occasion; older ones go."""


def backup(store: Store, target: Path) -> Path:
    """A whole copy of a project as one SQLite file (of a PostgreSQL project too). Raises
    FangtanError when the target is taken or cannot be written.
    """
    if target.exists():
        raise FangtanError("store.exists", name=str(target))
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        if store.path is not None:
            _copy_file(store, part)
        else:
            _copy_rows(store, part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return target


def automatic(store: Store, occasion: str) -> Path | None:
    """A backup beside the project file, in a folder ``<name>.backups``; None for a database server,
    whose keeper makes his own.
    """
    if store.path is None:
        return None
    folder = store.path.with_name(f"{store.path.stem}.backups")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise FangtanError(
            "store.no_backup", name=str(folder), reason=error.strerror or type(error).__name__
        ) from error
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    made = backup(store, folder / f"{store.path.stem}-{occasion}-{stamp}.fangtan")
    same = sorted(
        entry
        for entry in folder.iterdir()
        if re.fullmatch(
            rf"{re.escape(store.path.stem)}-{re.escape(occasion)}-\d{{8}}-\d{{6}}-\d{{6}}\.fangtan",
            entry.name,
        )
    )
    for old in same[:-KEPT]:
        old.unlink(missing_ok=True)
    return made


def _copy_file(store: Store, part: Path) -> None:
    """SQLite's online backup: a consistent copy, whatever others write meanwhile."""
    with faults_in_words(store.name):
        try:
            source = sqlite3.connect(
                f"file:{store.path.absolute()}?mode=ro" if store.path else "", uri=True
            )
            try:
                target = sqlite3.connect(part)
                try:
                    source.backup(target, pages=2048)
                    target.execute("PRAGMA journal_mode=DELETE")
                finally:
                    target.close()
            finally:
                source.close()
        except OSError as error:
            raise FangtanError("store.cannot_create", name=str(part)) from error


def _copy_rows(store: Store, part: Path) -> None:
    """Every row of every table, in one transaction of the server."""
    create_file(part)
    target = Store(part)
    try:
        migrate(target)
        with store.read() as source, target.write() as sink:
            for table in (t.settings, t.events, t.touches, t.stamps, *t.STATE):
                rows = source.execute(sa.select(table).execution_options(yield_per=500))
                for chunk in rows.mappings().partitions(500):
                    sink.execute(sa.insert(table), [dict(row) for row in chunk])
    finally:
        target.close()
