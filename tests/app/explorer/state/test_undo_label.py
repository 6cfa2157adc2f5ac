"""What undo and redo would do, in words."""

from __future__ import annotations

from pathlib import Path

from studies import TEXT, lay
from studies import take as take_text

from app.explorer.state.study.desk import Desk
from app.explorer.state.undo_label import event_label
from app.study.projects import adopt as take
from codebooks.loading import load
from corpus.project import create
from corpus.project.operations import LinkCodings, SaveCase


def test_undo_says_what_it_would_take_back(tmp_path: Path) -> None:
    with create(tmp_path / "x.fangtan") as project:
        coder = project.coder("王")
        take(project, load("problem_cause_countermeasure"), coder)
        take_text(project, TEXT)
        key = next(code.key for code in project.codes() if code.parent)
        lay(project, coder, "没有统一标准", key)
        own = Desk(project)
        undo, redo = project.standing(coder)
        assert (
            undo is not None
            and redo is None
            and event_label(undo, own.facts(), "zh").endswith(f"{key}“没有统一标准”")
        )
        project.undo(coder)
        undo, redo = project.standing(coder)
        assert redo is not None and "没有统一标准" in event_label(redo, own.facts(), "zh")
        project.redo(coder)
        first, second = lay(project, coder, "接口", key), project.codings()[0].id
        project.apply(LinkCodings(first, second, "problem-cause"), coder=coder)
        drawn = project.standing(coder)[0]
        assert drawn is not None and event_label(drawn, own.facts(), "zh") == (
            "连接编码条目“问题 → 原因”"
        )
        project.apply(SaveCase("受访者甲"), coder=coder)
        saved = project.standing(coder)[0]
        assert saved is not None and event_label(saved, own.facts(), "zh").endswith("“受访者甲”")
