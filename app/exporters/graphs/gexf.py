"""GEXF (Gephi), with the rule as its description and the colours that are drawn."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

import networkx as nx

from app.figures.graph import Graph


def gexf(graph: Graph) -> tuple[bytes]:
    """One file, without the date that would differ from run to run; the attribute ``rule`` of the
    graph becomes the description.
    """
    text = "\n".join(nx.generate_gexf(_with_drawn_colours(graph), encoding="utf-8"))
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text)
    if rule := str(graph.graph.get("rule", "")):
        text = text.replace("</creator>", f"</creator><description>{escape(rule)}</description>", 1)
    return (text.encode("utf-8"),)


def _with_drawn_colours(graph: Graph) -> Graph:
    """A copy in which the attribute ``color`` of nodes is also the colour that GEXF draws."""
    drawn = graph.copy()
    for _, data in drawn.nodes(data=True):
        if colour := data.get("color"):
            red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
            data["viz"] = {"color": {"r": red, "g": green, "b": blue, "a": 1.0}}
    return drawn
