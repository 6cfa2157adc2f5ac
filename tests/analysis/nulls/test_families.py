from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.nulls import families
from analysis.nulls.families import benjamini_hochberg


def test_q_values_against_scipy_and_with_a_larger_family() -> None:
    from scipy.stats import false_discovery_control

    p = np.array([0.001, 0.2, 0.03, 0.04, 0.9])
    assert benjamini_hochberg(p) == pytest.approx(false_discovery_control(p))
    assert benjamini_hochberg(p, 8)[:5] == pytest.approx(
        false_discovery_control(np.append(p, [1, 1, 1]))[:5]
    )
    assert np.isnan(benjamini_hochberg([np.nan, 0.5])[0])
    with pytest.raises(ValueError, match="family must be at least 5"):
        benjamini_hochberg(p, 3)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(0, 20))
def test_q_values_are_scipys_whatever_the_order_and_with_hypotheses_not_listed(
    values: list[float], more: int
) -> None:
    from scipy.stats import false_discovery_control

    q = benjamini_hochberg(values, len(values) + more)
    reference = false_discovery_control(np.append(values, np.ones(more)))[: len(values)]
    assert q == pytest.approx(reference)
    turned = benjamini_hochberg(values[::-1], len(values) + more)
    assert turned[::-1] == pytest.approx(q)


def test_q_values_of_nothing_and_of_what_was_not_tested() -> None:
    assert benjamini_hochberg([]).shape == (0,)
    assert np.isnan(benjamini_hochberg([np.nan, np.nan])).all()
    holed = benjamini_hochberg([np.nan, 0.01, np.nan, 0.04])
    assert holed[[1, 3]] == pytest.approx(benjamini_hochberg([0.01, 0.04]))


def test_sure_is_what_is_significant_and_no_approximation() -> None:
    q, drift = [0.049, 0.05, 0.001, np.nan], [False, False, True, False]
    assert families.sure(q, drift).tolist() == [True, False, False, False]
