"""Epistemic network analysis: a form for the window and the groups, then all of its result."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final, Literal, get_args

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.ena import ForwardRule
from app.analyses.ena import EnaOptions, Rotation, ena
from app.explorer.pages.network.selection import Selection
from app.explorer.widgets.filters import attribute_name
from app.explorer.widgets.long_work import analysed
from app.explorer.widgets.results import whole
from app.explorer.widgets.session import Session

_LINES: Final[tuple[Literal["sentence", "turn"], ...]] = ("sentence", "turn")
_CONVERSATIONS: Final[tuple[Literal["interview", "exchange"], ...]] = ("interview", "exchange")


def render(session: Session, selection: Selection) -> None:
    """The form; below it the result, once it was asked for."""
    say = session.say
    with st.form("ena_form", border=True):
        options = _window(session)
        spare, normed, turned, grouped = st.columns([2, 2, 3, 4])
        options = replace(
            options,
            codebook=selection.book.id,
            weighted=spare.checkbox(say("ena_page.weighted"), key="ena_weighted"),
            sphere=normed.checkbox(say("ena_page.sphere"), value=True, key="ena_sphere"),
            rotation=turned.selectbox(
                say("ena_page.rotation"),
                get_args(Rotation),
                format_func=lambda name: say(f"ena_page.rotation_{name}"),
                help=say("ena_page.rotation_help"),
                key="ena_rotation",
            ),
        )
        attribute, first_group = _groups(session, grouped)
        if st.form_submit_button(say("ena_page.run"), type="primary"):
            st.session_state["ena_ready"] = True
    if not st.session_state.get("ena_ready"):
        st.info(say("ena_page.help"))
        return
    if attribute and not first_group:
        st.warning(say("ena_page.choose_first"))
        return
    if attribute:
        options = replace(options, groups=f"{attribute}={'+'.join(first_group)},*")
    result = analysed(
        session,
        "view",
        ("ena", options, selection.choice),
        selection.choice,
        selection.unit,
        partial(ena, options=options),
    )
    if result is not None:
        whole(session, result, "ena")


def _window(session: Session) -> EnaOptions:
    """What is a line, how far it reaches, and where a conversation ends."""
    say = session.say
    reach, ends = st.columns(4), st.columns(2)
    window = reach[0].selectbox(
        say("ena_page.window"),
        ("moving", "infinite", "conversation"),
        format_func=lambda name: say(f"ena_page.window_{name}"),
        key="ena_window",
    )
    back = reach[1].number_input(say("ena_page.back"), 1, 30, 4, key="ena_back")
    forward = reach[2].number_input(say("ena_page.forward"), 0, 30, 0, key="ena_forward")
    forward_rule: ForwardRule = reach[3].selectbox(
        say("ena_page.forward_rule"),
        get_args(ForwardRule),
        format_func=lambda name: say(f"ena_page.forward_rule_{name}"),
        help=say("ena_page.forward_help"),
        key="ena_forward_rule",
    )
    line: Literal["sentence", "turn"] = ends[0].selectbox(
        say("ena_page.line"),
        _LINES,
        format_func=lambda name: say(f"unit.{name}"),
        key="ena_line",
    )
    conversation: Literal["interview", "exchange"] = ends[1].selectbox(
        say("ena_page.conversation"),
        _CONVERSATIONS,
        format_func=lambda name: say(f"unit.{name}"),
        key="ena_talk",
    )
    return EnaOptions(
        line=line,
        conversation=conversation,
        back=float("inf") if window == "infinite" else back,
        forward=forward,
        forward_rule=forward_rule,
        window="conversation" if window == "conversation" else "moving",
    )


def _groups(session: Session, column: DeltaGenerator) -> tuple[str | None, list[str]]:
    """The attribute that splits the interviews in two groups, and the values of the first; (None,
    []) where nothing is to be compared.
    """
    say = session.say
    values_by_name = {
        name: values
        for name, values in session.facts.attribute_values().items()
        if 2 <= len(values) <= 60
    }
    attribute = column.selectbox(
        say("ena_page.groups"),
        [None, *values_by_name],
        format_func=lambda name: (
            say("ena_page.no_groups") if name is None else attribute_name(session, name)
        ),
        key="ena_by",
    )
    if not attribute:
        return None, []
    return attribute, column.multiselect(
        say("ena_page.first"), values_by_name.get(attribute, []), key=f"ena_first_{attribute}"
    )
