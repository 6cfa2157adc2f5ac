"""Which study is opened, what is made where there is none, and the sentence about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import OTHER, TEXT

from app.study.making import prepare
from app.study.projects import books_of
from codebooks.loading import SHIPPED, load
from corpus.catalogue import LANGUAGES, Language, message
from corpus.problem import FangtanError
from corpus.project import create, open_project

HERE = pytest.mark.usefixtures("here")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the program was started."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@HERE
@pytest.mark.parametrize("names", [(), ("甲.fangtan", "乙.fangtan")])
def test_without_a_name_there_must_be_one_study_here(names: tuple[str, ...]) -> None:
    for name in names:
        create(Path(name)).close()
    with pytest.raises(FangtanError) as refused:
        prepare(None, False, "李", "zh")
    assert refused.value.key == "explore.which"
    assert all(name in refused.value.text("en") for name in names)


@HERE
def test_the_one_study_here_is_opened_in_silence() -> None:
    create(Path("甲.fangtan")).close()
    Path("乙.txt").write_text("x", "utf-8")
    assert prepare(None, False, "李", "zh") == ("甲.fangtan", [])
    assert prepare("甲.fangtan", False, "李", "en") == ("甲.fangtan", [])


@HERE
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_study_that_is_not_there_is_made_with_all_codebooks(lang: Language) -> None:
    study, said = prepare("新的.fangtan", False, "李", lang)
    assert said == [message("explore.made", lang, study="新的.fangtan")]
    with open_project(study) as project:
        assert books_of(project) == tuple(map(load, SHIPPED)) and project.transcripts() == []
        assert [each.name for each in project.coders()] == ["李"]


@HERE
@pytest.mark.parametrize("name", ["没有.txt", "没有"])
def test_what_is_neither_study_nor_folder_is_refused(name: str) -> None:
    with pytest.raises(FangtanError) as refused:
        prepare(name, False, "李", "zh")
    assert refused.value.key == "explore.no_study" and name in refused.value.text("en")
    assert not Path(name).exists()


def test_a_file_that_is_no_study_is_refused(here: Path) -> None:
    (here / "假.fangtan").write_text("没有", "utf-8")
    with pytest.raises(FangtanError):
        prepare("假.fangtan", False, "李", "zh")
    assert (here / "假.fangtan").read_text("utf-8") == "没有"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_folder_becomes_a_study_beside_it_coded_and_told_of(here: Path, lang: Language) -> None:
    (here / "访谈").mkdir()
    for name, text in (("一.txt", TEXT), ("二.txt", OTHER)):
        (here / "访谈" / name).write_text(text, encoding="utf-8")
    (here / "访谈" / "坏.docx").write_bytes(b"PK\x03\x04broken")
    study, (first, *rest) = prepare("访谈", False, "李", lang)
    assert study == "访谈.fangtan"
    assert first == message("explore.folder_made", lang, folder="访谈", study=study, count=2)
    assert len(rest) == 1 and "坏.docx" in rest[0]
    with open_project(study) as project:
        assert len(project.transcripts()) == 2 and project.codings()
    known, said = prepare("访谈", False, "王", lang)
    assert (known, said) == (
        study,
        [message("explore.folder_known", lang, folder="访谈", study=study)],
    )


def test_an_empty_folder_gives_an_empty_study_and_says_so(here: Path) -> None:
    (here / "空").mkdir()
    study, said = prepare("空", False, "李", "zh")
    assert said == [message("explore.folder_empty", "zh", folder="空", study=study, count=0)]


@HERE
def test_the_sample_stands_in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.study import making

    asked: list[Path] = []
    monkeypatch.setattr(making, "demo_study", lambda folder: asked.append(folder) or folder / "x")
    assert prepare("甲.fangtan", True, "李", "zh") == (str(Path("fangtan-demo/x")), [])
    assert asked == [Path("fangtan-demo")]
