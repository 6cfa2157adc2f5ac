"""Pairs of codes counted by definition, what is left out, and what stands beside the counts."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from talks import written

from analysis import cooccurrence as module
from analysis.association import MEASURES
from analysis.cooccurrence import SHOWN, cooccurrence
from analysis.nulls.families import benjamini_hochberg
from analysis.nulls.shift_test import circular_shift, shift_test
from analysis.units import Incidence, InterviewUnits

studies = st.lists(
    st.lists(st.frozensets(st.sampled_from("XYZ")), max_size=6), min_size=1, max_size=5
)
FIVE = [["XY", "X", "", "Y", "XY"], ["X", "", "", "Y"], ["Y", "XYZ", ""], ["", "X"], ["XY", "XZ"]]


@settings(max_examples=40, deadline=None)
@given(studies)
def test_the_sparse_product_equals_counting_by_definition(
    study: list[list[frozenset[str]]],
) -> None:
    found = cooccurrence(written([["".join(unit) for unit in units] for units in study]))
    for row in found.table.to_dict("records"):
        both = [
            (number, unit)
            for number, units in enumerate(study)
            for unit in units
            if {row["code_a"], row["code_b"]} <= unit
        ]
        assert row["c"] == len(both) == len(found.units(("k", row["code_a"]), ("k", row["code_b"])))
        assert row["interviews"] == len({number for number, _ in both})
        assert row["a"] == sum(row["code_a"] in unit for units in study for unit in units)
        assert row["n"] == sum(map(len, study))


def test_a_table_by_hand() -> None:
    found = cooccurrence(written([["XY", "XY", "X"], ["XY", "YZ", "Z"]]), test=False)
    names = ["code_a", "code_b", "c", "a", "b", "n", "interviews"]
    assert found.table[names].to_numpy().tolist() == [
        ["X", "Y", 3, 4, 4, 6, 2],
        ["Y", "Z", 1, 4, 2, 6, 1],
    ]
    assert found.table["jaccard"].tolist() == pytest.approx([3 / 5, 1 / 5])
    assert found.joint.tolist() == [[4, 3, 0], [3, 4, 1], [0, 1, 2]]
    assert found.table[["p_more", "p_less", "q"]].isna().all(axis=None)


def test_the_measures_beside_the_counts_are_those_of_association() -> None:
    table = cooccurrence(written(FIVE), test=False).table
    for name in SHOWN:
        expected = MEASURES[name].function(table["c"], table["a"], table["b"], table["n"])
        assert table[name].tolist() == pytest.approx(list(expected), nan_ok=True)


def test_the_strongest_pair_comes_first_of_equals_the_more_frequent_then_by_column() -> None:
    table = cooccurrence(written([["XY", "XY", "ZW", "UV"]], "UVWXYZ"), test=False).table
    pairs = list(zip(table["code_a"], table["code_b"], strict=True))
    assert pairs == [("X", "Y"), ("U", "V"), ("W", "Z")]


def corrected(study: Incidence) -> tuple[dict[tuple[int, int], float], int]:
    """q of every pair of codes that occur, and the size of the family."""
    occurring = np.flatnonzero(np.asarray(study.matrix.sum(axis=0)).ravel()).tolist()
    pairs = list(itertools.combinations(occurring, 2))
    tested = shift_test(study, pairs)
    ordered = sorted(tested.least)
    size = next(k for k in range(1, len(pairs) + 1) if sum(p <= 0.05 / k for p in ordered) <= k)
    inside = [p <= 0.05 / size for p in tested.least]
    q = iter(benjamini_hochberg(tested.more[inside]))
    return {
        pair: next(q) if within else 1.0 for pair, within in zip(pairs, inside, strict=True)
    }, sum(inside)


def test_the_test_is_the_shift_test_and_its_family_all_pairs_of_codes_that_occur() -> None:
    study = written(FIVE, "WXYZ")
    table = cooccurrence(study).table
    columns = {code: number for number, (_, code) in enumerate(study.codes)}
    pairs = [
        (columns[a], columns[b]) for a, b in zip(table["code_a"], table["code_b"], strict=True)
    ]
    more, less = circular_shift(study, pairs)
    assert table["p_more"].tolist() == pytest.approx(more.tolist())
    assert table["p_less"].tolist() == pytest.approx(less.tolist())
    expected, family = corrected(study)
    assert table["q"].tolist() == pytest.approx([expected[pair] for pair in pairs])
    assert set(table["family"]) == {family} and not table["drift"].any()


@pytest.mark.parametrize(("often", "unequal"), [(5, False), (6, True)])
def test_codes_of_very_unequal_use_are_marked(often: int, unequal: bool) -> None:
    units = ["XY", *["X"] * (often - 1)]
    assert cooccurrence(written([units]), test=False).table["unequal"].tolist() == [unequal]


def test_pairs_that_meet_less_often_are_left_out() -> None:
    study = written([["XY", "XY", "XZ", "YZ", "YZ", "YZ"]])
    for least, pairs in [(1, 3), (2, 2), (3, 1), (4, 0)]:
        table = cooccurrence(study, least=least, test=False).table
        assert len(table) == pairs and (table["c"] >= least).all()


@pytest.mark.parametrize("weight", ["jaccard", "count", "phi"])
def test_a_limit_keeps_the_heaviest_pairs_and_the_family_of_the_test(weight: str) -> None:
    study = written([*FIVE, ["XZ", "WX", "W", "WY"]], "WXYZ")
    every = cooccurrence(study).table
    value = MEASURES[weight].function(every["c"], every["a"], every["b"], every["n"])
    for limit in range(1, len(every) + 2):
        kept = cooccurrence(study, limit=limit, weight=weight).table
        assert len(kept) == min(limit, len(every))
        own = MEASURES[weight].function(kept["c"], kept["a"], kept["b"], kept["n"])
        assert sorted(own) == pytest.approx(sorted(value)[-len(kept) :])
        expected, _ = corrected(study)
        pairs = zip(kept["code_a"].map("WXYZ".index), kept["code_b"].map("WXYZ".index), strict=True)
        assert kept["q"].tolist() == pytest.approx([expected[pair] for pair in pairs])


@pytest.mark.parametrize("dense", [0, 500])
@pytest.mark.parametrize("block", [1, 1_000_000])
def test_interviews_are_counted_alike_in_one_table_or_pair_by_pair(
    dense: int, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_DENSE", dense)
    monkeypatch.setattr(module, "_BLOCK", block)
    chance = np.random.default_rng(3)
    interviews = [
        ["".join(code for code in "UVWXYZ" if chance.random() < 0.5) for _ in range(4)]
        for _ in range(6)
    ]
    for row in cooccurrence(written(interviews, "UVWXYZ"), test=False).table.to_dict("records"):
        pair = {row["code_a"], row["code_b"]}
        assert row["interviews"] == sum(
            any(pair <= set(unit) for unit in units) for units in interviews
        )


def test_many_codes_are_kept_sparse_and_counted_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    dense = cooccurrence(written(FIVE), test=False)
    monkeypatch.setattr(module, "SPARSE", 3)
    sparse = cooccurrence(written(FIVE), test=False)
    assert sparse.table.equals(dense.table)
    assert sparse.joint.toarray().tolist() == dense.joint.tolist()


def test_codes_of_different_codebooks_make_no_pair() -> None:
    keys = [("k", "X"), ("l", "X"), ("k", "Y")]
    units = InterviewUnits(((0, 1),), (0, 0, 0), tuple(sorted(keys)))
    table = cooccurrence(Incidence.stack("turn", keys, [("t", units)]), test=False).table
    assert table[["codebook", "code_a", "code_b"]].to_numpy().tolist() == [["k", "X", "Y"]]


@pytest.mark.parametrize("interviews", [[], [[]], [["X", "Y"]], [["", ""]]], ids=str)
def test_without_a_pair_the_table_is_empty_with_its_columns(interviews: list[list[str]]) -> None:
    found = cooccurrence(written(interviews))
    assert found.table.empty and {"c", "jaccard", "unequal", "q"} <= set(found.table)
    assert found.units(("k", "X"), ("k", "Y")) == []


def test_units_of_a_pair_by_hand_and_of_a_code_that_is_not_counted() -> None:
    found = cooccurrence(written([["XY", "X"], ["", "XY"]]), test=False)
    assert found.units(("k", "X"), ("k", "Y")) == [("0", 0, 1), ("1", 1, 2)]
    assert found.units(("k", "X"), ("k", "X")) == [("0", 0, 1), ("0", 1, 2), ("1", 1, 2)]
    with pytest.raises(
        ValueError, match=r"code must be one of the codes counted, got \('k', 'Q'\)"
    ):
        found.units(("k", "X"), ("k", "Q"))
