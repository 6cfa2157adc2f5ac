"""Copies of a study, by hand and before what could harm it."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import begin, lay, sound

from corpus.problem import FangtanError
from corpus.project import Project, open_project
from corpus.project import operations as op
from corpus.project.backup import KEPT, automatic, backup


def test_a_backup_of_either_store_is_a_whole_study(project: Project, tmp_path: Path) -> None:
    (li,) = begin(project, "李")
    entity = lay(project, li, "没有统一标准")
    project.apply(op.SetPolarity(entity, "unsure"), coder=li)
    made = backup(project.store, tmp_path / "存.fangtan")
    lay(project, li, "接口也打不通")
    with open_project(made) as kept:
        sound(kept)
        assert len(kept.codings()) == 1 and kept.id == project.id
        kept.undo(kept.coders()[0])
        assert kept.codings()[0].polarity == "lacking"
        lay(kept, li, "建议统一标准")
    with pytest.raises(FangtanError) as refused:
        backup(project.store, made)
    assert refused.value.key == "store.exists" and not list(tmp_path.glob("*.part"))


def test_so_many_automatic_backups_are_kept(study: Project) -> None:
    for _ in range(KEPT + 3):
        automatic(study.store, "merge")
    other = automatic(study.store, "migrate")
    assert other is not None
    names = sorted(path.name for path in other.parent.iterdir())
    assert len([name for name in names if "-merge-" in name]) == KEPT and other.name in names
