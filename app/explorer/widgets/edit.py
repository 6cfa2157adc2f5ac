"""All that a page writes: ``session.edit`` applies what a reader asks for, refuses what the role
does not allow, asks for the name where none is known, and says refusals in a sentence.

No page reaches the store otherwise (``tests/contracts/test_writing.py``, and a contract of the
import linter): whatever a page forgets to hide, a reviewer writes nothing but reviews.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import streamlit as st

from app.explorer.state.coding.page_data import Role
from app.explorer.state.study.desk import Desk
from app.explorer.state.study.facts import Facts
from app.explorer.state.undo_label import event_label
from app.explorer.widgets.notices import error_box, notice
from app.study.machines.passes import CodeOutcome, code_project
from app.study.projects import ImportOutcome, adopt, import_interviews
from corpus.catalogue import Language, message
from corpus.problem import FangtanError
from corpus.project import CoderInfo, Project, Refused
from corpus.project.journal import Event
from corpus.project.operations import Operation, WriteReview

if TYPE_CHECKING:  # what codes and reads tables brings much with it; most pages never need it
    from analysis.coders.family import Machine
    from app.explorer.state.coding.browser_operations import Asked, Malformed
    from app.explorer.state.coding.page import Answers
    from app.study.inputs import Progress
    from app.study.reading import Settings
    from codebooks.codebook import Codebook
    from corpus.project.cases import CasesRead

__all__ = ["OPINIONS", "WAITING", "CodeOutcome", "Edit", "ImportOutcome", "coder_named"]

OPINIONS: Final = ("comment", "accept", "dispute")
"""The verdicts that a reviewer gives; to decide between two coders is a coder's work."""
WAITING: Final = "want_name"
"""Where the session keeps that something asked for waits for the reader's name."""


class Edit:
    """What one reader may write in a study, in the role and under the name of the session."""

    def __init__(
        self, desk: Desk, facts: Facts, lang: Language, role: Role, coder: CoderInfo | None
    ) -> None:
        self.facts, self.lang, self.role, self.coder = facts, lang, role, coder
        self._project: Project = desk.project
        self._desk = desk
        self._asking = False

    # -- who writes --------------------------------------------------------------------------------

    def person(self) -> CoderInfo | None:
        """The reader as a coder; None, with the question for the name put here, until it is
        told.
        """
        if not st.session_state.get(WAITING):
            self._ask()
        return self.coder

    def ask_again(self) -> None:
        """The question for the name at the head of the page, as long as something waits for it."""
        if st.session_state.get(WAITING):
            self._ask()

    def _ask(self) -> None:
        if self.coder is None and not self._asking:
            self._asking = True
            _name_form(self.lang)

    def wait_for_name(self) -> None:
        """Have the name asked for at the head of this and every page, until it is told. What was
        typed stays where it was typed.
        """
        if not st.session_state.get(WAITING):
            st.session_state[WAITING] = True
            notice(message("explorer.name_first", self.lang))
            st.rerun()

    def named(self) -> bool:
        """Whether a name is known; where it is not, it is asked for at the head of the page."""
        if self.coder is None:
            self.wait_for_name()
            error_box(message("explorer.name_first", self.lang))
        return self.coder is not None

    def allows(self, operation: Operation) -> bool:
        """Whether this role may do it."""
        return self.role == "coder" or (
            isinstance(operation, WriteReview) and operation.verdict in OPINIONS
        )

    def _coding(self) -> None:
        """Raises Refused for a reviewer."""
        if self.role != "coder":
            raise Refused("working.reviewer")

    # -- operations --------------------------------------------------------------------------------

    def attempt(
        self, *operations: Operation, client: str | None = None, seq: int | None = None
    ) -> tuple[int, str]:
        """Do operations in order, up to the first that is refused. Returns how many were done and
        the sentence that says why the next was not ("" when all were).

        An operation that the browser sends again (the same ``client`` and ``seq``) is done once.
        Without a name nothing is done, and the name is asked for.
        """
        if any(not self.allows(operation) for operation in operations):
            return 0, message("working.reviewer", self.lang)
        if self.coder is None:
            if operations:
                self.wait_for_name()
            return 0, message("explorer.name_first", self.lang) if operations else ""
        for count, operation in enumerate(operations):
            try:
                self._project.apply(operation, coder=self.coder, client=client, seq=seq)
            except FangtanError as error:
                return count, error.text(self.lang)
        return len(operations), ""

    def apply(self, *operations: Operation) -> bool:
        """Do operations in order; whether all were done. A refusal is said where it was asked
        for, and what was done before it stays.
        """
        _, refusal = self.attempt(*operations)
        if refusal:
            error_box(refusal)
        return not refusal

    def apply_outbox(
        self, client: str, operations: Iterable[Asked | Malformed], answers: Answers
    ) -> bool:
        """What the browser sent; whether the study changed. Refusals go back with the
        answers. Without a name nothing is done and nothing acknowledged: it comes again.
        """
        from app.explorer.state.coding.page import apply_outbox

        return self.coder is not None and apply_outbox(
            self._project, self.coder, self.role, client, operations, answers, self.lang
        )

    def learner(self) -> CoderInfo:
        """The machine coder under whose name answers stand, made when there is none. Raises Refused
        for a reviewer.
        """
        from app.study.machines.looking import learner_of

        self._coding()
        return learner_of(self._project)

    # -- taking back -------------------------------------------------------------------------------

    def standing(self) -> tuple[Event | None, Event | None]:
        """What undo and redo would touch next; None where there is nothing that this role may take
        back.
        """
        if self.coder is None:
            return None, None
        coder = self.coder
        undo, redo = self._desk.result(
            ("standing", coder.id), lambda: self._project.standing(coder)
        )
        return self._own(undo), self._own(redo)

    def _own(self, event: Event | None) -> Event | None:
        """A reviewer takes back reviews only."""
        return event if self.role == "coder" or _is_review(event) else None

    def turn_back(
        self, way: Literal["undo", "redo"], client: str | None = None, seq: int | None = None
    ) -> bool:
        """Undo this reader's newest operation, or redo what was undone; whether it was done. What
        was done, or why not, is said in a notice.
        """
        if self.coder is None:
            return False
        event = self.standing()[0 if way == "undo" else 1]
        if event is None and self.role != "coder":
            notice(message("working.reviewer", self.lang), ":material/block:")
            return False
        what = event_label(event, self.facts, self.lang) if event is not None else ""
        try:
            turn = self._project.undo if way == "undo" else self._project.redo
            turn(self.coder, client=client, seq=seq)
        except FangtanError as error:
            notice(error.text(self.lang), ":material/block:")
            return False
        notice(message(f"undo.done_{way}", self.lang, what=what), f":material/{way}:")
        return True

    # -- larger work -------------------------------------------------------------------------------

    def adopt(self, book: Codebook) -> bool:
        """Take a codebook into the study, or its new version; whether anything changed. Raises
        Refused for a reviewer, and while no name is known (ask with ``person`` before).
        """
        self._coding()
        return adopt(self._project, book, self._named())

    def code(
        self, *, by: Machine = "rules", again: bool = False, progress: Progress | None = None
    ) -> CodeOutcome:
        """Let a machine coder over what is new (``again``: over all). It codes under its own name.
        Raises Refused for a reviewer.
        """
        self._coding()
        return code_project(self._project, by=by, again=again, progress=progress)

    def import_files(
        self,
        inputs: Sequence[Path],
        settings: Settings,
        *,
        progress: Progress | None = None,
        uploaded: bool = False,
    ) -> ImportOutcome:
        """Take files and folders in (see ``app.study.projects.import_interviews``). Raises Refused
        for a reviewer.
        """
        self._coding()
        return import_interviews(
            self._project, inputs, settings, progress=progress, uploaded=uploaded
        )

    def read_cases(self, path: Path) -> CasesRead:
        """Take a table of cases in (see ``corpus.project.cases.read_cases``). Raises Refused for a
        reviewer and while no name is known, FangtanError for a file that is no such table.
        """
        from corpus.project.cases import read_cases

        self._coding()
        return read_cases(self._project, path, self._named())

    def _named(self) -> CoderInfo:
        if self.coder is None:
            raise Refused("explorer.name_first")
        return self.coder


def coder_named(desk: Desk, name: str) -> CoderInfo:
    """The person of that name in the study, made when there is none. Raises Refused for a name that
    is empty or a machine's.
    """
    for coder in desk.facts().coders.values():
        if (coder.name, coder.kind, coder.round) == (name, "person", 0):
            return coder
    return desk.project.coder(name)


def _is_review(event: Event | None) -> bool:
    return event is not None and event.kind == WriteReview.kind


def _name_form(lang: Language) -> None:
    with st.container(border=True), st.form("name_form", border=False):
        st.markdown(message("explorer.who", lang))
        st.text_input(message("explorer.name", lang), max_chars=60, key="name_input")
        # By a callback: the form may stand where the next run draws none.
        st.form_submit_button(message("explorer.begin", lang), type="primary", on_click=_take_name)


def _take_name() -> None:
    name = str(st.session_state.get("name_input", "")).strip()
    if name:
        st.session_state["coder_name"] = st.session_state["coder_new"] = name
        st.session_state.pop("coder_asked", None)
