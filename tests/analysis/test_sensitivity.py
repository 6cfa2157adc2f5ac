"""How far a network depends on its unit: by hand, the correlation by SciPy."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr
from talks import counted, interview, written

from analysis.cooccurrence import Cooccurrence, cooccurrence
from analysis.networks.network import EdgeRule
from analysis.sensitivity import RHO, SHARED, UNIT_A, UNIT_B, sensitivity


def together(*interviews: list[str], codes: str = "VWXYZ") -> Cooccurrence:
    return cooccurrence(written(interviews, codes), test=False)


def test_sensitivity_by_hand() -> None:
    study = [
        interview([["接口断了。", "标准也乱。"], ["考核没有。", "接口断了。"]], str(number))
        for number in range(3)
    ]
    by_unit = {
        unit: cooccurrence(counted(study, unit)) for unit in ("sentence", "exchange", "interview")
    }
    found = sensitivity(by_unit, "test", EdgeRule())
    drawn = {
        (row["code_a"], row["code_b"]): (
            row["drawn_sentence"],
            row["drawn_exchange"],
            row["drawn_interview"],
        )
        for row in found.edges.to_dict("records")
    }
    assert drawn == {
        ("X", "Y"): (False, True, True),
        ("X", "Z"): (False, True, True),
        ("Y", "Z"): (False, False, True),
    }
    assert found.edges["units"].tolist() == [2, 2, 1]
    rows = {(row[UNIT_A], row[UNIT_B]): row for row in found.agreement.to_dict("records")}
    assert list(rows) == [
        ("sentence", "exchange"),
        ("sentence", "interview"),
        ("exchange", "interview"),
    ]
    last = rows["exchange", "interview"]
    assert (last[SHARED], last["drawn_a"], last["drawn_b"], last["drawn_both"]) == (3, 2, 3, 2)


LARGE = together(["VW", "VW", "VX", "WX", "XY"], ["VW", "VX", "YZ", "Z"])
SMALL = together(["VW", "V", "VX", "XY", "XY"], ["VW", "XY", "Y", "WZ"])


def test_the_correlation_is_spearmans_over_all_pairs_that_meet_under_either() -> None:
    found = sensitivity({"a": LARGE, "b": SMALL}, "k")
    weights = []
    for counts in (LARGE, SMALL):
        rows = counts.table.to_dict("records")
        weights.append({(row["code_a"], row["code_b"]): row["jaccard"] for row in rows})
    pairs = sorted(set(weights[0]) | set(weights[1]))
    assert len(pairs) == 6
    expected = spearmanr(*([each.get(pair, 0.0) for pair in pairs] for each in weights))
    (row,) = found.agreement.to_dict("records")
    assert row[RHO] == pytest.approx(expected.statistic) and row[SHARED] == 6


def test_weights_and_drawn_edges_of_every_unit_stand_side_by_side() -> None:
    rule = EdgeRule(least_units=2, least_interviews=2)
    found = sensitivity({"a": LARGE, "b": SMALL}, "k", rule).edges
    assert list(found) == [
        "code_a",
        "code_b",
        "weight_a",
        "weight_b",
        "drawn_a",
        "drawn_b",
        "units",
    ]
    assert found.to_numpy().tolist() == [
        ["V", "W", pytest.approx(3 / 6), pytest.approx(2 / 5), True, True, 2],
        ["V", "X", pytest.approx(2 / 7), pytest.approx(1 / 7), True, False, 1],
        ["X", "Y", pytest.approx(1 / 5), pytest.approx(3 / 5), False, True, 1],
    ]


def test_the_weight_is_that_of_the_rule() -> None:
    rule = EdgeRule(1, 1, weight="ochiai")
    found = sensitivity({"a": LARGE, "b": SMALL}, "k", rule).edges
    weight = dict(
        zip(zip(found["code_a"], found["code_b"], strict=True), found["weight_a"], strict=True)
    )
    assert weight["V", "W"] == pytest.approx(3 / math.sqrt(5 * 4))


def test_the_same_network_twice_agrees_wholly() -> None:
    found = sensitivity({"a": LARGE, "b": LARGE}, "k", EdgeRule(1, 1))
    (row,) = found.agreement.to_dict("records")
    assert row[RHO] == pytest.approx(1.0)
    assert row["drawn_a"] == row["drawn_b"] == row["drawn_both"] == len(found.edges)


def test_where_weights_do_not_vary_or_two_pairs_meet_no_correlation_is_told() -> None:
    flat = together(["UV", "WX", "YZ"], codes="UVWXYZ")
    few = together(["VW", "VX", "V"])
    for counts, pairs in ((flat, 3), (few, 2)):
        (row,) = sensitivity({"a": counts, "b": counts}, "k").agreement.to_dict("records")
        assert math.isnan(row[RHO]) and row[SHARED] == pairs


@pytest.mark.parametrize("codebook", ["k", "other"])
def test_without_a_pair_nothing_is_drawn(codebook: str) -> None:
    alone = together(["V", "W"])
    found = sensitivity({"a": alone, "b": alone, "c": alone}, codebook)
    assert found.edges.empty and len(found.agreement) == 3
    assert found.agreement[RHO].isna().all() and found.agreement[SHARED].tolist() == [0, 0, 0]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["VW", "VWX", "XY", "YZ", "V", ""]), min_size=1, max_size=5),
        min_size=2,
        max_size=4,
    )
)
def test_an_edge_drawn_under_one_unit_stands_in_the_table_once(study: list[list[str]]) -> None:
    wide = [["".join(sorted(set("".join(units))))] for units in study]
    found = sensitivity({"turn": together(*study), "interview": together(*wide)}, "k")
    (row,) = found.agreement.to_dict("records")
    edges = found.edges
    if edges.empty:
        assert row["drawn_a"] == row["drawn_b"] == 0
        return
    assert not edges.duplicated(["code_a", "code_b"]).any()
    assert row["drawn_a"] == edges["drawn_turn"].sum()
    assert row["drawn_b"] == edges["drawn_interview"].sum()
    assert row["drawn_both"] == (edges["units"] == 2).sum()
    assert (edges["units"] >= 1).all() and edges["units"].is_monotonic_decreasing


def test_fewer_than_two_units_are_refused() -> None:
    with pytest.raises(ValueError, match="by_unit must hold at least two units, got 1"):
        sensitivity({"turn": LARGE}, "k")
