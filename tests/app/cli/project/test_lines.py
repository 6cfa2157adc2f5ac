"""What all ``fangtan project`` commands share: sentences or one line of JSON, coders by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from studies import begin, code_id, transcript_id

from app.cli.project.lines import known_coder, names_of_ids, problem_lines, tell
from corpus.catalogue import LANGUAGES, Language, message
from corpus.problem import FangtanError, Problem
from corpus.project import Project, create
from corpus.project import operations as op


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with create(tmp_path_factory.mktemp("lines") / "研究.fangtan") as made:
        begin(made, "李", "王")
        yield made


def test_a_record_is_one_line_and_sentences_are_many(capsys: pytest.CaptureFixture[str]) -> None:
    record = {"名": "𠮷", "n": [1, None]}
    tell(record, ["甲", "乙"], True)
    line = capsys.readouterr().out
    assert json.loads(line) == record and line.count("\n") == 1 and "𠮷" in line
    tell(record, ["[red]甲[/red]", "很长的一句话" * 60], False)
    assert capsys.readouterr().out.splitlines() == ["[red]甲[/red]", "很长的一句话" * 60]
    tell(record, [], False)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_problems_stand_behind_their_severity_and_notes_are_left_out(lang: Language) -> None:
    problems = [
        Problem("一.txt", "read.blank", 3),
        Problem("二.txt", "read.nul", 2, "warning"),
        Problem("三.txt", "read.by_content", None, "note", {"suffix": ".txt", "kind": "pdf"}),
    ]
    assert problem_lines(problems, lang) == [
        f"{message(f'severity.{problem.severity}', lang)} {problem.sentence(lang)}"
        for problem in problems[:2]
    ]
    assert problem_lines([], lang) == []


def test_a_coder_is_known_by_name_or_those_known_are_named(project: Project) -> None:
    assert known_coder(project, "王").name == "王"
    for name in ("张", "", "李 "):
        with pytest.raises(FangtanError) as refused:
            known_coder(project, name)
        assert refused.value.key == "project_cli.unknown_coder"
        assert all("李" in refused.value.text(lang) for lang in LANGUAGES)
    with create(Path(project.name).with_name("空.fangtan")) as empty:
        with pytest.raises(FangtanError) as refused:
            known_coder(empty, "李")
        assert refused.value.values["known"] == "—"


def test_everything_has_the_name_that_people_call_it(project: Project) -> None:
    li, *_ = project.coders()
    heir = op.MergeCodes(code_id(project, "P2"), code_id(project, "P1"))
    names = names_of_ids(project)
    project.apply(heir, coder=li)
    assert names_of_ids(project) == names
    assert names[transcript_id(project)] == "访谈/一.txt" and names[li.id] == "李"
    assert names[code_id(project, "P2")] == "P2"
    assert {"A-1", "A-2", "部门"} <= set(names.values())
