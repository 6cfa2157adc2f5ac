"""概览: the study at a glance, what to do next, and taking interviews in."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd
import streamlit as st

from app.explorer.state.next_step import PAGE_OF, Standing, next_step
from app.explorer.widgets.address import goto
from app.explorer.widgets.edit import ImportOutcome
from app.explorer.widgets.long_work import stop_button
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.row_picker import MODES, by_any_cell
from app.explorer.widgets.session import Session
from corpus.project import Filter
from corpus.project.operations import SettleConflict
from corpus.readers import SUFFIXES

if TYPE_CHECKING:
    from app.study.inputs import Progress

SIDES: Final[tuple[Literal["ours", "theirs"], ...]] = ("ours", "theirs")


def render(session: Session) -> None:
    say, facts, project = session.say, session.facts, session.desk.project
    st.title(plain(project.title), anchor=False)
    counted: dict[tuple[str, str], int] = {}
    for (_, coder, status), number in session.desk.progress().items():
        counted[coder, status] = counted.get((coder, status), 0) + number
    machine = {coder.id for coder in facts.coders.values() if coder.kind == "machine"}
    total = sum(number for (coder, status), number in counted.items() if status != "rejected")
    open_ = sum(
        number
        for (coder, status), number in counted.items()
        if coder in machine and status == "suggested"
    )
    decided = sum(
        number
        for (coder, status), number in counted.items()
        if coder in machine and status != "suggested"
    )
    human = sum(number for (coder, status), number in counted.items() if coder not in machine)
    numbers = [
        ("transcripts", len(facts.infos)),
        ("characters", sum(info.characters for info in facts.infos.values())),
        ("cases", len(facts.cases)),
        ("codings", total),
        ("human", human),
        ("open", open_),
    ]
    for column, (name, value) in zip(st.columns(len(numbers)), numbers, strict=True):
        column.metric(say(f"overview.{name}"), f"{value:,}")
    if open_ + decided:
        st.progress(
            decided / (open_ + decided),
            text=say("overview.progress", decided=f"{decided:,}", total=f"{open_ + decided:,}"),
        )
    _next(session, counted, open_, decided, human)
    _taken(session)
    left, right = st.columns([8, 4], gap="medium")
    with left:
        st.subheader(say("overview.interviews"), anchor=False)
        _interviews(session)
    with right:
        st.subheader(say("overview.coders"), anchor=False)
        rows = [
            {
                "name": coder.name if coder.kind == "person" else say("coder.rules"),
                "kind": say(f"project_cli.{coder.kind}"),
                **{
                    status: counted.get((coder.id, status), 0)
                    for status in ("accepted", "suggested", "rejected")
                },
            }
            for coder in facts.coders.values()
            if coder.kind == "machine"
            or coder == session.coder
            or any(name == coder.id for name, _ in counted)
        ]
        st.dataframe(
            pd.DataFrame(
                rows, columns=["name", "kind", "accepted", "suggested", "rejected"]
            ).rename(
                columns={
                    name: say(f"project_cli.{name}")
                    for name in ("name", "kind", "accepted", "suggested", "rejected")
                }
            ),
            hide_index=True,
            alt=say("overview.coders"),
        )
        _waiting(session)
    if not session.reviewer:
        _take_in(session)


def _next(
    session: Session, counted: Mapping[tuple[Any, ...], int], open_: int, decided: int, human: int
) -> None:
    """The one thing to do next, as a button."""
    say, facts, project = session.say, session.facts, session.desk.project
    people = {coder.id for coder in facts.coders.values() if coder.kind == "person"}
    both = (
        project.count(Filter(coders=tuple(people)), "transcript", "coder")
        if len(people) > 1
        else {}
    )
    per = Counter(transcript for transcript, _ in both)
    unplaced = project.count(Filter(statuses=(), placed=False)).get((), 0)
    study = Standing(
        len(facts.infos),
        len(facts.books),
        open_,
        decided,
        human,
        unplaced,
        len(project.conflicts()),
        sum(review.verdict == "dispute" for review in project.reviews(settled=False)),
        max(per.values(), default=0) > 1,
    )
    step = next_step(study, reviewer=session.reviewer)
    page = PAGE_OF[step]
    with st.container(horizontal=True, vertical_alignment="center", key="next_box"):
        st.info(
            say(f"overview.next_{step}"),
            icon=":material/arrow_forward:" if page != "overview" else ":material/arrow_downward:",
        )
        if page != "overview" and st.button(
            say("overview.go", page=say(f"page.{page}")), type="primary", key="next_step"
        ):
            goto(page, **({"review_view": "opinions"} if step == "disputes" else {}))


def _interviews(session: Session) -> None:
    say, facts = session.say, session.facts
    if not facts.infos:
        st.caption(say("overview.no_interviews"))
        return
    counted: dict[str, int] = {}
    for (entity, _, status), number in session.desk.progress().items():
        if status != "rejected":
            counted[entity] = counted.get(entity, 0) + number
    frame = pd.DataFrame(
        [
            {
                "id": info.metadata.get("id", ""),
                "source": info.source,
                "department": "、".join(facts.value(entity, "department")),
                "characters": info.characters,
                "turns": info.turns,
                "codings": counted.get(entity, 0),
                "roles": say(f"confidence.{info.facts['report']['roles']}"),
                "unknown": info.facts["report"]["unknown"],
            }
            for entity, info in facts.infos.items()
        ]
    )
    picked: Any = st.dataframe(
        frame.rename(columns={name: say(f"overview.column_{name}") for name in frame.columns}),
        hide_index=True,
        on_select=by_any_cell("interviews_table"),
        selection_mode=MODES,
        key="interviews_table",
        height=420 if len(frame) > 10 else "auto",
        alt=say("overview.interviews"),
        column_config={
            say("overview.column_source"): st.column_config.TextColumn(width=230),
            say("overview.column_department"): st.column_config.TextColumn(width=140),
        }
        | {
            say(f"overview.column_{name}"): st.column_config.Column(width=66)
            for name in ("characters", "turns", "codings", "roles")
        },
    )
    rows = picked["selection"]["rows"]
    if rows and st.button(
        session.mark(
            "overview.open_transcript", name=frame["id"][rows[0]] or frame["source"][rows[0]]
        ),
        type="primary",
        key="open_interview",
    ):
        goto("coding", t=list(facts.infos)[rows[0]])


def _waiting(session: Session) -> None:
    """Problems of import, codings without a place, conflicts."""
    say, facts, project = session.say, session.facts, session.desk.project
    faulty = [
        info
        for info in facts.infos.values()
        if info.facts["problems"]
        or info.facts["report"]["unknown"]
        or info.facts["report"]["roles"] == "low"
    ]
    if faulty:
        with st.expander(say("overview.problems", count=len(faulty)), icon=":material/warning:"):
            for info in faulty[:50]:
                report = info.facts["report"]
                confidence = say("confidence." + report["roles"])
                line = say("overview.problem_line", unknown=report["unknown"], roles=confidence)
                st.text(f"{info.source}：{line}")
            st.caption(say("overview.problems_help"))
    left = session.desk.result(
        ("unplaced",), lambda: project.codings(Filter(statuses=(), placed=False), limit=50)
    )
    if left:
        with st.expander(
            say("overview.to_place", count=len(left)),
            icon=":material/wrong_location:",
            expanded=True,
        ):
            st.caption(say("overview.to_place_help"))
            for one in left:
                text, button = st.columns([5, 1], vertical_alignment="center")
                text.text(
                    f"{facts.label(one.transcript)}  {facts.all_codes[one.code].key}  "
                    f"{one.quote[:60]}"
                )
                if not session.reviewer and button.button(
                    say("overview.place"), key=f"place_{one.id}", width="stretch"
                ):
                    goto("coding", t=one.transcript, place=one.id)
    conflicts = project.conflicts()
    if conflicts:
        _conflicts(session, conflicts)


def _conflicts(session: Session, conflicts: list[Any]) -> None:
    say = session.say
    with st.expander(
        say("overview.conflicts", count=len(conflicts)), icon=":material/call_split:", expanded=True
    ):
        for one in conflicts[:20]:
            st.text(
                say(
                    "overview.conflict",
                    table=one.table,
                    ours=_short(one.ours),
                    theirs=_short(one.theirs),
                )
            )
            if session.reviewer or session.edit.person() is None:
                continue
            ours, theirs = st.columns(2)
            for column, take in zip((ours, theirs), SIDES, strict=True):
                if column.button(
                    say(f"overview.take_{take}"), key=f"{take}_{one.id}", width="stretch"
                ) and session.edit.apply(SettleConflict(one.id, take)):
                    st.rerun()


def _short(row: Any) -> str:
    if not row:
        return "—"
    shown = {
        name: value
        for name, value in row.items()
        if name in ("quote", "polarity", "status", "text", "name", "value", "start", "end")
        and value not in (None, "")
    }
    return "，".join(f"{name}={str(value)[:30]}" for name, value in shown.items())


def _take_in(session: Session) -> None:
    say = session.say
    with st.expander(
        say("overview.take_in"), icon=":material/upload_file:", expanded=not session.facts.infos
    ):
        turn = st.session_state.get("import_turn", 0)
        files = st.file_uploader(
            say("overview.upload"),
            accept_multiple_files=True,
            type=[suffix.lstrip(".") for suffix in sorted(SUFFIXES)],
            key=f"upload_{turn}",
            max_upload_size=20,
        )
        folder = st.text_input(
            say("overview.folder"), placeholder=say("overview.folder_example"), key=f"folder_{turn}"
        )
        asker = st.text_input(
            say("overview.interviewer"),
            placeholder=say("overview.interviewer_example"),
            key="asker",
        )
        if st.button(
            say("overview.import"),
            type="primary",
            key="do_import",
            disabled=not (files or folder.strip()),
        ):
            from app.study.reading import Settings

            settings = Settings(
                (),
                interviewers=tuple(
                    part.strip() for part in asker.replace("，", ",").split(",") if part.strip()
                ),
            )
            with st.status(say("overview.importing"), expanded=True):
                bar = st.progress(0.0)
                stop_button(session, "import")
                report = _report(bar)
                outcomes = []
                if files:
                    with tempfile.TemporaryDirectory() as place:
                        for file in files:
                            (Path(place) / Path(file.name).name).write_bytes(file.getvalue())
                        outcomes.append(
                            session.edit.import_files(
                                [Path(place) / Path(file.name).name for file in files],
                                settings,
                                progress=report,
                                uploaded=True,
                            )
                        )
                if folder.strip():
                    outcomes.append(
                        session.edit.import_files(
                            [Path(folder.strip()).expanduser()], settings, progress=report
                        )
                    )
                st.text(say("overview.coding_now"))
                coded = session.edit.code(progress=report)
            st.session_state.update(
                {
                    "import_report": _told(session, outcomes, coded.changed.added),
                    "import_turn": turn + 1,
                }
            )
            st.rerun()
        if not session.facts.infos:
            return
        st.divider()
        again, _ = st.columns([1, 3])
        if again.button(
            say("overview.code_again"), key="code_again", help=say("overview.code_again_help")
        ):
            with st.status(say("overview.coding_now"), expanded=True) as status:
                bar = st.progress(0.0)
                stop_button(session, "again")
                coded = session.edit.code(again=True, progress=_report(bar))
                changed = coded.changed
                st.text(
                    say(
                        "project_cli.coded",
                        coded=coded.coded,
                        skipped=coded.skipped,
                        added=changed.added,
                        gone=changed.gone,
                        polarity_changed=changed.polarity_changed,
                        kept=changed.kept,
                        decided=changed.decided,
                    )
                )
                status.update(label=say("overview.done"), state="complete")


def _told(session: Session, outcomes: Sequence[ImportOutcome], added: int) -> list[str]:
    """What became of an import: the numbers, then what went wrong and how to mend it."""
    say = session.say
    numbers = {
        name: sum(outcome.count(name) for outcome in outcomes)
        for name in ("new", "revised", "unchanged", "duplicate", "failed")
    }
    parts = [say(f"overview.files_{name}", count=count) for name, count in numbers.items() if count]
    if added:
        parts.append(say("overview.coded", added=added))
    return [
        "；".join(parts),
        *(
            problem.sentence(session.lang)
            for outcome in outcomes
            for problem in outcome.all_problems
            if problem.severity != "note"
        ),
    ]


def _taken(session: Session) -> None:
    """The report of the import just made, until it is put away."""
    told = st.session_state.get("import_report")
    if not told:
        return
    with st.container(border=True, key="import_report_box"):
        head, away = st.columns([9, 1], vertical_alignment="center")
        head.markdown(
            f":material/{'warning' if told[1:] else 'task_alt'}: "
            f"**{session.say('overview.taken')}**"
        )
        away.button(
            session.say("overview.put_away"),
            key="report_away",
            width="stretch",
            on_click=lambda: st.session_state.pop("import_report", None),
        )
        st.text("\n".join(line for line in told if line))


def _report(bar: Any) -> Progress:
    """Long work told on a bar: how far, and what is being read."""

    def report(done: int, total: int, name: str) -> None:
        bar.progress(done / max(total, 1), text=plain(Path(name).name))

    return report
