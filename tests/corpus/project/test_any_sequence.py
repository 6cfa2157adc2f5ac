"""Any sequence of operations by two coders at home and one away, undo, redo, import, machine passes
and merges keeps the invariants.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from studies import CODES, TEXT, adopt, code_id, sound, suggest, take, transcript_id

from corpus.coding import STEPS, Step
from corpus.project import CoderInfo, Filter, Project, Refused, create
from corpus.project import operations as op
from corpus.project.checking import state_of
from corpus.project.journal import event_of
from corpus.project.merging import merge, split
from corpus.project.records import StoredCoding
from corpus.span import Span

PIECES = (
    "没有统一标准，",
    "接口也打不通。",
    "各家的系统各管各的。",
    "建议统一标准，",
    "希望尽快打通接口。",
    "大家都盼着。",
    "没有统一标准，",
)
WHO = st.sampled_from(("李", "王"))
WHERE = st.sampled_from(("home", "away"))
NUMBER = st.integers(0, 10_000)
KEYS = st.sampled_from([key for key, *_ in CODES])


class Studies(RuleBasedStateMachine):
    """Li and Wang at home; Zhang, and now and then Wang, in a copy."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.home = create(self.folder / "家.fangtan")
        self.copy: Project | None = None
        self.copies = 0
        adopt(self.home, self.home.coder("李"))
        self.home.coder("王")
        self.home.coder("rules", "machine")
        take(self.home, TEXT)

    def teardown(self) -> None:
        for one in (self.home, self.copy):
            if one is not None:
                one.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def at(self, where: str) -> Project:
        return self.copy if where == "away" and self.copy is not None else self.home

    def one(self, project: Project, number: int) -> StoredCoding | None:
        known = sorted(
            project.codings(Filter(statuses=(), placed=None)), key=lambda found: found.id
        )
        return known[number % len(known)] if known else None

    def do(self, project: Project, who: str, made: op.Operation) -> None:
        coder = project.coder(who)
        before = state_of(project)
        try:
            project.apply(made, coder=coder)
        except Refused:
            assert state_of(project) == before

    @rule(where=WHERE, who=WHO, key=KEYS, start=NUMBER, length=st.integers(1, 12))
    def add(self, where: str, who: str, key: str, start: int, length: int) -> None:
        project = self.at(where)
        text = project.transcript(transcript_id(project)).text
        at = start % (len(text) - length)
        self.do(
            project,
            who,
            op.AddCoding(
                transcript_id(project),
                Span(at, at + length),
                text[at : at + length],
                code_id(project, key),
                "lacking",
            ),
        )

    @rule(
        where=WHERE,
        who=WHO,
        which=NUMBER,
        kind=st.sampled_from(
            (
                "remove",
                "recode",
                "polarity",
                "split",
                "resize",
                "accept",
                "reject",
                "memo",
                "review",
            )
        ),
        key=KEYS,
        number=NUMBER,
    )
    def change(self, where: str, who: str, which: int, kind: str, key: str, number: int) -> None:
        project = self.at(where)
        found = self.one(project, which)
        if found is None:
            return
        text = project.transcript(found.transcript).text
        at = number % (len(text) - 5)
        made: dict[str, op.Operation] = {
            "remove": op.RemoveCoding(found.id),
            "recode": op.Recode(found.id, code_id(project, key)),
            "polarity": op.SetPolarity(found.id, ("neutral", "present")[number % 2]),
            "split": op.SplitCoding(
                found.id, found.span.start + 1 + number % max(1, len(found.span) - 1)
            ),
            "resize": op.ResizeCoding(found.id, Span(at, at + 5), text[at : at + 5]),
            "accept": op.Decide(found.id, "accepted"),
            "reject": op.Decide(found.id, "rejected"),
            "memo": op.WriteMemo("coding", found.id, f"想法{number}"),
            "review": op.WriteReview("coding", found.id, "dispute", "再议"),
        }
        self.do(project, who, made[kind])

    @rule(where=WHERE, who=WHO, start=NUMBER)
    def memo_on_words(self, where: str, who: str, start: int) -> None:
        project = self.at(where)
        text = project.transcript(transcript_id(project)).text
        at = start % (len(text) - 4)
        self.do(
            project,
            who,
            op.WriteMemo("span", transcript_id(project), "记", Span(at, at + 4), text[at : at + 4]),
        )

    @rule(where=WHERE, who=WHO, one=NUMBER, two=NUMBER)
    def merge_two_codings(self, where: str, who: str, one: int, two: int) -> None:
        project = self.at(where)
        found = [self.one(project, one), self.one(project, two)]
        if all(found):
            self.do(project, who, op.MergeCodings(tuple(each.id for each in found if each)))

    @rule(where=WHERE, who=WHO, one=NUMBER, two=NUMBER, step=st.sampled_from(tuple(STEPS)))
    def link(self, where: str, who: str, one: int, two: int, step: Step) -> None:
        project = self.at(where)
        first, second = self.one(project, one), self.one(project, two)
        if first is not None and second is not None:
            self.do(project, who, op.LinkCodings(first.id, second.id, step))

    @rule(where=WHERE, who=WHO, which=NUMBER)
    def unlink(self, where: str, who: str, which: int) -> None:
        project = self.at(where)
        drawn = sorted(project.links(), key=lambda link: link.id)
        if drawn:
            self.do(project, who, op.UnlinkCodings(drawn[which % len(drawn)].id))

    @rule(
        where=WHERE,
        who=WHO,
        one=KEYS,
        two=KEYS,
        kind=st.sampled_from(("merge", "move", "rename", "add")),
    )
    def codes(self, where: str, who: str, one: str, two: str, kind: str) -> None:
        project = self.at(where)
        made: dict[str, op.Operation] = {
            "merge": op.MergeCodes(code_id(project, one), code_id(project, two)),
            "move": op.MoveCode(code_id(project, one), code_id(project, two)),
            "rename": op.RenameCode(code_id(project, one), f"{one}新名"),
            "add": op.AddCode("book", f"{one}x", "新", code_id(project, two)),
        }
        self.do(project, who, made[kind])

    @rule(where=WHERE, who=WHO, redo=st.booleans())
    def turn_back(self, where: str, who: str, redo: bool) -> None:
        project = self.at(where)
        coder = project.coder(who)
        before = state_of(project)
        try:
            done = project.redo(coder) if redo else project.undo(coder)
        except Refused:
            assert state_of(project) == before
            return
        self.nobody_elses(project, coder, done.event)

    def nobody_elses(self, project: Project, coder: CoderInfo, event: str) -> None:
        """What the step changed is what the step that it takes back (or does again) had changed,
        and that was this coder's.
        """
        with project.store.read() as connection:
            from corpus.project.schema import events

            rows = {
                row["id"]: event_of(row) for row in connection.execute(events.select()).mappings()
            }
        target = rows[rows[event].undoes or ""]
        assert target.coder == coder.id
        assert {change.entity for change in rows[event].changes} <= {
            change.entity for change in target.changes
        }

    @rule(where=WHERE, order=st.permutations(PIECES), less=st.integers(0, 3))
    def import_changed(self, where: str, order: list[str], less: int) -> None:
        said = "".join(order[less:])
        take(
            self.at(where),
            f"问：难在哪？\n答：{said}\n问：那怎么办？\n答：{order[0]}大家都盼着呢。\n",
        )

    @rule(
        where=WHERE,
        words=st.sets(st.sampled_from(PIECES[:6]), max_size=4),
        key=KEYS,
        polarity=st.sampled_from(("lacking", "present")),
    )
    def machine(self, where: str, words: set[str], key: str, polarity: str) -> None:
        project = self.at(where)
        text = project.transcript(transcript_id(project)).text
        before = state_of(project)
        try:
            suggest(project, *((one, key, polarity) for one in sorted(words) if one in text))
        except Refused:
            assert state_of(project) == before

    @precondition(lambda self: self.copy is None)
    @rule(suggestions=st.booleans())
    def split_off(self, suggestions: bool) -> None:
        self.copies += 1
        self.copy = split(
            self.home, self.folder / f"副本{self.copies}.fangtan", "张", suggestions=suggestions
        )

    @precondition(lambda self: self.copy is not None)
    @rule(keep=st.booleans())
    def come_home(self, keep: bool) -> None:
        assert self.copy is not None
        theirs = {
            row.id
            for row in self.copy.codings(Filter(statuses=("accepted", "rejected"), placed=None))
        }
        merge(self.home, self.copy, backup=False)
        once, revision = state_of(self.home), self.home.revision
        again = merge(self.home, self.copy, backup=False)
        assert again.events == 0 and state_of(self.home) == once and self.home.revision == revision
        listed = {conflict.entity for conflict in self.home.conflicts(None)}
        assert all(entity in listed or self.home.history(entity) for entity in theirs), (
            "work of the copy is neither here nor listed"
        )
        if not keep:
            self.copy.close()
            self.copy = None

    @rule(take_theirs=st.booleans())
    def settle(self, take_theirs: bool) -> None:
        waiting = self.home.conflicts()
        if waiting:
            with contextlib.suppress(Refused):
                self.do(
                    self.home,
                    "李",
                    op.SettleConflict(waiting[0].id, "theirs" if take_theirs else "ours"),
                )

    @invariant()
    def everything_is_sound(self) -> None:
        for project in (getattr(self, "home", None), getattr(self, "copy", None)):
            if project is not None:
                sound(project)


full = bool(os.environ.get("FANGTAN_REQUIRE_ALL"))
Studies.TestCase.settings = settings(
    max_examples=60 if full else 12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestAnySequence = Studies.TestCase
