"""The server of the explorer, and a browser on it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browser import ROOT, Server

from app.explorer import server as serving
from app.explorer.server import _up, command
from app.explorer.state.processes import quiet_threads
from app.explorer.widgets.markdown import JOINER

RESTING = "[data-testid=stApp][data-test-script-state=notRunning]"
QUIET = f"""() => new Promise((resolve) => {{
    const until = Date.now() + 20000;
    let last = Date.now();
    const watch = new MutationObserver(() => (last = Date.now()));
    watch.observe(document.body, {{
        subtree: true, childList: true, characterData: true, attributes: true,
        attributeFilter: ["data-test-script-state"],
    }});
    const look = setInterval(() => {{
        if (!document.querySelector("{RESTING}")) last = Date.now();
        if (Date.now() - last < 350 && Date.now() < until) return;
        clearInterval(look);
        watch.disconnect();
        resolve();
    }}, 50);
}})"""
"""Resolves when the script has rested and the page stood still for a third of a second; a page that
never stands still (a bar that moves) is waited for 20 seconds.
"""

REQUESTS = """() => performance.getEntriesByType("resource").map(
    (one) => [one.name.split("/").pop(), one.responseStatus, Math.round(one.duration)].join(" ")
)"""
"""What the page asked for, what it got (0: nothing) and after how many milliseconds."""


@dataclass
class Explorer(Server):
    """The explorer's own server: the script and the options with which ``fangtan explore`` starts
    it.
    """

    def start(self) -> Explorer:
        environment = {**os.environ, **self.env, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        for name in ("FANGTAN_DEMO", "FANGTAN_CODER"):
            if name not in self.env:
                environment.pop(name, None)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command(self.port),
                env={**quiet_threads(), **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        if not _up(self.url.rstrip("/"), self.process):
            self.kill()
            raise RuntimeError(self.log.read_text("utf-8", "replace")[-3000:])
        return self


@pytest.fixture(scope="module")
def explore() -> Iterator[Callable[..., Explorer]]:
    """``explore(study, role="coder")`` starts a server on a study, or gives the one that runs; all
    end with the module.
    """
    running: dict[tuple[str, str, str], Explorer] = {}

    def started(study: Path, role: str = "coder", lang: str = "zh") -> Explorer:
        name = (str(study), role, lang)
        if name not in running:
            running[name] = Explorer(
                Path(serving.__file__).parent / "entry" / "explorer_script.py",
                {"FANGTAN_STUDY": str(study), "FANGTAN_ROLE": role, "FANGTAN_LANG": lang},
            ).start()
        return running[name]

    yield started
    for server in running.values():
        server.kill()
        server.log.unlink(missing_ok=True)


@dataclass
class Look:
    """A page of the explorer in a browser, used with mouse and keys."""

    visit: Any
    server: Explorer

    @property
    def page(self) -> Any:
        return self.visit.page

    def settle(self) -> Look:
        """Wait until the script has run, the components of every page are there, and nothing on the
        page has changed for a moment.
        """
        self.page.wait_for_function("window.__fangtanBoot", timeout=60_000)
        self.page.evaluate(QUIET)
        self.page.wait_for_selector(RESTING, timeout=60_000)
        return self

    def go(self, address: str) -> Look:
        """Open a page. On a machine with much to do a request of the browser may be lost, and it
        asks for a script only once: then the page is loaded once more, as its reader would.
        """
        from playwright.sync_api import TimeoutError as Late

        try:
            self.page.goto(self.server.url + address)
            return self._come()
        except Late:
            print("loaded once more:", self.page.evaluate(REQUESTS))
            self.page.reload()
            return self._come()

    def _come(self) -> Look:
        self.page.wait_for_function(
            (
                "(document.querySelector('[data-testid=stMainBlockContainer]')?.innerText ?? "
                "'').trim().length > 20 || document.querySelector('.ft-root')"
            ),
            timeout=60_000,
        )
        return self.settle()

    def click(self, name: str, role: str = "button", **more: Any) -> Look:
        self.page.get_by_role(role, name=name, **more).first.click()
        return self.settle()

    def follow(self, page: str) -> None:
        """Click the link of a page at the top; what finds no room there stands in a menu."""
        link = self.page.locator("[data-testid=stTopNavLink]", has_text=page).first
        link.wait_for(state="attached")
        menu = self.page.locator("button[data-testid=stTopNavSection]")
        for _ in range(100):
            self.page.wait_for_timeout(200)
            if not link.evaluate("one => Boolean(one.closest('[inert]'))"):
                break
            if menu.count():
                menu.first.click()
                link = self.page.locator("[data-testid=stTopNavDropdownLink]", has_text=page).first
                break
        link.click()
        self.page.keyboard.press("Escape")

    def table(self, inside: str) -> Any:
        """Where the first table within a selector is drawn, once it is there."""
        canvas = self.page.locator(f"{inside} canvas[data-testid=data-grid-canvas]").first
        canvas.wait_for(timeout=60_000)
        return canvas.bounding_box()

    def row(self, key: str, number: int, column: int = 16) -> Look:
        """Click a row of a table (0: the first under the head), at the box that picks it."""
        box = self.table(f".st-key-{key}")
        self.page.mouse.click(box["x"] + column, box["y"] + 35 * (number + 1) + 17)
        return self.settle()

    def text(self) -> str:
        return str(self.page.locator("[data-testid=stMainBlockContainer]").inner_text()).replace(
            JOINER, ""
        )

    def until(self, true: Callable[[], bool], what: str = "") -> None:
        """Wait for something that Python holds."""
        for _ in range(100):
            if true():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"did not come: {what}")


@pytest.fixture
def look(visit: Callable[..., Any]) -> Callable[..., Look]:
    """``look(server, address, coder="王")`` opens a page as a coder whose name the browser
    remembers.
    """

    def opened(server: Explorer, address: str = "overview", coder: str = "王", **more: Any) -> Look:
        kept = {
            "cookies": [],
            "origins": [
                {
                    "origin": server.url.rstrip("/"),
                    "localStorage": [{"name": "fangtan.coder", "value": coder}] if coder else [],
                }
            ],
        }
        made = Look(
            visit(
                "about:blank",
                storage_state=kept,
                accept_downloads=True,
                permissions=["clipboard-read", "clipboard-write"],
                **more,
            ),
            server,
        )
        return made.go(address)

    return opened
