"""The views of the network page, in the order of its switch.

A new view is a file here with ``render(session, selection)``, a line in ``VIEWS`` and the message
that it names; ``tests/contracts/test_views_of_network.py`` says what is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.explorer.pages.network import chains, ena, graph, heatmap, mentions, pairs, sensitivity
from app.explorer.pages.network.selection import Selection
from app.explorer.widgets.session import Session


@dataclass(frozen=True, slots=True)
class View:
    """``id`` stands in the address (``network_view``), ``title`` is the key of its message,
    ``render`` draws it below the head of the page.
    """

    id: str
    title: str
    render: Callable[[Session, Selection], None]


VIEWS: Final[tuple[View, ...]] = (
    View("network", "network_page.view_network", graph.render),
    View("heatmap", "network_page.view_heatmap", heatmap.render),
    View("pairs", "network_page.view_pairs", pairs.render),
    View("sensitivity", "network_page.view_sensitivity", sensitivity.render),
    View("ena", "network_page.view_ena", ena.render),
    View("chains", "network_page.view_chains", chains.render),
    View("mentions", "network_page.view_mentions", mentions.render),
)
