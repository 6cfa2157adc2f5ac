"""How many of some yes-or-no answers are yes, counted for 64 shifts at a time.

Answers for 64 shifts stand side by side as the bits of one number. The counts are held as binary
digits, one array for each digit, and are added up as a processor adds: two answers and the last
digit give a new last digit and a carry to the next one (a carry-save adder; Warren 2012, Hacker's
Delight, 2nd ed., section 5-1). So one operation counts 64 shifts, and what is asked in the end, in
how many shifts the count is 0, 1, 2 …, is a number of bits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]

WORD: Final = 64


def packed(answers: NDArray[np.uint8]) -> Bits:
    """Answers (0 or 1) as bits: the last axis, a multiple of 64, becomes 64 times shorter."""
    bits: Bits = np.packbits(answers, axis=-1, bitorder="little").view(np.uint64)
    return bits


class Tally:
    """Counts of answers, for some rows and ``words`` x 64 shifts."""

    def __init__(self, rows: int, words: int) -> None:
        self._shape = (rows, words)
        # a later digit has fewer rows: the first ones, which alone reach so far
        self._digits: list[Bits] = []
        self._waiting: list[Bits | None] = []  # by digit: what is to be added to it

    def add(self, answers: Bits) -> None:
        """One more answer for the first rows (rows x words). No later answer may be for more."""
        self._add(answers, 0)

    def _add(self, answers: Bits, digit: int) -> None:
        if digit == len(self._digits):
            self._digits.append(np.zeros_like(answers))
            self._waiting.append(None)
        other = self._waiting[digit]
        if other is None:
            self._waiting[digit] = answers
            return
        self._waiting[digit] = None
        rows, own = len(answers), self._digits[digit][: len(other)]
        carry = own & other
        own ^= other
        carry[:rows] |= own[:rows] & answers
        own[:rows] ^= answers
        if digit + 1 < len(self._digits) or carry.any():
            self._add(carry, digit + 1)

    def shifts_by_count(self) -> NDArray[np.int32]:
        """rows x counts (0, 1, 2 …, up to the largest): the number of shifts with each count."""
        nothing = np.zeros((0, self._shape[1]), dtype=np.uint64)
        for digit, waiting in enumerate(self._waiting):  # grows while it is gone through
            if waiting is not None:
                self._add(nothing, digit)
        every = np.full(self._shape, np.iinfo(np.uint64).max, dtype=np.uint64)
        found = list(_by_count(every, self._digits))
        shifts = np.zeros((max(count for count, _ in found) + 1, self._shape[0]), dtype=np.int32)
        for count, number in found:
            shifts[count, : len(number)] = number
        return np.ascontiguousarray(shifts.T)


def _by_count(shifts: Bits, digits: list[Bits]) -> Iterator[tuple[int, NDArray[np.int32]]]:
    """Counts that the ``digits`` make, and by row (the first ones): in how many of some shifts."""
    if not digits:
        yield 0, _ones(shifts)
        return
    *lower, highest = digits
    rows = min(len(highest), len(shifts))
    high = shifts[:rows] & highest[:rows]
    if high.any():
        low = shifts.copy()
        low[:rows] ^= high
        yield from _by_count(low, lower)
        for count, number in _by_count(high, lower):
            yield count + (1 << len(lower)), number
    else:
        yield from _by_count(shifts, lower)


def _ones(bits: Bits) -> NDArray[np.int32]:
    """By row: the number of bits that are 1. (Word by word, as a sum over few is slow.)"""
    ones = np.bitwise_count(bits)
    total = ones[:, 0].astype(np.int32)
    for word in range(1, ones.shape[1]):
        total += ones[:, word]
    return total
