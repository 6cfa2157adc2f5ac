"""The tables of a project, the same on SQLite and PostgreSQL.

Two kinds stand here. *State* tables (``STATE``) hold what is true now; each row has a UUID ``id``
and is written only together with an event, so that the log can rebuild them. The log itself is
``events`` (append-only; its newest number is the revision of the project), ``touches`` (which rows
an event changed, for history) and ``stamps`` (the newest event of each transcript, for caches).
"""

from __future__ import annotations

from typing import Any, Final

import orjson
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Json(TypeDecorator[Any]):
    """A plain value as JSON text (one spelling on every server)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        return None if value is None else orjson.loads(value)


def _id() -> Column[Any]:
    return Column("id", String(32), primary_key=True)


def _to(table: str, *, name: str, null: bool = False) -> Column[Any]:
    return Column(
        name,
        String(32),
        ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED"),
        nullable=null,
    )


settings: Final = Table(
    "settings",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Json, nullable=False),
)

events: Final = Table(
    "events",
    metadata,
    Column(
        "number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("id", String(32), nullable=False),
    Column("at", String(32), nullable=False),
    Column("coder", String(32)),
    Column("client", String(64), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("undoes", String(32)),
    Column("origin", String(32)),
    Column("touched", Integer, nullable=False, server_default="0"),
    Column("payload", LargeBinary, nullable=False),
    UniqueConstraint("id"),
    UniqueConstraint("client", "seq"),
    Index(None, "coder", "number"),
    sqlite_autoincrement=True,
)
touches: Final = Table(
    "touches",
    metadata,
    Column("entity", String(32), primary_key=True),
    Column("number", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)
stamps: Final = Table(
    "stamps",
    metadata,
    Column("transcript", String(32), primary_key=True),
    Column("number", BigInteger, nullable=False),
)

coders: Final = Table(
    "coders",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("round", Integer, nullable=False),
    UniqueConstraint("name", "round"),
)
codebooks: Final = Table(
    "codebooks",
    metadata,
    _id(),
    Column("family", String(80), nullable=False),
    Column("version", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    UniqueConstraint("family", "hash"),
)
codes: Final = Table(
    "codes",
    metadata,
    _id(),
    Column("family", String(80), nullable=False),
    Column("key", String(80), nullable=False),
    Column("name", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    _to("codes", name="parent", null=True),
    Column("color", String(9)),
    Column("position", Integer, nullable=False),
    Column("retired", Boolean, nullable=False),
    _to("codes", name="merged_into", null=True),
    UniqueConstraint("family", "key"),
)
files: Final = Table(
    "files",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("options", String(64), nullable=False),
    Column("problems", Json, nullable=False),
    UniqueConstraint("name"),
)
transcripts: Final = Table(
    "transcripts",
    metadata,
    _id(),
    _to("files", name="file"),
    Column("source", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("turns", Integer, nullable=False),
    Column("facts", Json, nullable=False),
    UniqueConstraint("source"),
)
revisions: Final = Table(
    "revisions",
    metadata,
    _id(),
    _to("transcripts", name="transcript"),
    Column("number", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("record", Json, nullable=False),
    UniqueConstraint("transcript", "number"),
)
cases: Final = Table(
    "cases", metadata, _id(), Column("name", Text, nullable=False), UniqueConstraint("name")
)
variables: Final = Table(
    "variables",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("type", String(10), nullable=False),
    Column("position", Integer, nullable=False),
    UniqueConstraint("name"),
)
attributes: Final = Table(
    "attributes",
    metadata,
    _id(),
    _to("cases", name="case"),
    _to("variables", name="variable"),
    Column("value", Text, nullable=False),
    UniqueConstraint("case", "variable"),
)
participations: Final = Table(
    "participations",
    metadata,
    _id(),
    _to("transcripts", name="transcript"),
    Column("speaker", Text, nullable=False),
    _to("cases", name="case"),
    UniqueConstraint("transcript", "speaker"),
)
codings: Final = Table(
    "codings",
    metadata,
    _id(),
    _to("transcripts", name="transcript"),
    Column("revision", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    _to("codes", name="code"),
    _to("coders", name="coder"),
    Column("polarity", String(10), nullable=False),
    Column("status", String(10), nullable=False),
    _to("coders", name="decider", null=True),
    Column("hash", String(64), nullable=False),
    Column("evidence", Json),
    Column("at", String(32), nullable=False),
    Column("function", String(16)),
    Index(None, "transcript", "revision"),
    Index(None, "code", "polarity", "status", "transcript", "coder"),
    Index(None, "coder", "status"),
)
links: Final = Table(
    "links",
    metadata,
    _id(),
    _to("codings", name="first"),
    _to("codings", name="second"),
    Column("step", String(32), nullable=False),
    _to("coders", name="coder"),
    Column("at", String(32), nullable=False),
    Index(None, "first"),
    Index(None, "second"),
)
memos: Final = Table(
    "memos",
    metadata,
    _id(),
    Column("kind", String(12), nullable=False),
    Column("target", String(32), nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("quote", Text),
    Column("text", Text, nullable=False),
    _to("coders", name="coder"),
    Column("at", String(32), nullable=False),
    Column("revision", Integer),
    Index(None, "target"),
)
reviews: Final = Table(
    "reviews",
    metadata,
    _id(),
    Column("kind", String(12), nullable=False),
    Column("target", Text, nullable=False),
    Column("verdict", String(12), nullable=False),
    Column("text", Text, nullable=False),
    _to("coders", name="coder"),
    Column("at", String(32), nullable=False),
    Column("settled", Boolean, nullable=False),
    Index(None, "target"),
)
views: Final = Table(
    "views",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("page", String(40), nullable=False),
    Column("state", Json, nullable=False),
    _to("coders", name="coder"),
)
groupings: Final = Table(
    "groupings",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("members", Json, nullable=False),
)
passes: Final = Table(
    "passes",
    metadata,
    _id(),
    _to("transcripts", name="transcript"),
    _to("coders", name="coder"),
    Column("revision", Integer, nullable=False),
    Column("key", String(64), nullable=False),
)
conflicts: Final = Table(
    "conflicts",
    metadata,
    _id(),
    Column("event", String(32), nullable=False),
    Column("table", String(20), nullable=False),
    Column("entity", String(32), nullable=False),
    Column("ours", Json),
    Column("theirs", Json),
    Column("settled", Boolean, nullable=False),
    Column("at", String(32), nullable=False),
)

STATE: Final[tuple[Table, ...]] = (
    coders,
    codebooks,
    codes,
    files,
    transcripts,
    revisions,
    cases,
    variables,
    attributes,
    participations,
    codings,
    links,
    memos,
    reviews,
    views,
    groupings,
    passes,
    conflicts,
)
"""Every table that the log rebuilds."""

BY_NAME: Final[dict[str, Table]] = {table.name: table for table in STATE}
NAMES: Final[dict[str, tuple[str, ...]]] = {
    table.name: tuple(str.__str__(column.name) for column in table.columns) for table in STATE
}
"""Column names of each table as plain strings."""
VERSIONS: Final = (
    "first_store",
    "sets_of_anything",
    "places_of_memos",
    "rows_per_event",
    "counts_at_once",
    "functions_of_codings",
    "links_of_codings",
)
"""The migrations that this program knows, oldest first."""
HEAD: Final = VERSIONS[-1]
"""The newest migration; a file that tells another one is older (and migrated) or newer (and left
alone).
"""
