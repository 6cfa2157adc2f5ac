"""The drawn network: its edges by a rule, one code's neighbourhood, the words behind what is
clicked, and the files to take along.
"""

from __future__ import annotations

from functools import partial

import networkx as nx
import pandas as pd
import streamlit as st

from analysis.cooccurrence import Cooccurrence
from analysis.networks.network import EdgeRule, ego
from analysis.nulls.shift_test import testable
from app.analyses.common import groups_in_words
from app.analyses.network import graph_of
from app.explorer.pages.network.pair import PER_PAGE, pair_details
from app.explorer.pages.network.selection import Selection, counted, power_notes, title, warnings
from app.explorer.widgets import card_actions
from app.explorer.widgets.address import select
from app.explorer.widgets.filters import to_filter
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.session import Session
from app.figures.echarts import clicked, edges_of, network
from app.figures.network import drift_text, rule_text
from app.palette import code_colours
from app.result import Result
from app.study.study import names_of


def render(session: Session, selection: Selection) -> None:
    """The network left; what was clicked in it right."""
    together = counted(session, selection)
    names = selection.names(session.lang)
    left, right = st.columns([7, 5], gap="medium")
    with left:
        by_rule, focused = st.columns([2, 5], vertical_alignment="bottom")
        with by_rule:
            rule = _rule(session, selection.measure)
        graph = session.desk.result(
            ("graph", selection.key, rule, _tested(together)),
            lambda: graph_of(together, selection.book.id, rule),
        )
        focus = select(
            focused,
            session.say("network_page.ego"),
            [None, *sorted(graph)],
            name="focus",
            show=lambda code: (
                session.say("network_page.whole") if code is None else title(code, names)
            ),
            key=f"network_ego_{_place(selection)}",
            label_visibility="collapsed",
        )
        if focus is not None and focus in graph:
            graph = ego(graph, focus)
        if not graph:
            st.info(session.say("network_page.no_edges"))
            return
        element = _drawn(session, selection, together, graph, names, rule, focus)
        _downloads(session, selection, rule, focus)
    with right:
        _details(session, selection, together, graph, names, element)


def _place(selection: Selection) -> str:
    """What distinguishes the nodes of one network from those of another."""
    book = selection.book.id
    return book if selection.by == "codes" else f"{book}_{selection.lens or selection.by}"


def _tested(together: Cooccurrence) -> bool:
    return bool(together.table["q"].notna().any())


def _rule(session: Session, measure: str) -> EdgeRule:
    """Which pairs become edges, by the sliders of the popover."""
    say = session.say
    with st.popover(say("network_page.rule"), icon=":material/tune:"):
        top = st.slider(
            say("network_page.top"), 5, 150, 60, 5, key="network_top", bind="query-params"
        )
        least = st.slider(
            say("network_page.least_units"), 1, 20, 2, key="network_least", bind="query-params"
        )
        interviews = st.slider(
            say("network_page.least_interviews"),
            1,
            20,
            2,
            key="network_interviews",
            bind="query-params",
        )
        sure = st.checkbox(say("network_page.only_sure"), key="network_sure", bind="query-params")
        tree = st.checkbox(say("network_page.tree"), key="network_tree", bind="query-params")
        kh = st.checkbox(
            say("network_page.kh"),
            key="network_kh",
            bind="query-params",
            help=say("network_page.kh_help"),
        )
    if kh:
        return EdgeRule.kh_coder(top)
    return EdgeRule(least, interviews, top, measure, 0.0, 0.05 if sure else None, tree)


def _drawn(
    session: Session,
    selection: Selection,
    together: Cooccurrence,
    graph: nx.Graph,
    names: dict[str, str],
    rule: EdgeRule,
    focus: str | None,
) -> tuple[str, int] | None:
    """Draw the network with its rule below; what was clicked in it ("node" or "edge" and its
    index).
    """
    say, lang = session.say, session.lang
    book, unit, lens = selection.book, selection.unit, selection.lens
    if selection.by == "codes":
        groups = groups_in_words(book, lens, lang)
        colours = code_colours(session.facts.books, book, lens)
    else:
        groups, colours = names, selection.counted.colours(session.facts.books)
    spec = session.desk.result(
        ("spec", selection.key, rule, lens, focus, lang, _tested(together)),
        lambda: network(graph, names, groups, colours),
    )
    event = st.echarts_chart(
        spec,
        height=640,
        key=f"network_chart_{_place(selection)}",
        on_select="rerun",
        alt=say("network_page.alt", nodes=len(graph), edges=graph.number_of_edges()),
    )
    st.caption(
        rule_text(rule, unit, lang)
        + say("figure.tested" if testable(together.incidence) else "figure.untested")
        + drift_text([graph], lang)
    )
    warnings(session, selection, together)
    return clicked(event)


def _details(
    session: Session,
    selection: Selection,
    together: Cooccurrence,
    graph: nx.Graph,
    names: dict[str, str],
    element: tuple[str, int] | None,
) -> None:
    """The edge or node that was clicked, else the edge that the address names."""
    if element is not None:
        kind, index = element
        edges, nodes = edges_of(graph), sorted(graph)
        if kind == "edge" and index < len(edges):
            pair_details(session, selection, together, edges[index][:2])
            return
        if index < len(nodes):
            _node(session, selection, graph, nodes[index], names)
            return
    one, other = st.query_params.get("a"), st.query_params.get("b")
    if one in names and other in names and one is not None and other is not None and one != other:
        pair_details(session, selection, together, (one, other))
        return
    st.info(session.say("network_page.click"), icon=":material/touch_app:")


def _node(
    session: Session, selection: Selection, graph: nx.Graph, node: str, names: dict[str, str]
) -> None:
    """A code (theme, group) with its partners and its quotations."""
    codes = selection.codes(session, node)
    if not codes:
        return
    st.subheader(plain(title(node, names)), anchor=False)
    _partners(session, graph, node, names, selection.counted.kind)
    filter_ = to_filter(session, selection.choice, codes)
    total = session.desk.count(filter_)
    st.caption(session.say("themes.found", count=total))
    page = card_actions.current_page("network_node_page", total, PER_PAGE)
    quotations = session.desk.project.quotations(
        filter_, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    card_actions.show_cards(
        session, [quotation.coding for quotation in quotations], "network_cards"
    )
    card_actions.page_switch("network_node_page", total, PER_PAGE)


def _partners(
    session: Session, graph: nx.Graph, node: str, names: dict[str, str], kind: str
) -> None:
    """The edges of a code, the heaviest first."""
    say = session.say
    partners = sorted(
        ((data["weight"], other, data) for _, other, data in graph.edges(node, data=True)),
        key=lambda partner: (-partner[0], partner[1]),
    )
    frame = pd.DataFrame(
        [
            {
                "code": other,
                "name": names.get(other, ""),
                "c": data["c"],
                "weight": weight,
                "q": data.get("q"),
            }
            for weight, other, data in partners
        ]
    )
    if kind == "group":  # its own name
        frame = frame.drop(columns="name")
    st.caption(say("network_page.partners", count=len(frame)))
    st.dataframe(
        frame.rename(
            columns={
                "code": say(f"column.{kind}"),
                "name": say("column.name"),
                "c": say("column.c"),
                "weight": say("network_page.weight"),
            }
        ),
        hide_index=True,
        height=min(35 * (len(frame) + 1), 220),
    )


def _downloads(session: Session, selection: Selection, rule: EdgeRule, focus: str | None) -> None:
    """Pictures, graph files and tables, made on demand."""
    st.download_button(
        session.say("network_page.download"),
        partial(_files, session, selection, rule, focus),
        file_name="network.zip",
        mime="application/zip",
        key="network_download",
        on_click="ignore",
        icon=":material/download:",
        help=session.say("network_page.download_help"),
    )


def _files(session: Session, selection: Selection, rule: EdgeRule, focus: str | None) -> bytes:
    """The files equal to those of ``fangtan network`` but for the colours, which are those of the
    page. Its power is found in a process of its own, for which this waits.
    """
    from app.analyses.network import NetworkOptions
    from app.analyses.network import network as analysis
    from app.exporters.bundle import bundle

    options = NetworkOptions(
        unit=selection.unit,
        codebook=selection.book.id,
        lens=selection.lens,
        rule=rule,
        around=focus,
        stability=False,
        by_theme=True,
        by=selection.by,
        power=False,
    )
    study = session.desk.study(selection.choice, selection.unit)

    def result() -> Result:
        of_network = analysis(study, options)
        of_network.notes += power_notes(session, selection)
        return of_network

    made = session.desk.result(("network files", options, selection.choice), result)
    return bundle(made, session.lang, names_of(study.books, session.lang))
