"""``fangtan project next`` and ``indicators``: what they tell, and answers given in a terminal."""

from __future__ import annotations

import builtins
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import studies
from builders import codebook

from app.cli.project.indicators import indicators
from app.cli.project.looking import next_
from app.study.projects import adopt
from corpus.problem import FangtanError
from corpus.project import Filter, create, open_project

BOOK = codebook("- {id: A, name: 设备, definition: 电脑、打印机这些办公机器}")
SAID = (
    "打印机又坏了没人修。",
    "电脑打印机都很旧。",
    "打印机卡纸卡得厉害。",
    "今天天气真不错。",
    "孩子放假回了老家。",
)


@pytest.fixture
def study(tmp_path: Path) -> str:
    path = tmp_path / "研究.fangtan"
    with create(path, "研究") as project:
        adopt(project, BOOK, project.coder("李"))
        for number in range(4):
            said = "".join(f"{one[:-1]}，第{number}回说。" for one in SAID)
            studies.take(project, f"问：请讲。\n答：{said}", name=f"{number}.txt")
    return str(path)


def answering(monkeypatch: pytest.MonkeyPatch, *said: str) -> None:
    words: Iterator[str] = iter(said)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(builtins, "input", lambda prompt: next(words))


def test_a_batch_is_told_and_as_json(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert next_(study, (), 3, "李", "zh", False) == 0
    told = capsys.readouterr().out
    assert told.count("A 设备？") == 3 and "fangtan explore" in told
    assert next_(study, ("test:A",), 3, "李", "en", True) == 0
    record = json.loads(capsys.readouterr().out)
    assert len(record["waiting"]) == 3 and record["codes"] == []
    assert {one["way"] for one in record["waiting"]} <= {
        "probable",
        "doubtful",
        "strange",
        "random",
    }


def test_a_code_that_is_not_there_is_named(study: str) -> None:
    with pytest.raises(FangtanError) as unknown:
        next_(study, ("B",), 3, "李", "zh", False)
    assert unknown.value.key == "looking.unknown_code"


def test_answers_in_a_terminal_are_stored_skips_are_not(
    study: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, "y", "?", "n", "s", "q")
    assert next_(study, (), 5, "王", "zh", False) == 0
    assert "已回答 2 句" in capsys.readouterr().out
    with open_project(study) as project:
        coding = project.codings(Filter(statuses=()))
        assert sorted(one.status for one in coding) == ["accepted", "rejected"]
        assert {one.decider for one in coding} == {project.coder("王").id}


def test_words_of_the_answers_are_offered_as_indicators(
    study: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert indicators(study, "zh", False) == 0
    assert "还没有" in capsys.readouterr().out
    with open_project(study) as project:
        from app.study.machines.looking import learner_of, lookout

        for one in lookout(project).batch(20).waiting:
            yes = "打印机" in one.coding.quote
            project.apply(one.answer(learner_of(project), yes), coder=project.coder("李"))
    assert indicators(study, "en", True) == 0
    (word,) = [
        one for one in json.loads(capsys.readouterr().out)["indicators"] if one["word"] == "打印机"
    ]
    assert (word["codebook"], word["code"], word["yes"], word["no"]) == ("test", "A", 12, 0)
    assert (word["talk"], word["fresh"], word["interviews"]) == (12, 0, 4)
