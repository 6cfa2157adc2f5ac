"""What the coding page is told: plain values, complete, the same for the same page."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace

import pytest
from builders import codebook, transcript
from hypothesis import given
from hypothesis import strategies as st

from app.explorer.state.coding.page_data import (
    SIGNS,
    Page,
    Refusal,
    ShownCoding,
    ShownEvidence,
    ShownNote,
    ShownReview,
    clock,
    code_rows,
    function_rows,
    polarity_rows,
    texts,
    turn_rows,
)
from app.palette import COLOURS
from codebooks.loading import load
from corpus.catalogue import LANGUAGES, Language, messages
from corpus.coding import FUNCTIONS, POLARITIES
from corpus.span import Span


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


EVIDENCE = ShownEvidence("strong", 8, 9, None, None, "理由")
CODING = ShownCoding(
    "a",
    8,
    12,
    "c",
    "王",
    True,
    False,
    "lacking",
    "suggested",
    2,
    (ShownReview("dispute", "不对", "李"), ShownReview("accept", "", "王")),
    EVIDENCE,
)


@pytest.mark.parametrize(
    "coding", [CODING, replace(CODING, evidence=None, reviews=()), replace(CODING, mine=True)]
)
def test_a_coding_is_spelled_out_field_by_field(coding: ShownCoding) -> None:
    """By two routes: the row written by hand, and the fields by their names."""
    row = coding.as_row()
    assert json.loads(json.dumps(row)) == json.loads(json.dumps(asdict(coding))) == row
    assert list(row) == [field.name for field in fields(ShownCoding)]
    assert list(EVIDENCE.as_row()) == [field.name for field in fields(ShownEvidence)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_polarities_have_a_sign_and_a_name_each(lang: Language) -> None:
    functions = function_rows(lang)
    assert {row["id"] for row in functions} == set(FUNCTIONS)
    assert len({row["name"] for row in functions}) == len(FUNCTIONS)
    rows = polarity_rows(lang)
    assert [row["id"] for row in rows] == list(POLARITIES)
    assert len({row["sign"] for row in rows}) == len({row["name"] for row in rows}) == len(rows)
    assert {row["id"]: row["sign"] for row in rows} == dict(SIGNS)


def test_the_sentences_of_the_page_differ_by_language_alone() -> None:
    chinese, english = texts("zh"), texts("en")
    assert set(chinese) == set(english) and chinese != english
    assert all(words.strip() for words in (*chinese.values(), *english.values()))
    assert f"coding.{next(iter(chinese))}" in messages()


def test_what_differs_on_a_page_differs_in_its_data() -> None:
    """Each field of a page reaches the browser: no two of these pages give equal values."""
    page = Page("t", 1, "样例", [], [], [])
    variants = [
        page,
        replace(page, transcript="u"),
        replace(page, revision=2),
        replace(page, name="别名"),
        replace(page, turns=[{"i": 0}]),
        replace(page, codes=[{"id": "c"}]),
        replace(page, codings=[CODING]),
        replace(page, role="reviewer"),
        replace(page, coder="王"),
        replace(page, notes=[ShownNote("m", None, 1, 2, "想法", "王")]),
        replace(page, digits={"1": "c"}),
        replace(page, focus=Span(1, 2)),
        replace(page, focus=Span(1, 2), focus_coding="a"),
        replace(page, ack={"x": 3}),
        replace(page, refused=[Refusal("x", 3, "不行")]),
        replace(page, problem="坏了"),
        replace(page, undo=True),
        replace(page, redo=True),
        replace(page, lang="en"),
        replace(page, boot="b"),
        replace(page, placing=True),
        replace(page, study="s"),
    ]
    data = [json.dumps(variant.as_data(), sort_keys=True) for variant in variants]
    assert len(set(data)) == len(variants) == len(fields(Page)) + 1
    assert all(set(variant.as_data()) == set(page.as_data()) for variant in variants)


@given(st.integers(0, 10**6), st.floats(0, 0.999))
def test_a_clock_can_be_read_back(seconds: int, rest: float) -> None:
    parts = [int(part) for part in clock(seconds + rest).split(":")]
    assert sum(part * 60**place for place, part in enumerate(reversed(parts))) == seconds
    assert all(part < 60 for part in parts[1:]) and len(parts) == (3 if seconds >= 3600 else 2)
