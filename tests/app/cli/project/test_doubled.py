"""Codings that lie over each other are listed, and merged when asked to."""

from __future__ import annotations

from pathlib import Path

from project_commands import record, run

from corpus.project import Filter, open_project
from corpus.project.operations import AddCoding
from corpus.span import Span


def code_twice(study: Path, coder: str = "王") -> tuple[str, str]:
    """The same code on 没有统一标准 and on 统一标准，接口: the ids of both codings."""
    with open_project(study) as project:
        (info,) = [info for info in project.transcripts() if info.source.endswith("一.txt")]
        text = project.transcript(info.id).text
        code = next(code for code in project.codes() if code.parent is not None)
        ids = []
        for words in ("没有统一标准", "统一标准，接口"):
            start = text.index(words)
            span = Span(start, start + len(words))
            operation = AddCoding(info.id, span, words, code.id, "lacking")
            project.apply(operation, coder=project.coder(coder))
            ids.append(operation.id)
    return ids[0], ids[1]


def test_they_are_listed_then_merged_then_given_back(study: Path) -> None:
    first, second = code_twice(study)
    (group,) = record("merge-codings", study, "--coder", "王")["groups"]
    assert group["codings"] == [first, second]
    assert group["quotes"] == ["没有统一标准", "统一标准，接口"]
    assert "“没有统一标准” “统一标准，接口”" in run("merge-codings", study, "--coder", "王")
    assert "--apply" in run("merge-codings", study, "--coder", "王", "--lang", "en")
    text = run("merge-codings", study, "--coder", "王", "--apply")
    assert "已合并 1 组" in text
    with open_project(study) as project:
        (merged,) = project.codings(Filter(coders=(project.coder("王").id,)))
    assert (merged.id, merged.quote) == (first, "没有统一标准，接口")
    assert "没有重复编码" in run("merge-codings", study, "--coder", "王")
    run("undo", study, "--coder", "王")
    assert len(record("merge-codings", study, "--coder", "王")["groups"]) == 1
    assert record("check", study)["sound"] is True


def test_a_coder_without_doubled_codings_and_one_whom_nobody_knows(study: Path) -> None:
    assert "no doubled codings" in run("merge-codings", study, "--coder", "李", "--lang", "en")
    assert "李" in run("merge-codings", study, "--coder", "无此人", code=2)
