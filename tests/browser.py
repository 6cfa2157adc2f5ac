"""A Streamlit server on a free loopback port and Debian's Chromium, for every test that needs a
real page.

Fixtures: ``serve(script, **env) -> Server`` (one server for a script and environment, kept for the
session) and ``visit(url, …) -> Visit`` (a fresh browser context). A visit records page errors and
every request to another host; both fail the test when it ends. Without Playwright or Chromium the
tests skip, unless FANGTAN_REQUIRE_ALL is set.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[1]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SETTINGS = {
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
    "STREAMLIT_SERVER_HEADLESS": "true",
    "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none",
    "STREAMLIT_CLIENT_TOOLBAR_MODE": "minimal",
    "PYTHONUNBUFFERED": "1",
}
OWN_SCHEMES = ("data", "blob", "about")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running Streamlit script. ``kill`` and ``start`` may be used for a restart on the same
    port.
    """

    script: Path
    env: dict[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    log: Path = field(default_factory=lambda: Path(tempfile.mkstemp(suffix=".log")[1]))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> Server:
        env = {
            **os.environ,
            **SETTINGS,
            "STREAMLIT_SERVER_PORT": str(self.port),
            "PYTHONPATH": str(ROOT),
            **self.env,
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", str(self.script)],
                cwd=ROOT,
                env=env,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        until = time.monotonic() + 120
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(self.url + "_stcore/health", timeout=2):
                    return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        self.kill()
        raise RuntimeError(
            f"the server of {self.script.name} did not come "
            f"up:\n{self.log.read_text('utf-8', 'replace')[-3000:]}"
        )

    def kill(self) -> None:
        """Stop this process and no other."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=20)
            self.process = None


@dataclass
class Visit:
    """An open page, with what went wrong in it. Take an expected entry out of ``errors`` or
    ``foreign`` to let it pass.
    """

    page: Any
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("websocket", lambda socket: self._asked(socket.url))

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in OWN_SCHEMES and parts.hostname not in ("127.0.0.1", "localhost"):
            self.foreign.append(url)

    def check(self) -> None:
        """Fails for a page error or a request that would leave the machine."""
        assert not self.errors, self.errors
        assert not self.foreign, self.foreign


def _missing(reason: str) -> None:
    if os.environ.get("FANGTAN_REQUIRE_ALL"):
        pytest.fail(f"FANGTAN_REQUIRE_ALL is set but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def driver(chromium: str) -> Iterator[Any]:
    """The browser, started once."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        _missing("playwright is not installed (uv sync --group dev)")
        raise
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., Server]]:
    """``serve(script, **environment)`` starts the server or gives the one that runs already."""
    running: dict[tuple[str, tuple[tuple[str, str], ...]], Server] = {}

    def started(script: Path | str, **env: str) -> Server:
        name = (str(script), tuple(sorted(env.items())))
        if name not in running:
            running[name] = Server(Path(script), env).start()
        return running[name]

    yield started
    for server in running.values():
        server.kill()
        server.log.unlink(missing_ok=True)


@pytest.fixture
def visit(driver: Any) -> Iterator[Callable[..., Visit]]:
    """``visit(url, width=1440, height=900, dark=False)`` opens a page in a context of its own."""
    opened: list[Visit] = []
    contexts = []

    def open_(
        url: str, *, width: int = 1440, height: int = 900, dark: bool = False, **options: Any
    ) -> Visit:
        context = driver.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            **options,
        )
        contexts.append(context)
        visit_ = Visit(context.new_page())
        visit_.watch()
        visit_.page.goto(url)
        opened.append(visit_)
        return visit_

    yield open_
    for context in contexts:
        context.close()
    for visit_ in opened:
        visit_.check()
