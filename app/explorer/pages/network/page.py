"""共现网络: which codes stand together, more than chance or not, down to the units and the words
behind an edge.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import networkx as nx
import pandas as pd
import streamlit as st

from analysis.association import MEASURES
from analysis.cooccurrence import Cooccurrence
from analysis.networks.network import EdgeRule, ego
from analysis.nulls import testable
from analysis.units import UNITS, UnitKind
from app.analyses.common import groups_in_words
from app.analyses.network import graph_of
from app.explorer.pages.network import analyses as network_views
from app.explorer.pages.network.pair import PER_PAGE, _page, _pages, _show_cards, pair_details
from app.explorer.state.study.choice import Choice
from app.explorer.state.study.desk import Desk
from app.explorer.widgets import card_actions
from app.explorer.widgets import results as showing
from app.explorer.widgets.address import nothing_yet, segments, select
from app.explorer.widgets.filters import choice
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.notices import errors_shown
from app.explorer.widgets.session import Session
from app.figures import echarts as charts
from app.figures.network import rule_text
from app.palette import code_colours
from app.study.study import names_of
from codebooks.codebook import Codebook

VIEWS: Final = ("network", "heatmap", "pairs", "sensitivity", "ena", "chains", "mentions")


def render(session: Session) -> None:
    say, facts = session.say, session.facts
    card_actions.do(session, "network_cards")
    if not facts.infos or not facts.books:
        nothing_yet(session, "network_page.empty")
        return
    view = segments(
        st,
        say("network_page.view"),
        VIEWS,
        show=lambda name: say(f"network_page.view_{name}"),
        key="network_view",
    )
    one, two, three, four, five = st.columns([4, 3, 3, 3, 2], vertical_alignment="bottom")
    ids = [book.id for book in facts.books]
    name = select(
        one,
        say("themes.book"),
        ids,
        name="book",
        show={book.id: book.name.text(session.lang) for book in facts.books}.__getitem__,
        key="network_book",
    )
    book = facts.books[ids.index(name)]
    unit: UnitKind = select(
        two,
        say("network_page.unit"),
        UNITS,
        default="exchange",
        name="unit",
        show=lambda kind: say(f"unit.{kind}"),
        key="network_unit",
    )
    weights = [measure for measure, told_ in MEASURES.items() if told_.weight]
    measure = select(
        three,
        say("network_page.measure"),
        weights,
        default="jaccard",
        name="measure",
        show=lambda one_: say(f"measure.{one_}"),
        key="network_measure",
    )
    lens = select(
        four,
        say("themes.lens"),
        [None, *book.lenses],
        name="lens",
        show=lambda one_: (
            say("network_page.by_theme")
            if one_ is None
            else book.lenses[one_].name.text(session.lang)
        ),
        key=f"network_lens_{book.id}",
    )
    with five:
        chosen = choice(session, "network")
    if view in ("ena", "chains", "mentions", "sensitivity"):
        with errors_shown(session.lang):
            network_views.VIEWS[view](session, book, unit, measure, chosen)
        return
    with st.spinner(say("network_page.counting"), show_time=True):
        together, tested = session.desk.together_now(unit, book.id, chosen)
    if not tested:
        _await(session.desk, unit, book.id, chosen, say("network_page.testing"))
    {"network": _network, "heatmap": _heatmap, "pairs": _pairs}[view](
        session, book, unit, measure, lens, chosen, together
    )


@st.fragment(run_every=1.5)
def _await(desk: Desk, unit: UnitKind, book: str, chosen: Choice, told_: str) -> None:
    """The test of a large study is under way: say so, and draw again once it has ended."""
    st.caption(f":material/hourglass_top: {told_}")
    if not desk.testing(unit, book, chosen):
        st.rerun(scope="app")


def _tested(together: Cooccurrence) -> bool:
    return bool(together.table["q"].notna().any())


def _rule(session: Session, measure: str) -> tuple[EdgeRule, bool]:
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
        return EdgeRule.kh_coder(top), True
    return EdgeRule(least, interviews, top, measure, 0.0, 0.05 if sure else None, tree), False


def _network(
    session: Session,
    book: Codebook,
    unit: UnitKind,
    measure: str,
    lens: str | None,
    chosen: Choice,
    together: Cooccurrence,
) -> None:
    say = session.say
    names = {code: name for (_, code), name in names_of((book,), session.lang).items()}
    left, right = st.columns([7, 5], gap="medium")
    with left:
        one, two = st.columns([2, 5], vertical_alignment="bottom")
        with one:
            rule, _ = _rule(session, measure)
        graph = session.desk.result(
            ("graph", unit, book.id, chosen, rule, _tested(together)),
            lambda: graph_of(together, book.id, rule),
        )
        focus = select(
            two,
            say("network_page.ego"),
            [None, *sorted(graph)],
            name="focus",
            show=lambda code: (
                say("network_page.whole") if code is None else f"{code} {names.get(code, '')}"
            ),
            key=f"network_ego_{book.id}",
            label_visibility="collapsed",
        )
        if focus is not None and focus in graph:
            graph = ego(graph, focus)
        if not graph:
            st.info(say("network_page.no_edges"))
            return
        groups = groups_in_words(book, lens, session.lang)
        colours = code_colours(session.facts.books, book, lens)
        spec = session.desk.result(
            ("spec", unit, book.id, chosen, rule, lens, focus, session.lang, _tested(together)),
            lambda: charts.network(graph, names, groups, colours),
        )
        event = st.echarts_chart(
            spec,
            height=640,
            key=f"network_chart_{book.id}",
            on_select="rerun",
            alt=say("network_page.alt", nodes=len(graph), edges=graph.number_of_edges()),
        )
        st.caption(
            rule_text(rule, unit, session.lang)
            + say("figure.tested" if testable(together.incidence) else "figure.untested")
        )
        _downloads(session, book, unit, rule, lens, focus, chosen)
    with right:
        _picked(session, book, unit, chosen, together, graph, names, charts.clicked(event))


def _picked(
    session: Session,
    book: Codebook,
    unit: UnitKind,
    chosen: Choice,
    together: Cooccurrence,
    graph: nx.Graph,
    names: dict[str, str],
    clicked: tuple[str, int] | None,
) -> None:
    """What was clicked, else the edge that the address names."""
    params = st.query_params
    if clicked is not None and clicked[0] == "edge":
        edges = charts.edges_of(graph)
        if clicked[1] < len(edges):
            pair_details(session, book, unit, chosen, together, edges[clicked[1]][:2])
            return
    if clicked is not None:
        nodes = sorted(graph)
        if clicked[1] < len(nodes):
            _node(session, book, chosen, graph, nodes[clicked[1]], names)
            return
    if (
        params.get("a") in book.by_id
        and params.get("b") in book.by_id
        and params["a"] != params["b"]
    ):
        pair_details(session, book, unit, chosen, together, (params["a"], params["b"]))
        return
    st.info(session.say("network_page.click"), icon=":material/touch_app:")


def _node(
    session: Session,
    book: Codebook,
    chosen: Choice,
    graph: nx.Graph,
    node: str,
    names: dict[str, str],
) -> None:
    from app.explorer.widgets.filters import to_filter

    say, facts, project = session.say, session.facts, session.desk.project
    info = facts.code_of((book.id, node))
    if info is None:
        return
    st.subheader(plain(f"{node} {names.get(node, '')}"), anchor=False)
    partners = sorted(
        ((data["weight"], other, data) for _, other, data in graph.edges(node, data=True)),
        key=lambda one: (-one[0], one[1]),
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
    st.caption(say("network_page.partners", count=len(frame)))
    st.dataframe(
        frame.rename(
            columns={
                "code": say("column.code"),
                "name": say("column.name"),
                "c": say("column.c"),
                "weight": say("network_page.weight"),
            }
        ),
        hide_index=True,
        height=min(35 * (len(frame) + 1), 220),
    )
    wanted = to_filter(session, chosen, (info.id,))
    total = session.desk.count(wanted)
    st.caption(say("themes.found", count=total))
    page = _page("network_node_page", total)
    found = [
        one.coding
        for one in project.quotations(wanted, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    ]
    _show_cards(session, found)
    _pages("network_node_page", total)


def _heatmap(
    session: Session,
    book: Codebook,
    unit: UnitKind,
    measure: str,
    lens: str | None,
    chosen: Choice,
    together: Cooccurrence,
) -> None:
    """The codes used most, as a matrix of the measure chosen; a cell leads to its units."""
    say = session.say
    names = {code: name for (_, code), name in names_of((book,), session.lang).items()}
    often: dict[str, int] = {}
    for row in together.table.to_dict("records"):
        often[row["code_a"]], often[row["code_b"]] = row["a"], row["b"]
    codes = sorted(sorted(often, key=lambda code: (-often[code], code))[:30])
    if not codes:
        st.info(say("network_page.no_edges"))
        return
    table = together.table
    values = MEASURES[measure].function(*(table[column].to_numpy() for column in "cabn"))
    of = {
        (one, two): value
        for one, two, value in zip(table["code_a"], table["code_b"], values, strict=True)
    }
    frame = pd.DataFrame(
        [
            [of.get((one, two), of.get((two, one))) if one != two else None for two in codes]
            for one in codes
        ],
        index=[f"{code} {names.get(code, '')}" for code in codes],
        columns=codes,
        dtype=float,
    )
    left, right = st.columns([7, 5], gap="medium")
    with left:
        picked: Any = st.dataframe(
            frame.style.apply(showing.shades, axis=None).format(
                "{:.0f}" if measure == "count" else "{:.2f}", na_rep=""
            ),
            key="network_heat",
            on_select="rerun",
            selection_mode="single-cell",
            height=min(36 * (len(codes) + 1) + 3, 680),
            placeholder="",
            alt=say("network_page.view_heatmap"),
        )
        st.caption(
            say(
                "network_page.heat_note",
                measure=say(f"measure.{measure}"),
                unit=say(f"unit.{unit}"),
            )
        )
    with right:
        cells = picked["selection"].get("cells") or []
        if cells:
            row, column = cells[0]
            if column in codes and int(row) < len(codes) and codes[int(row)] != column:
                pair_details(session, book, unit, chosen, together, (codes[int(row)], column))
                return
        st.info(say("network_page.click_cell"), icon=":material/touch_app:")


def _pairs(
    session: Session,
    book: Codebook,
    unit: UnitKind,
    measure: str,
    lens: str | None,
    chosen: Choice,
    together: Cooccurrence,
) -> None:
    """The same numbers as a table; a row leads to its units."""
    say = session.say
    table = together.table
    if not len(table):
        st.info(say("network_page.no_edges"))
        return
    if measure not in table:
        table = table.assign(
            **{
                measure: MEASURES[measure].function(
                    *(table[column].to_numpy() for column in "cabn")
                )
            }
        )
    table = table.sort_values(
        [measure, "c", "code_a", "code_b"], ascending=[False, False, True, True], kind="stable"
    ).reset_index(drop=True)
    left, right = st.columns([7, 5], gap="medium")
    with left:
        picked = showing.table(
            session,
            table,
            "network_pairs",
            columns=(
                "code_a",
                "code_b",
                "c",
                "interviews",
                measure,
                "q",
                "a",
                "b",
                "lift",
                "npmi",
                "p_more",
            ),
            select=True,
            height=640,
            widths=(58, 88, 58, 88, 56, 56, 58, 56),
        )
        st.caption(say("note.shift"))
    with right:
        if picked is None:
            st.info(say("network_page.click_row"), icon=":material/touch_app:")
        else:
            pair_details(
                session,
                book,
                unit,
                chosen,
                together,
                (table["code_a"][picked], table["code_b"][picked]),
            )


def _downloads(
    session: Session,
    book: Codebook,
    unit: UnitKind,
    rule: EdgeRule,
    lens: str | None,
    focus: str | None,
    chosen: Choice,
) -> None:
    """Pictures, graph files and tables, equal to those of ``fangtan network`` but for the colours,
    which are those of the page; made on demand.
    """
    from app.analyses.network import NetworkOptions
    from app.analyses.network import network as analysis
    from app.exporters.bundle import bundle

    options = NetworkOptions(
        unit=unit,
        codebook=book.id,
        lens=lens,
        rule=rule,
        around=focus,
        stability=False,
        by_theme=True,
    )

    def made() -> bytes:
        study = session.desk.study(chosen, unit)
        result = session.desk.result(
            ("network files", options, chosen), lambda: analysis(study, options)
        )
        return bundle(result, session.lang, names_of(study.books, session.lang))

    _button(session, made)


def _button(session: Session, made: Callable[[], bytes]) -> None:
    st.download_button(
        session.say("network_page.download"),
        made,
        file_name="network.zip",
        mime="application/zip",
        key="network_download",
        on_click="ignore",
        icon=":material/download:",
        help=session.say("network_page.download_help"),
    )
