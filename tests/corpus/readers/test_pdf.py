"""PDF with a text layer: lines with their pages, and what cannot be read told by its reason.

The files are written by hand: one font, one line of drawing for each line of text.
"""

from __future__ import annotations

import io
import zlib

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, EncodedStreamObject, NameObject

from corpus.problem import Unreadable
from corpus.readers import read as read_any
from corpus.readers.pdf import READER, read, sniff
from corpus.readers.source import Source

LINES = (
    "Q: Where does the data come from, and who asks for it?",
    "A: From the commission, once a day, by table; nobody checks it.",
)


def made(*pages: tuple[str, ...]) -> bytes:
    """A PDF of these pages; signs outside Latin-1 by a table from codes to Unicode."""
    signs = sorted({sign for page in pages for line in page for sign in line})
    code = {sign: number for number, sign in enumerate(signs, 1)}
    ranges = "\n".join(
        f"<{number:04X}> <{sign.encode('utf-16-be').hex().upper()}>"
        for sign, number in code.items()
    )
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(code)} beginbfchar\n{ranges}\nendbfchar\nendcmap end end"
    ).encode()
    first = 6
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        3: b"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H"
        b"/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        4: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/F/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        5: b"<</Length %d>>stream\n%s\nendstream" % (len(table), table),
    }
    for number, page in enumerate(pages):
        drawn = "".join(
            f"BT /F 10 Tf 1 0 0 1 50 {780 - 20 * row} Tm "
            f"<{''.join(f'{code[sign]:04X}' for sign in line)}> Tj ET\n"
            for row, line in enumerate(page)
        ).encode()
        at = first + 2 * number
        objects[at] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>"
            b"/Contents %d 0 R>>" % (at + 1)
        )
        objects[at + 1] = b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn)
    stream, offsets = io.BytesIO(), []
    stream.write(b"%PDF-1.7\n")
    for number in sorted(objects):
        offsets.append(stream.tell())
        stream.write(b"%d 0 obj\n%s\nendobj\n" % (number, objects[number]))
    start = stream.tell()
    stream.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1))
    stream.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    stream.write(
        b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(offsets) + 1, start)
    )
    return stream.getvalue()


def lines(data: bytes) -> list[tuple[str, int, int]]:
    """(text, number, page) of each line that holds something."""
    (document,) = read(Source("a.pdf", data))
    assert (document.format, document.part, document.metadata) == ("pdf", "", ())
    return [(line.text, line.number, line.page) for line in document.lines if line.text.strip()]


def test_lines_are_numbered_through_and_know_their_page() -> None:
    read_lines = lines(made(LINES, LINES[::-1]))
    assert [(text, page) for text, _, page in read_lines] == [
        (LINES[0], 1),
        (LINES[1], 1),
        (LINES[1], 2),
        (LINES[0], 2),
    ]
    numbers = [number for _, number, _ in read_lines]
    assert numbers == sorted(set(numbers)) and numbers[0] == 1


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        ("问：请问数据从哪里来，由谁来核对？", "问：请问数据从哪里来，由谁来核对？"),
        ("答：繁體字與𠮷𠀀都要原樣讀出來。", "答：繁體字與𠮷𠀀都要原樣讀出來。"),
        ("我们用 Excel 表，一天 3 次报上去。", "我们用Excel表，一天3次报上去。"),
        ("P3 我们是每天报一次表，没有人核对。", "P3 我们是每天报一次表，没有人核对。"),
        ("P12 我们是每天报一次，没有人核对。", "P12 我们是每天报一次，没有人核对。"),
        ("we report it once a day, by table", "we report it once a day, by table"),
        ("中文 中文之间的空格是人打的，留着", "中文 中文之间的空格是人打的，留着"),
    ],
)
def test_gaps_of_the_layout_go_and_those_that_were_typed_stay(drawn: str, text: str) -> None:
    read_lines = lines(made((drawn, "这一行只是为了让页面上的字数够多，不算扫描件。")))
    assert read_lines[0][0] == text


@pytest.mark.parametrize(
    ("pages", "scan"),
    [
        ([()], True),
        ([("十个字以内",)], True),
        ([("刚好十个字的一行文字",)], False),
        ([("刚好十个字的一行文字",), ()], True),
        ([("一页二百字的文字" * 25,), (), (), (), ()] * 5, False),
    ],
)
def test_a_scan_is_told_by_how_little_text_there_is(
    pages: list[tuple[str, ...]], scan: bool
) -> None:
    data = made(*pages)
    if not scan:
        assert lines(data)
        return
    with pytest.raises(Unreadable) as refused:
        read(Source("a.pdf", data))
    assert refused.value.key == "read.scan"
    assert "OCR" in refused.value.text("zh") + refused.value.text("en")


@pytest.mark.parametrize(
    ("user", "readable"), [("", True), ("secret", False)], ids=["owner only", "to open"]
)
def test_a_lock_that_opens_without_a_word_is_no_lock(user: str, readable: bool) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(made(LINES)))
    writer.encrypt(user, owner_password="owner", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    if readable:
        assert [text for text, _, _ in lines(stream.getvalue())] == list(LINES)
        return
    with pytest.raises(Unreadable) as refused:
        read(Source("a.pdf", stream.getvalue()))
    assert refused.value.key == "read.password"


def test_a_pdf_that_unpacks_to_much_is_refused_before_it_is_read() -> None:
    drawing = EncodedStreamObject()
    drawing._data = zlib.compress(
        b"BT /F1 12 Tf 72 700 Td (aaaaaaaaaaaaaaaaaaaaaaaa) Tj ET\n" * 20_000, 9
    )
    drawing[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    page[NameObject("/Contents")] = ArrayObject([writer._add_object(drawing)] * 20)
    stream = io.BytesIO()
    writer.write(stream)
    assert len(stream.getvalue()) < 100_000
    with pytest.raises(Unreadable) as refused:
        read(Source("a.pdf", stream.getvalue()))
    assert (refused.value.key, refused.value.values) == ("read.bomb", {"limit": 16})


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.8, 0.95])
def test_a_file_that_was_cut_off_is_read_or_told_never_raised(share: float) -> None:
    data = made(LINES)
    documents, problems = read_any(Source("切.pdf", data[: int(len(data) * share)]))
    assert documents or [problem.key for problem in problems] in (
        ["read.damaged"],
        ["read.scan"],
        ["read.by_content"],
    )
    assert all(problem.source == "切.pdf" for problem in problems)


def test_a_pdf_is_known_by_its_head_whatever_its_name() -> None:
    assert sniff(b"%PDF-1.4") and sniff(b"\n  %PDF-1.7 ...")
    assert not sniff(b"PDF-1.4") and not sniff("问：%PDF".encode()) and not sniff(b"")
    assert READER.suffixes == (".pdf",) and READER.binary
    documents, problems = read_any(Source("访谈.txt", made(LINES)))
    assert [document.format for document in documents] == ["pdf"]
    assert [(problem.key, problem.severity) for problem in problems] == [
        ("read.by_content", "note")
    ]
