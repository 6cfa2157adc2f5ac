"""The value given to the page: complete, plain, and every sentence of the page in the catalogue."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from builders import codebook, transcript

from app.explorer.components.shared import script_files
from app.explorer.state.coding.page_data import (
    Page,
    ShownCoding,
    clock,
    code_rows,
    polarity_rows,
    texts,
    turn_rows,
)
from app.palette import COLOURS
from codebooks.loading import load
from corpus.span import Span

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


def test_turns_hold_their_text_at_its_place() -> None:
    made = transcript("问：在吗？\n答：😀在，𠮷田。")
    rows = turn_rows(made)
    assert (
        [row["text"] for row in rows]
        == [made.text[row["start"] : row["end"]] for row in rows]
        == ["在吗？", "😀在，𠮷田。"]
    )
    assert [row["role"] for row in rows] == ["interviewer", "interviewee"]


@pytest.mark.parametrize(
    ("seconds", "told"), [(None, ""), (0, "0:00"), (65.9, "1:05"), (3723, "1:02:03")]
)
def test_clock(seconds: float | None, told: str) -> None:
    assert clock(seconds) == told


def test_codes_keep_their_tree_and_a_theme_lends_its_colour() -> None:
    book = codebook(
        """
- id: T1
  name: 主题一
  definition: 甲
  children:
    - id: C1
      name: {zh: 编码一, en: Code one}
      definition: 乙
      children: [{id: D1, name: 细目, definition: 丙}]
- {id: T2, name: 主题二, definition: 丁}
"""
    )
    rows = code_rows([book], {("test", code.id): "u" + code.id for code, _, _ in book.walk()}, "en")
    assert [
        (row["id"], row["parent"], row["depth"], row["leaf"], row["theme"]) for row in rows
    ] == [
        ("uT1", None, 0, False, "主题一"),
        ("uC1", "uT1", 1, False, "主题一"),
        ("uD1", "uC1", 2, True, "主题一"),
        ("uT2", None, 0, True, "主题二"),
    ]
    assert [row["color"] for row in rows] == [COLOURS[0]] * 3 + [COLOURS[1]]
    assert rows[1]["name"] == "Code one"


def test_codes_unknown_to_the_project_are_left_out() -> None:
    book = load("information_ecology")
    assert [
        row["key"] for row in code_rows([book], {(book.id, "IE1"): "a", (book.id, "IE1.2"): "b"})
    ] == ["IE1", "IE1.2"]


def test_the_page_becomes_json_and_back() -> None:
    made = transcript("问：在吗？\n答：在。")
    page = Page(
        "t",
        3,
        "样例",
        turn_rows(made),
        [],
        [ShownCoding("a", 8, 9, "c", "王", False, True, "neutral", "accepted")],
        focus=Span(8, 9),
    )
    data = page.as_data()
    assert json.loads(json.dumps(data)) == data == page.as_data()
    assert data["focus"] == {"start": 8, "end": 9, "coding": None} and data["role"] == "coder"
    assert [one["sign"] for one in polarity_rows()] == ["−", "+", "!", "Δ", "·", "?"]
