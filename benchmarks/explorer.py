"""The explorer at the size of a large study, as a person meets it: real Chromium, real mouse and
keys.

1,000 interviews of 10,000 characters with 200,000 codings, and one more of 200,000 characters with
1,500 codings (合成: sentences of the sample, fixed seed). Each time runs in the browser, from the
event (or the start of the navigation) to the first frame in which the answer stands and the page's
script has ended. The peer, in the same run: an empty Streamlit page, measured the same way.

    uv run python benchmarks/explorer.py [--interviews 1000] [--rounds 20] [--starts 5] [--keep
    study.fangtan] [--only cold,coding,themes,network]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import store
from playwright.sync_api import Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from app.explorer.server import command, options
from app.explorer.state.processes import quiet_threads
from codebooks.loading import SHIPPED, load
from corpus.project import Project, open_project

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROOT = Path(__file__).resolve().parents[1]
LONG = "长稿"
EMPTY = """
import streamlit as st
n = st.session_state.get("n", 0)
if st.button("go"):
    st.session_state["n"] = n = n + 1
st.text(f"seen {n}")
"""
CLOCK = """
(() => {
  const bench = { begun: 0, took: null };
  window.bench = bench;
  const state = () => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState;
  // From the next event of this kind (null: from the start of the navigation) until ``ready``
  // holds and, with ``whole``, the script has ended and stays so for a quarter of a second (which
  // is not counted). ``seen``: the script must have been seen to run.
  bench.start = (kind, ready, whole, seen) => {
    const test = new Function('return (' + ready + ')');
    bench.took = null;
    const watch = () => {
      let ran = false, held = null;
      const watcher = new MutationObserver(() => { ran = ran || state() === 'running'; });
      watcher.observe(document, {
        subtree: true, attributes: true, attributeFilter: ['data-test-script-state'],
      });
      const look = () => {
        ran = ran || state() === 'running';
        let holds = false;
        try { holds = Boolean(test()); } catch { holds = false; }
        holds = holds && (!whole || state() === 'notRunning') && (!seen || ran);
        if (!holds) held = null;
        else if (held === null) held = performance.now();
        if (held !== null && (!whole || performance.now() - held > 250)) {
          bench.took = held - bench.begun;
          watcher.disconnect();
        } else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    };
    if (kind === null) { bench.begun = 0; watch(); return; }
    const begin = (event) => {
      window.removeEventListener(kind, begin, true);
      bench.begun = performance.now();
      watch();
    };
    window.addEventListener(kind, begin, true);
  };
})();
"""


def build(path: Path, interviews: int) -> None:
    store.build(path, interviews, 200)
    chance, known = random.Random(11), store.pool()
    with open_project(path) as project:
        made = store.interview(chance, known, 9999, 200_000)
        books = [load(name) for name in SHIPPED]
        said = store.coded(
            chance, made, [(book.id, code.id) for book in books for code, _, _ in book.walk()], 1500
        )
        done = project.add_file(
            f"{LONG}/9999.txt",
            "f" * 64,
            "",
            [made.__class__(**{**made.__dict__, "source": f"{LONG}/9999.txt"})],
        )
        project.suggest(done.transcripts[0], project.coder("rules", "machine"), said, "pass", 1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A Streamlit server as ``fangtan explore`` starts it."""

    def __init__(self, script: Path | None, study: Path | None = None) -> None:
        self.port = free_port()
        environment = {
            **quiet_threads(),
            "PYTHONUTF8": "1",
            "PYTHONPATH": str(ROOT),
            "FANGTAN_CODER": "合成编码者",
            "FANGTAN_ROLE": "coder",
            "FANGTAN_LANG": "zh",
        }
        if study is not None:
            environment["FANGTAN_STUDY"] = str(study)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(script), *options(self.port)]
            if script is not None
            else command(self.port),
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
        )
        self.url = f"http://127.0.0.1:{self.port}"
        until = time.monotonic() + 90
        while time.monotonic() < until:
            with suppress(OSError), urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2):
                return
            time.sleep(0.05)
        raise RuntimeError("the server did not come up")

    def memory(self) -> float:
        """MiB resident now."""
        told = Path(f"/proc/{self.process.pid}/status").read_text()
        return (
            int(next(line for line in told.splitlines() if line.startswith("VmRSS")).split()[1])
            / 1024
        )

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(20)


@contextmanager
def server(script: Path | None, study: Path | None = None) -> Iterator[Server]:
    running = Server(script, study)
    try:
        yield running
    finally:
        running.stop()


class Browser:
    """One page with the clock in it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def took(self, patience: float = 240.0) -> float:
        """Milliseconds."""
        self.page.wait_for_function(
            "window.bench && window.bench.took !== null", timeout=patience * 1000, polling=50
        )
        return float(self.page.evaluate("window.bench.took"))

    def opened(self, path: str, ready: str) -> float:
        """From the start of the navigation."""
        self.page.add_init_script(f"window.bench.start(null, {ready!r}, true, false)")
        self.page.goto(self.url + path)
        return self.took()

    def after(
        self,
        kind: str,
        ready: str,
        deed: Callable[[], Any],
        *,
        whole: bool = True,
        seen: bool = False,
        patience: float = 240.0,
    ) -> float:
        """From the event of ``kind`` that ``deed`` causes."""
        self.page.evaluate(
            "([kind, ready, whole, seen]) => window.bench.start(kind, ready, whole, seen)",
            [kind, ready, whole, seen],
        )
        deed()
        return self.took(patience)

    def rest(self) -> None:
        self.page.wait_for_function(
            (
                "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === "
                "'notRunning'"
            ),
            timeout=240_000,
        )
        self.page.wait_for_timeout(150)


@contextmanager
def browser(driver: Any, url: str) -> Iterator[Browser]:
    context = driver.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(CLOCK)
    try:
        yield Browser(page, url)
    finally:
        context.close()


Row = tuple[str, list[float], float | None]
OVERVIEW = (
    "document.querySelector('[data-testid=stMetric]') && "
    "document.querySelector('[data-testid=stDataFrame] canvas')"
)
PAPER = "document.querySelector('.ft-turn .ft-text')"
SAVED = "document.querySelector('.ft-root')?.dataset.waiting === '0'"
CHART = (
    "document.querySelector('[data-testid=stEChartsChart] canvas, "
    "[data-testid=stEchartsChart] canvas, .stEChartsChart canvas')"
)
CARDS = "document.querySelector('.ftc-card')"


def heading(text: str) -> str:
    return f"[...document.querySelectorAll('h3')].some((one) => one.textContent.includes({text!r}))"


def cold(driver: Any, empty: Path, study: Path, starts: int) -> list[Row]:
    """Fresh servers: the first page, then the network page before anything else was read."""
    first: list[float] = []
    network: list[float] = []
    peer: list[float] = []
    coding: list[float] = []
    for _ in range(starts):
        with server(empty) as running, browser(driver, running.url) as it:
            peer.append(it.opened("/", "document.querySelector('[data-testid=stText]')"))
        with server(None, study) as running, browser(driver, running.url) as it:
            first.append(it.opened("/", OVERVIEW))
            it.rest()
            network.append(
                it.after(
                    "click",
                    CHART,
                    lambda it=it: it.page.get_by_role("link", name="共现网络").click(),
                )
            )
        with server(None, study) as running, browser(driver, running.url) as it:
            coding.append(it.opened("/coding", PAPER))
    return [
        ("peer: an empty page, new server", peer, None),
        ("first page, new server", first, 2000),
        ("a link to a transcript, new server", coding, None),
        ("network page, first opening after the start (cold)", network, None),
    ]


def peer(driver: Any, empty: Path, rounds: int) -> list[Row]:
    with server(empty) as running, browser(driver, running.url) as it:
        it.opened("/", "document.querySelector('[data-testid=stText]')")
        it.rest()
        told = []
        for place in range(1, rounds + 2):
            told.append(
                it.after(
                    "click",
                    "document.querySelector('[data-testid=stText]').textContent"
                    f".includes('seen {place}')",
                    lambda: it.page.get_by_role("button", name="go").click(),
                )
            )
            it.rest()
        return [("peer: rerun of an empty page", told[1:], None)]


def reading(it: Browser, project: Project, rounds: int) -> list[Row]:
    """Transcripts not read before, one after the other; then a coding in each of some."""
    infos = project.transcripts()
    it.page.goto(f"{it.url}/coding?t={infos[300].id}")
    it.page.wait_for_selector(".ft-turn .ft-text")
    it.rest()
    opening, drawn, saved = [], [], []
    for place in range(rounds):
        number = str(infos[301 + place].metadata["id"])
        ready = f"document.querySelector('.ft-title').textContent === {number!r} && {PAPER}"
        opening.append(
            it.after(
                "click", ready, lambda: it.page.get_by_role("button", name="chevron_right").click()
            )
        )
        it.rest()
    coded(it, rounds, drawn, saved)
    return [
        ("opening a transcript (not read before)", opening, 500),
        ("coding a selection, until drawn", drawn, 300),
        ("… until acknowledged", saved, None),
    ]


def coded(it: Browser, rounds: int, drawn: list[float], saved: list[float]) -> None:
    """So many codings; a stretch that was coded so before is refused, and does not count."""
    for _ in range(3 * rounds):
        if len(drawn) < rounds:
            with suppress(PlaywrightTimeout):
                first, second = code(it)
                drawn.append(first)
                saved.append(second)


def code(it: Browser) -> tuple[float, float]:
    """Select some characters with the mouse and press 1. Milliseconds from the key until a bar of
    one's own is drawn, and until it is stored.
    """
    chance = random.Random(time.monotonic_ns())
    place = it.page.evaluate(
        """(share) => {
            const spoken = '.ft-turn.ft-interviewee .ft-text, .ft-turn.ft-other .ft-text';
            const seen = [...document.querySelectorAll(spoken)]
                .filter((one) => one.textContent.length > 60);
            const body = seen[Math.floor(share * Math.min(seen.length, 12))];
            body.scrollIntoView({block: 'center'});
            const rect = body.getBoundingClientRect();
            const left = rect.left + 10 + (share * 7919) % 250;
            return [left, rect.top + 12, body.closest('.ft-turn').dataset.i];
        }""",
        chance.random(),
    )
    it.page.wait_for_timeout(80)
    it.page.mouse.move(place[0], place[1])
    it.page.mouse.down()
    it.page.mouse.move(place[0] + 60, place[1], steps=3)
    it.page.mouse.move(place[0] + 140, place[1], steps=3)
    it.page.mouse.up()
    it.page.wait_for_timeout(80)
    before = it.page.evaluate("document.querySelector('.ft-counts').textContent")
    ready = f"document.querySelector('.ft-counts').textContent !== {before!r}"
    drawn = it.after("keydown", ready, lambda: it.page.keyboard.press("1"), whole=False, patience=6)
    it.page.wait_for_function(SAVED, timeout=60_000, polling="raf")
    saved = float(it.page.evaluate("performance.now() - window.bench.begun"))
    it.rest()
    return drawn, saved


def long_one(it: Browser, project: Project, rounds: int) -> list[Row]:
    infos = project.transcripts()
    long = next(info for info in infos if info.source.startswith(LONG))
    opening, drawn, saved = [], [], []
    for _ in range(max(3, rounds // 4)):
        opening.append(
            it.opened(
                f"/coding?t={long.id}",
                f"document.querySelectorAll('.ft-turn').length > 100 && {PAPER}",
            )
        )
        it.rest()
    coded(it, rounds, drawn, saved)
    return [
        ("200,000 characters, 1,500 codings: by a link, browser and all", opening, None),
        ("… coding a selection, until drawn", drawn, 300),
        ("… until acknowledged", saved, None),
    ]


def themes(it: Browser, rounds: int) -> list[Row]:
    page, code_, quotes = [], [], []
    it.page.goto(f"{it.url}/coding")
    it.page.wait_for_selector(".ft-turn .ft-text")
    it.rest()
    tree = (
        "document.querySelectorAll('[data-testid=stDataFrame] canvas').length && "
        "document.querySelector('input[placeholder]')"
    )
    for _ in range(rounds):
        page.append(
            it.after("click", tree, lambda: it.page.get_by_role("link", name="主题").click())
        )
        it.rest()
        box = it.page.locator("[data-testid=stDataFrame]").first.bounding_box()
        for place in (2, 5):
            before = it.page.evaluate("document.querySelector('.ftc-card')?.dataset.id || ''")
            ready = f"{CARDS} && document.querySelector('.ftc-card').dataset.id !== {before!r}"
            (quotes if place == 5 else code_).append(
                it.after(
                    "pointerup",
                    ready,
                    lambda box=box, place=place: it.page.mouse.click(
                        box["x"] + 16, box["y"] + 35 * place + 17
                    ),
                )
            )
            it.rest()
        it.page.get_by_role("link", name="编码", exact=True).click()
        it.page.wait_for_selector(".ft-turn .ft-text")
        it.rest()
    return [
        ("theme page", page, 500),
        ("… a code, until its quotations stand", [*code_, *quotes], 500),
    ]


EDGES = """
() => {
  const box = document.querySelector('[_echarts_instance_]');
  const key = Object.keys(box).find((one) => one.startsWith('__reactFiber'));
  let found = null;
  for (let fiber = box[key]; fiber && !found; fiber = fiber.return) {
    for (let hook = fiber.memoizedState; hook && !found; hook = hook.next) {
      const held = hook.memoizedState?.current;
      if (held && typeof held.getZr === 'function') found = held;
    }
  }
  const series = found.getModel().getSeriesByIndex(0);
  const edges = series.getData('edge');
  const rect = found.getDom().getBoundingClientRect();
  const told = [];
  for (let i = 0; i < edges.count(); i += 1) {
    const [one, two] = edges.getItemLayout(i);
    const middle = [(one[0] + two[0]) / 2, (one[1] + two[1]) / 2];
    const at = found.convertToPixel({ seriesIndex: 0 }, middle);
    told.push([rect.left + at[0], rect.top + at[1]]);
  }
  return told;
}
"""


def network(it: Browser, rounds: int) -> list[Row]:
    rows: list[Row] = []
    warm, edges, filters = [], [], []
    it.page.goto(f"{it.url}/network")
    it.page.wait_for_function(CHART, timeout=240_000)
    it.rest()
    for _ in range(max(3, rounds // 2)):
        it.page.get_by_role("link", name="编码", exact=True).click()
        it.page.wait_for_selector(".ft-turn .ft-text")
        it.rest()
        warm.append(
            it.after("click", CHART, lambda: it.page.get_by_role("link", name="共现网络").click())
        )
        it.rest()
    settle(it)
    places = it.page.evaluate(EDGES)
    chance = random.Random(3)
    chance.shuffle(places)
    before = ""
    for x, y in places:
        if len(edges) >= rounds:
            break
        ready = (
            f"{CARDS} && [...document.querySelectorAll('h3')].some((one) => "
            f"one.textContent.includes('×') && one.textContent !== {before!r})"
        )
        it.page.mouse.move(x, y)
        it.page.wait_for_timeout(60)
        try:
            took = it.after(
                "pointerup", ready, lambda x=x, y=y: it.page.mouse.click(x, y), patience=4
            )
        except PlaywrightTimeout:
            continue  # another mark lay over the middle of this edge
        edges.append(took)
        it.rest()
        before = it.page.evaluate(
            "[...document.querySelectorAll('h3')].map((one) => one.textContent).find((one) => "
            "one.includes('×')) || ''"
        )
    for place in range(rounds):
        it.page.get_by_test_id("stPopover").filter(has_text="筛选").get_by_role(
            "button"
        ).first.click()
        it.page.wait_for_timeout(250)
        box = it.page.get_by_test_id("stMultiSelect").filter(has_text="部门").locator("input")
        box.click()
        it.page.keyboard.type(f"第{place}局")
        it.page.wait_for_timeout(200)
        filters.append(
            it.after("keydown", CHART, lambda: it.page.keyboard.press("Enter"), seen=True)
        )
        it.rest()
        it.page.keyboard.press("Escape")
        it.page.keyboard.press("Escape")
        it.rest()
    rows += [
        ("network page, when it was open before", warm, None),
        ("an edge, until its quotations stand", edges, 500),
        ("a filter changed on the network page", filters, 700),
    ]
    return rows


def settle(it: Browser) -> None:
    """Until nothing is computed in the background any more."""
    with suppress(PlaywrightTimeout):
        it.page.wait_for_function(
            "!document.body.textContent.includes('检验计算中')", timeout=120_000
        )
    it.rest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interviews", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", default="cold,coding,themes,network")
    parser.add_argument("--chromium", default=shutil.which("chromium") or "chromium")
    given = parser.parse_args()
    wanted = given.only.split(",")
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "study.fangtan"
        if not path.exists():
            build(path, given.interviews)
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        rows: list[Row] = []
        memory: list[tuple[str, float]] = []
        with sync_playwright() as playwright, open_project(path) as project:
            driver = playwright.chromium.launch(
                executable_path=given.chromium, headless=True, args=FLAGS
            )
            base = peer(driver, empty, given.rounds)
            rows += base
            if "cold" in wanted:
                rows += cold(driver, empty, path, given.starts)
            with server(None, path) as running, browser(driver, running.url) as it:
                memory.append(("server up", running.memory()))
                it.opened("/", OVERVIEW)
                it.rest()
                memory.append(("first page", running.memory()))
                for name, part in (
                    ("coding", lambda: [*reading(it, project, given.rounds)]),
                    ("long", lambda: long_one(it, project, given.rounds)),
                    ("themes", lambda: themes(it, given.rounds)),
                    ("network", lambda: network(it, given.rounds)),
                ):
                    if name in wanted or (name == "long" and "coding" in wanted):
                        with browser(driver, running.url) as it:
                            try:
                                found = part()
                            except (
                                PlaywrightTimeout
                            ) as error:  # what was measured before is still told
                                print(f"{name}: not measured, {error}", file=sys.stderr, flush=True)
                                continue
                            rows += found
                            print(
                                *(
                                    f"{name}: {statistics.median(told):.0f} ms"
                                    for name, told, _ in found
                                    if told
                                ),
                                sep="\n",
                                file=sys.stderr,
                                flush=True,
                            )
                        memory.append((name, running.memory()))
            driver.close()
        one = statistics.median(base[0][1])
        print(
            "\n| what | ms (median) | lowest–highest | n | × peer | aim |\n|---|---|---|---|"
            "---|---|"
        )
        for name, told, aim in rows:
            if told:
                print(
                    f"| {name} | {statistics.median(told):.0f} | "
                    f"{min(told):.0f}–{max(told):.0f} | {len(told)} | "
                    f"{statistics.median(told) / one:.1f} | "
                    f"{'' if aim is None else f'< {aim:.0f}'} |"
                )
        print(
            "\nmemory of the server (MiB): "
            + ", ".join(f"{name} {mib:.0f}" for name, mib in memory)
        )
        print(
            f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; file "
            f"{path.stat().st_size / 2**20:.0f} MiB"
        )


if __name__ == "__main__":
    main()
