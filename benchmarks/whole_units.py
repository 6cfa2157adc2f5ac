"""The test that the present one replaced, to measure against: whole units are turned.

In every interview the units of one code are turned against those of the other, by every number of
units; joint counts over all shifts, convolved over interviews. How long a unit is counts for
nothing, and openings without codes take part.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.nulls.shifts import Sums
from analysis.units import Incidence, joint_counts


def whole_units(counted: Incidence, pairs: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """By pair P(joint count >= observed) when whole units are turned."""
    first, second = np.array(pairs, dtype=np.int64).T
    observed = np.asarray(joint_counts(counted.matrix)[first, second]).ravel().astype(np.int64)
    total = Sums(len(pairs), int(observed.max()))
    for low, high in itertools.pairwise(counted.edges.tolist()):
        shares = meetings(counted.matrix[low:high].toarray(), first, second)
        total.add(np.arange(len(pairs)), shares)
    distribution = total.result()
    reached = np.arange(distribution.shape[1]) >= observed[:, None]
    return np.minimum(1.0, (distribution * reached).sum(axis=1))


def meetings(
    units: NDArray[np.int64], first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Pairs x counts: the share of the shifts of an interview (``units`` x codes, 0/1) with each
    joint count.
    """
    size = len(units)
    waves = np.fft.rfft(units, axis=0)
    together = np.fft.irfft(waves[:, first].conj() * waves[:, second], size, axis=0)
    count = np.rint(together).astype(np.int64)
    shares = np.zeros((len(first), int(count.max()) + 1))
    np.add.at(shares, (np.arange(len(first)), count), 1 / size)
    return shares
