"""Two groups of interviews: weights by hand, the test against every way to deal them."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from talks import written

from analysis.association import MEASURES
from analysis.contrast import LEAST, contrast
from analysis.nulls.families import benjamini_hochberg
from analysis.units import Incidence, InterviewUnits

FOUR = [["XY", "X"], ["XY", "XZ"], ["X", "Y"], ["Y", "YZ", "YZ"]]


def test_weights_and_counts_of_both_groups_by_hand() -> None:
    found = contrast(written(FOUR), [1, 1, 2, 2])
    assert list(found.table) == [
        *("codebook", "code_a", "code_b", "c_1", "c_2", "weight_1", "weight_2"),
        *("difference", "p", "q"),
    ]
    rows = {
        (row["code_a"], row["code_b"]): (row["c_1"], row["c_2"], row["weight_1"], row["weight_2"])
        for row in found.table.to_dict("records")
    }
    assert rows == {
        ("Y", "Z"): (0, 2, 0.0, pytest.approx(2 / 4)),
        ("X", "Y"): (2, 0, pytest.approx(2 / 4), 0.0),
        ("X", "Z"): (1, 0, pytest.approx(1 / 4), 0.0),
    }
    assert found.table["difference"].tolist() == pytest.approx([0.5, -0.5, 0.25])
    assert found.interviews == (2, 2) and not found.tested


def test_the_largest_difference_comes_first_of_equals_by_name() -> None:
    found = contrast(written(FOUR), [1, 1, 2, 2]).table
    names = list(zip(found["code_a"], found["code_b"], strict=True))
    assert names == [("X", "Y"), ("Y", "Z"), ("X", "Z")]


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_weighs_and_what_it_cannot_weigh_counts_as_nothing(measure: str) -> None:
    found = contrast(written(FOUR), [1, 1, 2, 2], measure=measure).table
    assert np.isfinite(found[["weight_1", "weight_2", "difference"]].to_numpy()).all()
    first = found.set_index(["code_a", "code_b"]).loc[("X", "Y")]
    value = float(MEASURES[measure].function(2, 4, 2, 4))
    assert first["weight_1"] == pytest.approx(value if math.isfinite(value) else 0.0)


def test_interviews_of_neither_group_do_not_count() -> None:
    study = written([*FOUR, ["XY", "XY"]])
    without, beside = contrast(written(FOUR), [1, 1, 2, 2]), contrast(study, [1, 1, 2, 2, 0])
    numbers = ["c_1", "c_2", "weight_1", "weight_2"]
    assert without.table[numbers].equals(beside.table[numbers])


def test_contrast_equals_every_way_to_deal_the_interviews() -> None:
    given = [
        ["XY"],
        ["XY", "X"],
        ["XY"],
        ["XY", "Y"],
        ["X", "Y"],
        ["X"],
        ["Y", "X"],
        ["X", "Y", "XY"],
    ]
    labels = [1, 1, 1, 1, 2, 2, 2, 2]
    found = contrast(written(given), labels, draws=20_000)
    row = found.table.iloc[0]

    def weight(members: tuple[int, ...]) -> float:
        units = [unit for number in members for unit in given[number]]
        a, b, c = (sum(set(code) <= set(unit) for unit in units) for code in ("X", "Y", "XY"))
        return c / (a + b - c)

    seen = weight((0, 1, 2, 3)) - weight((4, 5, 6, 7))
    assert row["difference"] == pytest.approx(seen)
    ways = [
        weight(one) - weight(tuple(sorted(set(range(8)) - set(one))))
        for one in itertools.combinations(range(8), 4)
    ]
    exact = sum(abs(way) >= abs(seen) - 1e-12 for way in ways) / len(ways)
    assert row["p"] == pytest.approx(exact, abs=0.01) and found.p == pytest.approx(exact, abs=0.01)


def test_swapping_the_groups_turns_the_sign_and_keeps_the_p() -> None:
    study = written([["XY"]] * 4 + [["X", "Y"]] * 4)
    one = contrast(study, [1] * 4 + [2] * 4, draws=400)
    two = contrast(study, [2] * 4 + [1] * 4, draws=400)
    assert one.table["difference"].tolist() == [-value for value in two.table["difference"]]
    assert one.p == pytest.approx(two.p, abs=0.03)


def test_no_p_lies_below_one_over_the_draws_and_the_seed_decides_it() -> None:
    study = written([["XY"] * 3] * 9 + [["X", "Y"]] * 9)
    labels = [1] * 9 + [2] * 9
    found = contrast(study, labels, draws=99)
    assert found.tested and found.p == pytest.approx(0.01)
    assert found.table["p"].tolist() == pytest.approx([0.01])
    mixed = written([["XY", "X"], ["Y"], ["XY"], ["X", "Y"], ["XYZ"], ["Z"], ["XZ"], ["Y"]])
    labels = [1, 2, 1, 2, 1, 2, 1, 2]
    first, again = (contrast(mixed, labels, draws=200, seed=5) for _ in range(2))
    assert first.table.equals(again.table) and first.p == again.p
    assert not first.table["p"].equals(contrast(mixed, labels, draws=200, seed=6).table["p"])


def test_draws_beyond_one_block_are_all_made() -> None:
    study = written([["XY"]] * 4 + [["X", "Y"]] * 4)
    found = contrast(study, [1] * 4 + [2] * 4, draws=1203)
    dealt = found.p * 1204 - 1
    assert dealt == pytest.approx(round(dealt)) and found.p == pytest.approx(2 / 70, abs=0.02)


def both_books() -> Incidence:
    keys = [(book, code) for book in ("k", "l") for code in "XY"]
    together = InterviewUnits(((0, 1),), (0, 0, 0, 0), tuple(keys))
    apart = InterviewUnits(((0, 1), (1, 2)), (0, 1, 0), (keys[0], keys[1], keys[2]))
    return Incidence.stack(
        "turn", keys, [(str(n), together if n < 5 else apart) for n in range(10)]
    )


def test_codebooks_do_not_meet_and_q_is_taken_within_each() -> None:
    found = contrast(both_books(), [1] * 5 + [2] * 5, draws=200).table
    assert sorted(zip(found["codebook"], found["code_a"], found["code_b"], strict=True)) == [
        ("k", "X", "Y"),
        ("l", "X", "Y"),
    ]
    assert found["q"].tolist() == found["p"].tolist(), "one pair in each codebook"
    mixed = written([["XY", "X"], ["XZ"], ["XY"], ["XYZ"], ["X", "YZ"], ["Z"], ["YZ"], ["Y", "X"]])
    table = contrast(mixed, [1] * 4 + [2] * 4, draws=200).table
    assert table["q"].tolist() == pytest.approx(benjamini_hochberg(table["p"]).tolist())


def test_groups_too_small_or_wrong_are_refused() -> None:
    incidence = written([["XY"]] * 6)
    small = contrast(incidence, [1, 1, 1, 2, 2, 2])
    assert not small.tested and small.p != small.p and small.table["q"].isna().all()
    with pytest.raises(ValueError, match="both group"):
        contrast(incidence, [1] * 6)
    with pytest.raises(ValueError, match="an entry for each"):
        contrast(incidence, [1, 2])
    with pytest.raises(ValueError, match=r"measure must be one of .*got 'nearness'"):
        contrast(incidence, [1, 1, 1, 2, 2, 2], measure="nearness")


def test_the_least_number_of_interviews_is_enough_and_without_a_pair_nothing_is_tested() -> None:
    labels = [1] * LEAST + [2] * LEAST
    assert contrast(written([["XY"]] * 2 * LEAST), labels, draws=9).tested
    alone = contrast(written([["X", "Y"]] * 2 * LEAST), labels, draws=9)
    assert alone.table.empty and not alone.tested and math.isnan(alone.p)


def test_groups_dealt_at_random_are_seldom_called_different() -> None:
    chance = np.random.default_rng(4)
    false = 0
    for _ in range(60):
        interviews = [
            ["".join(code for code in "XYZ" if chance.random() < 0.4) for _ in range(6)]
            for _ in range(12)
        ]
        false += contrast(written(interviews), [1] * 6 + [2] * 6, draws=199).p <= 0.05
    assert false <= 8  # 60 x .05 = 3 expected; 9 or more has a chance of .003
