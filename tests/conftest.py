"""Shared by all tests: builders on the path, and what must not skip where everything is
required.
"""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings

settings.register_profile(
    "fangtan", deadline=None
)  # machines differ in speed; what is too slow is told by benchmarks
settings.load_profile("fangtan")

pytest_plugins = ["browser"]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; skips where there is none, unless FANGTAN_REQUIRE_ALL is set."""
    found = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if found is None:
        if os.environ.get("FANGTAN_REQUIRE_ALL"):
            pytest.fail("FANGTAN_REQUIRE_ALL is set but there is no Chromium")
        pytest.skip("no Chromium on this machine")
    return found
