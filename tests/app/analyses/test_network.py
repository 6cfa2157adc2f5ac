"""The network by a rule: nodes and edges by hand, what picture and files are given."""

from __future__ import annotations

import io
from functools import cache

import networkx as nx
import pytest
from builders import codebook
from studies_by_hand import BOOK, lettered, study_of

from analysis.networks.network import EdgeRule
from app.analyses.network import NetworkOptions, centrality_in_words, network
from app.exporters.results import sentences, worded
from app.palette import COLOURS, code_colours
from app.result import Result, note
from app.study.study import Study
from corpus.catalogue import LANGUAGES, Language
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


THEMED = lettered(
    *[["A B", "C", "A C", "B D", "", "E"]] * 6, department=["公安局"] * 3 + ["民政局"] * 3
)
"""Themes: P (A, B) in three exchanges of each interview, Q (C) in two, R (D, E) in two; P with Q in
one, P with R in one. The lens parts A and C from B, D and E: 上 in three, 下 in three, both in one.
"""


def test_themes_are_nodes_by_hand() -> None:
    result = asked(THEMED, by="themes")
    edges = result.tables["edges"].set_index(["theme_a", "theme_b"])
    assert edges["c"].to_dict() == {("P", "Q"): 6, ("P", "R"): 6}
    assert edges["weight"].tolist() == pytest.approx([6 / 24] * 2)
    assert edges["polarities"].tolist() == ["lacking×lacking 6"] * 2
    nodes = result.tables["nodes"].set_index("theme")
    assert nodes["count"].to_dict() == {"P": 18, "Q": 12, "R": 12}
    assert nodes["degree"].to_dict() == {"P": 2, "Q": 1, "R": 1}
    assert (result.facts["by"], result.facts["nodes"]) == ("themes", 3)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_themes_and_groups_stand_by_name_in_their_colours(lang: Language) -> None:
    themes = asked(THEMED, by="themes", groups="department=公安,民政")
    names = {theme: BOOK.by_id[theme].name.text(lang) for theme in "PQR"}
    assert set(worded(themes, lang)["nodes"]["theme"]) == set(names.values())
    assert set(worded(themes, lang)["contrast"]["theme_a"]) == {names["P"]}
    drawn = graph_in(themes, lang)
    assert dict(drawn.nodes(data="label")) == names
    colours = code_colours(THEMED.books, BOOK)
    assert dict(drawn.nodes(data="color")) == {theme: colours[theme] for theme in "PQR"}
    assert all(themes.pictures.draw(name, lang)[0] for name in themes.pictures)
    groups = asked(THEMED, by="themes", lens="half")
    (edge,) = worded(groups, lang)["edges"].to_dict("records")
    assert (edge["group_a"], edge["group_b"], edge["c"]) == ("上", "下", 6)
    assert set(worded(groups, lang)["nodes"]["group"]) == {"上", "下"}
    said = note("note.by_lens", lens=BOOK.lenses["half"].name).text(lang)
    assert said in sentences(groups, lang) and said not in sentences(themes, lang)


def test_a_network_of_themes_is_that_of_codings_renamed() -> None:
    """A book whose codes are the themes, and codings of these; with the stability of both."""
    book = codebook("".join(f"- {{id: {theme}, name: n, definition: d}}\n" for theme in "PQR"))
    renamed = study_of(
        *(
            (made, tuple(one._replace(code=BOOK.theme_of[one.code]) for one in codings))
            for made, codings in THEMED.interviews
        ),
        books=(book,),
    )
    themes = network(THEMED, NetworkOptions(by="themes", power=False)).tables
    codes = network(renamed, NetworkOptions(power=False)).tables
    for name in ("nodes", "edges", "stability"):
        assert themes[name].shape == codes[name].shape
        one, other = (table[name].fillna(-1).to_numpy().tolist() for table in (themes, codes))
        assert one == other


def test_around_a_theme_and_what_does_not_go_with_themes() -> None:
    around = asked(THEMED, by="themes", around="Q").tables["nodes"]
    assert sorted(around["theme"]) == ["P", "Q"]
    with pytest.raises(FangtanError):
        asked(THEMED, by="themes", around="A")
    with pytest.raises(FangtanError):
        NetworkOptions(by="themes", words=True)
    with pytest.raises(FangtanError):
        asked(THEMED, by="themes", lens="nobody")
    with pytest.raises(ValueError, match="by must be one of"):
        NetworkOptions(by="lens")
