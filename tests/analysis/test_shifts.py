"""Shifts written out one by one, and sums of counts convolved the plain way."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from talks import written

from analysis.shifts import Interview, Sums, interviews

Counts = NDArray[np.float64]


def every_shift(one: NDArray[np.int64], two: NDArray[np.int64]) -> list[int]:
    return [int((one * np.roll(two, shift)).sum()) for shift in range(len(one))]


def shares_of(dense: NDArray[np.int64], first: int, second: int) -> list[float]:
    """Without the zeros at the end."""
    found = Interview(dense).shares(np.array([first]), np.array([second]))[0]
    return np.trim_zeros(found, "b").tolist()


@pytest.mark.parametrize(
    ("one", "two", "shares"),
    [
        ("10", "10", [1 / 2, 1 / 2]),
        ("10", "11", [0, 1]),
        ("100", "110", [1 / 3, 2 / 3]),
        ("1100", "1100", [1 / 4, 2 / 4, 1 / 4]),
        ("1010", "1010", [2 / 4, 0, 2 / 4]),
        ("1010", "0101", [2 / 4, 0, 2 / 4]),
        ("1110", "1110", [0, 0, 3 / 4, 1 / 4]),
        ("11111", "11100", [0, 0, 0, 1]),
        ("10000", "11111", [0, 1]),
    ],
)
def test_shares_of_joint_counts_by_hand(one: str, two: str, shares: list[float]) -> None:
    dense = np.array([[int(sign) for sign in code] for code in (one, two)])
    assert shares_of(dense, 0, 1) == pytest.approx(shares)
    assert shares_of(dense, 1, 0) == pytest.approx(shares), "which one is shifted does not matter"


sequences = st.integers(2, 12).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 1), min_size=size, max_size=size), min_size=2, max_size=5
    )
)


@settings(max_examples=80, deadline=None)
@given(sequences)
def test_shares_are_those_of_every_shift_counted(codes: list[list[int]]) -> None:
    dense = np.array(codes)
    interview = Interview(dense)
    pairs = np.array(list(itertools.product(range(len(codes)), repeat=2))).T
    rows = interview.meeting(*pairs)
    both = [number for number, (a, b) in enumerate(pairs.T) if dense[a].any() and dense[b].any()]
    assert rows.tolist() == both
    if not both:
        return
    shares = interview.shares(pairs[0][rows], pairs[1][rows])
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(rows)))
    for row, number in enumerate(both):
        counts = every_shift(dense[pairs[0][number]], dense[pairs[1][number]])
        expected = np.bincount(counts, minlength=shares.shape[1]) / len(counts)
        assert shares[row] == pytest.approx(expected)


def test_a_long_interview_is_counted_in_double_precision() -> None:
    """Beyond 16,384 units; both codes often, so that counts come by the transform."""
    chance = np.random.default_rng(7)
    size = (1 << 14) + 3
    dense = (chance.random((2, size)) < 0.4).astype(np.int64)
    shares = Interview(dense).shares(np.array([0]), np.array([1]))[0]
    turned = np.concatenate([dense[1], dense[1]])
    for shift in (0, 1, 77, size - 1):
        count = int((dense[0] * turned[size - shift : 2 * size - shift]).sum())
        assert shares[count] >= 1 / size - 1e-12
    mean = float((shares * np.arange(len(shares))).sum())
    assert mean == pytest.approx(dense[0].sum() * dense[1].sum() / size)


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


def test_interviews_of_one_unit_are_passed_over_and_the_others_keep_their_order() -> None:
    study = written([["XY", "X", ""], ["XY"], [], ["Y", "Y"]], "XY")
    found = list(interviews(study.matrix, study.edges))
    assert [each.units for each in found] == [3, 2]
    both = [each.meeting(np.array([0, 1]), np.array([1, 1])).tolist() for each in found]
    assert both == [[0, 1], [1]]
