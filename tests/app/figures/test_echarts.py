"""Interactive charts against the graph or table that they show, and clicks led back to it."""

from __future__ import annotations

import json
from typing import Any

import networkx as nx
import pandas as pd
import pytest

from app.figures.echarts import clicked, directed, edges_of, network, sankey
from app.figures.network import coordinates
from app.palette import COLOURS, NO_THEME
from corpus.coding import Function

NAMES = {"A": "标准不一", "B": "接口不通", "C": "<b>"}
GROUPS = {"A": "问题", "B": "问题", "C": "对策"}
COLOURS_OF = {"A": COLOURS[0], "B": COLOURS[0], "C": COLOURS[1]}


@pytest.fixture
def graph() -> nx.Graph:
    """Four codes in the order D, C, B, A; D has no name, no group and no colour."""
    made: nx.Graph = nx.Graph()
    for node, count in (("D", 1), ("C", 4), ("B", 9), ("A", 16)):
        made.add_node(node, count=count)
    made.add_edge("C", "B", weight=0.5, c=3, q=0.04)
    made.add_edge("B", "A", weight=0.25, c=5, q=0.05)
    made.add_edge("A", "D", weight=0.125, c=2)
    return made


def series(graph: nx.Graph, **options: Any) -> dict[str, Any]:
    (found,) = network(graph, NAMES, GROUPS, COLOURS_OF, **options)["series"]
    return found  # type: ignore[no-any-return]


# The network


def test_nodes_and_links_stand_in_the_order_by_which_a_click_is_led_back(graph: nx.Graph) -> None:
    found = series(graph)
    assert [node["id"] for node in found["data"]] == sorted(graph)
    assert [node["name"] for node in found["data"]] == ["标准不一", "接口不通", "<b>", "D"]
    assert [(link["source"], link["target"]) for link in found["links"]] == [
        (one, two) for one, two, _ in edges_of(graph)
    ]
    assert [link["value"] for link in found["links"]] == [5, 2, 3]


def test_places_are_those_of_the_picture_with_y_downward(graph: nx.Graph) -> None:
    where = coordinates(graph, NAMES)
    for node in series(graph)["data"]:
        x, y = where[node["id"]]
        assert (node["x"], node["y"]) == pytest.approx((80 * x, -80 * y))


def test_sizes_and_widths_are_shares_of_the_largest(graph: nx.Graph) -> None:
    found = series(graph)
    assert [node["symbolSize"] for node in found["data"]] == pytest.approx(
        [9 + 33 * share for share in (1, 0.75, 0.5, 0.25)]  # roots of 16, 9, 4, 1 of 16
    )
    assert [link["lineStyle"]["width"] for link in found["links"]] == pytest.approx(
        [1 + 6 * share for share in (0.5, 0.25, 1)]
    )


def test_only_q_below_the_level_is_solid_and_no_test_is_not(graph: nx.Graph) -> None:
    styles = [link["lineStyle"]["type"] for link in series(graph)["links"]]
    assert styles == ["dashed", "dashed", "solid"]  # q .05, none, .04


def test_a_node_has_the_colour_of_its_group_and_the_legend_the_groups(graph: nx.Graph) -> None:
    spec = network(graph, NAMES, GROUPS, COLOURS_OF)
    found = spec["series"][0]
    assert found["categories"] == [
        {"name": "问题", "itemStyle": {"color": COLOURS[0]}},
        {"name": "对策", "itemStyle": {"color": COLOURS[1]}},
        {"name": "", "itemStyle": {"color": NO_THEME}},
    ]
    assert [node["category"] for node in found["data"]] == [0, 0, 1, 2]
    assert spec["legend"][0]["data"] == ["问题", "对策", ""]
    assert network(graph, NAMES, {}, {})["legend"] == []


@pytest.mark.parametrize(
    ("chosen", "bright", "links"),
    [
        ((), "ABCD", ["AB", "AD", "BC"]),
        (("C",), "BC", ["BC"]),  # a code with its neighbours
        (("A",), "ABD", ["AB", "AD"]),
        (("A", "B"), "AB", ["AB"]),  # an edge with its ends only
        (("gone",), "ABCD", ["AB", "AD", "BC"]),
    ],
)
def test_what_is_not_near_the_choice_fades(
    graph: nx.Graph, chosen: tuple[str, ...], bright: str, links: list[str]
) -> None:
    found = series(graph, chosen=chosen)
    assert "".join(
        node["id"] for node in found["data"] if node["itemStyle"]["opacity"] == 1
    ) == bright  # fmt: skip
    assert [
        link["source"] + link["target"]
        for link in found["links"]
        if link["lineStyle"]["opacity"] == 0.75
    ] == links


def test_a_chart_is_json_and_an_empty_one_too(graph: nx.Graph) -> None:
    for made in (graph, nx.Graph()):
        again = json.loads(json.dumps(network(made, NAMES, GROUPS, COLOURS_OF)))
        assert len(again["series"][0]["data"]) == len(made)
    assert directed(nx.DiGraph())["series"][0]["links"] == []


# Who speaks of whom


@pytest.fixture
def speaking() -> nx.DiGraph:
    made: nx.DiGraph = nx.DiGraph()
    for speaker, named, mentions in (
        ("社区", "公安局", 6),
        ("公安局", "社区", 2),
        ("卫健委", "公安局", 2),
    ):
        made.add_edge(speaker, named, weight=float(mentions), mentions=mentions)
    return made


def test_edges_of_a_directed_graph_keep_their_way(speaking: nx.DiGraph) -> None:
    assert [edge[:2] for edge in edges_of(speaking)] == [
        ("公安局", "社区"),
        ("卫健委", "公安局"),
        ("社区", "公安局"),
    ]
    loose: nx.Graph = nx.Graph()
    loose.add_edges_from([("b", "a"), ("c", "b"), (3, "a")])
    assert [edge[:2] for edge in edges_of(loose)] == [("3", "a"), ("a", "b"), ("b", "c")]


def test_arrows_are_as_wide_as_mentions_and_nodes_as_large_as_named(speaking: nx.DiGraph) -> None:
    (found,) = directed(speaking)["series"]
    assert {node["name"]: node["value"] for node in found["data"]} == {
        "公安局": 8,
        "卫健委": 0,
        "社区": 2,
    }
    sizes = {node["name"]: node["symbolSize"] for node in found["data"]}
    assert sizes == pytest.approx({"公安局": 40, "卫健委": 10, "社区": 25})
    assert [link["lineStyle"]["width"] for link in found["links"]] == pytest.approx([3, 3, 7])
    assert found["edgeSymbol"] == ["none", "arrow"]
    assert all(0 <= node["x"] <= 1000 and 0 <= node["y"] <= 720 for node in found["data"])


# Bands

HEADS: dict[Function, str] = {"problem": "问题", "cause": "原因", "countermeasure": "对策"}


def test_bands_show_two_steps_with_the_pairs_in_order() -> None:
    rows = [
        ("problem-cause", "P{1}", "C1", 3),
        ("problem-countermeasure", "P{1}", "M1", 9),
        ("cause-countermeasure", "C1", "M1", 2),
    ]
    links = pd.DataFrame(rows, columns=["step", "from", "to", "units"])
    spec, nodes, pairs = sankey(links, {"C1": "没有{经费}"}, {"C1": COLOURS[2]}, HEADS)
    (found,) = spec["series"]
    assert pairs == [("problem-cause", "P{1}", "C1"), ("cause-countermeasure", "C1", "M1")]
    assert nodes == [("problem", "P{1}"), ("cause", "C1"), ("countermeasure", "M1")]
    assert found["links"] == [
        {"source": "P{1}", "target": "C1", "value": 3},
        {"source": "C1", "target": "M1", "value": 2},
    ]
    assert [node["name"] for node in found["data"]] == ["P{1}", "C1", "M1"]
    labels = [node["label"]["formatter"] for node in found["data"]]
    assert labels == ["P(1) ", "C1 没有(经费)", "M1 "]  # braces would be a template
    assert [node["itemStyle"]["color"] for node in found["data"]] == [
        NO_THEME,
        COLOURS[2],
        NO_THEME,
    ]
    json.dumps(spec)


def test_a_theme_is_a_node_of_its_own_in_each_column_with_one_colour() -> None:
    rows = [
        ("problem-cause", "A", "A", 3),
        ("problem-cause", "A", "none", 1),
        ("cause-countermeasure", "A", "A", 2),
    ]
    links = pd.DataFrame(rows, columns=["step", "from", "to", "units"])
    spec, nodes, pairs = sankey(
        links, {"A": "标准", "none": "（未说原因）"}, {"A": COLOURS[1]}, HEADS, rows=True
    )
    (found,) = spec["series"]
    assert nodes == [
        ("problem", "A"),
        ("cause", "A"),
        ("cause", "none"),
        ("countermeasure", "A"),
    ]
    assert pairs == [row[:3] for row in rows]
    names = [node["name"] for node in found["data"]]
    assert names == ["标准 · 问题", "标准 · 原因", "（未说原因） · 原因", "标准 · 对策"]
    assert [node["depth"] for node in found["data"]] == [0, 1, 1, 2]
    assert [node["label"]["formatter"] for node in found["data"]][::2] == ["标准", "（未说原因）"]
    sides = ["right", "right", "right", "left"]  # the names of the last column stand before it
    assert [node["label"]["position"] for node in found["data"]] == sides
    assert [node["itemStyle"]["color"] for node in found["data"]] == [
        COLOURS[1],
        COLOURS[1],
        NO_THEME,
        COLOURS[1],
    ]
    assert [
        (names.index(link["source"]), names.index(link["target"])) for link in found["links"]
    ] == [
        (0, 1),
        (0, 2),
        (1, 3),
    ]


@pytest.mark.parametrize(
    ("step", "places"),
    [
        ("problem-cause", {"问题": "2%", "原因": "right"}),
        ("cause-countermeasure", {"原因": "center", "对策": "right"}),
    ],
)
def test_heads_stand_over_the_columns_that_hold_something(
    step: str, places: dict[str, str]
) -> None:
    links = pd.DataFrame([(step, "A", "B", 1)], columns=["step", "from", "to", "units"])
    heads = sankey(links, {}, {}, HEADS).chart["title"]
    assert {head["text"]: head["left"] for head in heads} == places


def test_no_chains_give_no_bands() -> None:
    spec, nodes, pairs = sankey(
        pd.DataFrame(columns=["step", "from", "to", "units"]), {}, {}, HEADS
    )
    assert pairs == nodes == [] and spec["series"][0]["data"] == spec["series"][0]["links"] == []


# Clicks


@pytest.mark.parametrize(
    ("event", "found"),
    [
        (None, None),
        ({}, None),
        ({"selection": {}}, None),
        ({"selection": {"selected": None}}, None),
        ({"selection": {"selected": []}}, None),
        ({"selection": {"selected": [{"data_type": "node", "data_indices": []}]}}, None),
        ({"selection": {"selected": [{"data_type": "node", "data_indices": [3]}]}}, ("node", 3)),
        ({"selection": {"selected": [{"data_indices": [0]}]}}, ("main", 0)),
        (
            {
                "selection": {
                    "selected": [
                        {"data_type": "node", "data_indices": []},
                        {"data_type": "edge", "data_indices": [2, 5]},
                    ]
                }
            },
            ("edge", 2),
        ),
    ],
)
def test_a_click_is_the_first_thing_that_was_hit(event: Any, found: tuple[str, int] | None) -> None:
    assert clicked(event) == found
