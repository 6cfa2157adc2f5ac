"""A place for a study: a file, and a database of its own on a PostgreSQL server."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from corpus.project import Project, create


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


@pytest.fixture
def project(address: str) -> Iterator[Project]:
    with create(address, "研究") as made:
        yield made


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    """A study in a file."""
    with create(tmp_path / "研究.fangtan", "研究") as made:
        yield made
