"""Passes of machine coders over a study: what is new, under their own names, and what stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from builders import codebook
from studies import OTHER, TEXT, lay, sound, take
from studies_by_hand import BOOK

from app.study.machines.passes import code_project, pass_key
from app.study.projects import adopt, coded_interviews
from corpus.project import Filter, Project, Refused, create
from corpus.project.operations import Decide

HEARS = codebook(
    "- {id: S, name: {zh: 标准, en: Standards}, definition: 甲, indicators: [统一标准]}\n"
    "- {id: I, name: {zh: 接口, en: Interfaces}, definition: 甲, indicators: [接口]}\n"
)
"""Two codes that the two interviews of ``studies`` speak of: once 统一标准 twice and 接口 twice."""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with create(tmp_path / "研究.fangtan", "研究") as made:
        yield made


@pytest.fixture
def coded(project: Project) -> Project:
    adopt(project, HEARS, project.coder("李"))
    take(project, TEXT)
    take(project, OTHER, "访谈/二.txt")
    return project


def test_without_codebooks_nothing_is_coded(project: Project) -> None:
    take(project, TEXT)
    outcome = code_project(project)
    assert (outcome.coded, outcome.skipped, outcome.books) == (0, 0, 0)


def test_what_was_coded_is_not_coded_again(coded: Project) -> None:
    said: list[tuple[int, int, str]] = []
    first = code_project(coded, progress=lambda done, total, name: said.append((done, total, name)))
    assert (first.coded, first.skipped, first.books, first.stopped) == (2, 0, 1, False)
    assert said == [(1, 2, "访谈/一.txt"), (2, 2, "访谈/二.txt")]
    assert set(first.by_transcript) == {"访谈/一.txt", "访谈/二.txt"}
    before = len(coded.codings())
    second = code_project(coded)
    assert (second.coded, second.skipped) == (0, 2) and len(coded.codings()) == before
    again = code_project(coded, again=True)
    assert again.coded == 2 and len(coded.codings()) == before
    sound(coded)


def test_likeness_suggests_under_its_own_name_and_learns_what_people_code(coded: Project) -> None:
    rules = code_project(coded).changed.added
    assert code_project(coded, by="similar").coded == 2
    assert code_project(coded, by="similar").skipped == 2
    names = {coder.id: coder.name for coder in coded.coders()}
    made = Counter(names[each.coder] for each in coded.codings())
    assert made["rules"] == rules and made["similar"]
    person = coded.coder("李")
    likely = next(each for each in coded.codings() if names[each.coder] == "similar")
    coded.apply(Decide(likely.id, "accepted"), coder=person)
    assert code_project(coded, by="similar").coded == 2, "a decision is something new"
    assert next(each for each in coded.codings() if each.id == likely.id).status == "accepted"
    sound(coded)


def test_only_the_transcripts_asked_for(coded: Project) -> None:
    (first, _) = coded.transcripts()
    assert code_project(coded, transcripts=[first.id]).coded == 1
    assert {each.transcript for each in coded.codings()} <= {first.id}
    assert code_project(coded, transcripts=[]).coded == 0
    assert code_project(coded).coded == 1


def test_a_new_version_of_a_codebook_codes_everything_anew(coded: Project) -> None:
    code_project(coded)
    adopt(coded, HEARS.model_copy(update={"version": "2.0.0"}), coded.coder("李"))
    assert code_project(coded).coded == 2
    assert pass_key([HEARS]) != pass_key([HEARS, BOOK]) != pass_key([])


def test_what_people_decided_stands(coded: Project) -> None:
    li = coded.coder("李")
    code_project(coded)
    gone = coded.codings()[0]
    coded.apply(Decide(gone.id, "rejected"), coder=li)
    lay(coded, li, "大家都盼着", "I", "demanded")
    code_project(coded, again=True)
    stored = coded.coding(gone.id)
    assert stored is not None and stored.status == "rejected"
    quotes = [
        (each.quote, each.coder)
        for _, _, codings in coded_interviews(coded, Filter(coders=(li.id,)))
        for each in codings
    ]
    assert quotes == [("大家都盼着", "李")]


def test_a_text_that_moved_under_the_coder_is_left_for_the_next_pass(
    coded: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Project.suggest

    def moved(self: Project, entity: str, *rest: Any) -> Any:
        if entity == self.transcripts()[0].id:
            raise Refused("project.revision_moved")
        return real(self, entity, *rest)

    monkeypatch.setattr(Project, "suggest", moved)
    outcome = code_project(coded)
    assert (outcome.coded, outcome.skipped) == (1, 1)
    monkeypatch.setattr(
        Project, "suggest", lambda *_: (_ for _ in ()).throw(Refused("project.bad_pair"))
    )
    with pytest.raises(Refused):
        code_project(coded)
    monkeypatch.undo()
    assert code_project(coded).coded == 1


def test_a_stop_keeps_what_was_coded(coded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = Project.suggest, []

    def stopping(self: Project, *rest: Any) -> Any:
        calls.append(rest[0])
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, *rest)

    monkeypatch.setattr(Project, "suggest", stopping)
    outcome = code_project(coded)
    assert (outcome.coded, outcome.stopped) == (1, True)
    monkeypatch.undo()
    assert code_project(coded).coded == 1
