"""What all components share: one way from the browser to Python and back, one way to the scripts.

In the browser ``outbox.js`` keeps operations until they are acknowledged and ``dom.js`` builds
elements. Here ``received`` reads what came and ``answers`` holds what is acknowledged, for the
coding page and the cards alike: they have one outbox, so that an operation that waits is sent by
whichever of them is on the screen. What an operation is stands in
``app.explorer.state.coding.browser_operations``; what comes of it is the pages' matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Final

import streamlit as st

from app.explorer.state.coding.browser_operations import Asked, Malformed, parse_outbox
from app.explorer.state.coding.page import Answers

_IMPORT: Final = re.compile(r'^import \{[^}]*\} from "(\.[^"]+)";\n', re.MULTILINE)
_EXPORT: Final = re.compile(
    r"^export (?=const |let |class |function |async function )", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Received:
    """What waits in the browser: operations of ``client`` that it does not know to be
    acknowledged.
    """

    client: str
    operations: tuple[Asked | Malformed, ...]

    def new(self, answers: Answers) -> tuple[Asked | Malformed, ...]:
        """Those that were not acknowledged yet."""
        last = answers.ack.get(self.client, 0)
        return tuple(operation for operation in self.operations if operation.seq > last)


def state_value(key: str, name: str) -> object:
    """What the component ``key`` tells under ``name``; None when it has told nothing. Whatever a
    browser sends may stand there.
    """
    state = st.session_state.get(key)
    return state.get(name) if isinstance(state, Mapping) else None


def received(key: str) -> Received:
    """The outbox that came from the component ``key`` with this run. Empty before it was first
    shown.
    """
    client, operations = parse_outbox(state_value(key, "outbox"))
    return Received(client, tuple(operations))


def answers() -> Answers:
    """What was acknowledged and refused in this session of the browser."""
    held: Answers = st.session_state.setdefault("outbox_answers", Answers())
    return held


def style(component: str) -> str:
    """The style sheet of a component: ``cards`` -> ``cards/cards.css``."""
    return _read(f"{component}/{component}.css")


def script(entry: str) -> str:
    """The module ``entry`` (``cards/cards.js``) and all that it imports as one, since Streamlit
    loads a component's script from a string that can import nothing.

    Each file comes after those it imports; its imports and the word ``export`` go, ``export
    default`` stays. So the files share one scope: no two of a component may bind the same name
    (``tests/app/explorer/components/test_scripts.py``).
    """
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", _read(name))) for name in script_files(entry))


def script_files(entry: str) -> list[str]:
    """The files of the module ``entry`` in the order in which they are delivered."""
    order: list[str] = []
    begun: set[str] = set()

    def visit(name: str) -> None:
        if name in begun:
            return
        begun.add(name)
        for imported in _IMPORT.findall(_read(name)):
            visit(_joined(PurePosixPath(name).parent, imported))
        order.append(name)

    visit(entry)
    return order


def _joined(folder: PurePosixPath, relative: str) -> str:
    parts: list[str] = [*folder.parts]
    for part in PurePosixPath(relative).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _read(name: str) -> str:
    return files("app.explorer.components").joinpath(name).read_text("utf-8")


def nothing() -> None:
    """A state is only kept by Streamlit when it has a callback."""
