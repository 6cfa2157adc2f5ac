from __future__ import annotations

import math

import numpy as np
import pytest
from builders import codebook, transcript
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.association import MEASURES
from analysis.coders.rules import RuleCoder
from analysis.cooccurrence import cooccurrence
from analysis.networks.network import EdgeRule, build, layout
from analysis.units import Incidence, InterviewUnits, UnitKind, interview_units

BOOK = codebook(
    "  - {id: X, name: x, definition: d, indicators: [接口]}\n  - {id: Y, name: y, definition: "
    "d, indicators: [标准]}\n  - {id: Z, name: z, definition: d, indicators: [考核]}"
)
TEXT = (
    "问：一？\n答：接口断了。标准也乱。\n答：考核呢，说不好。\n问：二？\n答：标准乱。\n问："
    "三？\n问：再问？\n答：接口和标准。"
)


def counted(kind: UnitKind) -> tuple[int, dict[tuple[str, str], int]]:
    made = transcript(TEXT)
    units = interview_units(made, RuleCoder(BOOK).code(made), kind)
    table = cooccurrence(
        Incidence.stack(kind, [("test", code) for code in "XYZ"], [("t", units)])
    ).table
    return len(units.spans), {
        (row["code_a"], row["code_b"]): row["c"] for row in table.to_dict("records")
    }


def test_units_by_hand() -> None:
    assert counted("sentence") == (5, {("X", "Y"): 1})
    assert counted("turn") == (4, {("X", "Y"): 2})
    assert counted("exchange") == (3, {("X", "Y"): 2, ("X", "Z"): 1, ("Y", "Z"): 1})
    assert counted("window") == (5, {("X", "Y"): 4, ("X", "Z"): 3, ("Y", "Z"): 3})
    assert counted("interview") == (1, {("X", "Y"): 1, ("X", "Z"): 1, ("Y", "Z"): 1})


def test_an_unknown_unit_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="unit must be one of"):
        interview_units(transcript(TEXT), [], "paragraph")  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.frozensets(st.sampled_from("XYZ")), max_size=6), min_size=1, max_size=5)
)
def test_the_sparse_product_equals_counting_by_definition(
    study: list[list[frozenset[str]]],
) -> None:
    keys = [("b", code) for code in "XYZ"]
    interviews = []
    for place, units in enumerate(study):
        pairs = [(row, ("b", code)) for row, unit in enumerate(units) for code in sorted(unit)]
        interviews.append(
            (
                f"s{place}",
                InterviewUnits(
                    tuple((row, row + 1) for row in range(len(units))),
                    tuple(row for row, _ in pairs),
                    tuple(key for _, key in pairs),
                ),
            )
        )
    found = cooccurrence(Incidence.stack("turn", keys, interviews))
    for row in found.table.to_dict("records"):
        both = [
            (place, unit)
            for place, units in enumerate(study)
            for unit in units
            if {row["code_a"], row["code_b"]} <= unit
        ]
        assert row["c"] == len(both) == len(found.units(("b", row["code_a"]), ("b", row["code_b"])))
        assert row["interviews"] == len({place for place, _ in both})
        assert row["a"] == sum(row["code_a"] in unit for units in study for unit in units)
        assert row["n"] == sum(map(len, study))


def test_measures_of_a_matrix_made_by_hand() -> None:
    c, a, b, n = 6, 10, 8, 40
    value = {name: float(measure.function(c, a, b, n)) for name, measure in MEASURES.items()}
    assert value["jaccard"] == pytest.approx(6 / 12) and value["overlap"] == pytest.approx(6 / 8)
    assert value["ochiai"] == pytest.approx(6 / math.sqrt(80)) and value["dice"] == pytest.approx(
        12 / 18
    )
    assert value["lift"] == pytest.approx(3.0) and value["pmi"] == pytest.approx(math.log2(3))
    assert value["npmi"] == pytest.approx(math.log(3) / -math.log(6 / 40))
    table = np.array(
        [[1] * 6 + [1] * 4 + [0] * 2 + [0] * 28, [1] * 6 + [0] * 4 + [1] * 2 + [0] * 28]
    )
    assert value["phi"] == pytest.approx(np.corrcoef(table)[0, 1])
    from scipy.stats import chi2_contingency, fisher_exact

    cells = [[6, 4], [2, 28]]
    assert value["g2"] == pytest.approx(
        chi2_contingency(cells, correction=False, lambda_="log-likelihood")[0]
    )
    assert value["hypergeometric"] == pytest.approx(fisher_exact(cells, alternative="greater")[1])


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 30)
    .flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n)))
    .flatmap(
        lambda nab: st.tuples(
            *map(st.just, nab), st.integers(max(0, nab[1] + nab[2] - nab[0]), min(nab[1], nab[2]))
        )
    )
)
def test_no_measure_breaks_and_all_are_symmetric(
    measure: object, counts: tuple[int, int, int, int]
) -> None:
    n, a, b, c = counts
    function = measure.function  # type: ignore[attr-defined]
    one, two = float(function(c, a, b, n)), float(function(c, b, a, n))
    assert one == pytest.approx(two, nan_ok=True) and one != math.inf


def test_edges_follow_the_rule_and_the_layout_is_the_same_twice() -> None:
    made = transcript(TEXT)
    units = interview_units(made, RuleCoder(BOOK).code(made), "exchange")
    table = cooccurrence(
        Incidence.stack(
            "exchange", [("test", code) for code in "XYZ"], [("s", units), ("t", units)]
        )
    ).table
    graph = build(table, "test", {"X": 4, "Y": 6, "Z": 2})
    assert {frozenset(edge) for edge in graph.edges} == {
        frozenset("XY"),
        frozenset("XZ"),
        frozenset("YZ"),
    }
    assert not build(table, "test", {}, EdgeRule(least_interviews=3))
    assert list(build(table, "test", {}, EdgeRule(top=1)).edges) == [("X", "Y")]
    assert layout(graph) == layout(graph) and all(
        0 <= x <= 1 and 0 <= y <= 1 for x, y in layout(graph).values()
    )
