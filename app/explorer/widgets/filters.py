"""The filters that several pages share: who, where, which polarity, which status, which words."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app.explorer.state.coding.page_data import SIGNS
from app.explorer.state.coding.quotations import coder_name
from app.explorer.state.study.choice import Choice
from app.explorer.widgets.address import several
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.session import Session
from corpus.coding import POLARITIES
from corpus.project import Filter

STATUSES: Final = ("accepted", "suggested", "rejected")


def choice(session: Session, key: str, *, statuses: bool = True) -> Choice:
    """Widgets for a choice of interviews and codings, in a popover whose label tells how many
    limits are set.
    """
    say, facts = session.say, session.facts
    set_ = sum(bool(st.session_state.get(name)) for name in options(session, key))
    with st.popover(
        say("filter.title") + (f" · {set_}" if set_ else ""), icon=":material/filter_alt:"
    ):
        people = several(
            st,
            say("filter.coders"),
            list(facts.coders),
            show=lambda one: coder_name(facts, one, session.lang),
            key=f"{key}_coders",
            placeholder=say("filter.all"),
        )
        polarities = several(
            st,
            say("filter.polarities"),
            list(POLARITIES),
            show=lambda one: f"{SIGNS[one]} {say(f'polarity.{one}')}",
            key=f"{key}_polarities",
            placeholder=say("filter.all"),
        )
        chosen = (
            several(
                st,
                say("filter.statuses"),
                list(STATUSES),
                show=lambda one: say(f"status.{one}"),
                key=f"{key}_statuses",
                placeholder=say("filter.not_rejected"),
            )
            if statuses
            else []
        )
        groups = []
        for name, values in facts.attribute_values().items():
            if 1 < len(values) <= 400:
                picked = several(
                    st,
                    say(f"attribute.{name}") if name in _KNOWN else plain(name),
                    values,
                    key=f"{key}_by_{name}",
                    placeholder=say("filter.all"),
                )
                if picked:
                    groups.append((name, tuple(picked)))
    return Choice(
        tuple(people), tuple(polarities), tuple(chosen) or ("suggested", "accepted"), tuple(groups)
    )


def options(session: Session, key: str) -> dict[str, tuple[str, ...]]:
    """What may be chosen under ``key``: the name of each choice (in the session and in the address)
    with its values.
    """
    facts = session.facts
    fixed = {
        f"{key}_coders": tuple(facts.coders),
        f"{key}_polarities": tuple(POLARITIES),
        f"{key}_statuses": STATUSES,
    }
    return fixed | {
        f"{key}_by_{name}": tuple(values) for name, values in facts.attribute_values().items()
    }


_KNOWN: Final = ("department", "position", "gender", "level", "method", "age", "years")


def attribute_name(session: Session, name: str) -> str:
    """What an attribute is called in the interface."""
    return session.say(f"attribute.{name}") if name in _KNOWN else name


def to_filter(
    session: Session, chosen: Choice, codes: tuple[str, ...] = (), text: str = ""
) -> Filter:
    """The same choice as a question to the project."""
    transcripts: tuple[str, ...] = ()
    if any(values for _, values in chosen.groups):
        transcripts = tuple(session.desk.chosen(chosen)) or ("-",)
    return Filter(transcripts, codes, chosen.coders, chosen.polarities, chosen.statuses, text)
