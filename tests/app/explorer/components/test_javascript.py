"""The JavaScript without a browser: its unit tests in Node, its types where the checker is
installed (``npm install``), and offsets that must be Python's.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from browser import ROOT, _missing
from offsets import Offsets

FOLDER = Path(__file__).parent / "javascript"
COMPONENTS = ROOT / "app" / "explorer" / "components"

TEXTS = [
    "",
    "数据",
    "a𠮷b",
    "👨‍👩‍👧您好😀",
    "e\u0301é🇨🇳。末",
    "\u0627\u200fאב12",
    "第一，第二；“第三。”第四",
    "\U0010ffff\U00010000x" * 20,
]
OFFSETS = """
import { readFileSync } from "node:fs";
import { TurnText } from %s;
const texts = JSON.parse(readFileSync(0, "utf-8"));
const each = (length, value) => Array.from({ length: length + 1 }, (_, index) => value(index));
const found = texts.map((text) => {
  const points = Array.from(text).length;
  const turn = new TurnText({ text, start: 100, end: 100 + points });
  return [
    each(points, (point) => turn.unit(100 + point)),
    each(text.length, (unit) => turn.point(unit) - 100),
    each(points, (point) => turn.slice(100, 100 + point)),
  ];
});
process.stdout.write(JSON.stringify(found));
"""


@pytest.fixture(scope="module")
def node() -> str:
    """The path of Node 20 or newer; skips without, unless FANGTAN_REQUIRE_ALL is set."""
    path = shutil.which("node")
    if path is None:
        _missing("there is no Node (apt install nodejs)")
    version = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=True)
    if int(version.stdout.removeprefix("v").split(".")[0]) < 20:
        _missing(f"Node is {version.stdout.strip()}, older than 20")
    return str(path)


def run(*command: str, sent: str = "") -> str:
    """What a command prints; its whole output is the failure."""
    ended = subprocess.run(
        command, cwd=ROOT, input=sent, capture_output=True, text=True, timeout=300
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.test.js")))
def test_without_a_browser(node: str, name: str) -> None:
    run(node, "--test", str(FOLDER / name))


def test_every_script_is_a_module_that_runs(node: str, tmp_path: Path) -> None:
    from app.explorer.components.shared import script

    for name in ("cards", "coding", "lanes", "still", "watch"):
        module = tmp_path / f"{name}.mjs"
        module.write_text(script(f"{name}/{name}.js"), encoding="utf-8")
        loaded = f'const one = await import("{module.as_uri()}"); console.log(typeof one.default);'
        assert run(node, "--input-type=module", "-e", loaded) == "function\n"


def test_the_pages_offsets_are_pythons(node: str) -> None:
    source = OFFSETS % json.dumps((COMPONENTS / "coding" / "text.js").as_uri())
    found = json.loads(run(node, "--input-type=module", "-e", source, sent=json.dumps(TEXTS)))
    for text, (units, points, prefixes) in zip(TEXTS, found, strict=True):
        table = Offsets.of(text)
        assert units == [table.to_utf16(point) for point in range(len(text) + 1)]
        assert points == [table.to_points(unit) for unit in range(table.units + 1)]
        assert prefixes == [text[:point] for point in range(len(text) + 1)]


@pytest.mark.thorough
@pytest.mark.parametrize("tool", ["tsc", "prettier"])
def test_types_and_form(node: str, tool: str) -> None:
    program = ROOT / "node_modules" / ".bin" / tool
    if not program.exists():
        _missing(f"{tool} is not installed (npm install)")
    run(
        str(program), *(["-p", "."] if tool == "tsc" else ["--check", str(COMPONENTS), str(FOLDER)])
    )
