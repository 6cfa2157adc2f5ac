"""Word: paragraphs, cells and text boxes in order, as the reader of the paper sees them."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.document import Document
from corpus.problem import Unreadable
from corpus.readers.docx import READER, read
from corpus.readers.source import Source

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def packed(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as box:
        for name, content in parts.items():
            box.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def document(body: str) -> Document:
    content = f'<w:document xmlns:w="{_W}" xmlns:mc="{_MC}"><w:body>{body}</w:body></w:document>'
    (only,) = read(Source("a.docx", packed(document=content)))
    return only


def paragraph(runs: str) -> str:
    return f"<w:p>{runs}</w:p>"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def texts(body: str) -> list[str]:
    return [line.text for line in document(body).lines]


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (run("甲") + run("乙"), "甲乙"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>", "甲\n乙\t丙"),
        ("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r>", "A-1"),
        (f"<w:ins>{run('甲')}</w:ins><w:del>{run('乙')}</w:del>", "甲"),
        (f"<w:moveFrom>{run('甲')}</w:moveFrom><w:moveTo>{run('乙')}</w:moveTo>", "乙"),
        (f"<w:hyperlink>{run('甲')}</w:hyperlink>", "甲"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("甲"), "甲"),
        (f"<mc:Fallback>{run('甲')}</mc:Fallback>{run('乙')}", "乙"),
        ("<!-- 注 -->" + run("甲"), "甲"),
        ("", ""),
    ],
)
def test_the_text_of_a_paragraph(runs: str, text: str) -> None:
    assert texts(paragraph(runs)) == [text]


def test_a_text_box_is_a_paragraph_of_its_own_behind_its_anchor() -> None:
    box = f"<w:r><w:txbxContent>{paragraph(run('框'))}{paragraph('')}</w:txbxContent></w:r>"
    assert texts(paragraph(run("甲") + box) + paragraph(run("乙"))) == ["甲", "框", "乙"]


def test_rows_and_paragraphs_are_counted_together() -> None:
    row = f"<w:tr><w:tc>{paragraph(run('甲'))}</w:tc><w:tc>{paragraph(run('乙'))}</w:tc></w:tr>"
    body = paragraph(run("头")) + f"<w:tbl>{row * 2}</w:tbl>" + paragraph(run("尾"))
    assert [(line.text, line.number) for line in document(body).lines] == [
        ("头", 1),
        ("甲\t乙", 2),
        ("甲\t乙", 3),
        ("尾", 4),
    ]


def test_a_table_inside_a_cell_belongs_to_the_cell() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph(run('内'))}</w:tc></w:tr></w:tbl>"
    row = f"<w:tr><w:tc>{paragraph(run('外'))}{inner}</w:tc></w:tr>"
    assert texts(f"<w:tbl>{row}</w:tbl>") == ["外\n内"]


def test_what_is_no_word_document_is_refused() -> None:
    for data, key in [
        (b"no zip", "read.damaged"),
        (packed(other="<x/>"), "read.damaged"),
        (packed(document="<x"), "read.damaged"),
        (packed(document="<!DOCTYPE x><x/>"), "read.entities"),
    ]:
        with pytest.raises(Unreadable) as caught:
            read(Source("a.docx", data))
        assert caught.value.key == key


def test_a_word_document_is_known_by_its_parts() -> None:
    assert READER.holds(["word/document.xml", "x"]) and not READER.holds(["content.xml"])
