"""What holds for every reader: it is listed and documented, and answers good, empty and hostile
input alike, with documents or with problems that can be read in both languages.
"""

from __future__ import annotations

import ast
import importlib
import io
import pkgutil
import random
import re
import zipfile
from pathlib import Path

import pytest

import corpus.readers
from corpus.document import Document
from corpus.problem import Unreadable
from corpus.readers import READERS, SUFFIXES, Reader, Source, read

ROOT = Path(__file__).resolve().parents[2]
MODULES = {
    name: importlib.import_module(f"corpus.readers.{name}")
    for _, name, _ in pkgutil.iter_modules(corpus.readers.__path__)
}
SENTENCES = ("请问数据从哪里来？", "主要是卫健推过来的，没有统一标准。")
each_reader = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)


def packed(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as box:
        for name, content in parts.items():
            box.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def docx() -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in SENTENCES)
    return packed(
        word__document_xml=f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    )


def odt() -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(f"<t:p>{text}</t:p>" for text in SENTENCES)
    return packed(
        mimetype="application/vnd.oasis.opendocument.text",
        content_xml=f'<o:document xmlns:o="{space}:office:1.0" xmlns:t="{space}:text:1.0">'
        f"<o:body><o:text>{body}</o:text></o:body></o:document>",
    )


def xlsx() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in (("说话人", "内容"), ("问", SENTENCES[0]), ("答", SENTENCES[1])):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def pdf() -> bytes:
    """A page of Latin text, written by hand (Chinese needs a font inside)."""
    text = "BT /F1 12 Tf 20 700 Td (Q: Where does the data come from? 没有统一标准) Tj ET"
    stream = text.encode("ascii", "replace")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data = b"%PDF-1.4\n"
    starts = []
    for number, content in enumerate(objects, 1):
        starts.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, len(data))
    )


def rtf() -> bytes:
    lines = ("".join(f"\\u{ord(char)}?" for char in text) for text in SENTENCES)
    return ("{\\rtf1\\ansi\\uc1 " + "\\par ".join(lines) + "}").encode("ascii")


GOOD: dict[str, bytes] = {
    "docx": docx(),
    "xlsx": xlsx(),
    "odt": odt(),
    "pdf": pdf(),
    "rtf": rtf(),
    "subtitles": (
        f"1\n00:00:01,000 --> 00:00:04,000\n{SENTENCES[0]}\n\n"
        f"2\n00:00:05,000 --> 00:00:09,000\n{SENTENCES[1]}\n"
    ).encode(),
    "html": f"<html><body><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></body></html>".encode(),
    "json": f'[{{"speaker": "问", "text": "{SENTENCES[0]}"}}, "{SENTENCES[1]}"]'.encode(),
    "csv": f"说话人,内容\n问,{SENTENCES[0]}\n答,{SENTENCES[1]}\n".encode(),
    "text": "\n".join(SENTENCES).encode(),
}
"""A small good file for each reader; a reader without one fails here."""


def test_every_reader_of_the_folder_is_in_the_tuple_and_nothing_else_is() -> None:
    defined = [
        value
        for module in MODULES.values()
        for value in vars(module).values()
        if isinstance(value, Reader)
    ]
    assert {reader.name for reader in defined} == {reader.name for reader in READERS}
    assert len(defined) == len(READERS), "each reader is defined in one file and listed once"


def test_every_other_file_of_the_folder_serves_a_reader() -> None:
    """A file that holds no reader and that none imports has been forgotten."""
    imported: set[str] = set()
    for module in MODULES.values():
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "corpus.readers":
                imported.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.removeprefix("corpus.readers."))
    readers = {
        name
        for name, module in MODULES.items()
        if any(isinstance(value, Reader) for value in vars(module).values())
    }
    assert MODULES.keys() - readers <= imported


def test_names_and_suffixes_are_claimed_once() -> None:
    assert len({reader.name for reader in READERS}) == len(READERS)
    assert len(SUFFIXES) == sum(len(reader.suffixes) for reader in READERS)


@each_reader
def test_suffixes_are_written_alike_and_stand_in_the_docs(reader: Reader) -> None:
    docs = (ROOT / "docs" / "formats.md").read_text("utf-8")
    row = next(line for line in docs.splitlines() if line.startswith(f"| {reader.name} |"))
    assert reader.suffixes
    assert re.findall(r"`(\.\w+)`", row) == list(reader.suffixes)
    assert all(re.fullmatch(r"\.[a-z]+", suffix) for suffix in reader.suffixes)
    assert reader.read.__doc__, "what it gives and when it refuses"


def test_the_docs_name_no_reader_that_there_is_not() -> None:
    docs = (ROOT / "docs" / "formats.md").read_text("utf-8")
    table = docs[docs.index("## Files that are read") :]
    rows = [line for line in table.splitlines() if re.match(r"\| [a-z]+ \| `", line)]
    assert [row.split(" | ")[0].lstrip("| ") for row in rows] == [one.name for one in READERS]


@each_reader
def test_a_good_file_is_read_under_each_of_its_suffixes(reader: Reader) -> None:
    assert reader.name in GOOD, "add a small file of this format, with SENTENCES in it, to GOOD"
    for suffix in reader.suffixes:
        documents, problems = read(Source(f"a{suffix}", GOOD[reader.name]))
        assert len(documents) == 1 and problems == []
        document = documents[0]
        text = "\n".join(line.text for line in document.lines)
        assert "Where does the data" in text if reader.name == "pdf" else SENTENCES[1] in text
        numbers = [line.number for line in document.lines]
        assert numbers == sorted(numbers) and min(numbers) >= 1
        assert document.format and document.part == ""
        assert all(line.role in (None, "interviewer", "interviewee") for line in document.lines)


@each_reader
def test_content_that_is_unmistakable_is_recognised_under_another_name(reader: Reader) -> None:
    if not (reader.binary or reader.sniff(GOOD[reader.name])):
        return
    documents, problems = read(Source("a.txt", GOOD[reader.name]))
    assert len(documents) == 1
    assert [(problem.key, problem.values["kind"]) for problem in problems] == [
        ("read.by_content", reader.name)
    ]


@each_reader
def test_text_under_its_suffix_is_text_or_a_refusal(reader: Reader) -> None:
    """A file is often only called .docx; its text is taken all the same."""
    documents, problems = read(Source(f"a{reader.suffixes[0]}", "\n".join(SENTENCES).encode()))
    assert documents or problems
    if reader.binary:
        assert [line.text for line in documents[0].lines] == list(SENTENCES)


@each_reader
def test_nothing_and_blanks_are_refused(reader: Reader) -> None:
    for data, keys in ((b"", {"read.empty"}), (b" \n\t\n", None)):
        documents, problems = read(Source(f"a{reader.suffixes[0]}", data))
        assert documents == [] and problems
        assert keys is None or {problem.key for problem in problems} == keys


def harmed(data: bytes, seed: str) -> list[bytes]:
    """The same damage in every run: cut, cut into, filled with noise, bytes changed."""
    chance = random.Random(seed)
    changed = []
    for _ in range(12):
        copy = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            copy[chance.randrange(len(copy))] = chance.randrange(256)
        changed.append(bytes(copy))
    middle = len(data) // 2
    return [
        data[:middle],
        data[middle:],
        data[:middle] + b"\x00\xff\xfe" + data[middle:],
        data[: len(data) // 4] + chance.randbytes(200),
        chance.randbytes(500),
        *changed,
    ]


@each_reader
def test_hostile_input_raises_unreadable_and_nothing_else(reader: Reader) -> None:
    for data in harmed(GOOD[reader.name], reader.name):
        for encoding in (None, "gb18030", "no-such-encoding"):
            source = Source(f"a{reader.suffixes[0]}", data, encoding)
            try:
                documents = reader.read(source)
            except Unreadable as error:
                assert error.text("zh") and error.text("en") and error.text("zh") != error.key
            else:
                assert all(isinstance(document, Document) for document in documents)


@each_reader
def test_what_was_wrong_is_told_in_both_languages(reader: Reader) -> None:
    for data in harmed(GOOD[reader.name], reader.name):
        documents, problems = read(Source(f"a{reader.suffixes[0]}", data))
        assert documents or problems
        for problem in problems:
            assert problem.source == f"a{reader.suffixes[0]}"
            chinese, english = problem.sentence("zh"), problem.sentence("en")
            assert chinese != english and problem.key not in chinese + english
            assert re.search(r"[\u4e00-\u9fff]", chinese) and "{" not in chinese + english
