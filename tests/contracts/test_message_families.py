"""Keys that are formed at run time (``f"measure.{name}"``): every form that stands in the code is
declared here with its members, and each member has its sentence. A form that is not declared fails.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, get_args

import pytest

from analysis import disagreement
from analysis.association import MEASURES
from analysis.coders.family import CODERS
from analysis.units import UNITS
from app.analyses.ena import Window
from app.analyses.every import ANALYSES, OF_A_STUDY
from app.explorer.pages import PAGES
from app.explorer.state.next_step import PAGE_OF
from app.explorer.state.shortcuts import KEYS
from corpus import problem
from corpus.catalogue import messages
from corpus.coding import POLARITIES
from corpus.project import operations
from corpus.project.operations import Verdict

ROOT: Final = Path(__file__).resolve().parents[2]
ROOMS: Final = ("corpus", "codebooks", "analysis", "app")
OF_FILES: Final = re.compile(
    r"\.(csv|xlsx|net|new|part|id|yaml|gexf|graphml|zip|svg|png|json|jsonl|html|fangtan|backups)$"
)
"""Ends of file names, which look like keys."""


def kinds() -> list[str]:
    """The kind of every operation of the store."""
    return sorted(
        value.kind
        for value in vars(operations).values()
        if isinstance(value, type) and isinstance(getattr(value, "kind", None), str)
    )


FAMILIES: Final[dict[str, Callable[[], list[str]]]] = {
    "measure.{}": lambda: [
        name for name, measure in MEASURES.items() if not measure.assumes_independence
    ],
    "coder.{}": lambda: [kind.name for kind in CODERS],
    "unit.{}": lambda: list(UNITS),
    "polarity.{}": lambda: list(POLARITIES),
    "function.{}": lambda: ["problem", "cause", "countermeasure"],
    "orphan.{}": lambda: ["countermeasure", "cause"],
    "window.{}": lambda: list(get_args(Window)),
    "analysis.{}": lambda: [member.name for member in ANALYSES],
    "export.about_{}": lambda: [member.name for member in OF_A_STUDY],
    "help.{}": lambda: list(dict.fromkeys(member.command for member in ANALYSES)),
    "page.{}": lambda: [spec.id for spec in PAGES],
    "operation.{}": kinds,
    "verdict.{}": lambda: list(get_args(Verdict)),
    "status.{}": lambda: ["suggested", "accepted", "rejected"],
    "role.{}": lambda: ["interviewer", "interviewee", "other"],
    "confidence.{}": lambda: ["high", "medium", "low"],
    "severity.{}": lambda: list(get_args(problem.Severity)),
    "compare.{}": lambda: list(disagreement.KINDS),
    "overview.next_{}": lambda: list(PAGE_OF),
    "keys.{}": lambda: [
        key for group, rows in KEYS for key in (group, *(text for _, text in rows))
    ],
}
"""Form -> members, from the tuple of the family itself."""


def forms(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every string that is put together and looks like a key, ``{}`` for what is filled in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
            form = "".join(map(str, parts))
            if re.fullmatch(r"[a-z_]+\.[a-z_{}]*\{\}[a-z_{}]*", form):
                yield form, node.lineno
        elif (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Add)
            and isinstance(node.left, ast.Constant)
            and isinstance(node.left.value, str)
            and re.fullmatch(r"[a-z_]+\.[a-z_]*", node.left.value)
        ):
            yield node.left.value + "{}", node.lineno


@cache
def formed() -> dict[str, list[str]]:
    """Form -> places in the code."""
    places: dict[str, list[str]] = {}
    prefixes = {key.split(".")[0] for key in messages()}
    for room in ROOMS:
        for path in sorted(ROOT.joinpath(room).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for form, line in forms(ast.parse(path.read_text("utf-8"))):
                if form.split(".")[0] in prefixes and not OF_FILES.search(form):
                    places.setdefault(form, []).append(f"{path.relative_to(ROOT)}:{line}")
        for path in sorted(ROOT.joinpath(room).rglob("*.js")):
            script = path.read_text("utf-8")
            for start in re.findall(r"\"([a-z]+_)\" \+|`([a-z]+_)\$\{", script):
                places.setdefault(f"coding.{''.join(start)}{{}}", []).append(path.name)
    return places


def matching(form: str) -> list[str]:
    pattern = re.compile(re.escape(form).replace(r"\{\}", r"[a-z_0-9.]+"))
    return [key for key in messages() if pattern.fullmatch(key)]


@pytest.mark.parametrize("form", sorted(FAMILIES))
def test_every_member_of_a_family_has_its_sentence(form: str) -> None:
    members = FAMILIES[form]()
    assert members
    missing = [
        form.replace("{}", name) for name in members if form.replace("{}", name) not in messages()
    ]
    assert missing == []


def test_every_form_in_the_code_can_be_a_sentence() -> None:
    empty = {form: places for form, places in formed().items() if not matching(form)}
    assert empty == {}


def test_every_sentence_is_spoken_somewhere() -> None:
    """A key that no literal names and no form can give is dead."""
    texts = [
        path.read_text("utf-8")
        for room in ROOMS
        for pattern in ("*.py", "*.js", "*.j2")
        for path in ROOT.joinpath(room).rglob(pattern)
    ]
    quoted = re.compile(r"[\"'`]([a-z_]+(?:\.[a-z_0-9]+)?)[\"'`]")
    named = {word for text in texts for word in quoted.findall(text)}
    by_form = {key for form in formed() for key in matching(form)}
    dead = [
        key
        for key in messages()
        if key not in named
        and key not in by_form
        and not (key.startswith("coding.") and key.removeprefix("coding.") in named)
    ]
    assert dead == []
