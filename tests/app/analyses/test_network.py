"""The network by a rule: nodes and edges by hand, what picture and files are given."""

from __future__ import annotations

import io
from functools import cache

import networkx as nx
import pytest
from studies_by_hand import lettered, study_of

from analysis.networks.network import EdgeRule
from app.analyses.network import NetworkOptions, centrality_in_words, network
from app.exporters.results import sentences
from app.palette import COLOURS
from app.result import Result
from app.study.study import Study
from corpus.catalogue import LANGUAGES
from corpus.problem import FangtanError

STUDY = lettered(
    ["A B", "A B C", "D E"], ["A B", "A C", "D E"], ["D E", "A", ""],
    department=["公安局", "民政局", "民政局"],
)  # fmt: skip
"""A with B in 3 exchanges, A with C in 2, B with C in 1 (not drawn), D with E in 3."""


@cache
def of_study(options: NetworkOptions) -> Result:
    """Computed once for all tests here."""
    return network(STUDY, options)


def asked(study: Study = STUDY, **options: object) -> Result:
    chosen = NetworkOptions(stability=False, **options)  # type: ignore[arg-type]
    return of_study(chosen) if study is STUDY else network(study, chosen)


def graph_in(result: Result, lang: str = "zh") -> nx.Graph:
    return nx.read_graphml(io.BytesIO(result.files(lang)["network.graphml"]))  # type: ignore[arg-type]


def test_edges_and_nodes_by_hand() -> None:
    result = asked()
    edges = result.tables["edges"].to_dict("records")
    assert {(row["code_a"], row["code_b"]): (row["c"], row["interviews"]) for row in edges} == {
        ("A", "B"): (3, 2),
        ("A", "C"): (2, 2),
        ("D", "E"): (3, 3),
    }
    weights = {row["code_a"] + row["code_b"]: row["weight"] for row in edges}
    assert weights == pytest.approx({"AB": 3 / 5, "AC": 2 / 5, "DE": 1})
    nodes = result.tables["nodes"].set_index("node")
    assert nodes["count"].to_dict() == {"A": 5, "B": 3, "C": 2, "D": 3, "E": 3}
    assert nodes["strength"].to_dict() == pytest.approx(
        {"A": 1.0, "B": 0.6, "C": 0.4, "D": 1.0, "E": 1.0}
    )
    assert nodes["degree"].to_dict() == {"A": 2, "B": 1, "C": 1, "D": 1, "E": 1}
    assert set(result.tables["nodes"]["codebook"]) == {"test"}
    communities = nodes["community"].to_dict()
    assert communities["A"] == communities["B"] == communities["C"] != communities["D"]
    assert (result.facts["nodes"], result.facts["edges"], result.facts["communities"]) == (5, 3, 2)


@pytest.mark.parametrize(
    ("rule", "edges"),
    [
        (EdgeRule(1, 1), {"AB", "AC", "BC", "DE"}),
        (EdgeRule(3, 1), {"AB", "DE"}),
        (EdgeRule(2, 3), {"DE"}),
        (EdgeRule(1, 1, top=1), {"DE"}),
        (EdgeRule(1, 1, floor=0.5), {"AB", "DE"}),
        (EdgeRule(1, 1, tree=True), {"AB", "AC", "DE"}),
        (EdgeRule(9, 9), set()),
    ],
)
def test_only_edges_of_the_rule_are_drawn(rule: EdgeRule, edges: set[str]) -> None:
    result = asked(rule=rule)
    found = {row["code_a"] + row["code_b"] for row in result.tables["edges"].to_dict("records")}
    assert found == edges and result.facts["rule"] == rule.text()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_files_hold_the_network_with_names_in_the_language(lang: str) -> None:
    graph = graph_in(asked(), lang)
    assert {frozenset(edge) for edge in graph.edges} == {
        frozenset(pair) for pair in ("AB", "AC", "DE")
    }
    names = {node: data["label"] for node, data in graph.nodes(data=True)}
    assert names["A"] == {"zh": "标准不一", "en": "Standards"}[lang]
    told = graph.edges["A", "B"]["polarities"]
    assert told == {"zh": "缺失×缺失 3", "en": "lacking×lacking 3"}[lang]
    assert graph.edges["A", "B"]["meeting"] == "lacking×lacking"
    assert graph.graph["rule"] == EdgeRule().text()


def test_files_have_the_colours_of_themes_whatever_the_picture_has() -> None:
    for options in ({}, {"lens": "half"}, {"by_theme": True}):
        graph = graph_in(asked(**options))
        colours = {node: data["color"] for node, data in graph.nodes(data=True)}
        themes = dict(zip("ABCDE", (COLOURS[index] for index in (0, 0, 1, 2, 2)), strict=True))
        assert colours == themes
    assert not [name for name in asked().files("zh") if name.endswith(".csv")]


def test_around_a_code_only_its_neighbours_stay() -> None:
    table = asked(around="B").tables["nodes"]
    assert set(table["node"]) == {"A", "B"}
    with pytest.raises(FangtanError) as refused:
        asked(around="Q")
    assert refused.value.key == "study.not_drawn" and "A、B、C、D、E" in refused.value.text("en")


def test_two_groups_have_a_table_and_a_picture_of_their_difference() -> None:
    result = asked(groups="department=公安,民政")
    row = result.tables["contrast"].set_index(["code_a", "code_b"]).loc[("A", "B")]
    assert (row["c_1"], row["c_2"]) == (2, 1) and "difference" in set(result.pictures)
    assert "difference" not in set(asked().pictures)


def test_a_lens_or_a_codebook_that_is_none_is_refused() -> None:
    for options, key in (({"lens": "x"}, "run.lens_unknown"), ({"codebook": "x"}, "study.no_book")):
        with pytest.raises(FangtanError) as refused:
            asked(**options)
        assert refused.value.key == key


def test_words_stand_in_columns_of_their_own() -> None:
    result = asked(words=True, rule=EdgeRule(1, 1))
    assert "word" in result.tables["nodes"] and "node" not in result.tables["nodes"]


@pytest.mark.parametrize("study", [study_of(), lettered([""]), lettered(["A B"])])
def test_nothing_to_draw_is_an_empty_network(study: Study) -> None:
    result = asked(study)
    assert result.tables["nodes"].empty and result.tables["edges"].empty
    assert result.facts["edges"] == 0 and len(graph_in(result)) == 0
    assert all(sentences(result, lang) for lang in LANGUAGES)


def test_stability_is_told_by_centrality() -> None:
    table = network(lettered(*[["A B", "A C"]] * 6), NetworkOptions()).tables["stability"]
    assert set(table["centrality"]) == {"strength", "betweenness", "eigenvector"}
    assert centrality_in_words("strength", "zh") == "加权度"
