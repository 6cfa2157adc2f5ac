"""Two groups of values by hand, by definition and against scipy."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu, ttest_ind

from analysis.two_samples import MOST_EXACT, two_samples

values = st.lists(st.integers(-40, 40).map(lambda number: number / 8), min_size=2, max_size=12)


def test_by_hand() -> None:
    """1 3 5 against 0 0 3 7: means 3 and 2.5, variances 4 and 11."""
    answer = two_samples([1, 3, 5], [0, 0, 3, 7])
    assert answer.sizes == (3, 4) and answer.means == (3, 2.5) and answer.medians == (3, 1.5)
    assert answer.deviations == pytest.approx((2, math.sqrt(11)))
    first, second = 4 / 3, 11 / 4
    assert answer.t == pytest.approx(0.5 / math.sqrt(first + second))
    assert answer.df == pytest.approx((first + second) ** 2 / (first**2 / 2 + second**2 / 3))
    assert answer.d == pytest.approx(0.5 / math.sqrt((2 * 4 + 3 * 11) / 5))
    # 1 is above 0 0; 3 above 0 0 and tied with 3; 5 above 0 0 3
    assert answer.u == 2 + 2.5 + 3
    assert answer.rank_biserial == pytest.approx(2 * 7.5 / 12 - 1)


@pytest.mark.filterwarnings("ignore:Precision loss")  # scipy's, on groups that do not vary
@given(values, values)
@settings(max_examples=60)
def test_t_equals_scipy_and_u_its_definition(first: list[float], second: list[float]) -> None:
    answer = two_samples(first, second)
    above = sum((one > other) + (one == other) / 2 for one in first for other in second)
    assert answer.u == above
    assert answer.rank_biserial == pytest.approx(2 * above / (len(first) * len(second)) - 1)
    if len({*first}) == len({*second}) == 1:
        assert all(map(math.isnan, (answer.t, answer.df, answer.p_t, answer.d)))
        return
    expected = ttest_ind(first, second, equal_var=False)
    assert (answer.t, answer.p_t) == pytest.approx((expected.statistic, expected.pvalue))
    assert answer.df == pytest.approx(expected.df)


@given(values, values)
@settings(max_examples=30)
def test_the_order_of_the_groups_turns_the_signs_alone(
    first: list[float], second: list[float]
) -> None:
    answer, turned = two_samples(first, second), two_samples(second, first)
    for name in ("t", "d", "rank_biserial"):
        assert getattr(answer, name) == pytest.approx(-getattr(turned, name), nan_ok=True)
    for name in ("df", "p_t", "p_u"):
        assert getattr(answer, name) == pytest.approx(getattr(turned, name), nan_ok=True)
    assert answer.u + turned.u == len(first) * len(second)


def test_p_of_u_without_ties_is_that_of_all_ways_to_deal_the_ranks() -> None:
    first, second = [0.3, 2.2, 4.1, 5.5], [1.7, 6.1, 7.7, 8.2, 9.4]
    answer = two_samples(first, second)
    everything = sorted(first + second)
    middle = len(first) * len(second) / 2
    dealt = [
        sum(one > other for one in hand for other in everything if other not in hand)
        for hand in combinations(everything, len(first))
    ]
    far = sum(abs(u - middle) >= abs(answer.u - middle) for u in dealt)
    assert answer.p_u == pytest.approx(far / len(dealt))


def test_p_of_u_with_ties_or_many_values_is_approximate() -> None:
    tied = ([1.0, 2, 2, 3], [2.0, 3, 4, 4, 5])
    many = np.random.default_rng(4).normal(size=(2, MOST_EXACT))
    for first, second in (tied, many):
        expected = mannwhitneyu(first, second, method="asymptotic")
        assert two_samples(first, second).p_u == pytest.approx(expected.pvalue)
    fewer = many[:, 1:]
    assert two_samples(*fewer).p_u == pytest.approx(mannwhitneyu(*fewer, method="exact").pvalue)


def test_differences_of_rounding_error_are_ties() -> None:
    first, second = [0.1 + 0.2, 0.3, 0.3], [0.3, 0.1 + 0.2]
    answer = two_samples(first, second)
    assert answer.u == 3 and answer.rank_biserial == 0 and math.isnan(answer.p_u)
    assert math.isnan(answer.t) and answer.deviations == (0, 0)


@pytest.mark.filterwarnings("ignore:Precision loss")
def test_one_group_that_does_not_vary_still_has_a_t() -> None:
    answer = two_samples([2, 2, 2], [1, 3, 5])
    expected = ttest_ind([2, 2, 2], [1, 3, 5], equal_var=False)
    assert (answer.t, answer.df) == pytest.approx((expected.statistic, 2))


@pytest.mark.parametrize(("first", "second"), [([1], [1, 2]), ([1, 2], []), ([], [])])
def test_one_value_is_no_group(first: list[float], second: list[float]) -> None:
    with pytest.raises(ValueError, match=f"got {len(first)} and {len(second)}"):
        two_samples(first, second)
