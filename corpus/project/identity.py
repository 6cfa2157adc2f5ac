"""Names that never change: a UUID for everything that another program could refer to."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

_SPACE = uuid.UUID("6f1c1d0e-6d0b-5d0b-9a55-66616e677461")


def new_id() -> str:
    """A fresh random UUID (RFC 9562, version 4), 32 hexadecimal digits."""
    return uuid.uuid4().hex


def derived_id(*parts: object) -> str:
    """The same UUID (version 5) for the same parts: for rows that are told apart by what they
    join.
    """
    return uuid.uuid5(_SPACE, "\x1f".join(map(str, parts))).hex


def now() -> str:
    """The present in UTC, ISO 8601 with microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
