"""What an analysis hands to the faces: named tables, pictures, files, and the sentences that must stand beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd


@dataclass(slots=True)
class Result:
    """``tables``: name -> frame with plain column keys (headed in the reader's language when shown or written); the first is the main one.
    ``pictures``: name -> (PNG, SVG); ``files``: name -> bytes (graph formats); ``notes``: sentences, already in the reader's language;
    ``facts``: single numbers for ``--json``."""

    name: str
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    pictures: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    brief: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Table -> the columns shown on the screen, where not all have room."""
