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
from typing import Any, Final

import numpy as np

Array = Any


def _divide(top: Array, bottom: Array) -> Array:
    top, bottom = np.broadcast_arrays(np.asarray(top, float), np.asarray(bottom, float))
    return np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom != 0)


def count(c: Array, a: Array, b: Array, n: Array) -> Array:
    """c, the joint occurrences. Range 0..min(a, b). The plain count of every program (MAXQDA,
    NVivo, quanteda's boolean fcm).
    """
    return np.asarray(c, float) + 0 * (
        np.asarray(a, float) + np.asarray(b, float) + np.asarray(n, float)
    )


def jaccard(c: Array, a: Array, b: Array, n: Array) -> Array:
    """c / (a + b - c), Jaccard 1901; the c-coefficient of ATLAS.ti and the default of KH Coder.
    Range 0..1.
    """
    return _divide(c, np.asarray(a, float) + b - c)


def overlap(c: Array, a: Array, b: Array, n: Array) -> Array:
    """c / min(a, b), Szymkiewicz 1934 and Simpson 1943. Range 0..1; 1 when the rarer code never
    stands alone.
    """
    return _divide(c, np.minimum(a, b))


def ochiai(c: Array, a: Array, b: Array, n: Array) -> Array:
    """c / sqrt(a b), Ochiai 1957: the cosine of two occurrence columns. Range 0..1."""
    return _divide(c, np.sqrt(np.asarray(a, float) * b))


def dice(c: Array, a: Array, b: Array, n: Array) -> Array:
    """2 c / (a + b), Dice 1945. Range 0..1."""
    return _divide(2 * np.asarray(c, float), np.asarray(a, float) + b)


def lift(c: Array, a: Array, b: Array, n: Array) -> Array:
    """c n / (a b): observed over expected, Brin, Motwani, Ullman & Tsur 1997 (as interest). Range
    0..n; 1 under independence.
    """
    return _divide(np.asarray(c, float) * n, np.asarray(a, float) * b)


def pmi(c: Array, a: Array, b: Array, n: Array) -> Array:
    """log2(c n / (a b)), Church & Hanks 1990. Range minus infinity (codes that never meet)..log2 n;
    0 under independence.
    """
    with np.errstate(divide="ignore"):
        return np.log2(lift(c, a, b, n))


def npmi(c: Array, a: Array, b: Array, n: Array) -> Array:
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


def phi(c: Array, a: Array, b: Array, n: Array) -> Array:
    """(c n - a b) / sqrt(a (n - a) b (n - b)), Yule 1912: Pearson's correlation of two 0/1 columns.
    Range -1..1.
    """
    a, b, c, n = (np.asarray(value, float) for value in (a, b, c, n))
    return _divide(c * n - a * b, np.sqrt(a * (n - a) * b * (n - b)))


def association_strength(c: Array, a: Array, b: Array, n: Array) -> Array:
    """c / (a b), van Eck & Waltman 2009 (VOSviewer): lift without its factor n. Range 0..1."""
    return _divide(c, np.asarray(a, float) * b)


def g2(c: Array, a: Array, b: Array, n: Array) -> Array:
    """2 sum o ln(o / e) over the four cells of the 2 x 2 table, Dunning 1993. Range 0 and up; about
    chi-square of one degree of freedom if units were independent, which sentences of one interview
    are not. A cell with o = 0 adds 0.
    """
    a, b, c, n = np.broadcast_arrays(*(np.asarray(value, float) for value in (a, b, c, n)))
    total = np.zeros(c.shape)
    for observed, row, column in (
        (c, a, b),
        (a - c, a, n - b),
        (b - c, n - a, b),
        (n - a - b + c, n - a, n - b),
    ):
        expected = _divide(row * column, n)
        ratio = np.divide(
            observed, expected, out=np.ones(c.shape), where=(observed > 0) & (expected > 0)
        )
        total = total + np.where(observed > 0, observed * np.log(ratio), 0.0)
    return np.where(n > 0, np.maximum(2 * total, 0.0), np.nan)


def hypergeometric(c: Array, a: Array, b: Array, n: Array) -> Array:
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
    """A measure with what a picture or table must say about it. ``weight``: larger means closer,
    fit for edges.
    """

    name: str
    function: Callable[[Array, Array, Array, Array], Array]
    weight: bool = True
    assumes_independence: bool = False


MEASURES: Final[Mapping[str, Measure]] = {
    measure.name: measure
    for measure in (
        Measure("count", count),
        Measure("jaccard", jaccard),
        Measure("overlap", overlap),
        Measure("ochiai", ochiai),
        Measure("dice", dice),
        Measure("lift", lift),
        Measure("pmi", pmi),
        Measure("npmi", npmi),
        Measure("phi", phi),
        Measure("association_strength", association_strength),
        Measure("g2", g2, weight=False, assumes_independence=True),
        Measure("hypergeometric", hypergeometric, weight=False, assumes_independence=True),
    )
}
