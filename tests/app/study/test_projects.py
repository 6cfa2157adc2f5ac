"""What both faces do with a project: taking in, adopting, coding what is new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import codebook
from studies import OTHER, TEXT, code_id, lay, sound, take
from studies_by_hand import BOOK

from app.study.machines.passes import code_project
from app.study.projects import (
    ImportOutcome,
    adopt,
    books_of,
    coded_interviews,
    import_interviews,
    linked_interviews,
    options_key,
    rules_of,
)
from app.study.reading import Settings
from codebooks.codebook import Codebook
from corpus.problem import FangtanError, Problem
from corpus.project import Filter, Project, create
from corpus.project.importing import Imported
from corpus.project.operations import AddCode, LinkCodings, MergeCodes, MoveCode, RenameCode

SETTINGS = Settings(())
HEARS = codebook(
    "- {id: S, name: {zh: 标准, en: Standards}, definition: 甲, indicators: [统一标准]}\n"
    "- {id: I, name: {zh: 接口, en: Interfaces}, definition: 甲, indicators: [接口]}\n"
)
"""Two codes that the two interviews of ``studies`` speak of: once 统一标准 twice and 接口 twice."""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with create(tmp_path / "研究.fangtan", "研究") as made:
        yield made


def written(folder: Path, **texts: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


# Taking in


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (ImportOutcome(), 2),
        (ImportOutcome([Imported("a", "new")]), 0),
        (ImportOutcome([Imported("a", "unchanged")]), 0),
        (ImportOutcome([Imported("a", "failed")]), 2),
        (ImportOutcome([Imported("a", "new")], [Problem("b", "read.missing")]), 1),
        (ImportOutcome([Imported("a", "new")], [Problem("b", "x", severity="warning")]), 0),
        (ImportOutcome([Imported("a", "new", problems=[Problem("a", "x")])]), 1),
        (ImportOutcome(stopped=True), 130),
        (ImportOutcome([Imported("a", "new")], stopped=True), 130),
    ],
)
def test_the_exit_code_tells_how_an_import_went(outcome: ImportOutcome, code: int) -> None:
    assert outcome.exit_code == code


def test_outcomes_are_counted_and_problems_gathered() -> None:
    one, two = Problem("a", "x"), Problem("b", "y")
    outcome = ImportOutcome([Imported("a", "new", problems=[one]), Imported("b", "new")], [two])
    assert (outcome.count("new"), outcome.count("failed")) == (2, 0)
    assert outcome.all_problems == [two, one]


def test_only_what_bears_on_reading_makes_another_key() -> None:
    key = options_key(SETTINGS)
    assert key == options_key(Settings((BOOK,), unit="turn", words=False, dictionary=("词",)))
    others = [
        replace(SETTINGS, interviewers=("王",)),
        replace(SETTINGS, merge_runs=True),
        replace(SETTINGS, encoding="big5"),
    ]
    assert len({key, *map(options_key, others)}) == 4


def test_a_folder_goes_in_and_the_next_time_only_what_is_new(
    project: Project, tmp_path: Path
) -> None:
    folder = written(tmp_path / "访谈", 一=TEXT, 二=OTHER)
    said: list[tuple[int, int, str]] = []
    first = import_interviews(
        project,
        [folder],
        SETTINGS,
        progress=lambda done, total, name: said.append((done, total, name)),
    )
    assert [(each.name, each.outcome) for each in first.files] == [
        ("访谈/一.txt", "new"),
        ("访谈/二.txt", "new"),
    ]
    assert said == [(1, 2, "访谈/一.txt"), (2, 2, "访谈/二.txt")]
    written(folder, 二=OTHER + "问：还有？\n答：没有了。\n", 三=TEXT.replace("A-1", "A-3"))
    again = import_interviews(project, [folder], SETTINGS)
    assert [each.outcome for each in again.files] == ["unchanged", "new", "revised"]
    assert len(project.transcripts()) == 3
    sound(project)


def test_a_file_of_the_same_bytes_is_read_again_under_other_options(
    project: Project, tmp_path: Path
) -> None:
    folder = written(tmp_path / "访谈", 一=TEXT + "答：真的。\n")
    import_interviews(project, [folder], SETTINGS)
    other = import_interviews(project, [folder], replace(SETTINGS, merge_runs=True))
    assert other.count("revised") == 1 and [info.revision for info in project.transcripts()] == [2]


def test_a_label_stands_for_the_folder(project: Project, tmp_path: Path) -> None:
    folder = written(tmp_path / "x", 一=TEXT)
    outcome = import_interviews(project, [folder], SETTINGS, label="合成样例")
    assert [each.name for each in outcome.files] == ["合成样例/一.txt"]


def test_an_upload_is_the_file_of_its_name_wherever_it_lay(
    project: Project, tmp_path: Path
) -> None:
    import_interviews(project, [written(tmp_path / "访谈", 一=TEXT)], SETTINGS)
    loose = written(tmp_path / "下载", 一=TEXT, 新=OTHER)
    outcome = import_interviews(
        project, [loose / "一.txt", loose / "新.txt"], SETTINGS, uploaded=True
    )
    assert [(each.name, each.outcome) for each in outcome.files] == [
        ("访谈/一.txt", "unchanged"),
        ("新.txt", "new"),
    ]


def test_an_upload_whose_name_stands_twice_goes_by_its_own(
    project: Project, tmp_path: Path
) -> None:
    written(tmp_path / "甲", 一=TEXT)
    written(tmp_path / "乙", 一=OTHER)
    import_interviews(project, [tmp_path / "甲", tmp_path / "乙"], SETTINGS)
    loose = written(tmp_path / "下载", 一=TEXT.replace("A-1", "A-9"))
    outcome = import_interviews(project, [loose / "一.txt"], SETTINGS, uploaded=True)
    assert [each.name for each in outcome.files] == ["一.txt"]
    assert len(project.transcripts()) == 3


def test_two_files_of_one_name_are_not_mixed(project: Project, tmp_path: Path) -> None:
    first = written(tmp_path / "甲组", 一=TEXT) / "一.txt"
    second = written(tmp_path / "别处" / "甲组", 一=OTHER) / "一.txt"
    outcome = import_interviews(project, [first, second, Path(str(first))], SETTINGS)
    assert [each.outcome for each in outcome.files] == ["new", "failed"]
    (problem,) = outcome.all_problems
    assert problem.key == "project.same_name" and problem.source == str(second)
    assert str(first) in problem.sentence("zh") and str(first) in problem.sentence("en")
    assert outcome.exit_code == 1


def test_a_stop_keeps_what_was_taken(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path / "访谈", 一=TEXT, 二=OTHER)
    real, calls = Project.add_file, []

    def stopping(self: Project, name: str, *rest: Any) -> Imported:
        calls.append(name)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, name, *rest)

    monkeypatch.setattr(Project, "add_file", stopping)
    outcome = import_interviews(project, [folder], SETTINGS)
    assert (outcome.stopped, outcome.exit_code, len(outcome.files)) == (True, 130, 1)
    assert [info.source for info in project.transcripts()] == ["访谈/一.txt"]


def test_nothing_and_what_is_missing(project: Project, tmp_path: Path) -> None:
    assert import_interviews(project, [], SETTINGS).exit_code == 2
    outcome = import_interviews(project, [tmp_path / "没有"], SETTINGS)
    assert [problem.key for problem in outcome.all_problems] == ["read.missing"]
    assert outcome.exit_code == 2 and project.transcripts() == []


# Codebooks


def tree(book: Codebook) -> list[tuple[str, int, str, str]]:
    return [(code.id, depth, code.name.zh, code.name.en) for code, depth, _ in book.walk()]


def test_a_codebook_is_adopted_once_and_comes_back_the_same(project: Project) -> None:
    li = project.coder("李")
    assert adopt(project, BOOK, li) and not adopt(project, BOOK, li)
    assert books_of(project) == rules_of(project) == (BOOK,)
    newer = BOOK.model_copy(update={"version": "2.0.0"})
    assert adopt(project, newer, li)
    assert [book.version for book in books_of(project)] == ["2.0.0"]
    assert books_of(project)[0].links == BOOK.links


def test_names_places_and_own_codes_of_the_study_stand_in_its_codebook(project: Project) -> None:
    li = project.coder("李")
    adopt(project, BOOK, li)
    project.apply(RenameCode(code_id(project, "A"), "口径不一"), coder=li)
    project.apply(MoveCode(code_id(project, "B"), code_id(project, "Q")), coder=li)
    project.apply(AddCode("test", "自编", "新的码", parent=code_id(project, "P")), coder=li)
    (book,) = books_of(project)
    found = {key: (depth, zh) for key, depth, zh, _ in tree(book)}
    assert found["A"] == (1, "口径不一") and found["自编"] == (1, "新的码")
    assert book.theme_of["B"] == "Q" and book.theme_of["自编"] == "P"
    assert book.by_id["A"].function == "problem"  # the rules stay
    assert rules_of(project) == (BOOK,)


def test_a_code_that_was_merged_is_gone_from_lenses_and_links(project: Project) -> None:
    li = project.coder("李")
    adopt(project, BOOK, li)
    project.apply(MergeCodes(code_id(project, "C"), code_id(project, "A")), coder=li)
    (book,) = books_of(project)
    assert "C" not in book.by_id and book.links == ()
    assert book.lenses["half"].groups == {"上": ("A",), "下": ("B", "D", "E")}
    assert "C" not in book.group_of("half")


def test_a_version_that_cannot_be_read_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopt(project, BOOK, project.coder("李"))
    known = project.codebooks()
    broken = [replace(info, snapshot='{"id": 1}') for info in known]
    monkeypatch.setattr(Project, "codebooks", lambda self, **_: broken)
    for ask in (books_of, rules_of):
        with pytest.raises(FangtanError) as refused:
            ask(project)
        assert refused.value.key == "project.bad_snapshot"
        assert "测试" in refused.value.text("zh") and "1.0.0" in refused.value.text("en")


# What is coded


@pytest.fixture
def coded(project: Project) -> Project:
    adopt(project, HEARS, project.coder("李"))
    take(project, TEXT)
    take(project, OTHER, "访谈/二.txt")
    return project


def test_codings_come_out_as_analyses_know_them(coded: Project) -> None:
    li = coded.coder("李")
    lay(coded, li, "没有统一标准", "S")
    code_project(coded)
    (_, transcript, codings), (_, other, others) = coded_interviews(coded)
    by = {(each.coder, each.code, each.quote) for each in codings}
    assert ("李", "S", "没有统一标准") in by and others == []
    assert {each.codebook for each in codings} == {"test"}
    assert all(transcript.text[each.span.start : each.span.end] == each.quote for each in codings)
    assert other.source == "访谈/二.txt"


def test_what_people_joined_comes_with_its_codings_or_not_at_all(coded: Project) -> None:
    li, wang = coded.coder("李"), coded.coder("王")
    first, second = lay(coded, li, "没有统一标准", "S"), lay(coded, wang, "建议统一标准", "S")
    coded.apply(LinkCodings(first, second, "problem-countermeasure"), coder=li)
    (_, _, codings, (link,)), (_, _, _, none) = linked_interviews(coded)
    assert (link.first.quote, link.second.quote) == ("没有统一标准", "建议统一标准")
    assert (link.step, link.coder, none) == ("problem-countermeasure", "李", ())
    assert link.first in codings and link.second in codings
    (_, _, _, alone), _ = linked_interviews(coded, Filter(coders=(li.id,)))
    assert alone == ()
