"""Which codes stand together less than chance, also those that never meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.cooccurrence import CODE_A, CODE_B, CODEBOOK, A, B, C, Cooccurrence, N
from analysis.nulls.families import benjamini_hochberg

P_LESS, Q_LESS, EXPECTED, DRIFT = "p_less", "q_less", "expected_c", "drift"
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Apart:
    """``table``: a row per pair that meets less than chance (p_less < .05), the surest first:
    codebook, code_a, code_b, c, expected_c, a, b, n, p_less, q_less (Benjamini–Hochberg over all
    pairs of codes that occur), drift. ``q_of``: q_less of every pair tested, by its codes in the
    order of the columns.
    """

    table: pd.DataFrame
    q_of: Mapping[tuple[str, str], float]


def apart(together: Cooccurrence, book: str) -> Apart:
    """The lower side of the test that ``cooccurrence`` made with ``every``. Nothing is in it where
    there is too little data for a test.
    """
    columns = [CODEBOOK, CODE_A, CODE_B, C, EXPECTED, A, B, N, P_LESS, Q_LESS, DRIFT]
    if book not in together.tested:
        return Apart(pd.DataFrame(columns=columns), {})
    first, second, test = together.tested[book]
    q = benjamini_hochberg(test.less)
    names = np.array([code for _, code in together.incidence.codes], dtype=np.object_)
    total = together.incidence.matrix.shape[0]
    occurrences = together.joint.diagonal()
    a, b = occurrences[first], occurrences[second]
    table = pd.DataFrame(
        {
            CODEBOOK: book,
            CODE_A: names[first],
            CODE_B: names[second],
            C: np.asarray(together.joint[first, second]).ravel(),
            EXPECTED: a * b / total,
            A: a,
            B: b,
            N: total,
            P_LESS: test.less,
            Q_LESS: q,
            DRIFT: test.drift,
        }
    )
    low = table[table[P_LESS] < LEVEL].sort_values([P_LESS, CODE_A, CODE_B], kind="stable")
    pairs = zip(names[first], names[second], strict=True)
    return Apart(low.reset_index(drop=True), dict(zip(pairs, q.tolist(), strict=True)))
