"""How often two codes would meet under every circular shift of one against the other: exact
distributions, no random draw.

Within an interview of n units there are n shifts. The joint count under each is the circular
cross-correlation of the two sequences. Where the rarer code stands once it meets the other in as
many shifts as that one has units; where it stands twice, both meet in as many shifts as the other
code meets itself at that distance; for the rest the correlation is taken by FFT. The sum over
interviews is their convolution. Counts above a ceiling are kept as one class: what may be asked of
a sum (is it at most, at least so much) is known all the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.units import Matrix

_EXACT: Final = 1 << 14
"""Up to so many units single precision is certain to a few hundredths of a count."""
_CELLS: Final = 1 << 20
"""So many counts are made at once."""


class Interview:
    """The codes of one interview. ``dense``: codes x units of 0 and 1, at least two units."""

    def __init__(self, dense: NDArray[np.bool_]) -> None:
        self.units = int(dense.shape[1])
        self._dense = dense
        self._often: NDArray[np.int64] = dense.sum(axis=1, dtype=np.int64)
        self._turned: NDArray[np.complexfloating] = np.fft.rfft(
            dense.astype(np.float32 if self.units <= _EXACT else np.float64)
        )

    def meeting(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
        """Places of the pairs (``first``, ``second``: codes) both codes of which occur."""
        return np.flatnonzero((self._often[first] > 0) & (self._often[second] > 0))

    def shares(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
        """Share of shifts with each joint count, for pairs of codes that occur: an array pairs x
        counts (0, 1, 2 …).
        """
        swap = self._often[first] > self._often[second]
        rare, common = np.where(swap, second, first), np.where(swap, first, second)
        times = self._often[rare]
        made = np.zeros((len(rare), max(int(times.max(initial=0)) + 1, 3)))
        once = np.flatnonzero(times == 1)
        made[once, 1] = self._often[common[once]]
        twice = np.flatnonzero(times == 2)
        if len(twice):
            made[twice, 2] = both = self._itself()[common[twice], self._distance(rare[twice])]
            made[twice, 1] = 2 * (self._often[common[twice]] - both)
        made[:, 0] = self.units - made[:, 1] - made[:, 2]
        more = np.flatnonzero(times > 2)
        step = max(1, _CELLS // self.units)
        for low in range(0, len(more), step):
            own = more[low : low + step]
            turned = self._turned[rare[own]]
            np.conjugate(turned, out=turned)
            turned *= self._turned[common[own]]
            counts = _whole(np.fft.irfft(turned, n=self.units))
            counts += np.arange(len(own))[:, None] * made.shape[1]
            made[own] = np.bincount(counts.ravel(), minlength=len(own) * made.shape[1]).reshape(
                len(own), -1
            )
        made /= self.units
        return made

    def _itself(self) -> NDArray[np.intp]:
        """codes x distances: how often a code stands so far from itself, around the end."""
        return _whole(np.fft.irfft(self._turned.real**2 + self._turned.imag**2, n=self.units))

    def _distance(self, codes: NDArray[np.int64]) -> NDArray[np.intp]:
        """Units between the first and the last unit of codes."""
        first: NDArray[np.intp] = self._dense[codes].argmax(axis=1)
        behind_last: NDArray[np.intp] = self._dense[codes, ::-1].argmax(axis=1)
        return self.units - 1 - behind_last - first


def _whole(counts: NDArray[np.floating]) -> NDArray[np.intp]:
    counts += 0.5
    return counts.astype(np.intp)


class Sums:
    """Distributions of sums of independent counts, one for each of some pairs, taken in one
    interview after another.

    ``ceiling``: sums of more than that are one class. As many interviews are convolved with as many
    (as in a binary counter), so that most convolutions are short and all pairs are done at once.
    """

    TOGETHER: Final = 32
    """Interviews that are taken in at once, fewer where they hold much."""

    def __init__(self, pairs: int, ceiling: int) -> None:
        self._pairs = pairs
        self._ceiling = ceiling
        self._waiting: list[tuple[NDArray[np.int64], NDArray[np.float64]]] = []
        self._cells = 0
        self._held: list[
            tuple[int, NDArray[np.float64]]
        ] = []  # (interviews in it, distributions), the largest first

    def add(self, rows: NDArray[np.int64], shares: NDArray[np.float64]) -> None:
        """One interview: the shares of counts for the pairs ``rows``; the others have no count in
        it.
        """
        if not len(rows):
            return
        if shares.shape[1] > _NARROW:  # much of it may be empty here, and it is held for a while
            shares = self._short(shares).copy()
        self._waiting.append((rows, shares))
        self._cells += shares.size
        if len(self._waiting) == self.TOGETHER or self._cells > _HELD:
            self._take_in()

    def _take_in(self) -> None:
        size = 1 << (len(self._waiting) - 1).bit_length()
        made = np.zeros((self._pairs, size, max(shares.shape[1] for _, shares in self._waiting)))
        made[:, :, 0] = 1.0
        for place, (rows, shares) in enumerate(self._waiting):
            made[rows, place, : shares.shape[1]] = shares
        self._waiting, self._cells = [], 0
        made = self._short(made)
        while made.shape[1] > 1:
            made = self._convolved(made[:, 0::2], made[:, 1::2])
        self._held.append((1, made[:, 0]))
        while len(self._held) > 1 and self._held[-1][0] == self._held[-2][0]:
            self._join()

    def _join(self) -> None:
        (one, first), (two, second) = self._held.pop(), self._held.pop()
        self._held.append((one + two, self._convolved(first, second)))

    def result(self) -> NDArray[np.float64]:
        """pairs x sums (0, 1, 2 … ceiling, more); fewer where none is larger. Without any interview
        the sum is 0 for certain.
        """
        if self._waiting:
            self._take_in()
        while len(self._held) > 1:
            self._join()
        return self._held[0][1] if self._held else np.ones((self._pairs, 1))

    def _convolved(self, one: NDArray[np.float64], two: NDArray[np.float64]) -> NDArray[np.float64]:
        """Along the last axis."""
        short, long = (one, two) if one.shape[-1] <= two.shape[-1] else (two, one)
        size, width = short.shape[-1], long.shape[-1]
        made = np.zeros((*long.shape[:-1], width + size - 1))
        if size < _SHORT:  # a pass over all for each column
            for shift in range(size):
                made[..., shift : shift + width] += long * short[..., shift : shift + 1]
        elif size < _LONG:  # a product with all windows at once
            padded = np.zeros((*long.shape[:-1], width + 2 * (size - 1)))
            padded[..., size - 1 : size - 1 + width] = long
            np.einsum(
                "...ij,...j->...i",
                np.lib.stride_tricks.sliding_window_view(padded, size, axis=-1),
                np.ascontiguousarray(short[..., ::-1]),
                out=made,
            )
        else:  # a call for each pair
            for row, left, right in zip(
                made.reshape(-1, made.shape[-1]),
                long.reshape(-1, width),
                short.reshape(-1, size),
                strict=True,
            ):
                row[:] = np.convolve(left, right)
        return self._short(made)

    def _short(self, made: NDArray[np.float64]) -> NDArray[np.float64]:
        """Without columns that hold nothing at the end, and with those above the ceiling put
        together.
        """
        made = made[..., : int(np.flatnonzero(made.any(axis=tuple(range(made.ndim - 1))))[-1]) + 1]
        top = self._ceiling + 1
        if made.shape[-1] > top + 1:
            kept = made[..., : top + 1].copy()
            kept[..., top] += made[..., top + 1 :].sum(axis=-1)
            return kept
        return made


_NARROW: Final = 32
"""More counts than that are cut to those that occur before they wait."""
_HELD: Final = 1 << 18
"""So many numbers wait at most."""
_SHORT: Final = 8
_LONG: Final = 100
"""Which way of convolving is the quickest from so many columns on."""


def interviews(matrix: Matrix, edges: NDArray[np.int64]) -> Iterator[Interview]:
    """Each interview of at least two units of a CSR matrix (units x codes), units of one between
    ``edges``.
    """
    for low, high in itertools.pairwise(edges):
        if high - low >= 2:
            yield Interview(np.ascontiguousarray(matrix[low:high].toarray().T != 0))
