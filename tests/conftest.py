"""Shared by all tests: builders on the path, what must not skip where everything is required, and
what a first run leaves out.

Tests that open a page in a real browser carry the mark ``browser`` (by the fixture that they use),
those that go a long way the mark ``thorough``. They run with ``--browser`` or ``--thorough``, where
their mark or their file is named, and where FANGTAN_REQUIRE_ALL is set, as ``.ci/run`` does;
otherwise they are skipped, and the last lines say so. Whole folders are shared among all cores.
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
LEFT_OUT = pytest.StashKey[dict[str, int]]()
KINDS = {"browser": "in a browser", "thorough": "that go a long way"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--browser", action="store_true", help="run the tests in a browser too")
    parser.addoption("--thorough", action="store_true", help="run the long tests too")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """All cores for whole folders. A file or a test by its name runs here, and so does the browser:
    nothing is to compete with its pages.
    """
    here = any(".py" in argument for argument in config.args)
    mark = str(config.getoption("-m"))
    browser = config.getoption("--browser") or ("browser" in mark and "not browser" not in mark)
    return 0 if here or browser else None


def _asked_for(config: pytest.Config, kind: str) -> bool:
    """Whether the tests of a kind are to run wherever they stand."""
    return (
        bool(config.getoption(f"--{kind}"))
        or kind in str(config.getoption("-m"))
        or bool(os.environ.get("FANGTAN_REQUIRE_ALL"))
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    named = {
        Path(argument.split("::")[0]).resolve() for argument in config.args if ".py" in argument
    }
    left_out = dict.fromkeys(KINDS, 0)
    asked_for = {kind: _asked_for(config, kind) for kind in KINDS}
    for item in items:
        if IN_BROWSER & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
        for kind, what in KINDS.items():
            if item.get_closest_marker(kind) is None or asked_for[kind]:
                continue
            if kind == "thorough" and item.path.resolve() in named:
                continue
            item.add_marker(pytest.mark.skip(reason=f"{what}: --{kind}"))
            left_out[kind] += 1
            break
    config.stash[LEFT_OUT] = left_out


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for kind, count in config.stash.get(LEFT_OUT, {}).items():
        if count:
            terminalreporter.write_line(
                f"Left out: {count} tests {KINDS[kind]}. With them: uv run pytest --{kind}"
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
