"""Copies of a study, by hand and before what could harm it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from studies import begin, lay, sound

from corpus.problem import FangtanError
from corpus.project import CoderInfo, Project, is_project, open_project
from corpus.project import operations as op
from corpus.project.backup import KEPT, automatic, backup
from corpus.project.checking import state_of
from corpus.project.store import Store


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


def test_a_backup_holds_what_was_committed_and_nothing_half_done(
    begun: tuple[Project, CoderInfo, CoderInfo], tmp_path: Path
) -> None:
    study, li, _ = begun
    lay(study, li, "没有统一标准")
    with study.store.write() as connection:
        connection.execute(sa.text("UPDATE codings SET polarity = 'unsure'"))
        kept = backup(study.store, tmp_path / "存.fangtan")
        connection.rollback()
    with open_project(kept) as copy:
        assert state_of(copy) == state_of(study)
        assert (copy.id, copy.title, copy.revision) == (study.id, study.title, study.revision)
        assert [event for event, _ in copy.log()] == [event for event, _ in study.log()]
    assert not Path(f"{kept}-wal").exists()


def test_what_a_killed_backup_left_is_overwritten(study: Project, tmp_path: Path) -> None:
    (tmp_path / "存.fangtan.part").write_bytes(b"half")
    assert is_project(backup(study.store, tmp_path / "存.fangtan"))
    assert not (tmp_path / "存.fangtan.part").exists()


def test_a_place_that_takes_no_backup_is_told_and_left_as_it_is(
    study: Project, tmp_path: Path
) -> None:
    before = sorted(entry.name for entry in tmp_path.iterdir())
    with pytest.raises(FangtanError):
        backup(study.store, tmp_path / "无此文件夹" / "存.fangtan")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == before


def test_a_file_in_the_place_of_the_folder_of_backups(study: Project) -> None:
    assert study.path is not None
    study.path.with_name(f"{study.path.stem}.backups").write_text("不是文件夹", encoding="utf-8")
    with pytest.raises(FangtanError) as refused:
        automatic(study.store, "merge")
    assert refused.value.key == "store.no_backup"
    for lang in ("zh", "en"):
        assert f"{study.path.stem}.backups" in refused.value.text(lang)  # type: ignore[arg-type]


@pytest.mark.parametrize("stem", ["研究[1]+(副)", "a.b*", "研究^$"])
def test_backups_of_odd_names_are_counted_and_others_left_alone(
    tmp_path: Path, empty_file: Path, stem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest go, of this occasion only; what a person put into the folder stays."""
    monkeypatch.setattr("corpus.project.backup.KEPT", 2)
    path = Path(shutil.copy(empty_file, tmp_path / f"{stem}.fangtan"))
    folder = tmp_path / f"{stem}.backups"
    with open_project(path) as study:
        first = automatic(study.store, "merge")
        assert first is not None and first.parent == folder
        (folder / f"{stem}-merge-我的.fangtan").write_bytes(b"mine")
        other = automatic(study.store, "migrate")
        newest = [automatic(study.store, "merge") for _ in range(2)]
    names = {entry.name for entry in folder.iterdir()}
    expected = [path.name for path in (*newest, other) if path is not None]
    assert names == {*expected, f"{stem}-merge-我的.fangtan"} and first.name not in names


def test_a_server_has_its_own_backups() -> None:
    store = Store("postgresql://li@server.invalid/study")
    assert automatic(store, "merge") is None
    store.close()
