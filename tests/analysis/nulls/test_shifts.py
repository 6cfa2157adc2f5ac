"""Shifts written out one by one, and sums of counts convolved the plain way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from analysis.nulls.shifts import Sums

Counts = NDArray[np.float64]


def spelled(parts: list[Counts], ceiling: int) -> Counts:
    """One convolved with the next, all above the ceiling in one class, without zeros behind."""
    total = np.ones(1)
    for part in parts:
        total = np.convolve(total, part)
    made = np.zeros(ceiling + 2)
    made[: ceiling + 1][: len(total)] = total[: ceiling + 1]
    made[ceiling + 1] = total[ceiling + 1 :].sum()
    return made


def equal(found: Counts, expected: Counts) -> None:
    padded = np.zeros(len(expected))
    padded[: len(found)] = found
    assert len(found) <= len(expected) and padded == pytest.approx(expected)


def test_a_sum_of_coins_is_binomial() -> None:
    total = Sums(1, 10)
    for _ in range(4):
        total.add(np.array([0]), np.array([[0.5, 0.5]]))
    assert total.result()[0] == pytest.approx([1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16])


def test_sums_above_the_ceiling_are_one_class() -> None:
    total = Sums(1, 1)
    for _ in range(4):
        total.add(np.array([0]), np.array([[0.5, 0.5]]))
    assert total.result()[0] == pytest.approx([1 / 16, 4 / 16, 11 / 16])


def test_without_an_interview_the_sum_is_nothing_for_certain() -> None:
    total = Sums(3, 5)
    total.add(np.zeros(0, dtype=int), np.zeros((0, 4)))
    assert total.result().tolist() == [[1.0], [1.0], [1.0]]


def test_a_pair_that_an_interview_lacks_has_no_count_in_it() -> None:
    total = Sums(3, 5)
    total.add(np.array([0, 2]), np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]))
    total.add(np.array([2]), np.array([[0.25, 0.75]]))
    assert total.result().tolist() == [
        [0, 1, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 0.25, 0.75],
    ]


@pytest.mark.parametrize("many", [1, 2, 31, 32, 33, 63, 64, 65, 130])
@pytest.mark.parametrize("ceiling", [0, 3, 10_000])
def test_any_number_of_interviews_is_summed_as_one_by_one(many: int, ceiling: int) -> None:
    """About the number that is taken in at once, and about the powers of it."""
    chance = np.random.default_rng(many)
    parts = chance.dirichlet(np.ones(4), size=many)
    total = Sums(1, ceiling)
    for part in parts:
        total.add(np.array([0]), part[None, :])
    equal(total.result()[0], spelled(list(parts), ceiling))


@pytest.mark.parametrize(("one", "two"), [(2, 3), (7, 9), (8, 40), (99, 99), (100, 130), (3, 300)])
def test_narrow_and_wide_distributions_are_convolved_alike(one: int, two: int) -> None:
    """Three ways of convolving take turns at 8 and at 100 counts."""
    chance = np.random.default_rng(one + two)
    parts = [chance.dirichlet(np.ones(width), size=5) for width in (one, two, one)]
    total = Sums(5, 1000)
    for part in parts:
        total.add(np.arange(5), part)
    found = total.result()
    for row in range(5):
        equal(found[row], spelled([part[row] for part in parts], 1000))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.integers(0, 5), min_size=1, max_size=6).filter(any), min_size=1, max_size=40
    ),
    st.integers(0, 30),
)
def test_asking_up_to_the_ceiling_gives_the_same_tails(
    weights: list[list[int]], ceiling: int
) -> None:
    parts = [np.array(each) / sum(each) for each in weights]
    total = Sums(1, ceiling)
    for part in parts:
        total.add(np.array([0]), part[None, :])
    found = total.result()[0]
    equal(found, spelled(parts, ceiling))
    assert found.sum() == pytest.approx(1.0)
