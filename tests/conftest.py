"""Shared by all tests: builders on the path, what must not skip where everything is required, and
what a first run leaves out.

Tests that open a page in a real browser carry the mark ``browser`` (by the fixture that they use).
They run with ``--browser``, with ``-m browser``, and where FANGTAN_REQUIRE_ALL is set, as
``.ci/run`` does; otherwise they are skipped, and the last lines say so.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from app.figures import canvas

settings.register_profile(
    "fangtan", deadline=None
)  # machines differ in speed; what is too slow is told by benchmarks
settings.load_profile("fangtan")

pytest_plugins = ["browser"]

IN_BROWSER = {"chromium", "driver", "visit"}
LEFT_OUT = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--browser", action="store_true", help="run the tests in a browser too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = (
        config.getoption("--browser")
        or "browser" in str(config.getoption("-m"))
        or bool(os.environ.get("FANGTAN_REQUIRE_ALL"))
    )
    left_out = 0
    for item in items:
        if not IN_BROWSER & set(getattr(item, "fixturenames", ())):
            continue
        item.add_marker("browser")
        if not chosen:
            item.add_marker(pytest.mark.skip(reason="in a browser: --browser"))
            left_out += 1
    config.stash[LEFT_OUT] = left_out


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if count := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(
            f"Left out: {count} tests in a browser. With them: uv run pytest --browser"
        )


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


@pytest.fixture(scope="session", autouse=True)
def few_pixels() -> Iterator[None]:
    """Pictures of tests have few pixels: they are all the same, and many."""
    before, canvas.DPI = canvas.DPI, 40
    yield
    canvas.DPI = before


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study, made once for all tests. Nothing writes to it: take a copy."""
    from app.study.demo import demo_study

    return demo_study(tmp_path_factory.mktemp("demo"))
