"""What a row of a copy is at home: its ids, its code, its text, and what else needs it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
from studies import TEXT, code_id, coding, lay, sound, take, transcript_id

from corpus.project import CoderInfo, Project, open_project
from corpus.project import operations as op
from corpus.project import schema as t
from corpus.project.checking import state_of
from corpus.project.homing import Homing
from corpus.project.identity import new_id
from corpus.project.journal import Change, event_of
from corpus.project.merging import merge, split
from corpus.span import Span


class Apart(NamedTuple):
    """A study and a copy of it for 王."""

    home: Project
    copy: Project
    li: CoderInfo
    wang: CoderInfo


@pytest.fixture(scope="module")
def split_files(tmp_path_factory: pytest.TempPathFactory, begun_file: Path) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("分")
    home = Path(shutil.copy(begun_file, folder / "家.fangtan"))
    with open_project(home) as study:
        split(study, folder / "外.fangtan", "王").close()
    return home, folder / "外.fangtan"


@pytest.fixture
def apart(tmp_path: Path, split_files: tuple[Path, Path]) -> Iterator[Apart]:
    home, copy = (shutil.copy(file, tmp_path / file.name) for file in split_files)
    with open_project(home) as study, open_project(copy) as other:
        li, wang = study.coders()
        yield Apart(study, other, li, wang)


@contextmanager
def homing(apart: Apart) -> Iterator[Homing]:
    with apart.copy.store.read() as theirs, apart.home.store.read() as ours:
        yield Homing(ours, theirs)


def _row(project: Project, table: str, entity: str) -> dict[str, Any]:
    return state_of(project)[table, entity]


def test_a_row_that_both_know_is_itself(apart: Apart) -> None:
    with homing(apart) as home:
        for (table, entity), row in state_of(apart.copy).items():
            assert home.row(table, row) == row, (table, entity)
        assert home.row("codings", None) is None


def test_ids_that_stand_for_the_same_thing_are_put_in_everywhere(apart: Apart) -> None:
    """In the row itself, in what it refers to, and in the pair of a review."""
    copy, wang = apart.copy, apart.wang
    entity = lay(copy, wang, "没有统一标准")
    pair = op.WriteReview("pair", f"{code_id(copy, 'P1')}|{code_id(copy, 'P2')}", "accept")
    memo = op.WriteMemo("code", code_id(copy, "P1"), "想法")
    for made in (pair, memo):
        copy.apply(made, coder=wang)
    heir = new_id()
    with homing(apart) as home:
        home.same["codes", code_id(copy, "P1")] = heir
        laid = home.row("codings", _row(copy, "codings", entity))
        review = home.row("reviews", _row(copy, "reviews", pair.id))
        written = home.row("memos", _row(copy, "memos", memo.id))
        code = home.row("codes", _row(copy, "codes", code_id(copy, "P1")))
    assert laid is not None and laid["code"] == heir and laid["id"] == entity
    assert review is not None and review["target"] == f"{heir}|{code_id(copy, 'P2')}"
    assert written is not None and written["target"] == heir
    assert code is not None and code["id"] == heir


def test_a_coding_comes_home_under_the_heir_of_its_code(apart: Apart) -> None:
    home, copy, li, wang = apart
    entity = lay(copy, wang, "没有统一标准")
    home.apply(op.MergeCodes(code_id(home, "P1"), code_id(home, "P2")), coder=li)
    home.apply(op.MergeCodes(code_id(home, "P2"), code_id(home, "C1")), coder=li)
    with homing(apart) as way:
        row = way.coding(entity)
    assert row is not None and row["code"] == code_id(home, "C1")
    merge(home, copy, backup=False)
    assert coding(home, entity).code == code_id(home, "C1")
    sound(home)


MOVED = [
    ("前面加了一行。\n" + TEXT, True),
    (TEXT.replace("难在哪", "主要难在哪里"), True),
    (TEXT.replace("接口也打不通", "接口对接不了"), False),
]


@pytest.mark.parametrize(("text", "placed"), MOVED)
def test_codings_and_memos_go_to_their_words_in_the_newer_text(
    apart: Apart, text: str, placed: bool
) -> None:
    """Laid in the copy on the older text, while the study took a newer one in."""
    home, copy, _, wang = apart
    entity = lay(copy, wang, "接口也打不通", "P2")
    span = coding(copy, entity).span
    memo = op.WriteMemo("span", transcript_id(copy), "想法", span, "接口也打不通")
    copy.apply(memo, coder=wang)
    take(home, text)
    with homing(apart) as way:
        laid = way.coding(entity)
        written = way.row("memos", _row(copy, "memos", memo.id))
        assert laid is not None and written is not None
        assert way.adrift(laid) is not placed
    newer = home.transcript(transcript_id(home)).text
    for row in (laid, written):
        assert row["revision"] == (2 if placed else 1)
        if placed:
            assert newer[row["start"] : row["end"]] == "接口也打不通"
        else:
            assert Span(row["start"], row["end"]) == span
    merged = merge(home, copy, backup=False)
    assert coding(home, entity).placed is placed and merged.to_place == (not placed)
    assert home.memos("span")[0].placed is placed
    sound(home)


def test_a_revision_has_the_number_of_the_same_text_else_a_new_one(apart: Apart) -> None:
    home, copy, _, _ = apart
    entity = transcript_id(home)
    take(home, TEXT + "\n问：还有吗？\n答：没有了。")
    take(copy, TEXT + "\n问：完了吗？\n答：完了。")
    take(copy, TEXT + "\n问：还有吗？\n答：没有了。")
    with homing(apart) as way:
        assert [way.number(entity, theirs) for theirs in (1, 2, 3)] == [1, 3, 2]
        row = _row(copy, "transcripts", entity)
        assert row["revision"] == 3 and (way.row("transcripts", row) or {})["revision"] == 2
        assert way.revision(entity, 2)["text"] == copy.transcript(entity).text


def test_what_people_take_for_the_same_is_a_twin(apart: Apart) -> None:
    home, copy, li, wang = apart
    for project, coder in ((home, li), (copy, wang)):
        project.apply(op.SaveCase("新人"), coder=coder)
        project.apply(op.AddCode("book", "P9", "人手"), coder=coder)
    copy.apply(op.AddCode("book", "P8", "别的"), coder=wang)

    def made(project: Project, table: str, column: str, value: str) -> dict[str, Any]:
        rows = [row for (name, _), row in state_of(project).items() if name == table]
        return next(row for row in rows if row[column] == value)

    with homing(apart) as way:
        for table, column, value in (("cases", "name", "新人"), ("codes", "key", "P9")):
            theirs, ours = (made(project, table, column, value) for project in (copy, home))
            assert theirs["id"] != ours["id"] and way.twin(table, theirs) == ours
            assert way.alike(table, ours, theirs)
            assert not way.alike(table, ours, {**theirs, column: "另一个"})
            assert not way.alike(table, ours, None)
        assert way.twin("codes", made(copy, "codes", "key", "P8")) is None
        assert way.twin("cases", None) is None and way.twin("codings", {"id": "x"}) is None
    merged = merge(home, copy, backup=False)
    assert merged.conflicts == 0
    assert [case.name for case in home.cases()].count("新人") == 1
    sound(home)


def test_what_refers_to_nothing_and_what_is_referred_to(apart: Apart) -> None:
    home, copy, _, wang = apart
    entity = lay(copy, wang, "没有统一标准")
    row = _row(copy, "codings", entity)
    memo = op.WriteMemo("coding", entity, "想法")
    copy.apply(memo, coder=wang)
    with homing(apart) as way:
        assert not way.refers_to_nothing("codings", row)
        assert way.refers_to_nothing("codings", {**row, "code": new_id()})
        assert way.refers_to_nothing("memos", _row(copy, "memos", memo.id))
        assert not way.refers_to_nothing("memos", None)
        assert way.is_referred_to("transcripts", row["transcript"])
        assert way.is_referred_to("codes", code_id(home, "P"))
        assert not way.is_referred_to("codes", code_id(home, "P1"))
        assert not way.is_referred_to("codes", new_id())


def test_what_comes_in_the_same_event_may_be_referred_to(apart: Apart) -> None:
    copy, wang = apart.copy, apart.wang
    case, variable = op.SaveCase("甲"), op.DefineVariable("工龄", "number")
    value = op.SetAttribute(case.id, variable.id, "3")
    copy.apply_all([case, variable, value], "cases_table", coder=wang)
    with copy.store.read() as connection:
        newest = sa.select(t.events).order_by(t.events.c.number.desc()).limit(1)
        event = event_of(connection.execute(newest).mappings().one())
    attribute = next(change for change in event.changes if change.table == "attributes")
    with homing(apart) as way:
        assert way.refers_to_nothing("attributes", attribute.after)
        way.begin(event)
        assert not way.refers_to_nothing("attributes", attribute.after)
    assert Change("attributes", attribute.entity, None, attribute.after) == attribute
