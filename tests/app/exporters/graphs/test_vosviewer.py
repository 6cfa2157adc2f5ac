"""VOSviewer by hand: places from -1 to 1, strength as joint count, links without a way."""

from __future__ import annotations

import networkx as nx

from app.exporters.graphs.vosviewer import vosviewer

HEAD = "id\tlabel\tdescription\tx\ty\tcluster\tweight<Occurrences>"


def test_map_and_network_line_by_line(ready: nx.Graph) -> None:
    items, links = vosviewer(ready)
    assert items.decode().split("\n") == [
        HEAD,
        '1\t标准"不一"\t"c&gt;=2, top 60"\t-1.0000\t1.0000\t1\t5'.replace('"不一"', "'不一'"),
        '2\t"接口, 不通"\t"c&gt;=2, top 60"\t1.0000\t-0.5000\t2\t3',
        "",
    ]
    assert links.decode() == "1\t2\t2\n"


def test_both_ways_are_one_link_and_mentions_stand_for_occurrences(
    ready_directed: nx.DiGraph,
) -> None:
    for node, named in (("A", 7), ("B", 0)):
        del ready_directed.nodes[node]["count"]
        ready_directed.nodes[node]["named"] = named
    items, links = vosviewer(ready_directed)
    assert links.decode() == "1\t2\t4\n"  # c of one way, the weight of the other
    assert [line.rsplit("\t", 1)[1] for line in items.decode().splitlines()[1:]] == ["7", "0"]


def test_tabs_and_breaks_do_not_part_a_field(ready: nx.Graph) -> None:
    ready.nodes["A"]["label"] = "一\t二\r\n三;四"
    rows = vosviewer(ready)[0].decode().splitlines()
    assert rows[1].split("\t")[1] == '"一 二 三;四"' and len(rows) == 3


def test_nothing_is_a_head_and_an_empty_list() -> None:
    items, links = vosviewer(nx.Graph(rule=""))
    assert (items.decode(), links.decode()) == (HEAD + "\n", "\n")
