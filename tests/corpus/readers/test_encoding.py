"""Bytes to text: marks, UTF-8, and Chinese encodings scored against each other."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus.problem import Unreadable
from corpus.readers.encoding import Decoded, bad_bytes, decode
from corpus.readers.source import Source

SIMPLIFIED = "请问疫情期间数据从哪里来？主要是卫健部门推过来的，没有统一标准。"
TRADITIONAL = "請問疫情期間數據從哪裡來？主要是衛生單位給過來的，沒有統一標準。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "utf-8"),
        (TRADITIONAL, "cp950"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"),
    ],
)
def test_text_comes_back_from_each_encoding(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.bad) == (text, ())
    assert codecs.lookup(decoded.encoding) == codecs.lookup(encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_decides(encoding: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding)).text == SIMPLIFIED


@given(some.text(alphabet=some.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_comes_back_from_utf8_when_it_is_told(text: str) -> None:
    assert decode(text.encode(), "utf-8") == Decoded(text, "utf-8")


def test_some_bad_bytes_are_kept_and_named_by_line() -> None:
    lines = [SIMPLIFIED] * 6
    data = "\n".join(lines).encode()
    cut = data[: len(data) // 2] + b"\xff" + data[len(data) // 2 :]
    decoded = decode(cut)
    assert decoded.encoding == "utf-8" and "\ufffd" in decoded.text
    problems = bad_bytes(Source("a.txt", cut), decoded)
    assert [(problem.key, problem.severity) for problem in problems] == [
        ("read.bad_bytes", "warning")
    ]
    assert problems[0].line == decoded.bad[0]
    assert "\ufffd" in decoded.text.split("\n")[decoded.bad[0] - 1]
    assert bad_bytes(Source("a.txt", data), decode(data)) == []


@pytest.mark.parametrize(
    ("data", "told", "key"),
    [
        (b"abc", "no-such", "read.encoding_unknown_name"),
        (SIMPLIFIED.encode("gb18030"), "utf-8", "read.encoding_told"),
        (bytes(range(256)) * 8, None, "read.binary"),
    ],
)
def test_what_cannot_be_decoded_is_refused(data: bytes, told: str | None, key: str) -> None:
    with pytest.raises(Unreadable) as caught:
        decode(data, told)
    assert caught.value.key == key
    assert caught.value.text("zh") != caught.value.text("en")


def test_a_refusal_names_the_line() -> None:
    with pytest.raises(Unreadable) as caught:
        decode(b"ok\nok\n\xff\xfe", "utf-8")
    assert caught.value.line == 3
