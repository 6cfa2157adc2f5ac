"""Results of files that have not changed, kept beside the output: a second run costs only what is
new.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from app.run.interview import FileResult

FILE = ".fangtan-cache.sqlite"


class ResultCache:
    """File results by (name, digest of the bytes, key of the settings), in the parts in which they
    were made.

    A damaged cache is thrown away and built anew; where it cannot be used (another run holds it,
    the disk is full) nothing is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._connection: sqlite3.Connection | None = self._open()
        self._waiting = 0

    def _open(self) -> sqlite3.Connection:
        for attempt in (1, 2):
            connection = sqlite3.connect(self._path)
            try:
                connection.execute("PRAGMA page_size=65536")  # of a new file: results are large
                connection.execute("PRAGMA synchronous=OFF")
                connection.execute(
                    "DROP TABLE IF EXISTS result"
                )  # of releases that kept a file in one piece
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS part (name TEXT, number INTEGER, digest TEXT, "
                    "settings TEXT, last INTEGER, value BLOB, PRIMARY KEY (name, number))"
                )
                return connection
            except sqlite3.DatabaseError:
                connection.close()
                if attempt == 2:
                    raise
                self._path.unlink()
        raise AssertionError("unreachable")

    def _run(self, statement: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """The rows of a statement; none where the cache cannot be used."""
        if self._connection is None:
            return []
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            self._connection.close()
            self._connection = None
            if not isinstance(error, sqlite3.OperationalError):  # damaged
                with suppress(OSError):
                    self._path.unlink()
            return []

    def holds(self, name: str, digest: str, settings: str) -> bool:
        """Whether there is a whole result (it may still turn out damaged)."""
        return bool(
            self._run(
                "SELECT 1 FROM part WHERE name=? AND digest=? AND settings=? AND last",
                (name, digest, settings),
            )
        )

    def get(self, name: str, digest: str, settings: str) -> list[FileResult]:
        """The parts of a result in order, as far as they are there; all of them where the last one
        is the last of the file.
        """
        found: list[FileResult] = []
        for number, last, value in self._run(
            (
                "SELECT number, last, value FROM part WHERE name=? AND digest=? AND settings=? "
                "ORDER BY number"
            ),
            (name, digest, settings),
        ):
            if number != len(found):
                break
            try:
                found.append(FileResult.from_bytes(value, last=bool(last)))
            except (ValueError, KeyError, TypeError, AttributeError):
                break
        return found

    def put(self, settings: str, number: int, part: FileResult) -> None:
        """Keep a part of a file's result; the first takes the place of all that was kept of the
        file.
        """
        if number == 0:
            self._run("DELETE FROM part WHERE name=?", (part.name,))
        self._run(
            "INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?, ?)",
            (part.name, number, part.digest, settings, part.last, part.to_bytes()),
        )
        self._waiting += 1
        if self._waiting >= 50:
            self.save()

    def save(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.DatabaseError):
                self._connection.commit()
        self._waiting = 0

    def __enter__(self) -> ResultCache:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.save()
        if self._connection is not None:
            self._connection.close()
