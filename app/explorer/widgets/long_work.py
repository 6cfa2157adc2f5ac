"""Long analyses on a page: made at once where a study is small, else beside the page, which shows
how far they are and a button to stop them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar, cast

import streamlit as st

from analysis.units import UnitKind
from app.explorer.state.background import Job, Task, long
from app.explorer.state.processes import Work
from app.explorer.state.study.choice import Choice
from app.explorer.widgets.session import STUDY, Session
from app.study.study import Study
from corpus.catalogue import Language, message

T = TypeVar("T")


def analysed(
    session: Session,
    slot: str,
    key: tuple[Any, ...],
    choice: Choice,
    unit: UnitKind,
    work: Callable[[Study], T],
) -> T | None:
    """The result of ``work``, kept under ``key`` as long as nothing changes; None (with a word on
    the page) as long as it is not there. A result has no language, and so neither has the key:
    who switches the language finds it there.

    ``slot`` names the place on the page: an analysis with another key takes the place of the one
    under way there. ``work`` must be importable.
    """
    desk, say = session.desk, session.say
    if not long(desk):
        with st.spinner(say("network_page.counting"), show_time=True):
            return desk.result(key, lambda: work(desk.study(choice, unit)))
    kept = desk.kept(key)
    if kept is not None:
        return cast(T, kept)
    name, asked = f"long_{slot}", (key, choice, unit)
    held: tuple[tuple[Any, ...], int, Job] | None = st.session_state.get(name)
    if held is not None and held[0] != asked:
        held[2].stop()
        held = None
    if held is None:
        held = st.session_state[name] = (
            asked,
            session.facts.revision,
            Job(Task(os.environ[STUDY], choice, unit, session.lang, work)),
        )
    _, revision, job = held
    if job.stopped:
        _again(session, name, say("long.stopped"))
        return None
    if not job.done:
        under_way(job, session.lang, name, _reading)
        return None
    if revision != session.facts.revision:
        _again(session, name, say("long.before"))
        return cast(T, job.result())
    del st.session_state[name]
    made: T = job.result()
    return desk.result(key, lambda: made)


def _again(session: Session, name: str, sentence: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(sentence, icon=":material/info:")
        if st.button(session.say("long.again"), key=f"{name}_again"):
            del st.session_state[name]
            st.rerun()


@st.fragment(run_every=1.0)
def under_way(
    work: Work[Any], lang: Language, name: str, tell: Callable[[Work[Any], Language], str]
) -> None:
    """How far it is, in the words of ``tell``, and a button that ends it; the page is drawn again
    once it has ended.
    """
    if work.done:
        st.rerun(scope="app")
    done, total = work.read
    with st.container(horizontal=True, vertical_alignment="center", key=f"{name}_box"):
        st.progress(done / total if total else 0.0, text=tell(work, lang))
        if st.button(
            message("explorer.stop", lang), key=f"{name}_stop", icon=":material/stop_circle:"
        ):
            work.stop()
            st.rerun(scope="app")


def _reading(work: Work[Any], lang: Language) -> str:
    done, total = work.read
    if not total:
        return message("long.starting", lang)
    if done < total:
        return message("long.reading", lang, done=done, total=total)
    return message("long.computing", lang, seconds=work.seconds)


def stop_button(session: Session, key: str) -> None:
    """A button that ends long work of the page itself at its next step. What is stored stays
    stored; the work goes on from there when it is begun again.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(session.say("explorer.stop"), key=f"stop_{key}", icon=":material/stop_circle:")
        st.caption(session.say("explorer.stop_help"))
