"""受访者: cases and their attributes as a table that can be edited; every cell is saved as an
operation.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from app.explorer.widgets.session import Session, notice, told
from corpus.problem import FangtanError
from corpus.project.cases import case_rows, csv_bytes, read_cases, xlsx_bytes
from corpus.project.operations import DefineVariable, SaveCase, SetAttribute

TYPES: Final = ("text", "number", "date", "boolean", "choice")


def render(session: Session) -> None:
    say, facts, project = session.say, session.facts, session.desk.project
    variables = project.variables()
    names = [variable.name for variable in variables]
    st.caption(say("cases_page.help"))
    frame = pd.DataFrame(
        [
            {
                "case": case.name,
                **{name: case.attributes.get(name, "") for name in names},
                "spoken": "；".join(facts.label(transcript) for transcript, _ in case.speaks),
            }
            for case in facts.cases
        ],
        columns=["case", *names, "spoken"],
        dtype=str,
    )
    if not len(frame):
        st.info(say("cases_page.empty"))
    locked = session.reviewer or session.coder is None
    if session.coder is None and not session.reviewer:
        session.person()
    edited = st.data_editor(
        frame,
        hide_index=True,
        key=f"cases_{facts.revision}_{st.session_state.get('cases_again', 0)}",
        num_rows="fixed" if locked else "add",
        disabled=True if locked else ["spoken"],
        height=min(36 * (len(frame) + 2) + 3, 620),
        column_config={
            "case": st.column_config.TextColumn(say("overview.cases"), required=True),
            "spoken": st.column_config.TextColumn(say("cases_page.spoken")),
            **{
                variable.name: st.column_config.TextColumn(
                    variable.name, help=say(f"cases_page.type_{variable.type}")
                )
                for variable in variables
            },
        },
    )
    if not locked:
        _save(session, frame, edited, {variable.name: variable.id for variable in variables})
        _add_variable(session)
        _import(session)
    left, right, _ = st.columns([2, 2, 5])
    left.download_button(
        say("cases_page.xlsx"),
        lambda: xlsx_bytes(case_rows(project)),
        file_name="cases.xlsx",
        on_click="ignore",
        key="cases_xlsx",
    )
    right.download_button(
        say("cases_page.csv"),
        lambda: csv_bytes(case_rows(project)),
        file_name="cases.csv",
        mime="text/csv",
        on_click="ignore",
        key="cases_csv",
    )


def _save(session: Session, before: pd.DataFrame, after: pd.DataFrame, ids: dict[str, str]) -> None:
    """What was changed in the table, cell by cell. A value that does not fit is said and not
    stored.
    """
    project, cases, coder = session.desk.project, session.facts.cases, session.coder
    if coder is None:
        return
    changed = refused = 0
    for place in range(len(after)):
        name = _text(after["case"].iloc[place])
        if not name:
            continue
        case = cases[place] if place < len(cases) else None
        try:
            entity = case.id if case else ""
            if case is None:
                made = SaveCase(name)
                project.apply(made, coder=coder)
                entity = made.id
                changed += 1
            elif name != case.name:
                project.apply(SaveCase(name, case.id), coder=coder)
                changed += 1
            for variable, identity in ids.items():
                value = _text(after[variable].iloc[place])
                known = _text(before[variable].iloc[place]) if place < len(before) else ""
                if value != known:
                    project.apply(SetAttribute(entity, identity, value), coder=coder)
                    changed += 1
        except FangtanError as error:
            notice(f"{name}：{error.text(session.lang)}", ":material/block:")
            refused += 1
    if changed:
        notice(session.say("cases_page.saved", count=changed), ":material/check:")
    if changed or refused:
        if refused and not changed:
            st.session_state["cases_again"] = st.session_state.get("cases_again", 0) + 1
        st.rerun()


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value).strip()


def _add_variable(session: Session) -> None:
    say = session.say
    with (
        st.expander(say("cases_page.add_variable"), icon=":material/add:"),
        st.form("variable", clear_on_submit=True, border=False),
    ):
        one, two, three = st.columns([4, 3, 2], vertical_alignment="bottom")
        name = one.text_input(say("cases_page.variable"), key="variable_name", max_chars=60)
        kind = two.selectbox(
            say("cases_page.type"),
            TYPES,
            format_func=lambda told_: say(f"cases_page.type_{told_}"),
            key="variable_type",
        )
        if three.form_submit_button(say("cases_page.add")) and session.coder is not None:
            with told(session):
                session.desk.project.apply(DefineVariable(name, kind), coder=session.coder)  # type: ignore[arg-type]
                st.rerun()


def _import(session: Session) -> None:
    say = session.say
    with st.expander(say("cases_page.import"), icon=":material/upload_file:"):
        file = st.file_uploader(
            say("cases_page.file"), type=["xlsx", "csv"], key="cases_file", max_upload_size=5
        )
        if (
            st.button(say("cases_page.do_import"), disabled=file is None, key="cases_import")
            and file is not None
            and session.coder is not None
        ):
            with told(session), tempfile.TemporaryDirectory() as place:
                path = Path(place) / Path(file.name).name
                path.write_bytes(file.getvalue())
                done = read_cases(session.desk.project, path, session.coder)
                st.success(
                    say(
                        "project_cli.cases_read",
                        cases=done.cases,
                        made=done.made,
                        values=done.values,
                        variables=len(done.variables),
                    )
                )
                for problem in done.problems:
                    st.text(f"{path.name} {problem.line or ''}：{problem.message(session.lang)}")
            st.button(say("explorer.refresh"), key="cases_refresh")
