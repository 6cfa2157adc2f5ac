"""The formats that a network is written in: a new one is a file of its own and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from app.exporters.graphs.gexf import gexf
from app.exporters.graphs.graphml import graphml
from app.exporters.graphs.pajek import pajek
from app.exporters.graphs.prepared import prepared
from app.exporters.graphs.tables import node_and_edge_tables
from app.exporters.graphs.vosviewer import vosviewer
from app.figures.graph import Graph


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: ``write`` makes of a prepared graph the bytes of a file for each of ``endings``."""

    name: str
    endings: tuple[str, ...]
    write: Callable[[Graph], tuple[bytes, ...]]


EXPORTERS: Final = (
    Exporter("GraphML", (".graphml",), graphml),
    Exporter("GEXF", (".gexf",), gexf),
    Exporter("Pajek", (".net",), pajek),
    Exporter("VOSviewer", (".vosviewer-map.txt", ".vosviewer-network.txt"), vosviewer),
    Exporter("CSV", (".nodes.csv", ".edges.csv"), node_and_edge_tables),
)


def graph_files(
    graph: Graph,
    names: Mapping[str, str],
    groups: Mapping[str, int] | None = None,
    stem: str = "network",
    colours: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """File name -> bytes, in every format.

    ``names``: node -> label; ``groups``: node -> community number; ``colours``: node -> colour of
    its theme. Places are those of the picture (``app.figures.network.coordinates``); the rule of
    the edges (graph attribute ``unit_rule``) stands in every file as its format allows.
    """
    ready = prepared(graph, names, groups, colours)
    return {
        f"{stem}{ending}": data
        for exporter in EXPORTERS
        for ending, data in zip(exporter.endings, exporter.write(ready), strict=True)
    }
