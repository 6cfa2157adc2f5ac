"""Facts stand as the project has them, however little of them is read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from studies_of_pages import copy

from app.explorer.state.study import facts_reader
from app.explorer.state.study.facts_reader import FactsReader
from corpus.project import Filter, Project, open_project
from corpus.project.operations import (
    AddCode,
    Decide,
    DefineVariable,
    RenameCode,
    SaveCase,
    WriteMemo,
    WriteReview,
)


@pytest.fixture
def project(sample: Path, tmp_path: Path) -> Iterator[Project]:
    with open_project(copy(sample, tmp_path / "study.fangtan")) as project:
        yield project


def suggestions(project: Project) -> list[str]:
    return [one.id for one in project.codings(Filter()) if one.status == "suggested"]


def test_nothing_is_read_again_while_nothing_happens(project: Project) -> None:
    reader = FactsReader(project)
    assert reader.facts() is reader.facts()


CHANGES: dict[str, Callable[[Project], object]] = {
    "a decision": lambda project: Decide(suggestions(project)[0], "accepted"),
    "a review": lambda project: WriteReview("coding", suggestions(project)[0], "dispute", "太短"),
    "a memo": lambda project: WriteMemo("coding", suggestions(project)[0], "想一想"),
    "a code": lambda project: AddCode("information_ecology", "自定", "自己的"),
    "a name": lambda project: RenameCode(project.codes()[0].id, "改名"),
    "a case": lambda project: SaveCase("新的人"),
    "a variable": lambda project: DefineVariable("工龄", "number"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_after_any_change_facts_are_those_of_a_fresh_reader(name: str, project: Project) -> None:
    reader = FactsReader(project)
    before = reader.facts()
    values = before.attribute_values()
    project.apply(CHANGES[name](project), coder=project.coder("王"))  # type: ignore[arg-type]
    after, fresh = reader.facts(), FactsReader(project).facts()
    assert after == fresh and after.revision == project.revision > before.revision
    assert after.attribute_values() == fresh.attribute_values()
    if name in ("a case", "a variable"):
        assert after.attribute_values() == values


def test_plain_codings_leave_lists_and_books_as_they_stand(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    me, reader = project.coder("王"), FactsReader(project)
    before = reader.facts()
    first = suggestions(project)[0]
    transcript = project.coding(first)
    assert transcript is not None
    project.apply(Decide(first, "rejected"), coder=me)
    after = reader.facts()
    assert after.codes is before.codes and after.books is before.books
    moved = [entity for entity in after.infos if after.infos[entity] != before.infos[entity]]
    assert moved == [transcript.transcript]


def test_many_events_are_not_looked_at_one_by_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts_reader, "FEW", 2)
    me, reader = project.coder("王"), FactsReader(project)
    before = reader.facts()
    for entity in suggestions(project)[:4]:
        project.apply(Decide(entity, "accepted"), coder=me)
    after = reader.facts()
    assert after.codes is not before.codes and after == FactsReader(project).facts()
    assert after.books is before.books  # parsed again only when a book or a code has changed
