"""Rich text: Chinese in both of its spellings."""

from __future__ import annotations

import pytest

from corpus.problem import Unreadable
from corpus.readers.rtf import read, sniff
from corpus.readers.source import Source


def texts(body: bytes) -> list[str]:
    (document,) = read(Source("a.rtf", b"{\\rtf1\\ansi\\ansicpg936\\uc1 " + body + b"}"))
    return [line.text for line in document.lines if line.text]


def test_chinese_as_bytes_and_as_numbers() -> None:
    raw = "".join(f"\\'{byte:02x}" for byte in "问：来源？".encode("gb18030")).encode()
    numbers = "".join(f"\\u{ord(char)}?" for char in "答：卫健。").encode()
    assert texts(raw + b"\\par " + numbers) == ["问：来源？", "答：卫健。"]


def test_an_emoji_in_two_halves_is_one_character_and_half_of_one_is_visible() -> None:
    assert texts(b"\\u55357?\\u56832?") == ["\U0001f600"]
    assert texts(b"\\u55357?x") == ["\ufffdx"]


def test_a_file_beyond_the_limit_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        read(Source("a.rtf", bytes(32 * 1024 * 1024 + 1)))
    assert caught.value.key == "read.too_large"


def test_rich_text_is_known_by_its_head() -> None:
    assert sniff(b" {\\rtf1") and not sniff(b"rtf") and not sniff(b"")
