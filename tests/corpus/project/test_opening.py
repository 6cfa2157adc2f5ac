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
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from studies import begin, contents, lay, sound

import corpus.project.opening as opening
from app.exporters.cases import write_cases
from corpus.problem import FangtanError
from corpus.project import Project, create, open_project
from corpus.project import operations as op
from corpus.project import schema as t
from corpus.project.backup import KEPT, automatic, backup
from corpus.project.cases import case_rows, read_cases
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


WORDS = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs"),
        exclude_characters="\ufeff\ufffe\uffff",
    ),
    min_size=1,
    max_size=8,
).filter(lambda told: told == told.strip() and told)
ODD = st.sampled_from(
    [
        "=1+1",
        "'=x",
        "''",
        "-5",
        "+86",
        "@a",
        "甲,乙",
        '"引号"',
        "工龄（数值）",
        "文件",
        "编号",
        "姓名",
        "case",
        "a;b",
        "0012",
        "TRUE",
        "1e5",
    ]
)
VALUES = st.one_of(WORDS, ODD)


@given(
    st.dictionaries(
        VALUES, st.sampled_from(("text", "number", "date", "boolean", "choice")), max_size=4
    ),
    st.lists(VALUES, max_size=4, unique=True),
    st.data(),
    st.sampled_from(("xlsx", "csv")),
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_cases_go_out_and_come_back_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    variables: dict[str, str],
    names: list[str],
    data: st.DataObject,
    kind: str,
) -> None:
    folder = tmp_path_factory.mktemp("表")
    fit = {
        "text": VALUES,
        "choice": VALUES,
        "number": st.sampled_from(("3", "-2.5", "1200")),
        "date": st.just("2023-03-05"),
        "boolean": st.sampled_from(("true", "false")),
    }
    with create(folder / "甲.fangtan") as one, create(folder / "乙.fangtan") as two:
        li = one.coder("李")
        made = {name: op.DefineVariable(name, type_) for name, type_ in variables.items()}  # type: ignore[arg-type]
        people = [op.SaveCase(name) for name in names]
        for done in (*made.values(), *people):
            one.apply(done, coder=li)
        for person in people:
            for variable in made.values():
                value = data.draw(st.one_of(st.just(""), fit[variable.type]))
                one.apply(op.SetAttribute(person.id, variable.id, value), coder=li)
        table = write_cases(one, folder / f"表.{kind}", "zh")
        first = read_cases(two, table, two.coder("王"))
        assert first.problems == []
        assert case_rows(two) == case_rows(one)
        again = read_cases(one, table, li)
        assert (again.made, again.values, again.variables) == (0, 0, [])
        sound(two)


def test_a_table_of_cases_is_one_step_of_undo(project: Project, tmp_path: Path) -> None:
    (li,) = begin(project, "李")
    before = contents(project)
    table = tmp_path / "人.csv"
    table.write_text(
        "编号\t工龄（数值）\t入职（日期）\nA-1\t12\t2010年7月1日\nA-3\t8\t\n", encoding="utf-8"
    )
    done = read_cases(project, table, li)
    assert (done.cases, done.made, done.values, done.variables, done.problems) == (
        2,
        1,
        3,
        ["工龄", "入职"],
        [],
    )
    assert project.cases()[0].attributes == {"部门": "民政局", "工龄": "12", "入职": "2010-07-01"}
    project.undo(li)
    assert contents(project) == before
    sound(project)


def test_a_case_renamed_since_is_not_renamed_back(project: Project, tmp_path: Path) -> None:
    (li,) = begin(project, "李")
    table = tmp_path / "人.csv"
    table.write_text("受访者,级别\n新人,科级\n", encoding="utf-8")
    read_cases(project, table, li)
    case = next(one for one in project.cases() if one.name == "新人")
    project.apply(op.SaveCase("老张", case.id), coder=li)
    assert read_cases(project, table, li).made == 1
    assert {"老张", "新人"} <= {one.name for one in project.cases()}
