"""Sums over interviews of how often two codes meet: exact distributions, no random draw.

The share of shifts of each interview with each joint count is given (``courses.py``); the sum over
interviews is their convolution. Counts above a ceiling are kept as one class: what may be asked of
a sum (is it at most, at least so much) is known all the same.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray


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
