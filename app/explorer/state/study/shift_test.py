"""The test of co-occurrence where it takes long: counted at once, tested in a process of its own,
so that no page waits for it.

The numbers are those of ``analysis.cooccurrence`` in either way; only when they come differs.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from analysis.units import Incidence
from app.explorer.state.newest import Newest
from app.explorer.state.processes import Progress, Work

if TYPE_CHECKING:
    import pandas as pd

    from analysis.cooccurrence import Cooccurrence

LONG: Final = 12_000
"""From so many meetings of two codes in an interview on the test goes to a process of its own (some
30 µs each).
"""


def weight(incidence: Incidence) -> int:
    """Over all interviews, pairs of codes that both occur there: what the test takes time for."""
    from scipy.sparse import csr_matrix

    count = len(incidence.interview)
    belongs = csr_matrix(
        (np.ones(count, dtype=np.int64), (incidence.interview, np.arange(count))),
        shape=(len(incidence.sources), count),
    )
    present = np.diff((belongs @ incidence.matrix).indptr).astype(np.int64)
    return int((present * (present - 1) // 2).sum())


def tested_table(incidence: Incidence) -> pd.DataFrame:
    """The pairs with their p and q values (see ``analysis.cooccurrence``)."""
    from analysis.cooccurrence import cooccurrence

    return cooccurrence(incidence).table


def _with_progress(incidence: Incidence, progress: Progress) -> pd.DataFrame:
    return tested_table(incidence)


def _in_a_process(incidence: Incidence) -> pd.DataFrame:
    work = Work(partial(_with_progress, incidence))
    work.wait()
    return work.result()


class Begun:
    """A count, and its test under way."""

    def __init__(self, first: Cooccurrence, later: Future[pd.DataFrame] | None) -> None:
        self._first, self._later = first, later

    @property
    def done(self) -> bool:
        """Whether the test has ended (or was none)."""
        return self._later is None or self._later.done()

    @property
    def lost(self) -> bool:
        """Whether the test was given up for a newer one before it began."""
        return self._later is not None and self._later.cancelled()

    def now(self) -> tuple[Cooccurrence, bool]:
        """As much as is known now, and whether that is all."""
        later = self._later
        if later is None:
            return self._first, True
        if not later.done() or later.cancelled():
            return self._first, False
        table = (
            tested_table(self._first.incidence) if later.exception() is not None else later.result()
        )
        self._first, self._later = replace(self._first, table=table), None
        return self._first, True


class Shifting:
    """Begins tests, one after the other; of those that wait only the newest is wanted."""

    def __init__(self) -> None:
        self._newest: Newest[pd.DataFrame] = Newest("shifting")

    def begin(self, incidence: Incidence) -> Begun:
        """Counted now; tested now too where that is quick."""
        from analysis.cooccurrence import cooccurrence

        if weight(incidence) < LONG:
            return Begun(cooccurrence(incidence), None)
        later = self._newest.begin(partial(_in_a_process, incidence))
        return Begun(cooccurrence(incidence, test=False), later)
