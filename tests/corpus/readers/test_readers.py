"""Every reader on good input, and on input made to break it: Problems, never an exception, never
unbounded.
"""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from corpus import readers
from corpus.document import Document
from corpus.readers import Source, read, read_file
from corpus.readers.encoding import decode

TALK = "问：请问疫情期间数据从哪里来？\n答：主要是卫健推过来的，没有统一标准。"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in parts.items():
            box.writestr(name, content)
    return stream.getvalue()


def docx(body: str) -> bytes:
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?><w:document '
                f'xmlns:w="{_W}" '
                f'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
                f"<w:body>{body}</w:body></w:document>"
            ),
        }
    )


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    return (
        "<w:tbl>"
        + "".join(
            "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
            for row in rows
        )
        + "</w:tbl>"
    )


def odt(body: str) -> bytes:
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": (
                f"<office:document-content "
                f"{names}><office:body><office:text>{body}</office:text>"
                "</office:body></office:document-content>"
            ),
        }
    )


def xlsx(*sheets: list[list[object]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def pdf() -> bytes:
    import matplotlib
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    matplotlib.rcParams["pdf.fonttype"] = 42
    stream = io.BytesIO()
    with PdfPages(stream) as pages:
        figure = Figure()
        figure.text(
            0.1, 0.8, "Q: Where does the data come from, and who asked for it in the first place?"
        )
        figure.text(
            0.1,
            0.7,
            (
                "A: Mostly from the health commission, once a day, by table, and nobody checks it "
                "at all."
            ),
        )
        pages.savefig(figure)
    return stream.getvalue()


GOOD: dict[str, bytes] = {
    "a.txt": TALK.encode(),
    "a.md": b"# title\n\n" + TALK.encode(),
    "a.docx": docx("".join(map(paragraph, TALK.split("\n")))),
    "a.odt": odt("".join(f"<text:p>{line}</text:p>" for line in TALK.split("\n"))),
    "a.rtf": b"{\\rtf1\\ansi\\ansicpg936\\uc1 "
    + b"".join(f"\\u{ord(char)}?".encode() if char != "\n" else b"\\par " for char in TALK)
    + b"}",
    "a.html": (
        f"<html><head><meta "
        f"charset='utf-8'><title>x</title></head><body>"
        f"{''.join(f'<p>{line}</p>' for line in TALK.splitlines())}</body></html>"
    ).encode(),
    "a.xlsx": xlsx([["说话人", "内容"], ["访谈者", "请问？"], ["受访者", "没有统一标准。"]]),
    "a.csv": "说话人,内容\n访谈者,请问？\n受访者,没有统一标准。\n".encode("gb18030"),
    "a.srt": (
        "1\n00:00:01,000 --> 00:00:04,000\n访问者：请问？\n\n2\n00:00:05,000 --> 00:00:07,"
        "000\n受访人：没有。\n"
    ).encode(),
    "a.vtt": (
        "WEBVTT\n\nNOTE 编号：W-1\n\n00:01.000 --> 00:04.000\n<v 访谈者>请问？"
        "</v>\n\n00:05.000 --> 00:07.000\n<v 受访者>没有。</v>\n"
    ).encode(),
    "a.json": (
        '{"metadata": {"id": "W-1"}, "turns": [{"speaker": "访谈者", "text": "请问？"}, '
        '{"speaker": "受访者", "text": "没有。"}]}'
    ).encode(),
    "a.pdf": pdf(),
}


def lines(name: str, data: bytes) -> list[str]:
    documents, problems = read(Source(name, data))
    assert not [problem for problem in problems if problem.severity == "error"], [
        problem.sentence() for problem in problems
    ]
    return [line.text for document in documents for line in document.lines if line.text.strip()]


def keys(name: str, data: bytes) -> list[str]:
    return [problem.key for problem in read(Source(name, data))[1]]


@pytest.mark.parametrize("name", GOOD)
def test_good_input_is_read(name: str) -> None:
    found = lines(name, GOOD[name])
    assert len(found) >= 2 and any(
        "标准" in line or "没有" in line or "health" in line for line in found
    )


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("harm", ["empty", "half", "tail", "noise", "nul", "renamed"])
def test_damage_gives_problems_or_documents_never_an_exception(name: str, harm: str) -> None:
    data = GOOD[name]
    noise = random.Random(name).randbytes(2048)
    harmed = {
        "empty": b"",
        "half": data[: len(data) // 2],
        "tail": data[:-7] + b"\xff\xfe\x00",
        "noise": noise,
        "nul": data[:20] + b"\x00\x00" + data[20:],
        "renamed": data,
    }[harm]
    documents, problems = read(Source("b.txt" if harm == "renamed" else name, harmed))
    assert all(isinstance(document, Document) for document in documents)
    assert documents or problems
    for problem in problems:
        assert problem.message("zh") and problem.message("en") and problem.source


def test_word_takes_insertions_leaves_deletions_and_keeps_order() -> None:
    body = (
        (
            "<w:p><w:r><w:t>答："
            "数据</w:t></w:r><w:ins><w:r><w:t>都</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>没</w:delText></w:r></w:del>"
            "<w:r><w:t>在</w:t><w:br/><w:t>公安</w:t></w:r></w:p>"
        )
        + table(
            ("序号", "说话人", "内容", "备注"),
            ("1", "访谈者", "拿得到吗？", ""),
            ("2", "受访者", "拿不到。", "停顿"),
            ("3", "", "真的。", ""),
        )
        + "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>"
        "<w:p><w:r><w:t>框中</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>"
        "<w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p><w:sdt><w:sdtContent>"
        + paragraph("控件中")
        + "</w:sdtContent></w:sdt>"
    )
    documents, _ = read(Source("a.docx", docx(body)))
    (document,) = documents
    assert [line.text for line in document.lines if line.text] == [
        "答：数据都在\n公安",
        "拿得到吗？",
        "拿不到。",
        "真的。",
        "框中",
        "控件中",
    ]
    rows = [line for line in document.lines if line.kind == "row"]
    assert [(row.speaker, row.memo, row.continues) for row in rows] == [
        ("访谈者", "", False),
        ("受访者", "停顿", False),
        (None, "", True),
    ]


def test_metadata_tables_in_pairs() -> None:
    documents, _ = read(
        Source(
            "a.docx",
            docx(
                table(("访谈编号", "W-02", "性别", "女"), ("部门", "卫健委", "时长", "40分钟"))
                + "".join(map(paragraph, TALK.split("\n")))
            ),
        )
    )
    assert [(label, value) for label, value, _ in documents[0].metadata] == [
        ("访谈编号", "W-02"),
        ("性别", "女"),
        ("部门", "卫健委"),
        ("时长", "40分钟"),
    ]


def test_one_row_per_interview_and_question_answer_columns() -> None:
    many, _ = read(
        Source("a.csv", f'编号,部门,访谈全文\nW-1,公安,"{TALK}"\nW-2,民政,"{TALK}"\n'.encode())
    )
    assert [(document.part, len(document.lines)) for document in many] == [("W-1", 2), ("W-2", 2)]
    (pairs,), _ = read(Source("a.xlsx", xlsx([["问题", "回答"], ["难在哪？", "没有标准。"]])))
    assert [(line.speaker, line.role, line.text) for line in pairs.lines] == [
        ("问", "interviewer", "难在哪？"),
        ("答", "interviewee", "没有标准。"),
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le"]
)
def test_simplified_text_in_every_encoding(encoding: str) -> None:
    assert decode(TALK.encode(encoding)).text == TALK


def test_big5_is_not_taken_for_gb18030() -> None:
    text = "問：請問您覺得跨部門資料共享最大的困難是什麼？\n答：我覺得還是沒有統一的標準。"
    assert decode(text.encode("big5")).text == text
    with pytest.raises(readers.Unreadable) as failure:
        decode(text.encode("big5"), "utf-8")
    assert failure.value.key == "read.encoding_told" and failure.value.line == 1


def test_each_hopeless_input_has_its_own_message() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert keys("a.doc", ole) == ["read.old_word"] and keys("a.xls", ole) == ["read.old_excel"]
    assert keys("a.docx", ole + "EncryptedPackage".encode("utf-16-le")) == ["read.password"]
    assert keys("a.mp3", b"ID3....") == ["read.audio"] and keys("a.png", b"\x89PNG") == [
        "read.image"
    ]
    assert keys("a.zip", packed({"x.txt": "y"})) == ["read.archive"]
    assert keys("a.xyz", b"abc") == ["read.unsupported"]
    assert keys("a.txt", b"  \n \n") == ["read.blank"] and keys("a.txt", b"") == ["read.empty"]
    assert keys("a.json", b'{"turns": [}') == ["read.json"]
    assert keys("a.csv", "甲,乙,丙\n1,2,3\n".encode()) == ["read.columns"]


def test_bombs_and_entities_are_refused() -> None:
    bomb = packed({"word/document.xml": b"0" * (210 * 1024 * 1024)})
    assert len(bomb) < 1_000_000 and keys("a.docx", bomb) == ["read.bomb"]
    for attack in (
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><w/>',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w>&b;</w>',
    ):
        assert keys("a.docx", packed({"word/document.xml": attack})) == ["read.entities"]
        assert keys(
            "a.odt",
            packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": attack}),
        ) == ["read.entities"]


def test_size_and_place_are_checked_before_content(tmp_path: Path) -> None:
    assert keys("a.txt", b"a" * (33 * 1024 * 1024)) == ["read.too_large"]
    assert [problem.key for problem in read_file(tmp_path)[1]] == ["read.folder"]
    assert [problem.key for problem in read_file(tmp_path / "没有.txt")[1]] == ["read.missing"]


def test_mixed_line_ends_and_lone_surrogates() -> None:
    assert lines("a.txt", "一\r\n二\r三\n四\u2028五".encode()) == ["一", "二", "三", "四", "五"]
    documents, _ = read(Source("a.json", b'[{"speaker": "A", "text": "x\\ud800y"}]'))
    from corpus.turns.transcribe import transcribe

    assert transcribe(documents[0], "a.json").text == "x\ufffdy"


def test_a_bad_cue_is_named_and_the_rest_goes_on() -> None:
    documents, problems = read(
        Source(
            "a.srt",
            "1\n00:00:xx --> 00:00:02,000\n坏\n\n2\n00:00:03,000 --> 00:00:04,000\n好\n".encode(),
        )
    )
    assert [(problem.key, problem.line) for problem in problems + list(documents[0].problems)] == [
        ("read.cue", 2)
    ]
    assert [line.text for line in documents[0].lines] == ["好"]


def rebuilt(sheet: str) -> bytes:
    """A workbook whose only sheet is the XML given."""
    with zipfile.ZipFile(io.BytesIO(xlsx([["说话人", "内容"]]))) as box:
        parts: dict[str, str | bytes] = {name: box.read(name) for name in box.namelist()}
    parts["xl/worksheets/sheet1.xml"] = sheet
    return packed(parts)


_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def cells(number: int, *texts: str) -> str:
    return (
        f'<row r="{number}">'
        + "".join(
            f'<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for letter, text in zip("AB", texts, strict=False)
        )
        + "</row>"
    )


def test_a_sheet_of_a_million_rows_is_cut_and_says_so() -> None:
    rows = (
        cells(1, "说话人", "内容")
        + cells(2, "问", "请问？")
        + cells(3, "答", "没有。")
        + cells(1_048_576, "答", "最后一行")
    )
    (document,), _ = read(
        Source(
            "a.xlsx",
            rebuilt(
                f'<worksheet xmlns="{_SHEET}"><dimension '
                f'ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>'
            ),
        )
    )
    assert [line.text for line in document.lines] == ["请问？", "没有。"]
    assert [(problem.key, problem.severity) for problem in document.problems] == [
        ("read.rows_cut", "warning")
    ]


def test_merged_cells_go_on_and_hidden_sheets_are_left_out() -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet, hidden = book.active, book.create_sheet("草稿")
    for row in (
        ["访谈记录", ""],
        ["说话人", "内容"],
        ["访谈者", "难在哪？"],
        ["受访者", "没有标准。"],
        ["", "真的。"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A4:A5")
    hidden.append(["说话人", "内容"])
    hidden.append(["受访者", "不该读到。"])
    hidden.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    (document,), _ = read(Source("a.xlsx", stream.getvalue()))
    assert [(line.speaker, line.continues, line.text) for line in document.lines] == [
        ("访谈者", False, "难在哪？"),
        ("受访者", False, "没有标准。"),
        (None, True, "真的。"),
    ]
    assert [problem.key for problem in document.problems] == ["read.hidden_sheet"]


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("a.txt", b"\n" * 600_000, "read.too_many_lines"),
        ("a.json", b"[" * 200_000 + b"]" * 200_000, "read.damaged"),
        ("a.docx", docx("<w:sdt>" * 3000 + paragraph("x") + "</w:sdt>" * 3000), "read.damaged"),
        (
            "a.docx",
            docx(
                "<w:p>"
                + "<w:smartTag>" * 5000
                + "<w:r><w:t>x</w:t></w:r>"
                + "</w:smartTag>" * 5000
                + "</w:p>"
            ),
            "read.damaged",
        ),
        (
            "a.odt",
            odt("<text:p>" + "<text:span>" * 3000 + "x" + "</text:span>" * 3000 + "</text:p>"),
            "read.damaged",
        ),
        ("a.html", b"<html><body>" + b"<div>" * 5000 + b"x", "read.damaged"),
        (
            "a.xlsx",
            rebuilt(
                '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
            ),
            "read.entities",
        ),
        (
            "a.pdf",
            (
                b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 "
                b"obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 "
                b"R>>\nstartxref\n0\n%%EOF"
            ),
            "read.damaged",
        ),
    ],
    ids=[
        "blank lines",
        "json depth",
        "docx depth",
        "run depth",
        "odt depth",
        "html depth",
        "xlsx entities",
        "pdf loop",
    ],
)
def test_depth_and_bulk_are_bounded(name: str, data: bytes, key: str) -> None:
    assert keys(name, data) == [key]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", ("答： " + " " * 300_000 + "有").encode()),
        ("a.txt", ("答：" + "（笑" * 100_000).encode()),
        ("a.md", b"#" * 300_000 + "\n答：有".encode()),
        ("a.srt", ("1\n00:00:01,000 --> 00:00:09,000\n" + "<v " * 200_000 + "\n").encode()),
        ("a.csv", (",".join("x" * 50_000) + "\n说话人,内容\n答,有\n").encode()),
    ],
    ids=["blanks", "brackets", "hashes", "voices", "columns"],
)
def test_long_lines_take_time_in_proportion(name: str, data: bytes) -> None:
    """Each of these once took minutes, or would with a pattern that looks back; here they just
    end.
    """
    from corpus.turns.transcribe import transcribe

    for document in read(Source(name, data))[0]:
        assert transcribe(document, name).text


def test_numbers_and_counts_that_are_none() -> None:
    (document,), _ = read(
        Source("a.json", b'[{"speaker": "A", "text": "x", "start": NaN, "end": Infinity}]')
    )
    assert [(line.text, line.start_s, line.end_s) for line in document.lines] == [("x", None, None)]
    (document,), _ = read(Source("a.odt", odt('<text:p>a<text:s text:c="many"/>b</text:p>')))
    assert [line.text for line in document.lines] == ["a b"]


def test_halves_of_characters() -> None:
    (document,), _ = read(Source("a.rtf", b"{\\rtf1\\ansi \\u55357?\\u56832?, \\u55296?}"))
    assert document.lines[0].text == "\U0001f600, \ufffd"
    (document,), _ = read(
        Source("a.json", b'[{"speaker": "\\ud800", "text": "\\ud83d\\ude00 \\udc00"}]')
    )
    assert (document.lines[0].speaker, document.lines[0].text) == ("\ufffd", "\U0001f600 \ufffd")


def test_csv_with_old_line_ends_and_odd_quotes() -> None:
    assert lines("a.csv", "说话人,内容\r访谈者,请问？\r受访者,没有。\r".encode()) == [
        "请问？",
        "没有。",
    ]
    assert lines("a.csv", '说话人,内容\n访谈者,他说"好"吗\n受访者,"他说""好"""\n'.encode()) == [
        '他说"好"吗',
        '他说"好"',
    ]
    assert lines("a.csv", '说话人,内容\n访谈者,"没有结束\n受访者,有'.encode()) == [
        "没有结束\n受访者,有"
    ]


def test_overlapping_and_backward_cues_keep_their_order() -> None:
    (document,), _ = read(
        Source(
            "a.srt",
            (
                "1\n00:00:01,000 --> 00:00:09,000\n访问者：请问？\n\n2\n00:00:05,000 --> 00:00:07,"
                "000\n受访人：没有。\n\n3\n00:00:08,000 --> 00:00:02,000\n真的。\n"
            ).encode(),
        )
    )
    assert [line.text for line in document.lines] == ["访问者：请问？", "受访人：没有。", "真的。"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    import os

    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes on this system")
    os.mkfifo(tmp_path / "a.txt")
    assert [problem.key for problem in read_file(tmp_path / "a.txt")[1]] == ["read.special"]


def test_a_table_of_reviews_is_one_text_a_row() -> None:
    for header in ("index,reviewbody,star", "编号,评论内容,星级"):
        documents, problems = read(
            Source(
                "a.csv",
                f"{header}\n7,服务很慢，等了一个小时。,2\n8,味道不错。,5\n".replace(
                    "慢，", "慢"
                ).encode(),
            )
        )
        assert not problems and [document.part for document in documents] == ["7", "8"]
        assert documents[0].lines[0].text == "服务很慢等了一个小时。"


def test_text_with_columns_parted_by_tabs_is_a_table_when_its_header_names_them() -> None:
    table = "访谈记录\n序号\t说话人\t内容\n1\t访谈员\t报得多吗？\n2\t王科长\t天天报。\n"
    (made,), _ = read(Source("a.txt", table.encode("gb18030")))
    assert [(line.speaker, line.text, line.number) for line in made.lines if line.speaker] == [
        ("访谈员", "报得多吗？", 3),
        ("王科长", "天天报。", 4),
    ]
    (plain,), _ = read(Source("a.txt", "说话人\t内容\n访谈员\t报得多吗？\n天天报。\n".encode()))
    assert [line.speaker for line in plain.lines if line.text] == [None, None, None]
