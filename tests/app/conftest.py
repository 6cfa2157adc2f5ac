"""The sample study of the tests of app."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def sample(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study. Copy it before writing to it."""
    return Path(shutil.copy(demo, tmp_path_factory.mktemp("sample")))
