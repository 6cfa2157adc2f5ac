"""Making, migrating, backing up, and the tables of cases."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from studies import sound

import corpus.project.opening as opening
from corpus.problem import FangtanError
from corpus.project import Project, create, open_project
from corpus.project import schema as t
from corpus.project.store import Store, create_file


def script() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(opening.__file__).with_name("migrations")))
    return config


def test_the_migrations_make_the_tables_that_the_program_knows(project: Project) -> None:
    with project.store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), t.metadata) == []


def test_the_newest_migration_is_the_head() -> None:
    directory = ScriptDirectory.from_config(script())
    assert directory.get_heads() == [t.HEAD]
    assert tuple(one.revision for one in reversed(list(directory.walk_revisions()))) == t.VERSIONS


@pytest.mark.parametrize("version", t.VERSIONS[:-1])
def test_an_older_study_is_backed_up_and_brought_up_to_date(tmp_path: Path, version: str) -> None:
    path = tmp_path / "旧.fangtan"
    create_file(path)
    store = Store(path)
    config = script()
    with store.engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        for key in ("project", "copy", "title"):
            connection.execute(sa.insert(t.settings), {"key": key, "value": key})
        old = sa.MetaData()
        old.reflect(connection)
        # A memo and its event as the program of that time wrote them: without the columns that came
        # later.
        coder = {"id": "c" * 32, "name": "李", "kind": "person", "round": 0}
        memo = {
            "id": "m" * 32,
            "kind": "project",
            "target": "",
            "start": None,
            "end": None,
            "quote": None,
            "text": "旧备忘",
            "coder": coder["id"],
            "at": "2025-01-01",
        }
        connection.execute(old.tables["coders"].insert(), coder)
        connection.execute(old.tables["memos"].insert(), memo)
        import zlib

        import orjson

        payload = zlib.compress(
            orjson.dumps([["coders", coder["id"], None, coder], ["memos", memo["id"], None, memo]])
        )
        connection.execute(
            old.tables["events"].insert(),
            {
                "id": "e" * 32,
                "at": "2025-01-01",
                "coder": coder["id"],
                "client": "x",
                "seq": 1,
                "kind": "write_memo",
                "payload": payload,
            }
            | ({"touched": 2} if "touched" in old.tables["events"].c else {}),
        )
        connection.execute(
            old.tables["touches"].insert(),
            [{"entity": coder["id"], "number": 1}, {"entity": memo["id"], "number": 1}],
        )
    store.close()
    with pytest.raises(FangtanError) as refused:
        open_project(path, read_only=True)
    assert refused.value.key == "store.older_read_only"
    with open_project(path) as project:
        sound(project)
        assert [memo.text for memo in project.memos()] == ["旧备忘"]
        assert [touched for _, touched in project.log()] == [2]
        with project.store.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), t.metadata) == []
        project.undo(project.coders()[0])
        assert project.memos() == []
    (made,) = (tmp_path / "旧.backups").iterdir()
    with sqlite3.connect(made) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == (version,)
    kept.close()


def test_a_study_that_could_not_be_filled_is_not_there(tmp_path: Path) -> None:
    def fails(project: Project) -> None:
        project.coder("李")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create(tmp_path / "半.fangtan", fill=fails)
    assert list(tmp_path.iterdir()) == []
