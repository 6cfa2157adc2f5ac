"""The explorer: what ``fangtan explore`` shows. Pages stand in ``app.explorer.pages``;
``app/explorer/entry`` holds the script that Streamlit runs.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final, Literal

import streamlit as st

from app.explorer.pages import PAGES, PageSpec
from app.explorer.pages.coding import store_outbox
from app.explorer.state.undo_label import event_label
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.notices import show_notices
from app.explorer.widgets.session import STUDY, Session, desk_of, language, start
from app.explorer.widgets.tour import tour
from corpus.catalogue import Language, message
from corpus.problem import FangtanError

NAMES: Final = {"zh": "中文", "en": "English"}
TURNS: Final[tuple[Literal["undo", "redo"], ...]] = ("undo", "redo")


@cache
def style(lang: Language) -> str:
    """The style sheet of the explorer, with its words in the reader's language."""
    css = Path(__file__).with_name("explorer.css").read_text(encoding="utf-8")
    for word, key in (("CHOOSE", "choose_files"), ("DROP", "drop_files"), ("STOP", "stop")):
        css = css.replace(word, message(f"explorer.{key}", lang))
    return f"<style>{css}</style>"


def page_of(spec: PageSpec, sessions: Sequence[Session]) -> Callable[[], None]:
    """The function that draws a page for the session that stands in ``sessions`` by then. What
    goes wrong is said in words; the log has the rest.
    """

    def page() -> None:
        session = sessions[0]
        _banner(session)
        session.edit.ask_again()
        tour(session, spec.id)
        try:
            spec.load()(session)
        except FangtanError as error:
            st.error(plain(error.text(session.lang)))
        except (st.runtime.scriptrunner.StopException, st.runtime.scriptrunner.RerunException):
            raise
        except Exception as error:  # a mistake of ours must not take the other pages away
            traceback.print_exc()
            st.error(session.say("explorer.mistake", what=type(error).__name__))

    page.__name__ = f"page_{spec.id}"
    return page


def _banner(session: Session) -> None:
    synthetic = session.facts.synthetic
    if synthetic:
        st.badge(
            session.say("explorer.synthetic", count=synthetic),
            icon=":material/science:",
            color="orange",
        )


@st.fragment(run_every=6)
def _changed_by_others(revision: int, coder: str | None, study: str) -> None:
    """Another coder changed the study: say so, and offer to look."""
    lang = language()
    project = desk_of(study).project
    if project.revision == revision:
        return
    newest = [event for event, _ in project.log(20) if event.number > revision]
    names = {coder.id: coder.name for coder in project.coders()}
    others = sorted(
        {names.get(event.coder or "", "") for event in newest if event.coder != coder} - {""}
    )
    if not others:
        return
    left, right = st.columns([5, 1], vertical_alignment="center")
    left.info(message("explorer.changed", lang, names=plain("、".join(others))))
    if right.button(message("explorer.refresh", lang), key="others_refresh", width="stretch"):
        st.rerun(scope="app")


def _undo(session: Session) -> None:
    """What this coder did last can be taken back here, with a word on what it is."""
    for way, event in zip(TURNS, session.edit.standing(), strict=True):
        what = event_label(event, session.facts, session.lang) if event is not None else ""
        if st.button(
            session.mark(f"undo.{way}", what=what) if what else session.say(f"undo.no_{way}"),
            key=f"side_{way}",
            icon=f":material/{way}:",
            disabled=event is None,
            width="stretch",
        ):
            session.edit.turn_back(way)
            st.rerun()


def _sidebar(session: Session) -> None:
    """Which study, who codes, undo and redo, the language."""
    st.subheader(plain(session.desk.project.title), anchor=False)
    st.caption(session.say("explorer.role_reviewer" if session.reviewer else "explorer.role_coder"))
    if session.coder:
        st.caption(session.mark("explorer.you", name=session.coder.name))
        _undo(session)
        if st.button(session.say("explorer.other_name"), key="other_name", type="tertiary"):
            st.session_state.pop("coder_name", None)
            st.session_state["coder_asked"] = True
            st.rerun()
    chosen = st.segmented_control(
        "语言 / Language",
        list(NAMES),
        format_func=NAMES.__getitem__,
        default=session.lang,
        key="lang_switch",
        label_visibility="collapsed",
    )
    if chosen and chosen != session.lang:
        st.session_state["lang"] = chosen
        if "lang" in st.query_params:
            del st.query_params["lang"]
        st.rerun()
    st.caption(session.say("explorer.help"))


def main() -> None:
    """Draw the explorer."""
    lang = language()
    st.set_page_config(
        page_title=message("explorer.title", lang),
        page_icon=str(Path(__file__).with_name("icon.png")),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.html(style(lang))
    sessions: list[Session] = []
    pages = {
        spec.id: st.Page(
            page_of(spec, sessions),
            title=message(f"page.{spec.id}", lang),
            icon=spec.icon,
            url_path=spec.id if index else "start",
            default=index == 0,
        )
        for index, spec in enumerate(PAGES)
    }
    st.session_state["pages"] = pages
    first = st.Page(
        page_of(PAGES[0], sessions),
        title=message(f"page.{PAGES[0].id}", lang),
        icon=PAGES[0].icon,
        url_path=PAGES[0].id,
        visibility="hidden",
    )  # the first page has no address of its own
    current = st.navigation(
        [*pages.values(), first], position="top"
    )  # before anything that answers by itself: what comes earlier opens the first page
    try:
        session = start()
    except FangtanError as error:
        st.error(plain(error.text(lang)))
        st.stop()
    if store_outbox(session):
        session = replace(session, facts=session.desk.facts())
    sessions.append(session)
    with st.sidebar:
        _sidebar(session)
    _changed_by_others(
        session.facts.revision, session.coder.id if session.coder else None, os.environ[STUDY]
    )
    current.run()
    show_notices()
    session.desk.warm()
