"""Which codings and interviews an analysis takes."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.units import Key
from corpus.project import Filter
from corpus.project.records import StoredCoding

Groups = tuple[tuple[Key, Key], ...]
"""Code -> group (a theme, or a group of a lens) in the place of which it is counted; empty: codes
are counted themselves.
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which codings and interviews an analysis takes. ``groups``: attribute -> values; empty fields
    do not limit.
    """

    coders: tuple[str, ...] = ()
    polarities: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ("suggested", "accepted")
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def filter(self) -> Filter:
        return Filter(coders=self.coders, polarities=self.polarities, statuses=self.statuses)

    def takes(self, coding: StoredCoding) -> bool:
        """Whether a coding is one of those chosen (its interview aside); rejected ones never
        are.
        """
        return (
            coding.status != "rejected"
            and (not self.statuses or coding.status in self.statuses)
            and (not self.coders or coding.coder in self.coders)
            and (not self.polarities or coding.polarity in self.polarities)
        )
