"""Which codings of an interview can be joined, and what a link between two of them can say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from codebooks.codebook import Codebook
from corpus.coding import STEPS, Function, Step
from corpus.project.records import StoredCoding, StoredLink


class Reading(NamedTuple):
    """What a link could say: ``second`` is to ``first`` what ``step`` says."""

    step: Step
    first: StoredCoding
    second: StoredCoding


def functions_of(
    codings: Iterable[StoredCoding], book: Codebook, keys: Mapping[str, tuple[str, str]]
) -> dict[str, Function | None]:
    """Coding -> what it is said as: by itself, else by its code in ``book``. ``keys``: code ->
    (codebook, key).
    """
    of_code = {code.id: code.function for code, _, _ in book.walk()}
    return {coding.id: coding.function or of_code.get(keys[coding.code][1]) for coding in codings}


def readings(
    one: StoredCoding, other: StoredCoding, functions: Mapping[str, Function | None]
) -> list[Reading]:
    """What a link between two codings can say, the likeliest first: what fits the functions of
    both, then of one, then the rest; the coding that stands first in the text before the other.
    """
    early, late = sorted((one, other), key=lambda coding: (coding.span.start, coding.span.end))
    every = [
        Reading(step, first, second)
        for first, second in ((early, late), (late, early))
        for step in STEPS
    ]

    def misfits(reading: Reading) -> int:
        ends = zip((reading.first, reading.second), STEPS[reading.step], strict=True)
        return sum(functions.get(coding.id) != part for coding, part in ends)

    return sorted(every, key=misfits)


def drawn_between(
    links: Sequence[StoredLink], codings: Iterable[StoredCoding]
) -> list[tuple[StoredLink, StoredCoding, StoredCoding]]:
    """The links whose two codings are among these, with them."""
    known = {coding.id: coding for coding in codings}
    return [
        (link, known[link.first], known[link.second])
        for link in links
        if link.first in known and link.second in known
    ]
