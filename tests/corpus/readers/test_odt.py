"""OpenDocument: blanks and breaks as written, deletions and comments left out."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.document import Document
from corpus.problem import Unreadable
from corpus.readers.odt import READER, read
from corpus.readers.source import Source

_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table")
)


def packed(body: str, manifest: str = "<manifest/>") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as box:
        box.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        box.writestr("META-INF/manifest.xml", manifest)
        box.writestr(
            "content.xml",
            f"<office:document-content {_NAMES}><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
    return stream.getvalue()


def document(body: str) -> Document:
    (only,) = read(Source("a.odt", packed(body)))
    return only


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<text:h>题</text:h><text:p>甲</text:p>", ["题", "甲"]),
        ('<text:p>甲<text:s text:c="3"/>乙<text:s/>丙</text:p>', ["甲   乙 丙"]),
        ('<text:p>甲<text:s text:c="x"/>乙</text:p>', ["甲 乙"]),
        ('<text:p><text:s text:c="999999999"/>甲</text:p>', [" " * 200 + "甲"]),
        ("<text:p>甲<text:tab/>乙<text:line-break/>丙</text:p>", ["甲\t乙\n丙"]),
        ("<text:p>甲<text:span>乙</text:span>丙</text:p>", ["甲乙丙"]),
        ("<text:p>甲<text:note><text:p>注</text:p></text:note>乙</text:p>", ["甲乙"]),
        ("<text:p>甲<office:annotation><text:p>批</text:p></office:annotation></text:p>", ["甲"]),
        (
            "<text:tracked-changes><text:p>删</text:p></text:tracked-changes><text:p>甲</text:p>",
            ["甲"],
        ),
        ("<text:list><text:list-item><text:p>甲</text:p></text:list-item></text:list>", ["甲"]),
    ],
)
def test_paragraphs_as_they_are_read(body: str, texts: list[str]) -> None:
    assert [line.text for line in document(body).lines] == texts


def test_repeated_cells_are_repeated_within_bounds() -> None:
    def row(count: str) -> str:
        cell = f'<table:table-cell table:number-columns-repeated="{count}">'
        return f"<table:table-row>{cell}<text:p>甲</text:p></table:table-cell></table:table-row>"

    lines = document(f"<table:table>{row('2')}{row('9999')}{row('-1')}</table:table>").lines
    assert [line.text.count("甲") for line in lines] == [2, 20, 1]
    assert [line.number for line in lines] == [1, 2, 3]


def test_a_locked_document_asks_for_its_password() -> None:
    with pytest.raises(Unreadable) as caught:
        read(Source("a.odt", packed("", "<x><encryption-data/></x>")))
    assert caught.value.key == "read.password"


def test_an_opendocument_text_is_known_by_its_parts() -> None:
    assert READER.holds(["mimetype", "content.xml"]) and not READER.holds(["content.xml"])
