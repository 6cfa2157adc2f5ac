"""The value given to the page: complete, plain, and every sentence of the page in the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

from app.explorer.components.shared import script_files
from app.explorer.state.coding.page_data import (
    texts,
)

COMPONENTS = Path(__file__).resolve().parents[4] / "app" / "explorer" / "components"
FOLDER = COMPONENTS / "coding"
SOURCE = "\n".join(
    (COMPONENTS / name).read_text("utf-8") for name in script_files("coding/coding.js")
)


def test_every_script_is_delivered() -> None:
    delivered = {COMPONENTS / name for name in script_files("coding/coding.js")}
    assert set(FOLDER.glob("*.js")) == {path for path in delivered if path.parent == FOLDER}


def test_every_text_of_the_page_is_in_the_catalogue_and_none_is_idle() -> None:
    known = set(texts())
    quoted = set(re.findall(r'"([a-z]+(?:_[a-z]+)*)"', SOURCE))
    called = set(re.findall(r'\b(?:t|no|make|tool)\("([a-z_]+)"', SOURCE)) - {
        "role_",
        "status_",
        "verdict_",
    }
    listed = {
        name
        for name in quoted
        if name.split("_")[0] in ("key", "help", "mouse", "hint", "purpose", "do") and "_" in name
    }
    built = (
        {f"role_{role}" for role in ("interviewer", "interviewee", "other")}
        | {f"status_{status}" for status in ("suggested", "accepted", "rejected")}
        | {f"verdict_{verdict}" for verdict in ("comment", "accept", "dispute")}
    )
    assert (called | listed | built) - known == set()
    assert known - quoted - built == set()


def test_text_never_becomes_markup() -> None:
    assert not re.search(
        (
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|"
            r"\beval\(|new Function|DOMParser"
        ),
        SOURCE,
    )
    assert not re.search(
        r"https?:|//cdn|fetch\(|XMLHttpRequest|import\(|sendBeacon",
        SOURCE + (FOLDER / "coding.css").read_text("utf-8"),
    )


def test_classes_of_the_style_sheet_are_ours_alone() -> None:
    rules = re.sub(r"/\*.*?\*/", "", (FOLDER / "coding.css").read_text("utf-8"), flags=re.DOTALL)
    for selector in re.findall(r"(?:^|[{}])\s*([^{}@]+?)\s*\{", rules):
        if not re.fullmatch(r"[\d%, ]+|from|to", selector):
            assert all(
                ".ft-" in part
                for part in selector.split(",")
                if part.strip() and not part.strip().startswith((":", ")"))
            ), selector
