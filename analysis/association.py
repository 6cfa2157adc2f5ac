"""Measures of association between two codes, as pure functions of counts.

``c`` joint occurrences, ``a`` and ``b`` occurrences of each, ``n`` units; NumPy arrays or numbers,
0 <= c <= min(a, b) and max(a, b) <= n. Every function returns floats of the broadcast shape. Where
the formula divides by zero the value is NaN, never an error and never an invented zero: an empty
code (a = 0 or b = 0; Jaccard and Dice only when both are), no unit (n = 0), for phi also a code
that stands in every unit. ``count``, G2 and the hypergeometric are defined for empty codes (0, 0
and 1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Final

import numpy as np
import numpy.typing as npt

Counts = npt.ArrayLike
"""Counts as they are given: a number or an array of them."""
Floats = npt.NDArray[np.float64]


def _floats(counts: Counts) -> Floats:
    return np.asarray(counts, dtype=np.float64)


def _divide(top: Counts, bottom: Counts) -> Floats:
    """The quotient, NaN where ``bottom`` is 0."""
    numerator, denominator = np.broadcast_arrays(_floats(top), _floats(bottom))
    quotient = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=quotient, where=denominator != 0)
    return quotient


def count(c: Counts, a: Counts, b: Counts, n: Counts) -> Floats:
    """c, the joint occurrences. Range 0..min(a, b). The plain count of every program (MAXQDA,
    NVivo, quanteda's boolean fcm).
    """
    return _floats(c) + 0 * (_floats(a) + _floats(b) + _floats(n))


def jaccard(c: Counts, a: Counts, b: Counts, n: Counts) -> Floats:
    """c / (a + b - c), Jaccard 1901; the c-coefficient of ATLAS.ti and the default of KH Coder.
    Range 0..1.
    """
    return _divide(c, _floats(a) + _floats(b) - _floats(c))


def overlap(c: Counts, a: Counts, b: Counts, n: Counts) -> Floats:
    """c / min(a, b), Szymkiewicz 1934 and Simpson 1943. Range 0..1; 1 when the rarer code never
    stands alone.
    """
    return _divide(c, np.minimum(a, b))


def ochiai(c: Counts, a: Counts, b: Counts, n: Counts) -> Floats:
    """c / sqrt(a b), Ochiai 1957: the cosine of two occurrence columns. Range 0..1."""
    return _divide(c, np.sqrt(_floats(a) * _floats(b)))


def dice(c: Counts, a: Counts, b: Counts, n: Counts) -> Floats:
    """2 c / (a + b), Dice 1945. Range 0..1."""
    return _divide(2 * _floats(c), _floats(a) + _floats(b))


def lift(c: Counts, a: Counts, b: Counts, n: Counts) -> Floats:
    """c n / (a b): observed over expected, Brin, Motwani, Ullman & Tsur 1997 (as interest). Range
    0..n; 1 under independence.
    """
    return _divide(_floats(c) * _floats(n), _floats(a) * _floats(b))


def pmi(c: Counts, a: Counts, b: Counts, n: Counts) -> Floats:
    """log2(c n / (a b)), Church & Hanks 1990. Range minus infinity (codes that never meet)..log2 n;
    0 under independence.
    """
    with np.errstate(divide="ignore"):
        return _floats(np.log2(lift(c, a, b, n)))


def npmi(c: Counts, a: Counts, b: Counts, n: Counts) -> Floats:
    """ln(lift) / -ln(c / n), Bouma 2009. Range -1 (never together) .. 0 (independent) .. 1 (always
    together).

    When both codes stand in every unit (c = n) it is 1 by its limit.
    """
    observed = lift(c, a, b, n)
    share = _divide(c, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log(observed) / -np.log(share)
    value = np.where(share == 0, -1.0, np.where(share == 1, 1.0, value))
    return np.where(np.isnan(observed), np.nan, value)


def phi(c: Counts, a: Counts, b: Counts, n: Counts) -> Floats:
    """(c n - a b) / sqrt(a (n - a) b (n - b)), Yule 1912: Pearson's correlation of two 0/1 columns.
    Range -1..1.
    """
    one, two, joint, units = (_floats(value) for value in (a, b, c, n))
    spread = np.sqrt(one * (units - one) * two * (units - two))
    return _divide(joint * units - one * two, spread)


def association_strength(c: Counts, a: Counts, b: Counts, n: Counts) -> Floats:
    """c / (a b), van Eck & Waltman 2009 (VOSviewer): lift without its factor n. Range 0..1."""
    return _divide(c, _floats(a) * _floats(b))


def g2(c: Counts, a: Counts, b: Counts, n: Counts) -> Floats:
    """2 sum o ln(o / e) over the four cells of the 2 x 2 table, Dunning 1993. Range 0 and up; about
    chi-square of one degree of freedom if units were independent, which sentences of one interview
    are not. A cell with o = 0 adds 0.
    """
    one, two, joint, units = np.broadcast_arrays(*(_floats(value) for value in (a, b, c, n)))
    total = np.zeros(joint.shape)
    for observed, row, column in (
        (joint, one, two),
        (one - joint, one, units - two),
        (two - joint, units - one, two),
        (units - one - two + joint, units - one, units - two),
    ):
        expected = _divide(row * column, units)
        counted = (observed > 0) & (expected > 0)
        ratio = np.divide(observed, expected, out=np.ones(joint.shape), where=counted)
        total = total + np.where(observed > 0, observed * np.log(ratio), 0.0)
    return np.where(units > 0, np.maximum(2 * total, 0.0), np.nan)


def hypergeometric(c: Counts, a: Counts, b: Counts, n: Counts) -> Floats:
    """P(C >= c) when a and b units are drawn at random from n, Veech 2013 (p_gt of R cooccur).
    Range 0..1; 1 for an empty code.

    Takes units for independent, which sentences of one interview are not.
    """
    from scipy.stats import hypergeom

    return np.asarray(
        hypergeom.sf(np.asarray(c) - 1, np.asarray(n), np.asarray(a), np.asarray(b)), float
    )


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with what a picture or table must say about it.

    ``exact``: its value as a fraction, for codes that occur, where the formula is one (the others
    are taken at the exact value of their float). ``low`` and ``high``: its range over all counts.
    ``weight``: larger means closer, fit for edges.
    """

    name: str
    function: Callable[[Counts, Counts, Counts, Counts], Floats]
    exact: Callable[[int, int, int, int], Fraction] | None = None
    low: float = 0.0
    high: float = 1.0
    weight: bool = True
    assumes_independence: bool = False


def weights() -> tuple[str, ...]:
    """The names of the measures that can be the weight of an edge."""
    return tuple(name for name, measure in MEASURES.items() if measure.weight)


MEASURES: Final[Mapping[str, Measure]] = {
    measure.name: measure
    for measure in (
        Measure("count", count, lambda c, a, b, n: Fraction(c), high=inf),
        Measure("jaccard", jaccard, lambda c, a, b, n: Fraction(c, a + b - c)),
        Measure("overlap", overlap, lambda c, a, b, n: Fraction(c, min(a, b))),
        Measure("ochiai", ochiai),
        Measure("dice", dice, lambda c, a, b, n: Fraction(2 * c, a + b)),
        Measure("lift", lift, lambda c, a, b, n: Fraction(c * n, a * b), high=inf),
        Measure("pmi", pmi, low=-inf, high=inf),
        Measure("npmi", npmi, low=-1.0),
        Measure("phi", phi, low=-1.0),
        Measure(
            "association_strength", association_strength, lambda c, a, b, n: Fraction(c, a * b)
        ),
        Measure("g2", g2, high=inf, weight=False, assumes_independence=True),
        Measure("hypergeometric", hypergeometric, weight=False, assumes_independence=True),
    )
}
