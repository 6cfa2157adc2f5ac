"""Pages write by ``session.edit`` alone: their code is looked through for every other way to the
store, and a reviewer who presses all that can be pressed leaves nothing but reviews.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from studies_of_pages import copy

from app import explorer
from app.explorer.pages import PAGES
from app.explorer.widgets import edit
from corpus.project import Project, open_project

ROOM = Path(explorer.__file__).parent
FILES = [
    path
    for part in ("pages", "widgets", "components", "main.py", "preload.py")
    for path in ([ROOM / part] if part.endswith(".py") else sorted((ROOM / part).rglob("*.py")))
    if path != Path(edit.__file__)
]
METHODS = ("apply", "apply_all", "undo", "redo", "writing", "add_file", "suggest", "coder")
"""Methods of ``Project`` that change the study."""
FUNCTIONS = (
    "adopt",
    "code_project",
    "learner_of",
    "import_interviews",
    "read_cases",
    "apply_outbox",
    "merge",
    "store_file",
    "replace_suggestions",
)


def ways_round(source: str) -> list[str]:
    """What in a module would write without ``session.edit``: a writing method of anything called
    ``project``, whether called or handed on, and the functions that take a project.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        name = ast.unparse(node) if isinstance(node, ast.Attribute | ast.Name) else ""
        holder, _, last = name.rpartition(".")
        if (last in METHODS and holder.rpartition(".")[2] in ("project", "_project")) or (
            last in FUNCTIONS and holder != "session.edit"
        ):
            found.append(name)
    return found


def test_every_method_looked_for_is_one_of_the_project() -> None:
    assert [name for name in METHODS if not hasattr(Project, name)] == []


@pytest.mark.parametrize(
    "call",
    [
        "session.desk.project.apply(one, coder=two)",
        "project.undo(coder)",
        "(project.undo if way else project.redo)(coder)",
        "adopt(project, book, coder)",
        "projects.code_project(project)",
        "desk.project.writing('x')",
        "later = session.edit._project.apply",
    ],
)
def test_a_way_round_is_seen(call: str) -> None:
    assert ways_round(call)


def test_what_goes_by_edit_is_none() -> None:
    assert ways_round("session.edit.apply(one); session.edit.adopt(book); frame.apply(len)") == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_nothing_but_edit_writes(path: Path) -> None:
    assert ways_round(path.read_text(encoding="utf-8")) == []


SCRIPT = """
import streamlit as st
from app.explorer.main import page_of
from app.explorer.pages import PAGES
from app.explorer.widgets.session import start

session = start()
st.session_state["pages"] = {}
page_of(next(spec for spec in PAGES if spec.id == "__PAGE__"), [session])()
"""


@pytest.fixture(scope="module")
def sample(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy(demo, tmp_path_factory.mktemp("sample") / demo.name)


@pytest.mark.thorough
@pytest.mark.parametrize("page", [spec.id for spec in PAGES])
def test_a_reviewer_who_presses_everything_leaves_only_reviews(
    page: str, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = copy(sample, tmp_path / "study.fangtan")
    for name, value in (
        ("STUDY", str(study)),
        ("ROLE", "reviewer"),
        ("LANG", "zh"),
        ("CODER", "李导师"),
    ):
        monkeypatch.setenv(f"FANGTAN_{name}", value)
    monkeypatch.delenv("FANGTAN_DEMO", raising=False)
    with open_project(study) as project:
        before = project.revision
        at = AppTest.from_string(SCRIPT.replace("__PAGE__", page), default_timeout=120).run()
        keys = [button.key for button in at.main.get("button") if not button.disabled]
        for key in [key for key in keys if not str(key).startswith("make_")]:  # these only compute
            if key in [button.key for button in at.main.get("button")]:
                at.button(key=key).click().run()
        kinds = {event.kind for event, _ in project.log(50) if event.number > before}
        assert kinds <= {"add_coder", "write_review"}
