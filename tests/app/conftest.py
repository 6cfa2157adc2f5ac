"""The sample study, made once for all tests of the faces."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.study.demo import demo_study


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study. Copy it before writing to it."""
    return demo_study(tmp_path_factory.mktemp("sample"))
