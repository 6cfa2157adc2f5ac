"""Results of files that have not changed, kept beside the output: a second run costs only what is new."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType

from app.interview import FileResult

FILE = ".fangtan-cache.sqlite"


class ResultCache:
    """File results by (name, digest of the bytes, key of the settings). A damaged cache is thrown away and built anew."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._connection = self._open()
        self._waiting = 0

    def _open(self) -> sqlite3.Connection:
        for attempt in (1, 2):
            connection = sqlite3.connect(self._path)
            try:
                connection.execute("PRAGMA synchronous=OFF")
                connection.execute("DROP TABLE IF EXISTS result")  # of releases that kept a file in one piece
                connection.execute("CREATE TABLE IF NOT EXISTS part (name TEXT, number INTEGER, digest TEXT, settings TEXT, last INTEGER, value BLOB, PRIMARY KEY (name, number))")
                return connection
            except sqlite3.DatabaseError:
                connection.close()
                if attempt == 2:
                    raise
                self._path.unlink()
        raise AssertionError("unreachable")

    def holds(self, name: str, digest: str, settings: str) -> bool:
        """Whether there is a whole result (it may still turn out damaged)."""
        return self._connection.execute("SELECT 1 FROM part WHERE name=? AND digest=? AND settings=? AND last", (name, digest, settings)).fetchone() is not None

    def get(self, name: str, digest: str, settings: str) -> list[FileResult] | None:
        """The parts of a result in order; None where they are not all there."""
        rows = self._connection.execute("SELECT number, last, value FROM part WHERE name=? AND digest=? AND settings=? ORDER BY number", (name, digest, settings)).fetchall()
        if not rows or [(number, bool(last)) for number, last, _ in rows] != [(place, place == len(rows) - 1) for place in range(len(rows))]:
            return None
        try:
            return [FileResult.from_bytes(value, last=bool(last)) for _, last, value in rows]
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def put(self, settings: str, number: int, part: FileResult) -> None:
        """Keep a part of a file's result; the first takes the place of all that was kept of the file."""
        if number == 0:
            self._connection.execute("DELETE FROM part WHERE name=?", (part.name,))
        self._connection.execute("INSERT INTO part VALUES (?, ?, ?, ?, ?, ?)", (part.name, number, part.digest, settings, part.last, part.to_bytes()))
        self._waiting += 1
        if self._waiting >= 50:
            self.save()

    def save(self) -> None:
        self._connection.commit()
        self._waiting = 0

    def __enter__(self) -> ResultCache:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.save()
        self._connection.close()
