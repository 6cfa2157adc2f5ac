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
                connection.execute("CREATE TABLE IF NOT EXISTS result (name TEXT, digest TEXT, settings TEXT, value BLOB, PRIMARY KEY (name, digest, settings))")
                return connection
            except sqlite3.DatabaseError:
                connection.close()
                if attempt == 2:
                    raise
                self._path.unlink()
        raise AssertionError("unreachable")

    def holds(self, name: str, digest: str, settings: str) -> bool:
        """Whether there is a result (it may still turn out damaged)."""
        return self._connection.execute("SELECT 1 FROM result WHERE name=? AND digest=? AND settings=?", (name, digest, settings)).fetchone() is not None

    def get(self, name: str, digest: str, settings: str) -> FileResult | None:
        row = self._connection.execute("SELECT value FROM result WHERE name=? AND digest=? AND settings=?", (name, digest, settings)).fetchone()
        if row is None:
            return None
        try:
            return FileResult.from_bytes(row[0])
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def put(self, name: str, digest: str, settings: str, value: bytes) -> None:
        """Keep a result, as it is stored, in the place of an earlier one of that file."""
        self._connection.execute("DELETE FROM result WHERE name=?", (name,))
        self._connection.execute("INSERT INTO result VALUES (?, ?, ?, ?)", (name, digest, settings, value))
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
