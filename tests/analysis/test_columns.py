"""Columns of a study against its codings as objects, through every kind of change to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from studies import OTHER, TEXT, begin, code_id, lay, suggest, take, transcript_id

from analysis.columns import (
    CODE,
    CODER,
    END,
    POLARITY,
    START,
    STATUS,
    TURN,
    Columns,
    Numbers,
    Table,
)
from analysis.units import UNITS, UnitKind, members
from corpus.project import CoderInfo, Filter, Project, create
from corpus.project import operations as op
from corpus.project.records import TranscriptInfo

SECOND = "访谈/二.txt"


@contextmanager
def coded(folder: Path) -> Iterator[tuple[Project, CoderInfo]]:
    """Two interviews; 甲 and 乙 coded, the machine suggested."""
    with create(folder / "研究.fangtan", "研究") as made:
        one, two = begin(made, "甲", "乙")
        lay(made, one, "没有统一标准，接口也打不通。")
        lay(made, one, "接口也打不通。各家的系统各管各的。", "P2")
        lay(made, two, "建议统一标准", "C1", "demanded")
        lay(made, two, "数据不共享", "P1", "lacking", SECOND)
        suggest(made, ("大家都盼着", "C1", "demanded"))
        yield made, one


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, CoderInfo]]:
    """A study that no test changes."""
    with coded(tmp_path_factory.mktemp("study")) as made:
        yield made


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[tuple[Project, CoderInfo]]:
    """A study of the test's own."""
    with coded(tmp_path) as made:
        yield made


def infos(project: Project) -> dict[str, TranscriptInfo]:
    return {info.id: info for info in project.transcripts()}


def table_of(columns: Columns) -> Table:
    return columns.table(columns.project.revision, infos(columns.project))


def spelled(columns: Columns, table: Table) -> set[tuple[object, ...]]:
    """Every row with names in place of numbers."""
    names = [
        list(numbers)
        for numbers in (columns.codes, columns.coders, columns.polarities, columns.statuses)
    ]
    return {
        (
            table.entities[owner],
            *row[[START, END, TURN]].tolist(),
            *(
                each[row[column]]
                for each, column in zip(names, (CODE, CODER, POLARITY, STATUS), strict=True)
            ),
        )
        for owner, row in zip(table.owner, table.rows, strict=True)
    }


def objects(project: Project, criteria: Filter) -> set[tuple[object, ...]]:
    return {
        (
            each.transcript,
            each.span.start,
            each.span.end,
            each.turn,
            each.code,
            each.coder,
            each.polarity,
            each.status,
        )
        for each in project.codings(criteria)
    }


ALL = Filter(statuses=())


def test_names_are_numbered_by_their_first_use() -> None:
    numbers = Numbers(甲=0)
    assert [numbers[name] for name in ("乙", "甲", "乙", "丙")] == [1, 0, 1, 2]
    assert numbers.among(["丙", "谁", "甲"]).tolist() == [True, False, True]
    assert "谁" not in numbers, "asking for a name gives it no number"
    assert Numbers().among(["甲"]).tolist() == []


def test_rows_are_the_placed_codings_sorted_by_transcript(study: tuple[Project, CoderInfo]) -> None:
    project, _ = study
    columns = Columns(project)
    table = table_of(columns)
    assert len(table.rows) == 5 and spelled(columns, table) == objects(project, ALL)
    assert (np.diff(table.owner) >= 0).all() and table.rows.dtype == np.int32
    assert table.entities == tuple(infos(project))
    assert table.place == {entity: number for number, entity in enumerate(table.entities)}


def test_a_study_without_codings_or_transcripts_is_empty(tmp_path: Path) -> None:
    with create(tmp_path / "leer.fangtan", "空") as project:
        columns = Columns(project)
        table = table_of(columns)
        assert table.rows.shape == (0, 7) and table.entities == ()
        for kind in UNITS:
            units = columns.units(kind, table, infos(project))
            assert units.spans.shape == (0, 2) and len(units.unit) == 0
        take(project, TEXT)
        table = table_of(columns)
        assert table.rows.shape == (0, 7) and len(table.entities) == 1
        assert len(columns.units("turn", table, infos(project)).spans) == 2


def test_only_what_an_event_has_touched_is_read_again(changing: tuple[Project, CoderInfo]) -> None:
    project, coder = changing
    columns = Columns(project)
    first = table_of(columns)
    assert columns.read == 2 and table_of(columns) is first
    lay(project, coder, "年底要看结果", "P2", "neutral", SECOND)
    second = table_of(columns)
    assert columns.read == 3 and len(second.rows) == len(first.rows) + 1
    assert spelled(columns, second) == objects(project, ALL)


def test_every_change_to_a_coding_is_seen(changing: tuple[Project, CoderInfo]) -> None:
    project, coder = changing
    columns = Columns(project)
    entity = lay(project, coder, "希望尽快打通接口", "C1", "demanded")
    for operation in (
        op.SetPolarity(entity, "unsure"),
        op.RemoveCoding(entity),
    ):
        project.apply(operation, coder=coder)
        assert spelled(columns, table_of(columns)) == objects(project, ALL)
    assert entity not in {each.id for each in project.codings(ALL)}


def test_a_transcript_that_came_later_takes_its_place_in_the_order(
    changing: tuple[Project, CoderInfo],
) -> None:
    project, _ = changing
    columns = Columns(project)
    table_of(columns)
    take(project, OTHER.replace("A-2", "A-3"), "访谈/三.txt")
    lay(project, project.coder("丙"), "人手也不够用", "P2", "lacking", "访谈/三.txt")
    table = table_of(columns)
    assert table.entities == tuple(infos(project)) and len(table.entities) == 3
    assert spelled(columns, table) == objects(project, ALL)


FILTERS = {
    "default": Filter(),
    "every status": ALL,
    "suggested": Filter(statuses=("suggested",)),
    "polarity": Filter(polarities=("demanded", "changed")),
    "unknown polarity": Filter(polarities=("changed",)),
    "unknown coder": Filter(coders=("0" * 32,)),
    "unknown transcript": Filter(transcripts=("0" * 32,)),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_takes_the_rows_that_the_store_would(
    study: tuple[Project, CoderInfo], name: str
) -> None:
    taken_as_stored(study[0], FILTERS[name])


@pytest.mark.parametrize("key", ["P1", "C1"])
def test_filters_by_code_coder_and_transcript_are_joined(
    study: tuple[Project, CoderInfo], key: str
) -> None:
    project, coder = study
    code, where = code_id(project, key), transcript_id(project)
    for criteria in (
        Filter(codes=(code,)),
        Filter(coders=(coder.id,)),
        Filter(transcripts=(where,)),
        Filter(codes=(code,), coders=(coder.id,), transcripts=(where,)),
        Filter(codes=(code, code_id(project, "P2")), polarities=("lacking",)),
    ):
        taken_as_stored(project, criteria)


def taken_as_stored(project: Project, criteria: Filter) -> None:
    columns = Columns(project)
    table = table_of(columns)
    keep = columns.taken(table, criteria)
    kept = Table(table.revision, table.entities, table.owner[keep], table.rows[keep])
    assert spelled(columns, kept) == objects(project, criteria)


@pytest.mark.parametrize("kind", UNITS)
def test_units_and_what_counts_in_them_are_those_of_each_transcript(
    study: tuple[Project, CoderInfo], kind: UnitKind
) -> None:
    units_as_of_objects(study[0], kind)


MINUTES = "答：没有统一标准。\n答：接口打不通。\n答：那就再议一议。\n答：好的。"


def test_units_of_minutes_in_which_nobody_asks(changing: tuple[Project, CoderInfo]) -> None:
    """Beside interviews with questions."""
    project, coder = changing
    where = "会议/三.txt"
    take(project, MINUTES, where)
    lay(project, coder, "没有统一标准", "P1", "lacking", where)
    lay(project, coder, "接口打不通", "P2", "lacking", where)
    for kind in UNITS:
        units_as_of_objects(project, kind)
    columns = Columns(project)
    table = table_of(columns)
    owner = table.place[transcript_id(project, where)]
    counted = [
        (columns.units(kind, table, infos(project)).owner == owner).sum()
        for kind in ("turn", "exchange", "interview")
    ]
    assert counted == [4, 4, 1]


def units_as_of_objects(project: Project, kind: UnitKind) -> None:
    """The units of the columns against ``members`` of every transcript."""
    columns = Columns(project)
    table = table_of(columns)
    units = columns.units(kind, table, infos(project))
    expected_spans, expected = [], []
    for owner, entity in enumerate(table.entities):
        mine = [each for each in project.codings(ALL) if each.transcript == entity]
        spans, held = members(project.transcript(entity), mine, kind)  # type: ignore[arg-type]
        expected_spans += [(owner, *span) for span in spans]
        expected += [
            (owner, *spans[number], each.span.start, each.span.end) for number, each in held
        ]
    assert [
        (owner, *span)
        for owner, span in zip(units.owner.tolist(), units.spans.tolist(), strict=True)
    ] == expected_spans
    assert sorted(
        (
            int(units.owner[unit]),
            *units.spans[unit].tolist(),
            *table.rows[row, [START, END]].tolist(),
        )
        for unit, row in zip(units.unit, units.coding, strict=True)
    ) == sorted(expected)
    assert columns.units(kind, table, infos(project)) is units


def test_texts_are_outlined_once_for_sentences_and_windows(
    changing: tuple[Project, CoderInfo],
) -> None:
    project, coder = changing
    columns = Columns(project)
    told: list[tuple[int, int]] = []

    def outline(kind: UnitKind) -> list[tuple[int, int]]:
        told.clear()
        table = table_of(columns)
        columns.units(kind, table, infos(project), lambda *count: told.append(count))
        return list(told)

    assert outline("sentence") == [(1, 2), (2, 2)]
    assert outline("window") == [], "a window is made of the same sentences"
    assert outline("turn") == [(1, 2), (2, 2)]
    lay(project, coder, "年底要看结果", "P2", "neutral", SECOND)
    assert outline("sentence") == [] == outline("turn"), "a coding changes no text"
    take(project, OTHER.replace("A-2", "A-3"), "访谈/三.txt")
    assert outline("turn") == [(1, 1)] == outline("window")
