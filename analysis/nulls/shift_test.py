"""Is a co-occurrence more than chance? The exact circular-shift test within interviews.

Under the null the codes of an interview keep their frequency, their runs and the lengths of what is
said, but the places of one code are turned along the talk against the units and the other code
(``courses.py``). The joint count under every shift is counted, and the distributions are convolved
over interviews (``shifts.py``), so that no random draw is made. What is assumed: the end of a talk
may follow its beginning. Where both codes of a pair measurably drift along all interviews alike
(``position.py``), the distribution is moved to what their common course alone would bring together;
that is an approximation, judged by simulation. Where codes drift along each interview in a way of
its own, no correction is known: p is too small, and the pair is marked. What is not removed:
association that the common interview guide causes (codes that the same question calls up).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.nulls.courses import Talk, Turned, talks
from analysis.nulls.position import drifts, expected_by_position, tilted
from analysis.nulls.shifts import Sums
from analysis.units import Incidence, joint_counts

LEAST_INTERVIEWS: Final = 5
"""With fewer interviews of at least two units the test is refused (NaN): too little data."""

_SUMMED: Final = 1 << 20
"""Pairs are tested in one go over the interviews until their sums have so many values in all."""
_MOVED: Final = 2048
"""And at most so many whose distributions are moved: these are held to their end."""
_LEAST: Final = 64
"""At least so many pairs are summed up together, more where their sums have no more than so many
values in all.
"""
_VALUES: Final = 16_384


def refusal(incidence: Incidence) -> str:
    """Why no test is made: "one_unit" (no interview has two units, so that nothing can be shifted),
    "few" (fewer than five have), "" (it is made).
    """
    sizes = (
        np.bincount(incidence.interview, minlength=len(incidence.sources))
        if len(incidence.interview)
        else np.zeros(0)
    )
    fit = int((sizes >= 2).sum())
    if fit >= LEAST_INTERVIEWS:
        return ""
    return "one_unit" if fit == 0 and len(sizes) >= LEAST_INTERVIEWS else "few"


def testable(incidence: Incidence) -> bool:
    """Whether there are enough interviews with at least two units."""
    return not refusal(incidence)


class ShiftTest(NamedTuple):
    """By pair: ``more`` = P(joint count >= observed), ``less`` = P(joint count <= observed), and
    ``least``, the smallest value that ``more`` could have taken; NaN where no test is made.
    ``drift``: whether both codes drift along the interviews: their common course was taken account
    of, a course that each interview has for itself was not.
    """

    more: NDArray[np.float64]
    less: NDArray[np.float64]
    least: NDArray[np.float64]
    drift: NDArray[np.bool_]

    def take(self, rows: NDArray[np.int64]) -> ShiftTest:
        """Some of the pairs, in the order asked for."""
        return ShiftTest(self.more[rows], self.less[rows], self.least[rows], self.drift[rows])


def circular_shift(
    incidence: Incidence, pairs: Sequence[tuple[int, int]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One-sided p values (more than chance, less than chance) of pairs of columns; two float
    arrays, NaN for all when ``testable`` is false (see ``shift_test``).
    """
    tested = shift_test(incidence, pairs)
    return tested.more, tested.less


def shift_test(
    incidence: Incidence, pairs: Sequence[tuple[int, int]], *, position: bool = True
) -> ShiftTest:
    """The circular-shift test of pairs of columns. Without ``position`` a common course of codes
    along the interviews is not taken account of.
    """
    refused = np.full(len(pairs), np.nan)
    result = ShiftTest(refused, refused.copy(), refused.copy(), np.zeros(len(pairs), dtype=bool))
    if not pairs or not testable(incidence):
        return result
    edges = incidence.edges
    # in an interview of one unit the joint count cannot vary
    varying = np.repeat(np.diff(edges) >= 2, np.diff(edges))
    first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    several = incidence.matrix[np.flatnonzero(varying)]
    observed = np.asarray(joint_counts(several)[first, second]).ravel().astype(np.int64)
    for codes, rows in _by_books(incidence, first, second):
        number = np.full(len(incidence.codes), -1, dtype=np.int64)
        number[codes] = np.arange(len(codes))
        own = _Pairs(number[first[rows]], number[second[rows]], observed[rows])
        tested = _tested(incidence, codes, own, position)
        for whole, part in zip(result, tested, strict=True):
            whole[rows] = part
    return result


@dataclass(frozen=True, slots=True)
class _Coded:
    """Talks, and how many codes are numbered in them."""

    talks: tuple[Talk, ...]
    codes: int


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of codes, and in how many units each stands together."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    observed: NDArray[np.int64]

    def take(self, rows: NDArray[np.intp]) -> _Pairs:
        return _Pairs(self.first[rows], self.second[rows], self.observed[rows])


def _by_books(
    incidence: Incidence, first: NDArray[np.int64], second: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.intp]]]:
    """Pairs by the codebooks of their codes: the columns of all codes of these (where one of them
    stands a talk begins and ends), and which pairs they are.
    """
    books = [book for book, _ in incidence.codes]
    number = {book: index for index, book in enumerate(dict.fromkeys(books))}
    owner = np.array([number[book] for book in books], dtype=np.int64)
    low = np.minimum(owner[first], owner[second])
    high = np.maximum(owner[first], owner[second])
    groups = low * len(number) + high
    for group in np.unique(groups):
        both = np.divmod(group, len(number))
        yield np.flatnonzero(np.isin(owner, both)), np.flatnonzero(groups == group)


def _tested(
    incidence: Incidence, codes: NDArray[np.int64], pairs: _Pairs, position: bool
) -> ShiftTest:
    """The test of pairs of some codes."""
    more, less, least = (np.empty(len(pairs.observed)) for _ in range(3))
    alike = drift = np.zeros(len(more), dtype=np.bool_)
    coded = _Coded(tuple(talks(incidence, codes)), len(codes))
    if position:
        common, own = drifts(coded.talks, coded.codes)
        alike = common[pairs.first] & common[pairs.second]
        drift = (common | own)[pairs.first] & (common | own)[pairs.second]
    # so that pairs whose sums are asked up to the same height stand together
    order = np.argsort(pairs.observed, kind="stable")
    plain, moved = order[~alike[order]], order[alike[order]]
    ends = _ends((pairs.observed[plain] + 2).cumsum(), _SUMMED)
    for one, two in itertools.zip_longest(
        np.split(plain, ends),
        (moved[start : start + _MOVED] for start in range(0, len(moved), _MOVED)),
        fillvalue=order[:0],
    ):
        rows = np.concatenate([one, two])
        more[rows], less[rows], least[rows] = _tails(coded, pairs.take(rows), len(one))
    return ShiftTest(more, less, least, drift)


def _ends(total: NDArray[np.int64], size: int) -> NDArray[np.intp]:
    """Where to cut so that a running ``total`` grows by about ``size`` from one cut to the next."""
    return np.flatnonzero(np.diff(total // size)) + 1


def _tails(
    coded: _Coded, pairs: _Pairs, plain: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """P(sum >= observed), P(sum <= observed) and P(sum is the largest that can be) of pairs of
    codes. The first ``plain`` are taken as they are, the rarest joint count first; the
    distributions of the others are moved (``_moved``).
    """
    observed = pairs.observed
    cuts = [*_groups(observed[:plain]), len(observed)]
    totals = [
        Sums(high - low, int(observed[low:high].max(initial=0)))
        for low, high in itertools.pairwise(cuts[:-1])
    ]
    totals.append(Sums(len(observed) - plain, sum(len(talk.low) for talk in coded.talks)))
    more, less, least = (np.ones(len(observed)) for _ in range(3))
    for rows, shares in _shares(coded, pairs):
        most = shares.shape[1] - 1 - (shares[:, ::-1] > 0).argmax(axis=1)
        least[rows] *= shares[np.arange(len(rows)), most]
        bounds = np.searchsorted(rows, cuts)
        for index, (begin, end) in enumerate(itertools.pairwise(bounds)):
            totals[index].add(rows[begin:end] - cuts[index], shares[begin:end])
    for total, (low, high) in zip(totals[:-1], itertools.pairwise(cuts[:-1]), strict=True):
        more[low:high], less[low:high] = _sides(total.result(), observed[low:high])
    if plain < len(observed):
        own = slice(plain, None)
        moved = pairs.take(np.arange(plain, len(observed)))
        more[own], less[own], least[own] = _moved(coded, moved, totals[-1].result())
    return more, less, least


def _shares(coded: _Coded, pairs: _Pairs) -> Iterator[tuple[NDArray[np.intp], NDArray[np.float64]]]:
    """By interview: the pairs that may meet, and the share of shifts with each joint count."""
    wanted = np.zeros(coded.codes, dtype=np.bool_)
    wanted[pairs.first] = wanted[pairs.second] = True
    for talk in coded.talks:
        turned = Turned(talk, wanted)
        rows = turned.meeting(pairs.first, pairs.second)
        if len(rows):
            yield rows, turned.shares(pairs.first[rows], pairs.second[rows])


def _sides(
    distribution: NDArray[np.float64], observed: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """P(sum >= observed) and P(sum <= observed) by distributions (pairs x sums)."""
    at, count = observed[:, None], np.arange(distribution.shape[1])
    return (
        np.minimum(1.0, (distribution * (count >= at)).sum(axis=1)),
        np.minimum(1.0, (distribution * (count <= at)).sum(axis=1)),
    )


def _moved(
    coded: _Coded, pairs: _Pairs, distribution: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """As ``_tails``, each distribution tilted so that its mean is the joint count that the common
    course of the codes along the interviews brings about: for the upper side where that is more,
    for the lower side where it is less.
    """
    expected = expected_by_position(coded.talks, coded.codes, pairs.first, pairs.second)
    mean = (distribution * np.arange(distribution.shape[1])).sum(axis=1)
    upper = tilted(distribution, np.maximum(mean, expected))
    lower = tilted(distribution, np.minimum(mean, expected))
    most = upper.shape[1] - 1 - (distribution[:, ::-1] > 0).argmax(axis=1)
    return (
        _sides(upper, pairs.observed)[0],
        _sides(lower, pairs.observed)[1],
        upper[np.arange(len(most)), most],
    )


def _groups(observed: NDArray[np.int64]) -> list[int]:
    """Where groups of pairs end that are summed up together: the smaller the sums that are asked
    for, the more pairs.
    """
    cuts, end = [0], _LEAST
    while end < len(observed):
        if (end + _LEAST - cuts[-1]) * (
            int(observed[min(end + _LEAST, len(observed)) - 1]) + 2
        ) > _VALUES:
            cuts.append(end)
        end += _LEAST
    return [*cuts, len(observed)]
