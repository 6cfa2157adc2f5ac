"""ENA against its definition, counted line by line, and against what its geometry promises."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import pearsonr, spearmanr

from analysis.ena import _co_registration, accumulate, code_pairs, group_test, model
from corpus.catalogue import messages

study = st.integers(1, 12).flatmap(
    lambda n: st.tuples(
        st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=n, max_size=n),
        st.lists(st.sampled_from("uvw"), min_size=n, max_size=n),
        st.lists(st.sampled_from("AB"), min_size=n, max_size=n),
    )
)


@given(study, st.integers(1, 5), st.integers(0, 2), st.booleans())
def test_windows_equal_the_definition(
    made: tuple[list[list[int]], list[str], list[str]], back: int, forward: int, weighted: bool
) -> None:
    lines, units, talks = made
    names, counts = accumulate(
        np.array(lines), units, talks, back=back, forward=forward, weighted=weighted
    )
    expected = np.zeros_like(counts)
    for row, talk in enumerate(talks):
        own = [place for place, other in enumerate(talks) if other == talk]
        here = own.index(row)
        around = [lines[place] for place in own[max(0, here - back + 1) : here + forward + 1]]
        for column, (a, b) in enumerate(code_pairs(3)):
            linked = (
                lines[row][a] * sum(line[b] for line in around)
                + lines[row][b] * sum(line[a] for line in around)
                - lines[row][a] * lines[row][b]
            )
            expected[names.index(units[row]), column] += linked if weighted else linked > 0
    assert (counts == expected).all() and names == tuple(dict.fromkeys(units))


def rena_counts_by_meetings(
    lines: list[list[int]], talks: list[str], back: float, forward: float
) -> list[list[int]]:
    """rENA's rule as meetings: every two lines of the window, but two of the lines that it takes to
    lie before, and two of those after (lines x pairs).
    """
    counts = []
    for row, talk in enumerate(talks):
        conversation = [index for index, other in enumerate(talks) if other == talk]
        position = conversation.index(row)
        window = [
            index
            for offset, index in enumerate(conversation)
            if -back < offset - position <= forward
        ]
        before = set(window[: int(max(0, len(window) - 1 - min(forward, len(window))))])
        after = {index for index in window if index > row}
        counts.append(
            [
                sum(
                    lines[one][a] * lines[other][b]
                    for one in window
                    for other in window
                    if not {one, other} <= before and not {one, other} <= after
                )
                for a, b in code_pairs(3)
            ]
        )
    return counts


@given(
    study,
    st.integers(1, 5) | st.just(float("inf")),
    st.integers(0, 4) | st.just(float("inf")),
    st.booleans(),
)
def test_the_rule_of_rena_equals_its_meetings(
    generated: tuple[list[list[int]], list[str], list[str]],
    back: float,
    forward: float,
    weighted: bool,
) -> None:
    lines, units, talks = generated
    names, counts = accumulate(
        np.array(lines),
        units,
        talks,
        back=back,
        forward=forward,
        forward_rule="rena",
        weighted=weighted,
    )
    meetings = rena_counts_by_meetings(lines, talks, back, forward)
    expected = np.zeros_like(counts)
    for unit, met in zip(units, meetings, strict=True):
        expected[names.index(unit)] += met if weighted else np.array(met) > 0
    assert (counts == expected).all()


@given(study, st.integers(1, 5), st.integers(0, 3), st.booleans())
def test_both_rules_are_one_without_lines_after_and_rena_never_counts_less(
    generated: tuple[list[list[int]], list[str], list[str]],
    back: int,
    forward: int,
    weighted: bool,
) -> None:
    lines, units, talks = generated
    _, line = accumulate(
        np.array(lines), units, talks, back=back, forward=forward, weighted=weighted
    )
    _, rena = accumulate(
        np.array(lines),
        units,
        talks,
        back=back,
        forward=forward,
        forward_rule="rena",
        weighted=weighted,
    )
    assert (rena == line).all() if forward == 0 else (rena >= line).all()


@pytest.mark.parametrize(
    ("lines", "back", "forward", "line", "rena"),
    [
        # over a line that holds neither code: only rENA links the one before with the one after
        ([[1, 0], [0, 0], [0, 1]], 2, 1, [0, 0, 0], [0, 1, 0]),
        # at the end two lines should follow and none does: rENA takes none off before
        ([[1, 0], [0, 1], [0, 0]], 3, 2, [1, 1, 0], [1, 1, 1]),
        # one of the two lines after is there: one line before is taken off, one is not
        ([[1, 1], [0, 0], [0, 0], [0, 0]], 3, 2, [1, 0, 0, 0], [1, 0, 0, 0]),
        ([[0, 0], [1, 1], [0, 0], [0, 0]], 3, 2, [0, 1, 0, 0], [0, 1, 1, 1]),
    ],
)
def test_forward_windows_by_hand(
    lines: list[list[int]], back: int, forward: int, line: list[int], rena: list[int]
) -> None:
    for rule, expected in (("line", line), ("rena", rena)):
        _, counts = accumulate(
            np.array(lines),
            range(len(lines)),
            ["A"] * len(lines),
            back=back,
            forward=forward,
            forward_rule=rule,  # type: ignore[arg-type]
        )
        assert counts[:, 0].tolist() == expected, rule


def test_a_conversation_window_links_a_units_own_lines() -> None:
    lines = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]])
    _, counts = accumulate(lines, ["u", "u", "v", "v"], ["A"] * 4, window="conversation")
    assert counts.tolist() == [[1, 0, 0], [0, 0, 1]]


def random_counts(seed: int, units: int = 14, codes: int = 5) -> np.ndarray:
    return np.random.default_rng(seed).poisson(3, (units, len(code_pairs(codes)))).astype(float)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_a_rotation_keeps_distances_and_orders_variance(seed: int) -> None:
    counts = random_counts(seed)
    made = model(tuple(range(14)), counts, 5)
    centred = made.weights - made.centre
    assert np.linalg.norm(made.points[0] - made.points[1]) == pytest.approx(
        np.linalg.norm(centred[0] - centred[1])
    )
    assert (np.diff(made.variance) <= 1e-12).all() and made.variance.sum() == pytest.approx(1)
    assert made.rotation.T @ made.rotation == pytest.approx(
        np.eye(made.rotation.shape[1]), abs=1e-9
    )


def test_co_registration_correlates_the_differences_of_all_units() -> None:
    space = model(tuple(range(14)), random_counts(3), 5)
    for dimension in (0, 1):
        differences = [
            [
                side[one, dimension] - side[other, dimension]
                for one, other in combinations(range(14), 2)
            ]
            for side in (space.points, space.centroids)
        ]
        assert space.fit[dimension] == pytest.approx(pearsonr(*differences).statistic)
        assert space.fit_spearman[dimension] == pytest.approx(spearmanr(*differences).statistic)


def test_co_registration_counts_rounding_errors_as_ties() -> None:
    points = np.array([0.0, 0.3, 0.1 + 0.2, 0.6])  # differences of .3, but for rounding
    _, spearman = _co_registration(points, np.array([0.0, 1.0, 1.0, 2.0]))
    assert spearman == pytest.approx(1)
    assert np.isnan(_co_registration(points, np.zeros(4))).all()


def test_means_rotation_puts_the_difference_of_means_on_one_axis_first_group_positive() -> None:
    counts = random_counts(1)
    groups = np.array([1] * 7 + [2] * 5 + [0] * 2)
    made = model(tuple(range(14)), counts, 5, groups=groups)
    gap = made.points[groups == 1].mean(axis=0) - made.points[groups == 2].mean(axis=0)
    assert gap[0] > 0 and np.abs(gap[1:]).max() < 1e-9


def test_a_unit_without_links_stays_at_the_origin_and_is_told() -> None:
    counts = random_counts(2)
    counts[3] = 0
    made = model(tuple(range(14)), counts, 5)
    assert np.abs(made.points[3]).max() == 0 and "ena.empty" in made.warnings
    assert set(made.warnings) <= set(messages())


def test_random_groups_are_seldom_told_apart_and_real_ones_are() -> None:
    chance = np.random.default_rng(5)
    rejected = 0
    for seed in range(120):
        weights = model(tuple(range(14)), random_counts(seed), 5).weights
        rejected += (
            group_test(weights, chance.permutation([1] * 7 + [2] * 7), draws=199, seed=seed) < 0.05
        )
    assert rejected <= 14
    apart = random_counts(7)
    apart[:7, 0] += 15
    assert group_test(
        model(tuple(range(14)), apart, 5).weights, np.array([1] * 7 + [2] * 7), draws=199
    ) == pytest.approx(1 / 200)


def test_arguments_are_named_in_errors() -> None:
    with pytest.raises(ValueError, match="back must be at least 1"):
        accumulate(np.zeros((1, 2)), ["u"], ["A"], back=0)
    with pytest.raises(ValueError, match=r"forward_rule must be one of .*got 'both'"):
        accumulate(np.zeros((1, 2)), ["u"], ["A"], forward_rule="both")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="one length"):
        accumulate(np.zeros((2, 2)), ["u"], ["A"])
    with pytest.raises(ValueError, match="at least two units"):
        model(("u",), np.ones((1, 1)), 2)
    with pytest.raises(ValueError, match="both group 1 and group 2"):
        group_test(np.ones((2, 1)), np.array([1, 1]))
