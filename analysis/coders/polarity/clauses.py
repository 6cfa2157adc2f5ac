"""The clauses of a sentence: their bounds, and the cues that may stand in them.

A clause ends at ，。；？！ and line breaks, not at 、, which only lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from analysis.coders.polarity.cues.masks import DEGREES, KEPT, MASK, PSEUDO
from analysis.coders.polarity.cues.questions import WHETHER
from analysis.coders.triggers import Triggers

MARKS: Final = re.compile(r"[,。?!;\n]+")
"""What stands between two clauses of a shadow text (which has no full-width ， ？ ！ ；)."""


@dataclass(slots=True)
class Clauses:
    """The clauses of one sentence of a shadow text. All offsets but ``start`` count from its start.

    ``shadow``: the whole text; ``start``: where in it the sentence begins; ``text``: the sentence,
    what only looks like a negator masked (as long as before); ``bounds``: (start, end) of each
    clause; ``may``: bits of the cues that may stand in it.
    """

    shadow: str
    start: int
    text: str
    bounds: list[tuple[int, int]]
    may: int

    def index(self, offset: int) -> int:
        """The number of the clause that holds an offset (of a mark: that of the clause before)."""
        for index, (_, end) in enumerate(self.bounds):
            if offset <= end:
                return index
        return len(self.bounds) - 1


class Reader:
    """Reads sentences into clauses. ``cues`` are those that it tells of by bits.

    One pass over a text tells them all. Most rules are tried on few sentences, because their cues
    stand in few, and the pass costs less than a search for each.
    """

    def __init__(self, cues: Iterable[re.Pattern[str]]) -> None:
        self._triggers = Triggers(dict.fromkeys((PSEUDO, WHETHER, *cues)))
        self._bit = self._triggers.bit
        self._pseudo = self._bit[PSEUDO]
        # sought in the unmasked text, so its bit must outlive the masks
        self._whether = self._bit[WHETHER]
        self._always = 1 << len(self._bit)

    def bits(self, cues: Iterable[re.Pattern[str]]) -> int:
        """The bits of cues, for ``Clauses.may``; without cues a bit that every sentence has.

        Raises KeyError for a cue that the reader does not tell of.
        """
        return sum({self._bit[cue] for cue in cues}) or self._always

    def read(self, shadow: str, start: int, end: int) -> Clauses:
        """The clauses of the sentence ``[start, end)`` of a shadow text."""
        text = shadow[start:end]
        may = self._triggers.read(text)
        if may & self._pseudo and PSEUDO.search(text):
            text = PSEUDO.sub(_masked, text)
            may = self._triggers.read(text) | may & self._whether
        bounds, offset = [], 0
        for marks in MARKS.finditer(text):
            bounds.append((offset, marks.start()))
            offset = marks.end()
        bounds.append((offset, len(text)))
        return Clauses(shadow, start, text, bounds, may | self._always)


def _masked(match: re.Match[str]) -> str:
    """Signs of the same length, so that offsets hold: what only looks like a negator is hidden, its
    degree (特别) or its turn (不过, opening a clause) is kept.
    """
    if match[0] in DEGREES:
        return f"很{MASK}"
    if match[0] == "不过" and match.string[match.start() - 1 : match.start()] in ("", *",。?!;\n"):
        return f"但{MASK}"
    return match[0] if match[0] in KEPT else MASK * len(match[0])
