"""The explorer: what ``fangtan explore`` shows. Pages stand in ``app.pages``; ``app/entry`` holds
the script that Streamlit runs.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import streamlit as st

from app.explorer.pages import PAGES, PageSpec
from app.explorer.pages.coding import store_outbox
from app.explorer.state import undo_label as undoing
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.session import STUDY, Session, language, notice, show_notices, start
from app.explorer.widgets.tour import tour
from corpus.catalogue import message
from corpus.problem import FangtanError
from corpus.project.operations import WriteReview

STYLE: Final = """<style>
.stMainBlockContainer{padding:2.9rem 1.6rem 1.2rem;max-width:none}
h1,h2,h3{letter-spacing:0}
.stMainBlockContainer h1{font-size:1.7rem;padding:.2rem 0 .4rem}
.stMainBlockContainer h2{font-size:1.35rem}
.stMainBlockContainer h3{font-size:1.2rem;padding:.3rem 0}
.stApp{text-autospace:normal}
.st-key-tour{padding:.55rem .9rem}
.st-key-compare_kinds [role=toolbar]{flex-wrap:wrap;row-gap:.3rem;overflow:visible}
@media (max-width:1199px){
[data-testid=stTopNavLink]>span:first-child:not(:last-child){display:none}
.st-key-themes_halves>[data-testid=stLayoutWrapper]>[data-testid=stHorizontalBlock]
>[data-testid=stColumn]{flex:1 1 calc(50% - 1rem);width:calc(50% - 1rem)}}
[data-testid=stMetricValue]{font-size:1.7rem}
[class*=st-key-themes_tree] [data-testid=stElementToolbar]{display:none}
[data-testid=stFileUploaderDropzone] > span button p,
[data-testid=stFileUploaderDropzoneInstructions] span,
[data-testid=stStatusWidget] button *{font-size:0}
[data-testid=stFileUploaderDropzone] > span button p::after{content:"CHOOSE";font-size:.875rem}
[data-testid=stFileUploaderDropzoneInstructions] span::after{content:"DROP";font-size:.875rem}
[data-testid=stStatusWidget] button::after{content:"STOP";font-size:.875rem}
</style>"""
"""Less empty space around the pages, headings no larger than they need to be; no tools of the tree
of codes over the filter above it; and in the reader's language what Streamlit says in English
only.
"""


def _shown(spec: PageSpec, held: Sequence[Session]) -> Callable[[], None]:
    """The function that draws a page for the session that is known by then."""

    def page() -> None:
        session = held[0]
        _banner(session)
        tour(session, spec.id)
        try:
            spec.load()(session)
        except FangtanError as error:
            st.error(plain(error.text(session.lang)))
        except (st.runtime.scriptrunner.StopException, st.runtime.scriptrunner.RerunException):
            raise
        except Exception as error:  # a mistake of ours: said in words; the log has the rest
            traceback.print_exc()
            st.error(session.say("explorer.mistake", what=type(error).__name__))

    page.__name__ = f"page_{spec.id}"
    return page


def _banner(session: Session) -> None:
    synthetic = sum(
        "合成" in str(info.metadata.get("nature", "")) for info in session.facts.infos.values()
    )
    if synthetic:
        st.badge(
            session.say("explorer.synthetic", count=synthetic),
            icon=":material/science:",
            color="orange",
        )


@st.fragment(run_every=6)
def _others(revision: int, coder: str | None, desk_key: str) -> None:
    """Another coder changed the study: say so, and offer to look."""
    from app.explorer.widgets.session import _desk

    lang = language()
    project = _desk(desk_key).project
    if project.revision == revision:
        return
    newest = [event for event, _ in project.log(20) if event.number > revision]
    names = {one.id: one.name for one in project.coders()}
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
    coder, project = session.coder, session.desk.project
    if coder is None:
        return
    events = session.desk.result(("standing", coder.id), lambda: project.standing(coder))
    for way, event, icon in (
        ("undo", events[0], ":material/undo:"),
        ("redo", events[1], ":material/redo:"),
    ):
        if session.reviewer and event is not None and event.kind != WriteReview.kind:
            event = None
        what = undoing.told(event, session.facts, session.lang) if event is not None else ""
        if st.button(
            session.mark(f"undo.{way}", what=what) if what else session.say(f"undo.no_{way}"),
            key=f"side_{way}",
            icon=icon,
            disabled=event is None,
            width="stretch",
        ):
            try:
                (project.undo if way == "undo" else project.redo)(coder)
                notice(session.say(f"undo.done_{way}", what=what), icon)
            except FangtanError as error:
                notice(error.text(session.lang), ":material/block:")
            st.rerun()


def main() -> None:
    """Draw the explorer."""
    lang = language()
    st.set_page_config(
        page_title=message("explorer.title", lang),
        page_icon=str(Path(__file__).with_name("icon.png")),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.html(
        STYLE.replace("CHOOSE", message("explorer.choose_files", lang))
        .replace("DROP", message("explorer.drop_files", lang))
        .replace("STOP", message("explorer.stop", lang))
    )
    held: list[Session] = []
    pages = {
        spec.id: st.Page(
            _shown(spec, held),
            title=message(f"page.{spec.id}", lang),
            icon=spec.icon,
            url_path=spec.id if place else "start",
            default=place == 0,
        )
        for place, spec in enumerate(PAGES)
    }
    st.session_state["pages"] = pages
    first = st.Page(
        _shown(PAGES[0], held),
        title=message(f"page.{PAGES[0].id}", lang),
        icon=PAGES[0].icon,
        url_path=PAGES[0].id,
        visibility="hidden",
    )  # the first page has no address of its own
    chosen = st.navigation(
        [*pages.values(), first], position="top"
    )  # before anything that answers by itself: what comes earlier opens the first page
    try:
        session = start()
    except FangtanError as error:
        st.error(plain(error.text(lang)))
        st.stop()
    if store_outbox(session):
        session = replace(session, facts=session.desk.facts())
    held.append(session)
    with st.sidebar:
        st.subheader(plain(session.desk.project.title), anchor=False)
        st.caption(
            session.say("explorer.role_reviewer" if session.reviewer else "explorer.role_coder")
        )
        if session.coder:
            st.caption(session.mark("explorer.you", name=session.coder.name))
            _undo(session)
            if st.button(session.say("explorer.other_name"), key="other_name", type="tertiary"):
                st.session_state.pop("coder_name", None)
                st.session_state["coder_asked"] = True
                st.rerun()
        wanted = st.segmented_control(
            "语言 / Language",
            ["zh", "en"],
            format_func={"zh": "中文", "en": "English"}.__getitem__,
            default=lang,
            key="lang_switch",
            label_visibility="collapsed",
        )
        if wanted and wanted != lang:
            st.session_state["lang"] = wanted
            if "lang" in st.query_params:
                del st.query_params["lang"]
            st.rerun()
        st.caption(session.say("explorer.help"))
    _others(session.facts.revision, session.coder.id if session.coder else None, os.environ[STUDY])
    chosen.run()
    show_notices()
    session.desk.warm()
