"""Who speaks of whom: a directed network of departments and the passages behind an edge."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from app.analyses.mentions import MentionsOptions, mentions
from app.explorer.components.cards import cards
from app.explorer.pages.network.selection import Selection
from app.explorer.state.coding.cards import Card, Deck
from app.explorer.widgets.long_work import analysed
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.results import download, notes, table
from app.explorer.widgets.session import Session
from app.figures.echarts import clicked, directed, edges_of

if TYPE_CHECKING:
    import networkx as nx

MOST_PASSAGES = 60


def render(session: Session, selection: Selection) -> None:
    """The network left; its edges as a table and the passages of one right."""
    say = session.say
    least = st.slider(say("mentions_page.least"), 1, 20, 2, key="mentions_least")
    result = analysed(
        session,
        "view",
        ("mentions", least, selection.choice),
        selection.choice,
        selection.unit,
        partial(mentions, options=MentionsOptions(least=least)),
    )
    if result is None:
        return
    edges = result.tables["mention_edges"]
    left, right = st.columns([7, 5], gap="medium")
    with left:
        pair = _drawn(session, graph_of(edges, least))
        notes(session, result)
        download(session, result, "mentions")
    with right:
        row = table(session, edges, "mention_edges", select=True, height=260)
        if row is not None:
            pair = (edges["from"].iloc[row], edges["to"].iloc[row])
        if pair is None:
            st.info(say("network_page.click"), icon=":material/touch_app:")
        else:
            _passages(session, result.tables["mentions"], pair)


def graph_of(edges: pd.DataFrame, least: int) -> nx.DiGraph:
    """Who speaks (known) of whom at least so often; ``weight`` is the number of mentions."""
    import networkx as nx

    graph: nx.DiGraph = nx.DiGraph()
    for row in edges.to_dict("records"):
        if row["from"] and row["mentions"] >= least:
            graph.add_edge(row["from"], row["to"], weight=int(row["mentions"]))
    return graph


def _drawn(session: Session, graph: nx.DiGraph) -> tuple[str, str] | None:
    """Draw the network; the two ends of the edge that was clicked."""
    if not graph:
        st.info(session.say("mentions_page.none"))
        return None
    event = st.echarts_chart(
        directed(graph),
        height=560,
        key="mentions_chart",
        on_select="rerun",
        alt=session.say("network_page.view_mentions"),
    )
    element, edges = clicked(event), edges_of(graph)
    if element and element[0] == "edge" and element[1] < len(edges):
        return edges[element[1]][:2]
    return None


def _passages(session: Session, table_of_mentions: pd.DataFrame, pair: tuple[str, str]) -> None:
    """What one said of the other, as cards."""
    speaker, subject = pair
    passages = table_of_mentions[
        (table_of_mentions["from"] == speaker) & (table_of_mentions["to"] == subject)
    ]
    st.subheader(plain(f"{speaker} → {subject}（{len(passages)}）"), anchor=False)
    deck = [
        Card(
            f"m{index}",
            str(passage["quote"]),
            f"{passage['source']}　{session.say('polarity.' + passage['polarity'])}",
            marks=hit(str(passage["quote"]), str(passage["form"])),
        )
        for index, passage in enumerate(passages.head(MOST_PASSAGES).to_dict("records"))
    ]
    cards(Deck(deck, label=session.say("themes.quotations"), texts={}), "mention_cards")


def hit(quote: str, form: str) -> tuple[tuple[int, int, str], ...]:
    """The first place of ``form`` in a quotation as a mark of a card (code points); none where it
    is not there.
    """
    start = quote.find(form)
    return ((start, start + len(form), "hit"),) if start >= 0 else ()
