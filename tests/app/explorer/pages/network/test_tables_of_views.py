"""What the views of the network page make of the table of pairs and of mentions, by hand."""

from __future__ import annotations

import math

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.explorer.pages.network.heatmap import matrix
from app.explorer.pages.network.mentions import graph_of, hit
from app.explorer.pages.network.pairs import strongest_first

PAIRS = pd.DataFrame(
    {
        "code_a": ["A", "A", "B"],
        "code_b": ["B", "C", "C"],
        "c": [2, 1, 2],
        "a": [4, 4, 2],
        "b": [2, 3, 3],
        "n": [10, 10, 10],
        "jaccard": [0.5, 1 / 6, 2 / 3],
    }
)


def test_a_matrix_is_the_same_on_both_sides_and_empty_on_its_diagonal() -> None:
    frame = matrix(PAIRS, ["A", "B", "C", "D"], "jaccard")
    assert frame.loc["A", "B"] == frame.loc["B", "A"] == pytest.approx(2 / (4 + 2 - 2))
    assert frame.loc["C", "B"] == frame.loc["B", "C"] == pytest.approx(2 / (2 + 3 - 2))
    assert all(math.isnan(frame.loc[code, code]) for code in frame.index)
    assert frame.loc["D"].isna().all() and frame["D"].isna().all()


def test_a_matrix_of_one_code_or_none_is_empty() -> None:
    assert matrix(PAIRS, ["A"], "count").isna().all(axis=None)
    assert matrix(PAIRS, [], "count").empty


def test_pairs_are_sorted_by_the_measure_then_by_count_and_codes() -> None:
    assert list(strongest_first(PAIRS, "jaccard")["code_b"]) == ["C", "B", "C"]
    by_count = strongest_first(PAIRS, "count")
    assert list(zip(by_count["code_a"], by_count["code_b"], strict=True)) == [
        ("A", "B"),
        ("B", "C"),
        ("A", "C"),
    ]
    assert list(by_count["count"]) == [2, 2, 1] and "count" not in PAIRS
    assert list(by_count.index) == [0, 1, 2]


def test_mentions_of_somebody_unknown_and_rare_ones_are_no_edge() -> None:
    edges = pd.DataFrame(
        {
            "from": ["公安局", "", "民政局", "公安局"],
            "to": ["民政局", "民政局", "公安局", "卫健委"],
            "mentions": [3, 9, 2, 1],
        }
    )
    graph = graph_of(edges, 2)
    assert sorted(graph.edges(data="weight")) == [("公安局", "民政局", 3), ("民政局", "公安局", 2)]
    assert not graph_of(edges, 10) and isinstance(graph, nx.DiGraph)


@given(
    st.text(alphabet="公安局的𠮷a<", max_size=12),
    st.text(alphabet="公安局𠮷", min_size=1, max_size=3),
)
def test_a_mark_lies_on_the_words_it_marks(quote: str, form: str) -> None:
    marks = hit(quote, form)
    assert bool(marks) == (form in quote)
    for start, end, kind in marks:
        assert quote[start:end] == form and kind == "hit"
        assert form not in quote[: end - 1]
