"""Text of a study where Markdown is read: every sign stands for itself."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.explorer.widgets.markdown import JOINER, plain


@pytest.mark.parametrize(
    "text",
    [
        "![图](http://x/y.png)",
        "<b>x</b>",
        "$x$",
        ":red[x]",
        ":smile:",
        ":material/home:",
        "**x**",
        "`x`",
        "# x",
        "- x",
        "1. x",
        "a -> b",
        "www.example.org",
        "a@example.org",
        "http://example.org",
        "~~x~~",
        "[x](y)",
        "\\",
        "| a | b |",
    ],
)
def test_signs_stand_for_themselves(text: str) -> None:
    made = plain(text)
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", made.replace(JOINER, "")) == text
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", made)
    assert not re.search(r"[!-/:-@\[-`{-~]", bare)


@given(some.text())
def test_one_line_and_no_sign_is_left_open(text: str) -> None:
    made = plain(text)
    assert "\n" not in made and "\r" not in made and "\x00" not in made
    assert not re.search(r"(?<!\\)[<>\[\]$`*_~|:]", re.sub(r"\\\\", "", made))
