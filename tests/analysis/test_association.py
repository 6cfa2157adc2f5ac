"""The measures: by hand, where they are not defined, their ranges, and what their texts must
say.
"""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, fisher_exact

from analysis.association import MEASURES
from corpus.catalogue import LANGUAGES, message

counts = (
    st.integers(1, 60)
    .flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n)))
    .flatmap(
        lambda nab: st.tuples(
            *map(st.just, nab), st.integers(max(0, nab[1] + nab[2] - nab[0]), min(nab[1], nab[2]))
        )
    )
)


def value(name: str, c: int, a: int, b: int, n: int) -> float:
    return float(MEASURES[name].function(c, a, b, n))


@pytest.mark.parametrize(
    ("case", "defined"),
    [
        ((0, 0, 0, 10), {"count": 0, "g2": 0, "hypergeometric": 1}),
        ((0, 0, 4, 10), {"count": 0, "jaccard": 0, "dice": 0, "g2": 0, "hypergeometric": 1}),
        ((0, 0, 0, 0), {"count": 0}),
        (
            (0, 3, 4, 10),
            {
                "count": 0,
                "jaccard": 0,
                "overlap": 0,
                "ochiai": 0,
                "dice": 0,
                "lift": 0,
                "pmi": -math.inf,
                "npmi": -1,
                "phi": -12 / math.sqrt(3 * 7 * 4 * 6),
                "association_strength": 0,
                "g2": None,
                "hypergeometric": 1,
            },
        ),
        (
            (10, 10, 10, 10),
            {
                "count": 10,
                "jaccard": 1,
                "overlap": 1,
                "ochiai": 1,
                "dice": 1,
                "lift": 1,
                "pmi": 0,
                "npmi": 1,
                "association_strength": 0.1,
                "g2": 0,
                "hypergeometric": 1,
            },
        ),
        (
            (3, 3, 3, 10),
            {
                "count": 3,
                "jaccard": 1,
                "overlap": 1,
                "ochiai": 1,
                "dice": 1,
                "lift": 10 / 3,
                "pmi": math.log2(10 / 3),
                "npmi": 1,
                "phi": 1,
                "association_strength": 1 / 3,
                "g2": None,
                "hypergeometric": 1 / 120,
            },
        ),
    ],
)
def test_empty_and_full_codes_are_defined(
    case: tuple[int, int, int, int], defined: dict[str, float | None]
) -> None:
    for name in MEASURES:
        found = value(name, *case)
        if name not in defined:
            assert math.isnan(found), f"{name} is {found} here: add it to the case if that is right"
        elif (expected := defined[name]) is not None:
            assert found == pytest.approx(expected), name


@given(counts)
def test_identities(made: tuple[int, int, int, int]) -> None:
    n, a, b, c = made
    found = {name: value(name, c, a, b, n) for name in MEASURES}
    if a and b:
        assert found["dice"] == pytest.approx(2 * found["jaccard"] / (1 + found["jaccard"]))
        assert found["lift"] == pytest.approx(found["association_strength"] * n)
        assert found["ochiai"] ** 2 == pytest.approx(c * c / (a * b))
        if c:
            assert found["pmi"] == pytest.approx(math.log2(found["lift"]))
            assert c == n or found["npmi"] == pytest.approx(
                math.log(c * n / (a * b)) / math.log(n / c)
            )
    cells = np.array([[c, a - c], [b - c, n - a - b + c]])
    if cells.sum(axis=0).all() and cells.sum(axis=1).all():
        columns = np.repeat([[1, 1], [1, 0], [0, 1], [0, 0]], cells.ravel(), axis=0)
        assert found["phi"] == pytest.approx(np.corrcoef(columns.T)[0, 1])
        assert found["g2"] == pytest.approx(
            chi2_contingency(cells, correction=False, lambda_="log-likelihood")[0], abs=1e-9
        )
        kappa = (2 * (c * n - a * b)) / (
            a * (n - b) + b * (n - a)
        )  # Cohen's, of two codes as two coders
        assert found["phi"] * math.sqrt(a * (n - a) * b * (n - b)) == pytest.approx(
            kappa * (a * (n - b) + b * (n - a)) / 2, abs=1e-9
        )


def test_arrays_broadcast() -> None:
    for measure in MEASURES.values():
        assert np.shape(measure.function(np.array([1, 2]), np.array([3, 4]), 5, 20)) == (2,)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_every_measure_tells_formula_range_and_source(measure: object) -> None:
    text = str(measure.function.__doc__)  # type: ignore[attr-defined]
    assert re.search(r"\bc\b|\bo\b|P\(C", text) and "Range" in text
    assert measure.name == "count" or re.search(r"\b(19|20)\d\d\b", text)  # type: ignore[attr-defined]


def test_tests_that_take_units_for_independent_say_so_wherever_they_head_a_column() -> None:
    assert {name for name, measure in MEASURES.items() if measure.assumes_independence} == {
        "g2",
        "hypergeometric",
    }
    for name in ("g2", "hypergeometric"):
        assert not MEASURES[name].weight
        assert "假定各单元相互独立" in message(
            f"column.{name}", "zh"
        ) and "assumes independent units" in message(f"column.{name}", "en")
    assert all(
        message(f"column.{name}", lang) for lang in LANGUAGES for name in ("p_less", "q_less")
    )


def test_measures_of_a_matrix_made_by_hand() -> None:
    c, a, b, n = 6, 10, 8, 40
    found = {name: value(name, c, a, b, n) for name in MEASURES}
    assert found["jaccard"] == pytest.approx(6 / 12) and found["overlap"] == pytest.approx(6 / 8)
    assert found["ochiai"] == pytest.approx(6 / math.sqrt(80)) and found["dice"] == pytest.approx(
        12 / 18
    )
    assert found["lift"] == pytest.approx(3.0) and found["pmi"] == pytest.approx(math.log2(3))
    assert found["npmi"] == pytest.approx(math.log(3) / -math.log(6 / 40))
    table = np.array(
        [[1] * 6 + [1] * 4 + [0] * 2 + [0] * 28, [1] * 6 + [0] * 4 + [1] * 2 + [0] * 28]
    )
    assert found["phi"] == pytest.approx(np.corrcoef(table)[0, 1])
    cells = [[6, 4], [2, 28]]
    assert found["g2"] == pytest.approx(
        chi2_contingency(cells, correction=False, lambda_="log-likelihood")[0]
    )
    assert found["hypergeometric"] == pytest.approx(fisher_exact(cells, alternative="greater")[1])


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
@settings(max_examples=40, deadline=None)
@given(counts)
def test_no_measure_breaks_and_all_are_symmetric(
    measure: object, made: tuple[int, int, int, int]
) -> None:
    n, a, b, c = made
    function = measure.function  # type: ignore[attr-defined]
    one, two = float(function(c, a, b, n)), float(function(c, b, a, n))
    assert one == pytest.approx(two, nan_ok=True) and one != math.inf
