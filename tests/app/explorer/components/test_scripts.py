"""The scripts of the components: one string each, in which every name is bound once, and the types
that they are checked against are those that Python declares.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from operation_types import FILE, declared

from app.explorer.components.shared import script, script_files

COMPONENTS = Path(__file__).resolve().parents[4] / "app" / "explorer" / "components"
ENTRIES = [
    "cards/cards.js",
    "coding/coding.js",
    "lanes/lanes.js",
    "still/still.js",
    "watch/watch.js",
]
BOUND = re.compile(r"^(?:async )?(?:const|let|class|function) (\w+)", re.MULTILINE)


def test_every_script_belongs_to_a_component() -> None:
    delivered = {name for entry in ENTRIES for name in script_files(entry)}
    assert delivered == {
        path.relative_to(COMPONENTS).as_posix() for path in COMPONENTS.rglob("*.js")
    }


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_component_is_one_module(entry: str) -> None:
    source = script(entry)
    assert not re.search(r"^import\b", source, re.MULTILINE)
    assert re.findall(r"^export.*", source, re.MULTILINE) == re.findall(
        r"^export default function .*", source, re.MULTILINE
    )
    assert source.count("\nexport default ") == 1
    twice = [name for name, count in Counter(BOUND.findall(source)).items() if count > 1]
    assert not twice


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_file_comes_after_what_it_imports(entry: str) -> None:
    order = script_files(entry)
    assert order[-1] == entry and len(set(order)) == len(order)
    for index, name in enumerate(order):
        text = (COMPONENTS / name).read_text("utf-8")
        imported = re.findall(r'^(?:import \{|\} from|import ).*?"(\.[^"]+)";', text, re.MULTILINE)
        paths = {
            ((COMPONENTS / name).parent / one).resolve().relative_to(COMPONENTS).as_posix()
            for one in imported
        }
        assert paths <= set(order[:index]), name


def test_the_declared_types_are_pythons() -> None:
    assert FILE.read_text("utf-8") == declared(), "run tests/app/explorer/operation_types.py"
