"""Saturation by hand, and random orders against what every order gives."""

from __future__ import annotations

import itertools
import math
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.saturation import BASE, LEAST, RUN, THRESHOLD, saturation

HELD = ["ABCD", "AB", "EF", "A", "G", "B", "A", "C", "H"]


def held(*codes: str) -> list[tuple[str, set[str]]]:
    return [(str(number), set(each)) for number, each in enumerate(codes, 1)]


def test_saturation_by_hand() -> None:
    found = saturation(held(*HELD), base=4, run=2, threshold=0.05)
    assert found.curve["cumulative"].tolist() == [4, 4, 6, 6, 7, 7, 7, 7, 8]
    assert found.curve["new"].tolist() == [4, 0, 2, 0, 1, 0, 0, 0, 1]
    ratio = found.curve["ratio"].tolist()
    assert all(math.isnan(value) for value in ratio[:5]) and ratio[5:] == pytest.approx(
        [1 / 6, 0, 0, 1 / 6]
    )
    assert (found.first, found.exceeded, found.reached) == (7, (9,), None)
    assert found.held_out == ("H",) and found.enough
    assert (found.curve["random_low"] <= found.curve["random_mean"]).all()
    assert found.curve["random_mean"].iloc[-1] == 8


@pytest.mark.parametrize(
    ("base", "run", "threshold", "first"),
    [
        (4, 2, 0.0, 7),
        (4, 2, 1 / 6, 6),
        (3, 2, 0.05, 7),
        (2, 3, 0.25, 6),
        (2, 3, 0.24, 8),
        (4, 4, 0.1, None),
        (1, 1, 0.0, 2),
        (1, 1, 1.0, 2),
    ],
)
def test_where_new_information_first_falls_to_the_threshold(
    base: int, run: int, threshold: float, first: int | None
) -> None:
    """New codes: 4 0 2 0 1 0 0 0 1; codes of the base: 4 after one or two, 6 after three or
    four.
    """
    assert saturation(held(*HELD), base=base, run=run, threshold=threshold).first == first


@pytest.mark.parametrize(
    ("codes", "first", "exceeded", "reached"),
    [
        ("A A A A A A A A", 2, (), 2),
        ("A A B A A A A A", 2, (3,), 4),
        ("A A B A C A A A", 2, (3, 5), 6),
        ("A A B C D A A A", 2, (3, 4, 5), 6),
        ("A A A A A A A B", 2, (8,), None),
        ("A A B A A A A C", 2, (3, 8), None),
        ("A B C D E F G H", None, (), None),
        ("A B C D E F G G", 8, (), 8),
        ("A B C C D E F F", 4, (5, 6, 7), 8),
    ],
)
def test_saturation_stands_only_from_where_nothing_exceeds_it_again(
    codes: str, first: int | None, exceeded: tuple[int, ...], reached: int | None
) -> None:
    """Base and run of one: each ratio is the number of new codes."""
    found = saturation(held(*codes.split()), base=1, run=1, threshold=0)
    assert (found.first, found.exceeded, found.reached) == (first, exceeded, reached)


def test_a_run_is_exceeded_as_long_as_the_new_code_lies_in_it() -> None:
    found = saturation(held("AB", "A", "A", "A", "A", "C", "A", "A", "A"), base=2, run=3)
    assert (found.first, found.exceeded, found.reached) == (5, (6, 7, 8), 9)
    high = saturation(held("AB", "A", "A", "A", "A", "C", "A", "A"), base=2, run=3, threshold=0.5)
    assert (high.first, high.exceeded, high.reached) == (5, (), 5)


def test_random_orders_answer_the_question_of_the_order_held() -> None:
    """A code of one interview of seven lies in the last run of two of seven orders."""
    found = saturation(held("A", "A", "A", "A", "A", "A", "AB"), base=2, run=2, draws=4000)
    assert (found.first, found.exceeded, found.reached) == (4, (7,), None)
    assert found.reached_random == pytest.approx(5 / 7, abs=0.03)


def test_the_default_is_the_main_example_of_guest_namey_and_chen() -> None:
    assert (BASE, RUN, THRESHOLD) == (4, 2, 0.05)
    interviews = held(*HELD)
    plain, spelled = saturation(interviews), saturation(interviews, base=4, run=2, threshold=0.05)
    assert plain.curve.equals(spelled.curve) and plain.reached == spelled.reached


def test_random_orders_come_near_what_all_orders_give() -> None:
    """A code of k of n interviews is missing among j drawn with C(n - k, j) / C(n, j)."""
    found = saturation(held(*HELD), draws=4000)
    count = len(HELD)
    often = [sum(code in each for each in HELD) for code in "ABCDEFGH"]
    expected = [
        sum(1 - comb(count - k, drawn) / comb(count, drawn) for k in often)
        for drawn in range(1, count + 1)
    ]
    assert found.curve["random_mean"].tolist() == pytest.approx(expected, abs=0.1)
    last = count // 3
    outside = sum(comb(last, k) / comb(count, k) for k in often)
    assert found.held_out_random == pytest.approx(outside, abs=0.05)


def test_the_share_of_orders_that_saturate_is_that_of_all_orders() -> None:
    codes = ["AB", "A", "B", "", "C", "A"]

    def reaches(order: tuple[str, ...]) -> bool:
        seen = [len(set("".join(order[:drawn]))) for drawn in range(1, 7)]
        return bool(seen[3]) and (seen[5] - seen[3]) / seen[3] <= 0.05

    every = list(itertools.permutations(codes))
    share = sum(map(reaches, every)) / len(every)
    found = saturation(held(*codes), draws=4000)
    assert 0 < share < 1 and found.reached_random == pytest.approx(share, abs=0.03)


def test_the_band_holds_95_per_cent_of_random_orders() -> None:
    curve = saturation(held("A", "B", "C", "D", "E", "F"), draws=200).curve
    for column in ("random_mean", "random_low", "random_high"):
        assert curve[column].tolist() == [1, 2, 3, 4, 5, 6], "no order differs from another"
    mixed = saturation(held(*HELD), draws=500).curve
    assert (mixed["random_low"] <= mixed["random_high"]).all()
    assert mixed["random_low"].iloc[0] == 1 and mixed["random_high"].iloc[0] == 4


def test_the_seed_decides_the_orders_and_nothing_else() -> None:
    one, same, other = (saturation(held(*HELD), draws=50, seed=seed) for seed in (3, 3, 4))
    assert one.curve.equals(same.curve)
    assert not one.curve["random_mean"].equals(other.curve["random_mean"])
    plain = ["place", "source", "new", "cumulative", "ratio"]
    assert one.curve[plain].equals(other.curve[plain]) and one.reached == other.reached


@settings(max_examples=40, deadline=None)
@given(st.lists(st.frozensets(st.sampled_from("ABCDEFG")), max_size=12))
def test_the_curve_counts_codes_of_all_interviews_so_far(codes: list[frozenset[str]]) -> None:
    interviews = [(f"{number}.txt", each) for number, each in enumerate(codes)]
    found = saturation(interviews, draws=3)
    unions = [len(frozenset().union(*codes[:drawn])) for drawn in range(1, len(codes) + 1)]
    assert found.curve["cumulative"].tolist() == unions
    assert found.curve["new"].sum() == (unions[-1] if unions else 0)
    assert found.curve["source"].tolist() == [source for source, _ in interviews]
    assert found.curve["place"].tolist() == list(range(1, len(codes) + 1))
    assert found.enough == (len(codes) >= LEAST)
    if found.enough:
        cut = len(codes) - len(codes) // 3
        first, last = (frozenset().union(*part) for part in (codes[:cut], codes[cut:]))
        assert set(found.held_out) == last - first
        ratio = dict(enumerate(found.curve["ratio"].tolist(), 1))
        within = [number for number, share in ratio.items() if share <= THRESHOLD]
        above = [number for number, share in ratio.items() if share > THRESHOLD]
        assert found.first == (within[0] if within else None)
        assert list(found.exceeded) == [n for n in above if within and n > within[0]]
        assert (found.reached is not None) == (bool(within) and ratio[len(codes)] <= THRESHOLD)
        if found.reached is not None:
            assert all(ratio[n] <= THRESHOLD for n in range(found.reached, len(codes) + 1))
            assert found.reached == found.first or ratio[found.reached - 1] > THRESHOLD
    else:
        assert (found.first, found.exceeded, found.reached) == (None, (), None)


def test_without_a_code_in_the_base_no_ratio_can_be_taken() -> None:
    found = saturation(held("", "", "", "", "A", "B", "C"))
    assert found.enough and found.curve["ratio"].isna().all() and found.reached is None
    assert found.held_out == ("B", "C")


def test_codes_may_be_pairs_of_codebook_and_code() -> None:
    interviews = [(str(number), {("k", "X")}) for number in range(8)]
    found = saturation([*interviews, ("last", {("k", "Y")})])
    assert found.held_out == (("k", "Y"),) and (found.first, found.exceeded) == (6, (9,))


@pytest.mark.parametrize(("count", "base", "run"), [(0, 4, 2), (1, 1, 1), (5, 4, 2), (8, 6, 3)])
def test_too_few_interviews_are_refused(count: int, base: int, run: int) -> None:
    found = saturation([(str(number), {"A"}) for number in range(count)], base=base, run=run)
    assert not found.enough and found.reached is None and found.held_out == ()
    assert math.isnan(found.reached_random) and math.isnan(found.held_out_random)
    assert np.isnan(found.curve["ratio"]).all() and found.curve["random_mean"].isna().all()
    assert found.curve["cumulative"].tolist() == [1] * count


@pytest.mark.parametrize(
    "options", [{"base": 0}, {"run": 0}, {"threshold": -0.01}, {"threshold": 1.01}], ids=str
)
def test_options_out_of_range_are_refused_by_name(options: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"base and run must be at least 1 and threshold within"):
        saturation([], **options)  # type: ignore[arg-type]
