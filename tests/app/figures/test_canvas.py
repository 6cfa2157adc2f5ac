"""The sheet of every picture: how wide texts are, where captions break, and which bytes result."""

from __future__ import annotations

import io
import struct
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.figures.canvas import bare, caption, figure, nothing_drawn, saved, width, wrapped

LETTER = 9.5 / 72
"""Inches of a Chinese character at 9.5 points."""


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("", 0),
        ("标准", 2),
        ("abc", 3 * 0.62),
        ("Ａ", 1),  # full width
        ("ｱ", 0.62),  # half width
        ("“引”", 3),  # as wide as Chinese where the text is Chinese
        ("𠮷a", 1.62),  # outside the basic plane
    ],
)
def test_a_chinese_character_is_one_letter_wide(text: str, letters: float) -> None:
    assert width(text) == pytest.approx(letters * LETTER)


def test_captions_are_broken_to_the_width_and_never_before_a_closing_mark() -> None:
    text = (
        "单元：问答轮；连线：共现 ≥2 个单元且 ≥2 份访谈；Jaccard 系数前 60 条；实线 "
        "q<.05（访谈内循环移位检验），虚线不显著。"
    ) * 3
    lines = wrapped(text, 6.0)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line) <= 5.4 + 0.3 for line in lines) and not any(
        line[0] in "，。；）" or line[-1] == "（" for line in lines
    )


def test_english_is_broken_between_words_only() -> None:
    text = "Edges: at least 2 units in at least 2 interviews; solid q < .05"
    lines = wrapped(text, 2.5)
    assert len(lines) > 1 and " ".join(lines) == text


@given(
    st.text(st.sampled_from("数据标准，。；（）“”ab≥ 1"), max_size=80),
    st.floats(min_value=2.0, max_value=8.0),
)
def test_nothing_of_a_caption_is_lost_or_empty(text: str, inches: float) -> None:
    lines = wrapped(text, inches)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(line == line.strip() and line for line in lines)


@pytest.mark.parametrize("text", ["", "   "])
def test_a_caption_of_nothing_has_no_lines(text: str) -> None:
    assert wrapped(text, 6.0) == []


def test_a_word_wider_than_the_sheet_stands_on_a_line_of_its_own() -> None:
    assert wrapped("短 " + "x" * 200 + " 短", 3.0) == ["短", "x" * 200, "短"]


def test_the_caption_stands_below_and_is_broken_to_the_sheet() -> None:
    sheet = figure(4.0, 3.0)
    caption(sheet, "共现至少两个单元，" * 8)
    text = sheet.get_supxlabel()
    assert text.split("\n") == wrapped("共现至少两个单元，" * 8, 4.0) and "\n" in text


def test_a_picture_is_png_and_svg_of_the_size_asked_for_with_its_words() -> None:
    sheet = bare(2.0, 1.5)
    sheet.text(0.5, 0.5, "没有统一标准 <b>&")
    png, svg = saved(sheet, 40)
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", png[16:24]) == (80, 60)
    root = etree.fromstring(svg)
    assert (root.get("width"), root.get("height")) == ("144pt", "108pt")
    words = [unescape(node.text.strip()) for node in root.iter(etree.Comment)]
    assert words == ["没有统一标准 <b>&"]


def test_bytes_do_not_change_from_run_to_run_and_tell_no_time() -> None:
    def drawn() -> tuple[bytes, bytes]:
        sheet = figure(2.0, 1.5)
        sheet.subplots().plot([0, 1], [1, 0], label="线")
        caption(sheet, "说明")
        return saved(sheet, 40)

    first, second = drawn(), drawn()
    assert first == second
    assert b"<dc:date>" not in first[1] and b"tIME" not in first[0]
    assert b"fangtan" in first[0] and b"fangtan" in first[1]


def test_the_layout_is_found_once_and_bare_sheets_have_none() -> None:
    sheet = figure(2.0, 1.5)
    sheet.subplots()
    assert sheet.get_layout_engine() is not None and bare(1.0, 1.0).get_layout_engine() is None
    saved(sheet, 20)
    assert type(sheet.get_layout_engine()).__name__ == "PlaceHolderLayoutEngine"


@pytest.mark.parametrize("text", ["$", "$x$", r"$\frac$", r"\alpha", "a_b^c", "{}%", "￥$$"])
def test_dollars_in_a_name_are_letters_and_no_formula(text: str) -> None:
    """A name is written as it stands, whatever a typesetter of formulas would make of it."""
    sheet = bare(1.0, 1.0)
    sheet.text(0.1, 0.5, text)
    _, svg = saved(sheet, 20)
    comments = [node.text.strip() for node in etree.parse(io.BytesIO(svg)).iter(etree.Comment)]
    assert comments == [text]


def test_what_is_not_there_is_said_in_the_middle() -> None:
    sheet = figure(3.0, 2.0)
    axis = sheet.subplots()
    nothing_drawn(axis, "没有可画的边", 13)
    (text,) = axis.texts
    assert (text.get_text(), text.get_position(), text.get_fontsize()) == (
        "没有可画的边",
        (0.5, 0.5),
        13,
    )
    assert text.get_transform() == axis.transAxes
