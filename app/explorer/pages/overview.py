"""概览: the study at a glance, what to do next, and taking interviews in."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd
import streamlit as st

from app.explorer.state.coding.quotations import coder_name
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
    from streamlit.delta_generator import DeltaGenerator
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from analysis.coders.family import Machine
    from app.study.inputs import Progress
    from corpus.project.records import Conflict

SIDES: Final[tuple[Literal["ours", "theirs"], ...]] = ("ours", "theirs")


Counts = dict[tuple[str, str], int]
"""(coder, status) -> placed codings."""


def render(session: Session) -> None:
    """Draw the page."""
    st.title(plain(session.desk.project.title), anchor=False)
    counts: Counts = {}
    for (_, coder, status), number in session.desk.progress().items():
        counts[coder, status] = counts.get((coder, status), 0) + number
    machine = {coder.id for coder in session.facts.coders.values() if coder.kind == "machine"}
    suggestions = {key: number for key, number in counts.items() if key[0] in machine}
    open_ = sum(number for (_, status), number in suggestions.items() if status == "suggested")
    decided = sum(suggestions.values()) - open_
    human = sum(counts.values()) - sum(suggestions.values())
    _metrics(session, counts, human, open_)
    if open_ + decided:
        st.progress(
            decided / (open_ + decided),
            text=session.say(
                "overview.progress", decided=f"{decided:,}", total=f"{open_ + decided:,}"
            ),
        )
    _next(session, open_, decided, human)
    _report_of_import(session)
    left, right = st.columns([8, 4], gap="medium")
    with left:
        st.subheader(session.say("overview.interviews"), anchor=False)
        _interviews(session)
    with right:
        st.subheader(session.say("overview.coders"), anchor=False)
        _coders(session, counts)
        _waiting(session)
    if not session.reviewer:
        _take_in(session)


def _metrics(session: Session, counts: Counts, human: int, open_: int) -> None:
    """The study in six numbers; ``human`` codings by people, ``open_`` suggestions."""
    facts = session.facts
    numbers = [
        ("transcripts", len(facts.infos)),
        ("characters", sum(info.characters for info in facts.infos.values())),
        ("cases", len(facts.cases)),
        (
            "codings",
            sum(number for (_, status), number in counts.items() if status != "rejected"),
        ),
        ("human", human),
        ("open", open_),
    ]
    for column, (name, value) in zip(st.columns(len(numbers)), numbers, strict=True):
        column.metric(session.say(f"overview.{name}"), f"{value:,}")


def _coders(session: Session, counts: Counts) -> None:
    """Who coded how much, by status: the machines, this reader, and whoever coded anything."""
    say = session.say
    statuses = ("accepted", "suggested", "rejected")
    active = {coder for coder, _ in counts}
    rows = [
        {
            "name": coder_name(session.facts, coder.id, session.lang),
            "kind": say(f"project_cli.{coder.kind}"),
            **{status: counts.get((coder.id, status), 0) for status in statuses},
        }
        for coder in session.facts.coders.values()
        if coder.kind == "machine" or coder == session.coder or coder.id in active
    ]
    columns = ("name", "kind", *statuses)
    st.dataframe(
        pd.DataFrame(rows, columns=columns).rename(
            columns={name: say(f"project_cli.{name}") for name in columns}
        ),
        hide_index=True,
        alt=say("overview.coders"),
    )


def _next(session: Session, open_: int, decided: int, human: int) -> None:
    """The one thing to do next, as a button; it follows from how many suggestions are ``open_`` and
    ``decided`` and how many codings are ``human``.
    """
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
    """The interviews as a table; the one picked can be opened."""
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
            for coding in left:
                text, button = st.columns([5, 1], vertical_alignment="center")
                text.text(
                    f"{facts.label(coding.transcript)}  {facts.all_codes[coding.code].key}  "
                    f"{coding.quote[:60]}"
                )
                if not session.reviewer and button.button(
                    say("overview.place"), key=f"place_{coding.id}", width="stretch"
                ):
                    goto("coding", t=coding.transcript, place=coding.id)
    conflicts = project.conflicts()
    if conflicts:
        _conflicts(session, conflicts)


def _conflicts(session: Session, conflicts: Sequence[Conflict]) -> None:
    say = session.say
    with st.expander(
        say("overview.conflicts", count=len(conflicts)), icon=":material/call_split:", expanded=True
    ):
        for conflict in conflicts[:20]:
            st.text(
                say(
                    "overview.conflict",
                    table=conflict.table,
                    ours=_short(conflict.ours),
                    theirs=_short(conflict.theirs),
                )
            )
            if session.reviewer or session.edit.person() is None:
                continue
            ours, theirs = st.columns(2)
            for column, take in zip((ours, theirs), SIDES, strict=True):
                if column.button(
                    say(f"overview.take_{take}"), key=f"{take}_{conflict.id}", width="stretch"
                ) and session.edit.apply(SettleConflict(conflict.id, take)):
                    st.rerun()


def _short(row: Mapping[str, Any] | None) -> str:
    if not row:
        return "—"
    fields = {
        name: value
        for name, value in row.items()
        if name
        in ("quote", "polarity", "function", "status", "text", "name", "value", "start", "end")
        and value not in (None, "")
    }
    return "，".join(f"{name}={str(value)[:30]}" for name, value in fields.items())


def _take_in(session: Session) -> None:
    """Files or a folder to be taken in, and what to do with the rules again."""
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
            report = _import(session, files, folder.strip(), _names(asker))
            st.session_state.update({"import_report": report, "import_turn": turn + 1})
            st.rerun()
        if session.facts.infos:
            st.divider()
            _code_again(session)


def _names(listed: str) -> tuple[str, ...]:
    """The names in a list with commas, Chinese ones too."""
    return tuple(name.strip() for name in listed.replace("，", ",").split(",") if name.strip())


def _import(
    session: Session, files: Sequence[UploadedFile], folder: str, interviewers: tuple[str, ...]
) -> list[str]:
    """Take uploads and a folder ("": none) in and code what is new. Returns what became of it, see
    ``_sentences``.
    """
    from app.study.reading import Settings

    settings, outcomes = Settings((), interviewers=interviewers), []
    with st.status(session.say("overview.importing"), expanded=True):
        bar = st.progress(0.0)
        stop_button(session, "import")
        progress = _on_bar(bar)
        if files:
            with tempfile.TemporaryDirectory() as scratch:
                paths = [Path(scratch) / Path(file.name).name for file in files]
                for path, file in zip(paths, files, strict=True):
                    path.write_bytes(file.getvalue())
                outcomes.append(
                    session.edit.import_files(paths, settings, progress=progress, uploaded=True)
                )
        if folder:
            outcomes.append(
                session.edit.import_files([Path(folder).expanduser()], settings, progress=progress)
            )
        st.text(session.say("overview.coding_now"))
        coded = session.edit.code(progress=progress)
    return _sentences(session, outcomes, coded.changed.added)


def _code_again(session: Session) -> None:
    """Let the rules over all interviews anew, or the coder by likeness or the one that learns over
    what is new to it, when their button is pressed.
    """
    say = session.say
    by: Machine | None = None
    with st.container(horizontal=True):
        if st.button(
            say("overview.code_again"), key="code_again", help=say("overview.code_again_help")
        ):
            by = "rules"
        if st.button(
            say("overview.code_similar"), key="code_similar", help=say("overview.code_similar_help")
        ):
            by = "similar"
        if st.button(
            say("overview.code_learned"), key="code_learned", help=say("overview.code_learned_help")
        ):
            by = "learned"
    if by is None:
        return
    with st.status(say("overview.coding_now"), expanded=True) as status:
        bar = st.progress(0.0)
        stop_button(session, "again")
        coded = session.edit.code(by=by, again=by == "rules", progress=_on_bar(bar))
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


def _sentences(session: Session, outcomes: Sequence[ImportOutcome], added: int) -> list[str]:
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


def _report_of_import(session: Session) -> None:
    """The report of the import just made, until it is put away."""
    sentences = st.session_state.get("import_report")
    if not sentences:
        return
    with st.container(border=True, key="import_report_box"):
        head, away = st.columns([9, 1], vertical_alignment="center")
        head.markdown(
            f":material/{'warning' if sentences[1:] else 'task_alt'}: "
            f"**{session.say('overview.taken')}**"
        )
        away.button(
            session.say("overview.put_away"),
            key="report_away",
            width="stretch",
            on_click=lambda: st.session_state.pop("import_report", None),
        )
        st.text("\n".join(sentence for sentence in sentences if sentence))


def _on_bar(bar: DeltaGenerator) -> Progress:
    """Long work told on a bar: how far, and what is being read."""

    def report(done: int, total: int, name: str) -> None:
        bar.progress(done / max(total, 1), text=plain(Path(name).name))

    return report
