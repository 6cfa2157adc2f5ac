"""What the coder that learns knows of each code that was answered about, as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from app.explorer.widgets.session import Session
from app.study.machines.looking import CodeTold

NONE = "—"
CHOSEN = 0.5
"""From such a share of answers on that the queue has chosen, figures flatter."""
COLUMNS = (
    "code",
    "verdict",
    "precision",
    "recall",
    "f1",
    "yes",
    "no",
    "interviews",
    "missing",
    "drawn",
)


def table(session: Session, told: Sequence[CodeTold]) -> None:
    """Draw the table, and on what its figures rest."""
    say = session.say
    if not told:
        return
    st.subheader(say("looking_page.known"), anchor=False)
    frame = pd.DataFrame([_row(session, each) for each in told], columns=COLUMNS)
    heads = {name: say(f"looking_page.column_{name}") for name in COLUMNS}
    st.dataframe(
        frame.rename(columns=heads),
        hide_index=True,
        key="looking_worth",
        height=min(35 * (len(frame) + 1) + 3, 420),
        alt=say("looking_page.known"),
        column_config={
            heads[name]: st.column_config.Column(help=say(f"looking_page.help_{name}"))
            for name in ("verdict", "precision", "recall", "f1", "missing")
        },
    )
    st.caption(say("looking_page.rests_on"))
    flattered = [
        each.key[1] for each in told if each.worth.f1 is not None and each.worth.chosen > CHOSEN
    ]
    if flattered:
        st.caption(session.mark("looking_page.flattered", codes="、".join(flattered)))


def _row(session: Session, told: CodeTold) -> dict[str, str | int]:
    worth, missing = told.worth, told.missing
    code = session.facts.code_of(told.key)
    f1 = _figure(worth.f1)
    if worth.low is not None and worth.high is not None:
        f1 += f"（{worth.low:.2f}–{worth.high:.2f}）"
    return {
        "code": f"{told.key[1]} {code.title(session.lang) if code else ''}".strip(),
        "verdict": session.say(f"verdict_of_code.{worth.verdict}"),
        "precision": _figure(worth.precision),
        "recall": _figure(worth.recall),
        "f1": f1,
        "yes": worth.yes,
        "no": worth.no,
        "interviews": worth.interviews,
        "missing": NONE
        if missing is None
        else f"{missing.expected:.0f}（{missing.low:.0f}–{missing.high:.0f}）",
        "drawn": NONE if missing is None else str(missing.drawn),
    }


def _figure(value: float | None) -> str:
    return NONE if value is None else f"{value:.2f}"
