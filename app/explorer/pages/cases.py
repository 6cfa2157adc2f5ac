"""受访者: cases and their attributes as a table that can be edited; every cell is saved as an
operation.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from app.explorer.widgets.notices import errors_shown, notice
from app.explorer.widgets.session import Session
from app.exporters.cases import cases_csv, cases_xlsx
from corpus.project.operations import (
    DefineVariable,
    Operation,
    SaveCase,
    SetAttribute,
    VariableType,
)

TYPES: Final[tuple[VariableType, ...]] = ("text", "number", "date", "boolean", "choice")


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
    if not session.reviewer:
        session.edit.person()
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
        lambda: cases_xlsx(project, session.lang),
        file_name="cases.xlsx",
        on_click="ignore",
        key="cases_xlsx",
    )
    right.download_button(
        say("cases_page.csv"),
        lambda: cases_csv(project),
        file_name="cases.csv",
        mime="text/csv",
        on_click="ignore",
        key="cases_csv",
    )


def _save(session: Session, before: pd.DataFrame, after: pd.DataFrame, ids: dict[str, str]) -> None:
    """What was changed in the table, cell by cell. A value that does not fit is said and not
    stored.
    """
    cases = session.facts.cases
    changed = refused = 0
    for row in range(len(after)):
        name = _text(after["case"].iloc[row])
        if not name:
            continue
        case = cases[row] if row < len(cases) else None
        saved = SaveCase(name, case.id) if case is not None else SaveCase(name)
        operations: list[Operation] = [saved] if case is None or name != case.name else []
        for variable, identity in ids.items():
            value = _text(after[variable].iloc[row])
            earlier = _text(before[variable].iloc[row]) if row < len(before) else ""
            if value != earlier:
                operations.append(SetAttribute(saved.id, identity, value))
        count, refusal = session.edit.attempt(*operations)
        changed += count
        if refusal:
            notice(f"{name}：{refusal}", ":material/block:")
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
    number = st.session_state.setdefault("variable_number", 0)
    with st.expander(say("cases_page.add_variable"), icon=":material/add:"):
        with st.form("variable", border=False):
            one, two, three = st.columns([4, 3, 2], vertical_alignment="bottom")
            name = one.text_input(
                say("cases_page.variable"), key=f"variable_name_{number}", max_chars=60
            )
            kind = two.selectbox(
                say("cases_page.type"),
                TYPES,
                format_func=lambda type_: say(f"cases_page.type_{type_}"),
                key=f"variable_type_{number}",
            )
            asked = three.form_submit_button(say("cases_page.add"))
        if asked and session.edit.apply(DefineVariable(name, kind)):
            st.session_state["variable_number"] = number + 1  # a new form, with nothing typed
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
        ):
            with errors_shown(session.lang), tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / Path(file.name).name
                path.write_bytes(file.getvalue())
                outcome = session.edit.read_cases(path)
                st.success(
                    say(
                        "project_cli.cases_read",
                        cases=outcome.cases,
                        made=outcome.made,
                        values=outcome.values,
                        variables=len(outcome.variables),
                    )
                )
                for problem in outcome.problems:
                    st.text(f"{path.name} {problem.line or ''}：{problem.message(session.lang)}")
            st.button(say("explorer.refresh"), key="cases_refresh")
