"""Discourse function of a sentence: does it tell a state, a problem, a cause, or a
countermeasure?
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from analysis.coders.polarity.cues.demand import WISH
from codebooks.codebook import Function
from corpus.coding import Polarity

MARKERS: Final[Mapping[Function, tuple[str, ...]]] = {
    "problem": (
        "问题是",
        "难点",
        "痛点",
        "堵点",
        "最大的困难",
        "头疼",
        "卡在",
        "短板",
        "麻烦的是",
        "难就难在",
        "最难",
        "老大难",
    ),
    "cause": (
        "因为",
        "原因",
        "之所以",
        "说到底",
        "归根结底",
        "根子",
        "主要还是",
        "关键在于",
        "关键是",
        "是由于",
        "导致",
        "造成",
        "说白了",
        "所以",
        "毕竟",
        "根源",
        "归根到底",
        "都怪",
        "只怪",
        "要怪",
        "怪就怪",
    ),
}
"""Markers of spoken Chinese, of the functions that are told by words; a codebook adds to them by
``markers``. A countermeasure is told by its demand, a status by what it is not.
"""


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


class Functions:
    """Tells whether a hit has the function that its code asks for."""

    def __init__(self, markers: Mapping[Function, tuple[str, ...]]) -> None:
        self._markers = {
            function: _pattern((*MARKERS.get(function, ()), *markers.get(function, ())))
            for function in ("problem", "cause")
        }

    def fits(
        self, function: Function, polarity: Polarity, sentence: str, before: str, after: str
    ) -> bool:
        """``before`` and ``after`` are the neighbouring sentences of the same turn ("" at its
        edges).

        countermeasure: a demand on the hit; cause: a marker in the sentence or a neighbour;
        problem: lacking, or a marker; status: the rest of what is not demanded.
        """
        if function == "countermeasure":
            return polarity == "demanded"
        if polarity == "demanded":
            return False
        if function == "cause":
            cause = self._markers["cause"]
            return bool(
                cause.search(sentence)
                or cause.search(before)
                or re.match(r"\s*(?:所以|这就|因此|就导致|导致)", after)
            )
        if function == "problem":
            return polarity == "lacking" or (
                bool(self._markers["problem"].search(sentence)) and polarity != "present"
            )
        return polarity in ("present", "changed", "neutral") and not WISH.search(sentence)
