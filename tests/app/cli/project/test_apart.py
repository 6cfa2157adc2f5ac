"""The path of a second coder, and what both sides had changed."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from project_commands import record, run

from corpus.project import Filter, open_project
from corpus.project.operations import AddCoding, Decide
from corpus.span import Span


def test_the_second_coders_path(study: Path, tmp_path: Path) -> None:
    copy = tmp_path / "wang.fangtan"
    text = run("split", study, "--coder", "王", "--transcripts", "A-1", "-o", copy)
    assert "fangtan project merge" in text
    with open_project(copy) as mine:
        wang = mine.coder("王")
        (info,) = mine.transcripts()
        assert mine.codings(Filter(statuses=(), placed=None)) == []
        start = mine.transcript(info.id).text.index("接口也打不通")
        span = Span(start, start + 6)
        code = next(code for code in mine.codes() if code.parent is not None)
        operation = AddCoding(info.id, span, "接口也打不通", code.id, "lacking", info.revision)
        mine.apply(operation, coder=wang)
    merged = record("merge", study, copy)
    assert (merged["codings"], merged["conflicts"], merged["coders"]) == (1, 0, "王")
    assert "以前已合并过" in run("merge", study, copy)
    assert "nothing new" in run("merge", study, copy, "--lang", "en")
    coders = {coder["name"]: coder for coder in record("info", study)["coders"]}
    assert coders["王"]["accepted"] == 1 and coders["rules"]["suggested"] > 0
    assert "王" in run("log", study, "--coder", "王") and record("check", study)["sound"] is True


def test_a_copy_of_some_transcripts_by_any_of_their_names(study: Path, tmp_path: Path) -> None:
    both = record(
        "split", study, "--coder", "王", "--transcripts", "A-1，二.txt", "-o", tmp_path / "a"
    )
    assert both["transcripts"] == 2
    text = run(
        "split", study, "--coder", "王", "--transcripts", "A-9", "-o", tmp_path / "b", code=2
    )
    assert "A-9" in text and "A-1" in text and not (tmp_path / "b").exists()


def both_decide(study: Path, copy: Path) -> None:
    """One suggestion is accepted in the study and rejected in the copy."""
    run("split", study, "--coder", "王", "-o", copy, "--with-suggestions")
    decisions: tuple[tuple[Path, str, Literal["accepted", "rejected"]], ...] = (
        (study, "李", "accepted"),
        (copy, "王", "rejected"),
    )
    for path, name, status in decisions:
        with open_project(path) as project:
            open_ones = project.codings(Filter(statuses=("suggested",)))
            first = min(coding.id for coding in open_ones)
            project.apply(Decide(first, status), coder=project.coder(name))


def test_conflicts_are_listed_and_settled(study: Path, tmp_path: Path) -> None:
    copy = tmp_path / "wang.fangtan"
    both_decide(study, copy)
    text = run("merge", study, copy, code=1)
    assert "status=accepted" in text and "status=rejected" in text and "--take" in text
    (conflict,) = record("conflicts", study)["conflicts"]
    assert "decider=李" in conflict["ours"] and "decider=王" in conflict["theirs"]
    english = run("conflicts", study, "--lang", "en")
    assert f"Conflict {conflict['id'][:8]}: codings" in english and "Decide them" in english
    assert "没有这处冲突" in run("conflicts", study, "zzzz", "--take", "ours", code=2)
    settled = record("conflicts", study, conflict["id"][:8], "--take", "theirs", "--coder", "李")
    assert settled == {"settled": 1, "left": 0}
    assert "没有待决定的冲突" in run("conflicts", study)
    assert "no conflicts to decide" in run("conflicts", study, "--lang", "en")
    with open_project(study) as project:
        (rejected,) = project.codings(Filter(statuses=("rejected",)))
        assert rejected.decider == project.coder("王").id


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_all_conflicts_are_settled_where_none_is_named(
    study: Path, tmp_path: Path, side: str
) -> None:
    copy = tmp_path / "wang.fangtan"
    both_decide(study, copy)
    run("merge", study, copy, code=1)
    assert "还有 0 处" in run("conflicts", study, "--take", side)
    with open_project(study) as project:
        count = project.count(Filter(statuses=("accepted",))).get((), 0)
    assert count == (1 if side == "ours" else 0)
    assert record("check", study)["sound"] is True
