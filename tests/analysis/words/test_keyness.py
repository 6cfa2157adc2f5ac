"""Keyness: G2 by SciPy and by hand, every deal of interviews written out, and a world without any
difference.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import power_divergence

from analysis.words import keyness as module
from analysis.words.keyness import keyness, keyness_table, log_likelihood, log_ratio

Counts = Mapping[str, int]


def groups(*sides: tuple[int, Counts]) -> tuple[list[Counts], list[Counts]]:
    """Interviews of the target (1) or the rest (0)."""
    return (
        [counts if side else {} for side, counts in sides],
        [{} if side else counts for side, counts in sides],
    )


def row(table: object, word: str) -> dict[str, float]:
    return table.set_index("word").loc[word].to_dict()  # type: ignore[attr-defined, no-any-return]


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 300), st.integers(1, 300))
def test_g2_is_that_of_scipy_with_the_sign_of_the_rates(a: int, b: int, c: int, d: int) -> None:
    table = np.array([[a, b], [c, d]], dtype=float)
    expected = table.sum(1, keepdims=True) * table.sum(0) / table.sum()
    if not a + b:
        return
    size, size_rest = float(a + c), float(b + d)
    g2 = log_likelihood(np.array([float(a)]), np.array([float(b)]), size, size_rest)[0]
    oracle = power_divergence(
        table.ravel(), expected.ravel(), ddof=2, lambda_="log-likelihood"
    ).statistic
    assert abs(g2) == pytest.approx(oracle, abs=1e-8)
    if abs(g2) > 1e-9:
        assert (g2 > 0) == (a / size > b / size_rest)


def test_a_table_by_hand() -> None:
    """30 of 1,000 words against 10 of 2,000: 2 (30 ln 2.25 + 10 ln .375 + …)."""
    target = [{"标准": 30, "其他": 970}]
    rest = [{"标准": 10, "其他": 1990}]
    found = keyness(target, rest, "within")
    known = row(found.table, "标准")
    by_hand = 2 * (
        30 * math.log(30 / (40 * 1000 / 3000))
        + 10 * math.log(10 / (40 * 2000 / 3000))
        + 970 * math.log(970 / (2960 * 1000 / 3000))
        + 1990 * math.log(1990 / (2960 * 2000 / 3000))
    )
    assert known["g2_signed"] == pytest.approx(by_hand)
    assert (known["rate_words"], known["rate_words_rest"]) == (300, 50)
    assert known["log_ratio"] == pytest.approx(math.log2(6))
    assert known["expected_words"] == pytest.approx(40 / 3)
    assert (known["interviews"], known["interviews_rest"]) == (1, 1)
    assert row(found.table, "其他")["g2_signed"] < 0
    assert found.words == (1000, 2000) and found.interviews == (1, 1)


def test_a_word_that_one_side_lacks_has_a_finite_ratio() -> None:
    """Hardie's log ratio takes 0 for 0.5."""
    ratio = log_ratio(np.array([8.0, 0.0]), np.array([0.0, 4.0]), 100.0, 200.0)
    assert ratio.tolist() == pytest.approx([math.log2(8 / 100 * 200 / 0.5), math.log2(0.5 * 2 / 4)])
    assert np.isnan(log_ratio(np.array([1.0]), np.array([0.0]), 10.0, 0.0)).all()


SIDES = groups(
    (1, {"标准": 9, "接口": 1, "平台": 40}),
    (1, {"标准": 6, "接口": 2, "平台": 30}),
    (1, {"标准": 7, "接口": 1, "平台": 20}),
    (1, {"标准": 2, "接口": 3, "平台": 50}),
    (0, {"标准": 1, "接口": 2, "平台": 35}),
    (0, {"接口": 2, "平台": 45}),
    (0, {"标准": 3, "接口": 1, "平台": 25}),
    (0, {"标准": 1, "接口": 1, "平台": 60, "经费": 9}),
    (0, {"标准": 2, "平台": 30}),
)


@pytest.mark.parametrize("word", ["标准", "接口", "平台"])
def test_groups_against_every_deal_written_out(word: str) -> None:
    target, rest = SIDES
    said = [{**one, **other} for one, other in zip(target, rest, strict=True)]
    sizes = [sum(counts.values()) for counts in said]
    rate = sum(counts.get(word, 0) for counts in said) / sum(sizes)

    def surplus(members: tuple[int, ...]) -> float:
        return sum(said[index].get(word, 0) - rate * sizes[index] for index in members)

    seen = surplus((0, 1, 2, 3))
    deals = [surplus(members) for members in combinations(range(9), 4)]
    p = sum(value >= seen - 1e-9 for value in deals) / len(deals)
    known = row(keyness(target, rest, "groups").table, word)
    assert known["p"] == pytest.approx(p)
    assert known["frequency"] - known["expected_words"] == pytest.approx(seen)


def test_words_in_too_few_interviews_leave_the_family() -> None:
    """All of one interview in the target: 4 of 9 deals, never below .05."""
    found = keyness(*SIDES, "groups")
    assert math.isnan(row(found.table, "经费")["p"]) and found.family == 3


PARTED = (
    [{"标准": 3, "平台": 17}, {"标准": 2, "平台": 8}, {"标准": 4, "平台": 20},
     {"标准": 1, "平台": 9}, {"标准": 2, "平台": 12}, {"标准": 1, "平台": 30}, {"平台": 5}, {}],
    [{"标准": 2, "平台": 60}, {"平台": 30}, {"标准": 3, "平台": 70}, {"标准": 1, "平台": 50},
     {"平台": 44}, {"标准": 3, "平台": 40}, {"标准": 1, "平台": 20}, {"标准": 5, "平台": 90}],
)  # fmt: skip


@pytest.mark.parametrize("word", ["标准", "平台"])
def test_within_against_every_sign_written_out(word: str) -> None:
    """The interview without a target takes no part."""
    residuals = []
    for one, other in zip(*PARTED, strict=True):
        if not one:
            continue
        share = sum(one.values()) / (sum(one.values()) + sum(other.values()))
        residuals.append(one.get(word, 0) - share * (one.get(word, 0) + other.get(word, 0)))
    seen = sum(residuals)
    deals = [
        sum(sign * value for sign, value in zip(signs, residuals, strict=True))
        for signs in product((1, -1), repeat=len(residuals))
    ]
    known = row(keyness(*PARTED, "within").table, word)
    assert known["p"] == pytest.approx(sum(value >= seen - 1e-9 for value in deals) / len(deals))
    assert known["frequency"] - known["expected_words"] == pytest.approx(seen)


@pytest.mark.parametrize("design", ["groups", "within"])
def test_drawn_deals_come_near_all_deals_and_are_the_same_again(
    design: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sides = SIDES if design == "groups" else PARTED
    exact = keyness(*sides, design).table["p"]  # type: ignore[arg-type]
    monkeypatch.setattr(module, "EXACT", 1)
    drawn = keyness(*sides, design).table["p"]  # type: ignore[arg-type]
    again = keyness(*sides, design).table["p"]  # type: ignore[arg-type]
    assert drawn.to_numpy() == pytest.approx(exact.to_numpy(), abs=0.03, nan_ok=True)
    assert drawn.equals(again) and (drawn.dropna() >= 1 / 5000).all()


def test_too_few_interviews_are_refused() -> None:
    target, rest = SIDES
    three = keyness([{}, *target[1:]], rest, "groups")
    assert three.refused == "few_groups" and three.table["p"].isna().all() and three.family == 0
    five = keyness(PARTED[0][:5], PARTED[1][:5], "within")
    assert five.refused == "few_within" and five.table["p"].isna().all()


def test_a_target_that_says_more_than_the_rest_is_refused() -> None:
    assert keyness(PARTED[1], PARTED[0], "within").refused == "larger"
    assert keyness(*PARTED, "within").refused is None


def test_nothing_said_gives_an_empty_table() -> None:
    for design in ("groups", "within"):
        found = keyness([], [], design)  # type: ignore[arg-type]
        assert found.table.empty and found.words == (0, 0) and found.refused is not None
    one_side = keyness([{"标准": 5}], [{}], "groups")
    assert one_side.table["rate_words_rest"].isna().all()
    assert one_side.table["g2_signed"].tolist() == [0]


def test_rare_words_are_left_out_of_the_table_but_not_of_the_total() -> None:
    found = keyness([{"标准": 6, "少见": 4}], [{"标准": 10}], "within")
    assert found.table["word"].tolist() == ["标准"] and found.words == (10, 10)


def test_misuse_is_named() -> None:
    with pytest.raises(ValueError, match="as long"):
        keyness([{}], [], "groups")
    with pytest.raises(ValueError, match="at least 1"):
        keyness([{}], [{}], "groups", least=0)
    with pytest.raises(ValueError, match="both sides"):
        keyness([{"标准": 1}], [{"标准": 1}], "groups")


def test_tables_of_several_comparisons_share_one_correction() -> None:
    target, rest = SIDES
    parts = {"甲": keyness(target, rest, "groups"), "乙": keyness(rest, target, "groups")}
    table = keyness_table(parts, 2)
    assert table["group"].tolist() == ["甲", "甲", "乙", "乙"] and next(iter(table)) == "group"
    for _, frame in table.groupby("group"):
        assert frame["g2_signed"].is_monotonic_decreasing
    alone = keyness_table({"甲": parts["甲"]}, 10)
    every = keyness_table(parts, 10)
    least = min(every["p"])
    assert every["q"].min() >= least and len(every) == 8
    assert alone["q"].notna().sum() == 3 and every["q"].notna().sum() == 6
    ranked = every.dropna().sort_values("p")
    assert ranked["q"].iloc[0] == pytest.approx(
        min(p * 6 / (rank + 1) for rank, p in enumerate(ranked["p"]))
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.permutations(range(9)))
def test_the_order_of_interviews_says_nothing(seed: int, order: list[int]) -> None:
    target, rest = SIDES
    moved = keyness([target[index] for index in order], [rest[index] for index in order], "groups")
    straight = keyness(target, rest, "groups", seed=seed)
    assert moved.table["p"].to_numpy() == pytest.approx(straight.table["p"].to_numpy(), nan_ok=True)


def spoken(
    chance: np.random.Generator, sizes: np.ndarray, rates: np.ndarray
) -> list[dict[str, int]]:
    """Interviews of so many words, in bursts: a word that falls is said twice more on average."""
    first = chance.poisson(rates * sizes[:, None] / 3)
    said = first + chance.poisson(2.0 * first)
    return [
        {f"词{word}": int(count) for word, count in enumerate(counts) if count} | {"余": int(size)}
        for counts, size in zip(said, sizes, strict=True)
    ]


@pytest.mark.parametrize("design", ["groups", "within"])
def test_where_sides_do_not_differ_few_words_are_below_the_level(design: str) -> None:
    """Rates differ between interviews, words come in bursts, interviews and targets are uneven:
    log-likelihood calls more than twice as many words over-used as it may (2.71: one-sided
    .05), the test does not.
    """
    chance = np.random.default_rng(5)
    rates = 10 ** chance.uniform(-2.7, -1.7, 500) * chance.lognormal(0, 1, (16, 500))
    sizes = chance.lognormal(np.log(600), 0.7, 16).astype(int) + 50
    if design == "groups":
        said = spoken(chance, sizes, rates)
        target = [*said[:6], *[{}] * 10]
        rest = [*[{}] * 6, *said[6:]]
    else:
        target = spoken(chance, (sizes * chance.uniform(0.1, 0.5, 16)).astype(int), rates)
        rest = spoken(chance, sizes, rates)
    found = keyness(target, rest, design)  # type: ignore[arg-type]
    p = found.table["p"].dropna()
    assert found.refused is None and len(p) > 300
    assert (p <= 0.05).mean() <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / len(p))
    assert (p <= 0.5).mean() == pytest.approx(0.5, abs=0.15)
    assert (found.table["g2_signed"] > 2.71).mean() > 0.1


@pytest.mark.parametrize("design", ["groups", "within"])
def test_a_word_said_thrice_as_often_by_every_interview_is_seen(design: str) -> None:
    chance = np.random.default_rng(7)
    rates = np.full((16, 60), 0.01)
    more = rates.copy()
    more[:, 0] *= 3
    sizes = np.full(16, 1000)
    if design == "groups":
        target = [*spoken(chance, sizes[:8], more[:8]), *[{}] * 8]
        rest = [*[{}] * 8, *spoken(chance, sizes[8:], rates[8:])]
    else:
        target, rest = spoken(chance, sizes, more), spoken(chance, 2 * sizes, rates)
    table = keyness_table({"": keyness(target, rest, design)}, 100)  # type: ignore[arg-type]
    assert table["word"].iloc[0] == "词0" and table["q"].iloc[0] < 0.05
    assert (table["q"] < 0.05).sum() <= 3
