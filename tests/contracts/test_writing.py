"""Pages write by ``session.edit`` alone: what stands in their code is looked through for every
other way to the store.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from app import explorer
from corpus.project import Project

ROOM = Path(explorer.__file__).parent
EDIT = ROOM / "widgets" / "edit.py"
FILES = sorted(
    path
    for folder in ("pages", "widgets", "components")
    for path in (ROOM / folder).rglob("*.py")
    if path != EDIT
) + [ROOM / "main.py", ROOM / "preload.py"]

METHODS = {
    "apply",
    "apply_all",
    "undo",
    "redo",
    "writing",
    "coder",
    "add_file",
    "suggest",
    "close",
}
"""Methods of ``Project`` that change the study."""
FUNCTIONS = {
    "adopt",
    "code_project",
    "import_interviews",
    "read_cases",
    "apply_outbox",
    "merge",
    "store_file",
    "replace_suggestions",
}
"""Functions that do."""
BY_EDIT = {"session.edit.apply", "session.edit.adopt", "session.edit.read_cases"}
BY_EDIT |= {"session.edit.apply_outbox"}


def writing_calls(source: str) -> list[str]:
    """The calls in a module that would write, but for those of ``session.edit``."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        last = name.rsplit(".", 1)[-1]
        if name not in BY_EDIT and (("." in name and last in METHODS) or last in FUNCTIONS):
            found.append(name)
    return found


def test_there_are_pages_to_look_through() -> None:
    names = {path.name for path in FILES}
    assert {"overview.py", "books.py", "card_actions.py", "main.py"} <= names


def test_every_method_looked_for_is_one_of_the_project() -> None:
    assert {name for name in METHODS if not hasattr(Project, name)} == set()


@pytest.mark.parametrize(
    "call",
    [
        "session.desk.project.apply(one, coder=two)",
        "project.undo(coder)",
        "(project.undo if way else project.redo)(coder)",
        "adopt(project, book, coder)",
        "projects.code_project(project)",
        "desk.project.writing('x')",
    ],
)
def test_a_way_round_is_seen(call: str) -> None:
    found = writing_calls(call) or [
        name for name in METHODS if f".{name} " in call and "project" in call
    ]
    assert found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_nothing_but_edit_writes(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    calls = [name for name in writing_calls(source) if not name.startswith("frame.style")]
    assert calls == []
    for name in (".project.undo", ".project.redo", ".project.apply", "edit._project"):
        assert name not in source
