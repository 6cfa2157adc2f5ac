"""What holds of every operation on a study. A new one is a class, a line of ``OPERATIONS``, a
handler, its words and its line in docs/project.md.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from pathlib import Path

import pytest

from corpus.catalogue import LANGUAGES, messages
from corpus.project import operations
from corpus.project.applying import CODING_HANDLERS
from corpus.project.applying_codes import CODE_HANDLERS
from corpus.project.applying_links import LINK_HANDLERS
from corpus.project.operations import FORMER_KINDS, OPERATIONS, Operation
from corpus.project.undoing import UNDOABLE

DOCS = (Path(__file__).parents[2] / "docs" / "project.md").read_text("utf-8")
SECTION = DOCS.split("## What a person can do\n")[1].split("\n## ")[0]
NOT_UNDONE: frozenset[str] = frozenset()
"""Operations that undo does not take back: none so far. One that cannot be is named here."""
every = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.kind)


def test_every_operation_of_the_module_is_in_the_tuple_once() -> None:
    declared = {
        value
        for value in vars(operations).values()
        if inspect.isclass(value) and issubclass(value, Operation) and value is not Operation
    }
    assert declared == set(OPERATIONS) and len(OPERATIONS) == len(declared)
    assert len({operation.kind for operation in OPERATIONS}) == len(OPERATIONS)


@every
def test_it_is_a_frozen_value_named_after_its_class(operation: type[Operation]) -> None:
    words = re.findall("[A-Z][a-z]*", operation.__name__)
    assert operation.kind == "_".join(words).lower()
    assert dataclasses.is_dataclass(operation)
    assert issubclass(operation, Operation) and "__slots__" in vars(operation)
    assert operation.__setattr__ is not object.__setattr__, "frozen"


@every
def test_it_says_what_it_does(operation: type[Operation]) -> None:
    text = operation.__dict__.get("__doc__") or ""
    assert text.strip() and not text.startswith(f"{operation.__name__}(")


@every
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_log_has_words_for_it(operation: type[Operation], lang: str) -> None:
    assert messages()[f"operation.{operation.kind}"][lang].strip()


@every
def test_the_page_on_studies_tells_it(operation: type[Operation]) -> None:
    assert f"| `{operation.kind}` |" in SECTION


def test_the_page_on_studies_tells_no_other() -> None:
    documented = re.findall(r"^\| `(\w+)` \|", SECTION, re.MULTILINE)
    assert documented == [operation.kind for operation in OPERATIONS]


@every
def test_one_handler_takes_it(operation: type[Operation]) -> None:
    rooms = (CODING_HANDLERS, CODE_HANDLERS, LINK_HANDLERS)
    assert sum(operation in room for room in rooms) == 1


def test_no_handler_is_for_what_is_no_operation() -> None:
    assert {*CODING_HANDLERS, *CODE_HANDLERS, *LINK_HANDLERS} == set(OPERATIONS)


@every
def test_undo_takes_it_back_or_it_is_named(operation: type[Operation]) -> None:
    assert (operation.kind in UNDOABLE) != (operation.kind in NOT_UNDONE)


@pytest.mark.parametrize("kind", sorted(FORMER_KINDS))
def test_a_former_kind_has_words_and_no_operation(kind: str) -> None:
    assert kind not in {operation.kind for operation in OPERATIONS}
    assert all(messages()[f"operation.{kind}"][lang].strip() for lang in LANGUAGES)
