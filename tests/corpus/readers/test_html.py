"""Web pages: what is seen is read, in order, in whatever encoding it is."""

from __future__ import annotations

import pytest

from corpus.problem import Unreadable
from corpus.readers.html import LIMIT, read, sniff
from corpus.readers.source import Source


def texts(body: str) -> list[str]:
    (document,) = read(Source("a.html", f"<html><body>{body}</body></html>".encode()))
    return [line.text for line in document.lines]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲</p><p>乙</p>", ["甲", "乙"]),
        ("甲<br>乙", ["甲\n乙"]),
        ("<p>甲<b>乙</b>\n  丙</p>", ["甲乙 丙"]),
        ("<ul><li>甲</li><li>乙</li></ul>", ["甲", "乙"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("<script>x</script><style>y</style><nav>z</nav><p>甲</p>", ["甲"]),
        ("<p>甲<!-- 注 -->乙</p>", ["甲乙"]),
        ("<p>&lt;甲&amp;乙&gt;</p>", ["<甲&乙>"]),
        ("<p>  </p>", []),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", ["甲\t乙"]),
        ("<table><tr><td><table><tr><td>甲</td></tr></table></td></tr></table>", ["甲"]),
    ],
)
def test_the_lines_of_a_page(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


@pytest.mark.parametrize(
    ("charset", "written", "given", "encoding"),
    [
        ("utf-8", "utf-8", None, "utf-8"),
        ("gb2312", "gb18030", None, "gb18030"),
        ("utf-8", "gb18030", None, "gb18030"),
        ("utf-8", "gb18030", "gbk", "gb18030"),
        ("no-such", "utf-8", None, "utf-8"),
    ],
)
def test_the_users_word_then_the_pages_then_its_characters(
    charset: str, written: str, given: str | None, encoding: str
) -> None:
    talk = "问：请问疫情期间数据从哪里来？答：主要是卫健推过来的，没有统一标准。"
    page = f"<html><head><meta charset='{charset}'></head><body><p>{talk}</p></body></html>"
    (document,) = read(Source("a.html", page.encode(written), given))
    assert ([line.text for line in document.lines], document.encoding) == ([talk], encoding)


def test_a_page_beyond_the_limit_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        read(Source("a.html", bytes(LIMIT + 1)))
    assert (caught.value.key, caught.value.values) == ("read.too_large", {"limit": 32})


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"<!DOCTYPE html>", True),
        (b"\n <HTML lang=zh>", True),
        (b"\xef\xbb\xbf<html>", True),
        (b"<p>text</p>", False),
        (b"", False),
    ],
)
def test_a_page_is_known_by_its_head(head: bytes, expected: bool) -> None:
    assert sniff(head) is expected
