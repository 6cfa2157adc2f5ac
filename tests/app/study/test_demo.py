"""The sample study: invented people, made once, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.study import projects
from app.study.demo import demo_study
from codebooks import loading
from codebooks.loading import SHIPPED, load
from corpus.project import Filter, Project, open_project
from corpus.transcript import is_synthetic


@pytest.fixture(scope="module")
def project(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A copy of the sample study, opened."""
    copy = tmp_path_factory.mktemp("家") / sample.name
    shutil.copy(sample, copy)
    with open_project(copy) as opened:
        yield opened


def test_every_interview_says_that_it_is_invented(project: Project) -> None:
    infos = project.transcripts()
    assert len(infos) >= 6 and all(is_synthetic(info.metadata) for info in infos)
    assert all(info.source.startswith("合成样例/") for info in infos)


def test_all_shipped_codebooks_are_adopted(project: Project) -> None:
    assert projects.books_of(project) == tuple(map(load, SHIPPED))


def test_two_invented_coders_disagree_on_two_interviews(project: Project) -> None:
    people = {each.name: each.id for each in project.coders() if each.kind == "person"}
    first, second = (
        project.codings(Filter(coders=(people[name],))) for name in ("合成编码者甲", "合成编码者乙")
    )
    both = {each.transcript for each in first}
    assert both == {each.transcript for each in second} and len(both) == 2
    places = [{(each.transcript, each.span, each.code) for each in own} for own in (first, second)]
    assert places[0] & places[1] and places[0] - places[1] and places[1] - places[0]


def test_everything_but_their_codings_is_a_suggestion_of_the_machine(project: Project) -> None:
    machines = {each.id for each in project.coders() if each.kind == "machine"}
    own = project.codings(Filter(coders=tuple(machines)))
    assert own and {each.status for each in own} == {"suggested"}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample without codebooks and interviews: how it is made costs little then."""
    monkeypatch.setattr(loading, "SHIPPED", ())
    monkeypatch.setattr(projects, "import_interviews", lambda *_, **__: None)


@pytest.mark.usefixtures("quick")
def test_one_that_was_left_half_made_is_made_anew_and_then_only_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    folder = tmp_path / "fangtan-demo"
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(projects, "import_interviews", stopped)
        demo_study(folder)
    path = folder / "sample-study.fangtan"
    assert not path.exists() and list(folder.iterdir())
    assert demo_study(folder) == path
    assert [each.name for each in folder.iterdir()] == [path.name]
    with open_project(path) as project:
        project.coder("读者")
    assert demo_study(folder) == path
    with open_project(path) as project:
        assert "读者" in {each.name for each in project.coders()}  # what people did stays
