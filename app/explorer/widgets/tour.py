"""Five steps through the sample study: each stands on the page that it is about, and leads to the
next.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from app.explorer.widgets.address import goto
from app.explorer.widgets.session import Session

STEPS: Final = ("overview", "coding", "themes", "network", "compare")


def tour_stands(session: Session, page: str) -> bool:
    """Whether the tour stands on this page."""
    return session.demo and not st.session_state.get("tour_closed") and page in STEPS


def tour(session: Session, page: str) -> None:
    """The step of this page, until the tour is closed."""
    say = session.say
    if not tour_stands(session, page):
        return
    index = STEPS.index(page)
    with st.container(border=True, key="tour", horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{say('tour.title', step=index + 1, steps=len(STEPS))}**　{say(f'tour.{index + 1}')}"
        )
        if index + 1 < len(STEPS):
            following = STEPS[index + 1]
            if st.button(
                say("tour.next", page=say(f"page.{following}")),
                key="tour_next",
                type="primary",
                icon=":material/arrow_forward:",
                icon_position="right",
            ):
                goto(following)
        if st.button(say("tour.close"), key="tour_close"):
            st.session_state["tour_closed"] = True
            st.rerun()
