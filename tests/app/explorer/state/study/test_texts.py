"""Interviews in memory are those of the store, read no oftener than needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from studies_of_pages import copy

from app.explorer.state.study import texts as module
from app.explorer.state.study.facts_reader import FactsReader
from app.explorer.state.study.texts import Texts
from corpus.project import Filter, Project, open_project
from corpus.project.operations import Decide


@pytest.fixture
def project(sample: Path, tmp_path: Path) -> Iterator[Project]:
    with open_project(copy(sample, tmp_path / "study.fangtan")) as project:
        yield project


class Watched:
    """A project that counts what is asked of it."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.texts_read = 0
        self.filters: list[Filter] = []

    def texts(self, entities: Any) -> Any:
        self.texts_read += len(entities)
        return self._project.texts(entities)

    def codings(self, wanted: Filter) -> Any:
        self.filters.append(wanted)
        return self._project.codings(wanted)


@pytest.mark.parametrize("named", [0, 50])
def test_interviews_are_those_of_the_store(
    named: int, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "NAMED", named)
    facts, watched = FactsReader(project).facts(), Watched(project)
    texts = Texts(watched)  # type: ignore[arg-type]
    entities = list(facts.infos)
    steps: list[tuple[int, int]] = []
    interviews = texts.interviews(facts, entities, lambda done, total: steps.append((done, total)))
    assert list(interviews) == entities and steps == [
        (step + 1, len(entities)) for step in range(len(entities))
    ]
    for entity, interview in interviews.items():
        assert interview.transcript.text == project.transcript(entity).text
        assert {coding.id for coding in interview.stored} == {
            coding.id for coding in project.codings(Filter((entity,), statuses=(), placed=True))
        }
    texts.interviews(facts, entities)
    assert watched.texts_read == len(entities) and len(watched.filters) == 1
    assert bool(watched.filters[0].transcripts) == (named > 0)


def test_only_what_was_touched_is_read_again(project: Project) -> None:
    reader, watched = FactsReader(project), Watched(project)
    texts = Texts(watched)  # type: ignore[arg-type]
    entities = list(reader.facts().infos)
    texts.interviews(reader.facts(), entities)
    coding = next(one for one in project.codings(Filter()) if one.status == "suggested")
    project.apply(Decide(coding.id, "rejected"), coder=project.coder("王"))
    again = texts.interviews(reader.facts(), entities)
    assert watched.texts_read == len(entities)
    assert [wanted.transcripts for wanted in watched.filters[1:]] == [(coding.transcript,)]
    [status] = [one.status for one in again[coding.transcript].stored if one.id == coding.id]
    assert status == "rejected"


def test_transcripts_alone_ask_for_no_codings(project: Project) -> None:
    facts, watched = FactsReader(project).facts(), Watched(project)
    texts = Texts(watched)  # type: ignore[arg-type]
    entity = next(iter(facts.infos))
    assert texts.transcripts(facts, [entity, entity]).keys() == {entity}
    assert texts.derived(facts, entity, "length", lambda one: len(one.text)) == texts.derived(
        facts, entity, "length", lambda one: -1
    )
    assert watched.texts_read == 1 and watched.filters == []
