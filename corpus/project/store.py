"""Where a project is kept: one SQLite file, or a PostgreSQL database. Connections, transactions,
and faults told in words.

SQLite: write-ahead log, ``BEGIN IMMEDIATE``, a connection of its own for each transaction (from a
pool, because the last one to close would fold the log into the file every time), full
synchronisation. PostgreSQL: one writer at a time by an advisory lock, so that the numbers of the
log are in the order of commit on both.
"""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from corpus.problem import FangtanError
from corpus.project.filesystem import network_drive
from corpus.project.operations import Refused
from corpus.project.schema import settings

APPLICATION: Final = 0x46544E31
"""SQLite's application id of a fangtan project ("FTN1")."""
WAIT_MS: Final = 60_000
"""How long a writer waits for another one."""
_LOCK: Final = 0x66616E67


def is_address(name: str | Path) -> bool:
    """Whether ``name`` is the URL of a PostgreSQL database rather than a file."""
    return str(name).startswith(("postgresql:", "postgresql+", "postgres:"))


class Store:
    """Opens nothing by itself: each ``read`` and ``write`` is a transaction of its own."""

    def __init__(
        self,
        address: str | Path,
        *,
        read_only: bool = False,
        name: str | None = None,
        peek: bool = False,
    ) -> None:
        self.read_only = read_only
        self.path: Path | None = None
        if is_address(address):
            self.name, self.engine = _postgresql(str(address))
            return
        self.path = Path(address)
        self.name = name or str(address)
        self.engine = _sqlite(self.path, read_only or peek, peek and not _waiting(self.path))

    @property
    def embedded(self) -> bool:
        """Whether this is a SQLite file."""
        return self.path is not None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the project, whatever others write meanwhile."""
        with faults_in_words(self.name), self.engine.connect() as connection, connection.begin():
            if not self.embedded:
                connection.exec_driver_sql(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
                )
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that no other writer runs beside. Raises FangtanError when the project can
        only be read.
        """
        if self.read_only:
            raise FangtanError("store.read_only", name=self.name)
        with faults_in_words(self.name), self.engine.connect() as connection:
            connection = connection.execution_options(fangtan_write=True)
            with connection.begin():
                self.alone(connection)
                yield connection

    def alone(self, connection: Connection) -> None:
        """Hold other writers off until the transaction ends (SQLite has done so at its
        beginning).
        """
        if not self.embedded:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})

    def close(self) -> None:
        """Give connections back (needed before a file is moved on Windows)."""
        self.engine.dispose()


def _sqlite(path: Path, read_only: bool, still: bool = False) -> Engine:
    """``still``: nothing is made beside the file, for a look at one whose log is empty."""
    remote = network_drive(path)
    if remote:
        raise FangtanError("store.network", name=str(path), kind=remote)
    address = f"file:{_quoted(path)}?mode={'ro' if read_only else 'rw'}"

    def connect() -> Any:
        import sqlite3

        connection = sqlite3.connect(
            f"{address}&immutable=1" if still else address,
            uri=True,
            isolation_level=None,
            timeout=WAIT_MS / 1000,
            check_same_thread=False,
        )
        if read_only and not still and not _readable(connection) and not _waiting(path):
            connection.close()
            connection = sqlite3.connect(
                f"{address}&immutable=1", uri=True, isolation_level=None, check_same_thread=False
            )
        try:
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA cache_size=-16384")
        except BaseException:
            connection.close()
            raise
        return connection

    engine = sa.create_engine(
        "sqlite://",
        creator=connect,
        poolclass=sa.QueuePool,
        pool_size=4,
        max_overflow=30,
        insertmanyvalues_page_size=400,
    )

    @sa.event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE"
            if connection.get_execution_options().get("fangtan_write")
            else "BEGIN"
        )

    return engine


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    text = str(path.absolute())
    return quote(text.replace(os.sep, "/") if os.sep != "/" else text, safe="/:")


def _readable(connection: Any) -> bool:
    """Whether a file can be read beside its log; not so where the folder cannot be written and no
    one else has it open.
    """
    import sqlite3

    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.OperationalError as error:
        return "unable to open" not in str(error).lower() and "readonly" not in str(error).lower()
    except sqlite3.DatabaseError:
        return True
    return True


def _waiting(path: Path) -> bool:
    """Whether a write-ahead log with content lies beside the file."""
    try:
        return Path(f"{path}-wal").stat().st_size > 0
    except OSError:
        return False


def _postgresql(address: str) -> tuple[str, Engine]:
    try:
        url = sa.make_url(address)
    except (SQLAlchemyError, ValueError) as error:  # ValueError: a port that is no number
        raise FangtanError("store.bad_address", name=address.split("@")[-1]) from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+pg8000", username=url.username or _user())
    try:
        engine = sa.create_engine(
            url,
            pool_pre_ping=True,
            pool_size=5,
            max_overflow=20,
            connect_args={"timeout": 20} if url.drivername.endswith("pg8000") else {},
        )
    except ModuleNotFoundError as error:
        raise FangtanError("store.no_driver", module=error.name or "pg8000") from error
    if url.drivername.endswith("pg8000"):

        @sa.event.listens_for(engine, "connect")
        def patient(connection: Any, _: Any) -> None:
            sock = getattr(connection, "_usock", None)
            if sock is not None:
                sock.settimeout(None)

    return url.render_as_string(hide_password=True), engine


def _user() -> str:
    """Whom a server takes one for that names no user: the user of this machine, as PostgreSQL's own
    programs do.
    """
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "postgres"


def create_file(path: Path, name: str | None = None) -> None:
    """An empty project file: application id and write-ahead log set, no tables yet. Raises
    FangtanError when the path is taken or cannot be written (``name`` stands for the path in its
    message).
    """
    import sqlite3

    name = name or str(path)
    remote = network_drive(path)
    if remote:
        raise FangtanError("store.network", name=name, kind=remote)
    if path.exists():
        raise FangtanError("store.exists", name=name)
    with faults_in_words(name):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise FangtanError("store.cannot_create", name=name) from error
        try:
            connection.execute("PRAGMA page_size=4096")
            connection.execute(f"PRAGMA application_id={APPLICATION}")
            mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        except sqlite3.Error as error:
            raise FangtanError("store.cannot_create", name=name) from error
        finally:
            connection.close()
    if mode != "wal":
        with contextlib.suppress(OSError):
            path.unlink()
        raise FangtanError("store.no_wal", name=name)


def look(path: Path) -> None:
    """Look at the head of a file without opening it as a database. Raises FangtanError for what is
    no fangtan project.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(100)
    except FileNotFoundError as error:
        raise FangtanError("store.missing", name=str(path)) from error
    except OSError as error:
        raise FangtanError(
            "store.unopenable", name=str(path), reason=error.strerror or type(error).__name__
        ) from error
    if (
        len(head) < 100
        or not head.startswith(b"SQLite format 3\x00")
        or struct.unpack(">I", head[68:72])[0] != APPLICATION
    ):
        raise FangtanError("store.foreign", name=str(path))


_SIGNS: Final = (
    ("disk is full", "store.full"),
    ("no space left", "store.full"),
    ("disk i/o error", "store.disk_error"),
    ("readonly", "store.read_only"),
    ("read-only", "store.read_only"),
    ("malformed", "store.corrupt"),
    ("not a database", "store.corrupt"),
    ("file is encrypted", "store.corrupt"),
    ("locked", "store.busy"),
    ("unable to open", "store.unopenable_now"),
    ("no such table", "store.corrupt"),
    ("foreign key", "store.in_use"),
    ("unique constraint", "store.in_use"),
)


@contextmanager
def faults_in_words(name: str) -> Iterator[None]:
    """Faults of disk and server become FangtanError with their remedy; mistakes of ours go
    through.
    """
    import sqlite3

    try:
        yield
    except (DBAPIError, sqlite3.DatabaseError) as error:
        cause = getattr(error, "orig", None) or error
        said = str(cause).lower()
        for sign, known in _SIGNS if isinstance(cause, sqlite3.Error) else ():
            if sign in said:
                raise (Refused if known == "store.in_use" else FangtanError)(
                    known, name=name
                ) from error
        key, reason = _server_says(error, cause)
        if key:
            raise FangtanError(
                key, name=name, **({"reason": reason} if key == "store.unreachable" else {})
            ) from error
        raise
    except (ConnectionError, sa.exc.TimeoutError) as error:
        raise FangtanError("store.unreachable", name=name, reason=str(error)[:200]) from error


_CLASSES: Final = {
    "08": "store.unreachable",
    "28": "store.unreachable",
    "3D": "store.unreachable",
    "53": "store.unreachable",
    "57": "store.unreachable",
}
_STATES: Final = {
    "53100": "store.full",
    "25006": "store.read_only",
    "42501": "store.read_only",
    "55P03": "store.busy",
    "40P01": "store.busy",
    "23503": "store.in_use",
    "23505": "store.in_use",
}


def _server_says(error: Exception, cause: BaseException) -> tuple[str, str]:
    """What a fault of a PostgreSQL server comes to by its SQLSTATE (or, for a broken line, by its
    kind): a key ("" when it is none) and what the server said.
    """
    if not isinstance(error, DBAPIError):
        return "", ""
    fields = cause.args[0] if cause.args and isinstance(cause.args[0], dict) else {}
    state = str(fields.get("C") or getattr(cause, "sqlstate", None) or "")
    reason = str(fields.get("M") or cause).strip()[:200]
    key = _STATES.get(state) or _CLASSES.get(state[:2], "")
    if (
        not key
        and not state
        and (
            error.connection_invalidated
            or type(cause).__name__ in ("InterfaceError", "OperationalError")
        )
        and type(cause).__module__.split(".")[0] in ("pg8000", "psycopg", "psycopg2", "asyncpg")
    ):
        key = "store.unreachable"
    return key, reason


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
                connection.execute(sa.insert(settings), rows)
