"""Codings counted by code, polarity and transcript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Tally:
    """Codings counted: ``counts`` (codes x polarities, in the order of ``POLARITIES``) and ``seen``
    (codes x transcripts, boolean), rows by ``row``.
    """

    row: Mapping[str, int]
    counts: Any
    seen: Any

    def of(self, codes: Iterable[str]) -> tuple[tuple[int, ...], int]:
        """Of some codes together: references by polarity, and in how many transcripts they
        stand.
        """
        rows = [self.row[code] for code in codes if code in self.row]
        return tuple(self.counts[rows].sum(axis=0).tolist()), int(self.seen[rows].any(axis=0).sum())
