"""Which sentences to look at next (active learning, Settles 2012), and how many of a code are still
to be found.

Half of a batch is what is most probable, a fifth is drawn at random, and the rest is what is most
doubtful and what is least like anything that was answered. What is still missing is told by the
sentences drawn at random alone: the others were chosen because they are not like the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.coders.learning.answers import Answer, Way
from analysis.coders.ngrams import Floats

BATCH: Final = 10
SHARES: Final[Mapping[Way, float]] = {
    "probable": 0.5,
    "doubtful": 0.2,
    "random": 0.2,
    "strange": 0.1,
}
DRAWN: Final = 10
"""From so many sentences drawn at random on it is told how many are missing."""
LOOKED_OVER: Final = 3000
"""The strangest sentence is sought among so many."""

Pairs = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Look:
    """A sentence (row of the talk) to be looked at for a code (its number)."""

    row: int
    code: int
    way: Way


@dataclass(frozen=True, slots=True)
class Missing:
    """How many sentences of a code are not found yet, with bounds at 95 %; ``drawn``: on so many
    answers at random it rests.
    """

    expected: float
    low: float
    high: float
    drawn: int


def next_to_look_at(
    shown: Floats,
    open_: Pairs,
    thresholds: Mapping[int, float],
    strangeness: Floats,
    generator: np.random.Generator,
    count: int = BATCH,
) -> list[Look]:
    """At most ``count`` sentences, each once.

    ``shown``: rows x codes, scores between 0 and 1. ``open_``: rows x codes that may be asked
    about. ``thresholds``: by code with a model, where it begins to suggest. ``strangeness``: of
    each row, high where nothing like it was answered.
    """
    codes = np.flatnonzero(open_.any(axis=0))
    if not len(codes):
        return []
    doubt = np.full(shown.shape, np.inf)
    for code, threshold in thresholds.items():
        doubt[:, code] = np.abs(shown[:, code] - threshold)
    doubt[~open_] = np.inf
    likely = np.where(open_, shown, -np.inf)
    orders: dict[Way, Iterator[tuple[int, int]]] = {
        "probable": _in_turn(likely, codes),
        "doubtful": _in_turn(-doubt, codes),
        "random": _at_random(open_, generator),
        "strange": _strangest(likely, strangeness),
    }
    taken: set[int] = set()
    found: list[Look] = []
    for way, wanted in _shared_out(count):
        for _ in range(wanted):
            look = next((one for one in orders[way] if one[0] not in taken), None)
            if look is None:
                break
            taken.add(look[0])
            found.append(Look(*look, way))
    while len(found) < count:
        look = next((one for one in orders["probable"] if one[0] not in taken), None)
        if look is None:
            break
        taken.add(look[0])
        found.append(Look(*look, "probable"))
    return found


def still_missing(answers: Mapping[int, Answer], left: int) -> Missing | None:
    """How many of ``left`` sentences without an answer belong to a code, by those that were drawn
    at random (Jeffreys' interval; Brown, Cai & DasGupta 2001); None where too few were.
    """
    from scipy.stats import beta

    drawn = [one.yes for one in answers.values() if one.way == "random"]
    if len(drawn) < DRAWN:
        return None
    yes, no = sum(drawn), len(drawn) - sum(drawn)
    low = 0.0 if not yes else float(beta.ppf(0.025, yes + 0.5, no + 0.5))
    high = 1.0 if not no else float(beta.ppf(0.975, yes + 0.5, no + 0.5))
    return Missing(left * yes / len(drawn), left * low, left * high, len(drawn))


def strangeness_of(
    grams: csr_array, answered: Collection[int], generator: np.random.Generator
) -> Floats:
    """For each row how unlike it is to whatever was answered (1: nothing shared); rows that were
    not looked over have 0. ``grams``: rows of length one.
    """
    found = np.zeros(grams.shape[0])
    rows = np.arange(grams.shape[0])
    if len(rows) > LOOKED_OVER:
        rows = np.sort(generator.choice(rows, size=LOOKED_OVER, replace=False))
    known = np.array(sorted(answered), dtype=np.intp)
    if len(known) > LOOKED_OVER:
        known = np.sort(generator.choice(known, size=LOOKED_OVER, replace=False))
    found[rows] = 1.0
    if len(known):
        likeness = (grams[rows] @ grams[known].T).max(axis=1)
        found[rows] = 1.0 - np.asarray(likeness.todense()).ravel()
    return found


def _shared_out(count: int) -> Sequence[tuple[Way, int]]:
    """How many of each way, in the order in which they are asked for: at random first, so that no
    other way takes a sentence from it.
    """
    shares = {way: round(SHARES[way] * count) for way in ("random", "doubtful", "strange")}
    shares["random"] = max(shares["random"], 1 if count > 1 else 0)
    rest = max(count - sum(shares.values()), 0)
    return (
        ("random", shares["random"]),
        ("probable", rest),
        ("doubtful", shares["doubtful"]),
        ("strange", shares["strange"]),
    )


def _in_turn(values: Floats, codes: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """(row, code), best first within a code, the codes in turn: those with the best sentences
    begin. Pairs of minus infinity are left out.
    """
    orders = {int(code): np.argsort(-values[:, code], kind="stable") for code in codes}
    begin = sorted(orders, key=lambda code: -float(values[orders[code][0], code]))
    for place in range(len(values)):
        for code in begin:
            row = int(orders[code][place])
            if values[row, code] > -np.inf:
                yield row, code


def _at_random(open_: Pairs, generator: np.random.Generator) -> Iterator[tuple[int, int]]:
    """Sentences drawn evenly, each for one of the codes it may be asked about."""
    for row in generator.permutation(np.flatnonzero(open_.any(axis=1))):
        yield int(row), int(generator.choice(np.flatnonzero(open_[row])))


def _strangest(likely: Floats, strangeness: Floats) -> Iterator[tuple[int, int]]:
    """The strangest sentences, each for the code that it is nearest to."""
    best = likely.argmax(axis=1)
    for row in np.argsort(-strangeness, kind="stable"):
        if strangeness[row] > 0 and likely[row, best[row]] > -np.inf:
            yield int(row), int(best[row])
