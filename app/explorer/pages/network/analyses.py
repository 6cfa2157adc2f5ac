"""The further views of the network page: sensitivity to the unit, ENA,
problem–cause–countermeasure, who speaks of whom.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, Literal

import streamlit as st

from analysis.units import UnitKind
from app.analyses.chains import ChainsOptions, codebook_of_chains
from app.analyses.chains import chains as chains_of
from app.analyses.cooccur import CooccurOptions, cooccur
from app.analyses.ena import EnaOptions, ena
from app.analyses.mentions import MentionsOptions
from app.analyses.mentions import mentions as mentions_of
from app.explorer.components.cards import cards
from app.explorer.state.coding.cards import Card, Deck
from app.explorer.state.study.choice import Choice
from app.explorer.widgets import results as showing
from app.explorer.widgets.filters import attribute_name
from app.explorer.widgets.long_work import analysed
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.session import Session
from app.figures import echarts as charts
from app.palette import code_colours
from app.study.study import names_of
from codebooks.codebook import Codebook

_LINES: Final[tuple[Literal["sentence", "turn"], ...]] = ("sentence", "turn")
_TALKS: Final[tuple[Literal["interview", "exchange"], ...]] = ("interview", "exchange")


def _sensitivity(
    session: Session, book: Codebook, unit: UnitKind, measure: str, chosen: Choice
) -> None:
    say = session.say
    options = CooccurOptions(unit=unit, codebook=book.id, measure=measure, units=True, draws=200)
    result = analysed(
        session,
        "view",
        ("sensitivity", options, chosen),
        chosen,
        unit,
        partial(cooccur, options=options),
    )
    if result is None:
        return
    tables = showing.tables(session, result)
    left, right = st.columns(2, gap="medium")
    with left:
        showing.picture(session, result, "sensitivity", say("network_page.view_sensitivity"))
        showing.table(session, tables["sensitivity"], "sensitivity_table")
    with right:
        st.markdown(f"**{say('table.sensitivity_edges')}**")
        showing.table(
            session,
            tables["sensitivity_edges"],
            "sensitivity_edges",
            columns=result.brief["sensitivity_edges"],
            height=560,
        )
    showing.download(session, result, "sensitivity")


def _ena(session: Session, book: Codebook, unit: UnitKind, measure: str, chosen: Choice) -> None:
    say, facts = session.say, session.facts
    with st.form("ena_form", border=True):
        one, two, three, four = st.columns(4)
        window = one.selectbox(
            say("ena_page.window"),
            ("moving", "infinite", "conversation"),
            format_func=lambda name: say(f"ena_page.window_{name}"),
            key="ena_window",
        )
        back = two.number_input(say("ena_page.back"), 1, 30, 4, key="ena_back")
        line: Literal["sentence", "turn"] = three.selectbox(
            say("ena_page.line"),
            _LINES,
            format_func=lambda name: say(f"unit.{name}"),
            key="ena_line",
        )
        talk: Literal["interview", "exchange"] = four.selectbox(
            say("ena_page.conversation"),
            _TALKS,
            format_func=lambda name: say(f"unit.{name}"),
            key="ena_talk",
        )
        five, six, seven = st.columns([2, 2, 4])
        weighted = five.checkbox(say("ena_page.weighted"), key="ena_weighted")
        sphere = six.checkbox(say("ena_page.sphere"), value=True, key="ena_sphere")
        values = {
            name: found for name, found in facts.attribute_values().items() if 2 <= len(found) <= 60
        }
        by = seven.selectbox(
            say("ena_page.groups"),
            [None, *values],
            format_func=lambda name: (
                say("ena_page.no_groups") if name is None else attribute_name(session, name)
            ),
            key="ena_by",
        )
        first = (
            seven.multiselect(
                say("ena_page.first"), values.get(by, []) if by else [], key=f"ena_first_{by}"
            )
            if by
            else []
        )
        go = st.form_submit_button(say("ena_page.run"), type="primary")
    if go:
        st.session_state["ena_ready"] = True
    if not st.session_state.get("ena_ready"):
        st.info(say("ena_page.help"))
        return
    if by and not first:
        st.warning(say("ena_page.choose_first"))
        return
    groups = f"{by}={'+'.join(first)},*" if by else None

    options = EnaOptions(
        codebook=book.id,
        line=line,
        conversation=talk,
        back=float("inf") if window == "infinite" else back,
        window="conversation" if window == "conversation" else "moving",
        weighted=weighted,
        sphere=sphere,
        groups=groups,
    )
    result = analysed(
        session,
        "view",
        ("ena", options, chosen),
        chosen,
        unit,
        partial(ena, options=options),
    )
    if result is None:
        return
    showing.whole(session, result, "ena")


def _chains(session: Session, book: Codebook, unit: UnitKind, measure: str, chosen: Choice) -> None:
    say, facts = session.say, session.facts
    from app.explorer.pages.network.pair import pair_details

    fitting = codebook_of_chains(facts.books, None) or book
    options = ChainsOptions(reach=unit)
    result = analysed(
        session,
        "view",
        ("chains", options, chosen),
        chosen,
        unit,
        partial(chains_of, options=options),
    )
    if result is None:
        return
    links, tables = result.tables["links"], showing.tables(session, result)
    names = {code: name for (_, code), name in names_of((fitting,), session.lang).items()}
    left, right = st.columns([7, 5], gap="medium")
    with left:
        spec, pairs = charts.sankey(links, names, code_colours(session.facts.books, fitting))
        if not pairs:
            st.info(say("chains_page.none"))
        else:
            event = st.echarts_chart(
                spec,
                height=max(420, 26 * len(spec["series"][0]["data"])),
                key="chains_chart",
                on_select="rerun",
                alt=say("network_page.view_chains"),
            )
            picked = charts.clicked(event)
            st.session_state["chains_pick"] = (
                pairs[picked[1]]
                if picked and picked[0] == "edge" and picked[1] < len(pairs)
                else None
            )
        st.markdown(f"**{say('table.orphans')}**")
        showing.table(
            session,
            tables["orphans"],
            "orphans",
            columns=result.brief["orphans"],
            height=260,
        )
        showing.notes(session, result)
        showing.download(session, result, "chains")
    with right:
        st.markdown(f"**{say('table.links')}**")
        row = showing.table(
            session,
            tables["links"],
            "chain_links",
            columns=result.brief["links"],
            select=True,
            height=240,
        )
        pair = (
            (links["from"].iloc[row], links["to"].iloc[row])
            if row is not None and row < len(links)
            else st.session_state.get("chains_pick")
        )
        if pair:
            pair_details(
                session,
                fitting,
                unit,
                chosen,
                session.desk.together_now(unit, fitting.id, chosen)[0],
                pair,
            )
        else:
            st.info(say("network_page.click"), icon=":material/touch_app:")


def _mentions(
    session: Session, book: Codebook, unit: UnitKind, measure: str, chosen: Choice
) -> None:
    say = session.say
    least = st.slider(say("mentions_page.least"), 1, 20, 2, key="mentions_least")
    result = analysed(
        session,
        "view",
        ("mentions", least, chosen),
        chosen,
        unit,
        partial(mentions_of, options=MentionsOptions(least=least)),
    )
    if result is None:
        return
    table, edges = result.tables["mentions"], result.tables["mention_edges"]
    import networkx as nx

    graph: nx.DiGraph = nx.DiGraph()
    for row in edges.to_dict("records"):
        if row["from"] and row["mentions"] >= least:
            graph.add_edge(row["from"], row["to"], weight=int(row["mentions"]))
    left, right = st.columns([7, 5], gap="medium")
    pair: tuple[str, str] | None = None
    with left:
        if graph:
            event = st.echarts_chart(
                charts.directed(graph),
                height=560,
                key="mentions_chart",
                on_select="rerun",
                alt=say("network_page.view_mentions"),
            )
            picked = charts.clicked(event)
            drawn = charts.edges_of(graph)
            pair = (
                drawn[picked[1]][:2]
                if picked and picked[0] == "edge" and picked[1] < len(drawn)
                else None
            )
        else:
            st.info(say("mentions_page.none"))
        showing.notes(session, result)
        showing.download(session, result, "mentions")
    with right:
        picked_row = showing.table(session, edges, "mention_edges", select=True, height=260)
        if picked_row is not None:
            pair = (edges["from"].iloc[picked_row], edges["to"].iloc[picked_row])
        if pair is None:
            st.info(say("network_page.click"), icon=":material/touch_app:")
            return
        own = table[(table["from"] == pair[0]) & (table["to"] == pair[1])]
        st.subheader(plain(f"{pair[0]} → {pair[1]}（{len(own)}）"), anchor=False)
        made = [
            Card(
                f"m{place}",
                str(row_["quote"]),
                f"{row_['source']}　{say('polarity.' + row_['polarity'])}",
                marks=_mark(str(row_["quote"]), str(row_["form"])),
            )
            for place, row_ in enumerate(own.head(60).to_dict("records"))
        ]
        cards(Deck(made, label=say("themes.quotations"), texts={}), "mention_cards")


def _mark(quote: str, form: str) -> tuple[tuple[int, int, str], ...]:
    at = quote.find(form)
    return ((at, at + len(form), "hit"),) if at >= 0 else ()


VIEWS: Final[dict[str, Callable[[Session, Codebook, UnitKind, str, Choice], None]]] = {
    "sensitivity": _sensitivity,
    "ena": _ena,
    "chains": _chains,
    "mentions": _mentions,
}
