"""A place for a study: a file, and a database of its own on a PostgreSQL server.

Studies in files are copies of one that is made once: making a study runs every migration.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from studies import begin

from corpus.project import CoderInfo, Project, create, open_project


class Begun(NamedTuple):
    """A study of two interviews with a codebook, and its two coders."""

    study: Project
    li: CoderInfo
    wang: CoderInfo


@pytest.fixture
def postgres() -> Iterator[str]:
    """The address of a fresh database on the server that FANGTAN_POSTGRES names; dropped at the
    end.
    """
    server = os.environ.get("FANGTAN_POSTGRES")
    if not server:
        if os.environ.get("FANGTAN_REQUIRE_ALL"):
            pytest.fail("FANGTAN_REQUIRE_ALL is set but FANGTAN_POSTGRES names no server")
        pytest.skip("FANGTAN_POSTGRES names no PostgreSQL server")
    url = sa.make_url(server)
    admin = sa.create_engine(
        url.set(drivername="postgresql+pg8000", database=url.database or "postgres"),
        isolation_level="AUTOCOMMIT",
    )
    name = f"fangtan_{uuid.uuid4().hex[:12]}"
    with admin.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    try:
        yield url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a study can be made, on both kinds of store."""
    return (
        str(tmp_path / "研究 一.fangtan")
        if request.param == "sqlite"
        else str(request.getfixturevalue("postgres"))
    )


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed study in which nothing has happened."""
    path = tmp_path_factory.mktemp("空") / "研究.fangtan"
    create(path, "研究").close()
    return path


@pytest.fixture(scope="session")
def begun_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed study with two interviews, a codebook and the coders 李 and 王."""
    path = tmp_path_factory.mktemp("始") / "研究.fangtan"
    with create(path, "研究") as made:
        begin(made, "李", "王")
    return path


@pytest.fixture
def project(address: str, empty_file: Path) -> Iterator[Project]:
    if address.startswith("postgresql:"):
        with create(address, "研究") as made:
            yield made
    else:
        with open_project(shutil.copy(empty_file, address)) as made:
            yield made


@pytest.fixture
def study(tmp_path: Path, empty_file: Path) -> Iterator[Project]:
    """A study in a file."""
    with open_project(shutil.copy(empty_file, tmp_path / "研究.fangtan")) as made:
        yield made


@pytest.fixture
def begun(tmp_path: Path, begun_file: Path) -> Iterator[Begun]:
    """A study in a file with two interviews, a codebook and the coders 李 and 王."""
    with open_project(shutil.copy(begun_file, tmp_path / "始.fangtan")) as made:
        li, wang = (coder for coder in made.coders() if coder.name in ("李", "王"))
        yield Begun(made, li, wang)
