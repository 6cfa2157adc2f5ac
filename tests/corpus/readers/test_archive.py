"""Containers with bounds: bombs, entities, passwords and damage are told, never followed."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from corpus.problem import Unreadable
from corpus.readers import archive


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in parts.items():
            box.writestr(name, content)
    return stream.getvalue()


GOOD = packed({"一/正文.xml": "<正文>没有统一标准</正文>".encode(), "空": b""})


def refusal(call: object, *arguments: object) -> tuple[str, object]:
    """The key of the refusal, and what it names."""
    with pytest.raises(Unreadable) as refused:
        call(*arguments)  # type: ignore[operator]
    for lang in ("zh", "en"):
        assert "{" not in refused.value.text(lang)  # type: ignore[arg-type]
    return refused.value.key, refused.value.values.get("kind", refused.value.values.get("limit"))


def test_parts_are_listed_and_read_by_name() -> None:
    assert archive.names(GOOD) == ["一/正文.xml", "空"]
    assert archive.part(GOOD, "一/正文.xml").decode() == "<正文>没有统一标准</正文>"
    assert archive.part(GOOD, "空") == b""
    archive.total(GOOD)
    archive.without_entities(GOOD)


def test_a_part_that_is_not_there() -> None:
    assert refusal(archive.part, GOOD, "二.xml") == ("read.damaged", "二.xml")


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" + b"\x00" * 40, GOOD[:-30], b"x" * 200])
def test_what_is_no_container_is_damaged(data: bytes) -> None:
    for call in (archive.names, archive.total, archive.without_entities):
        assert refusal(call, data) == ("read.damaged", "zip")
    assert refusal(archive.part, data, "空")[0] == "read.damaged"


def test_content_that_is_not_what_was_packed() -> None:
    """A byte of the packed text is another one: the checksum tells."""
    data = packed({"a.xml": bytes(range(256)) * 40})
    at = data.index(b"a.xml") + 60
    broken = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
    assert refusal(archive.part, broken, "a.xml") == ("read.damaged", "a.xml")


def test_a_locked_part_asks_for_no_password() -> None:
    """Bit 0 of the flags says encrypted, in the directory at the end."""
    data = bytearray(packed({"a.xml": b"<a/>"}))
    entry = data.rindex(b"PK\x01\x02")
    struct.pack_into("<H", data, entry + 8, 1)
    assert refusal(archive.part, bytes(data), "a.xml")[0] == "read.password"


def test_a_part_or_a_whole_that_expands_too_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LIMIT", 1024 * 1024)
    edge, over = packed({"a": b"\0" * 1024 * 1024}), packed({"a": b"\0" * (1024 * 1024 + 1)})
    assert len(archive.part(edge, "a")) == 1024 * 1024
    assert refusal(archive.part, over, "a") == ("read.bomb", 1)
    archive.total(packed(dict.fromkeys("ab", b"\x00" * 1024 * 1024)))
    whole = packed(dict.fromkeys("abc", b"\x00" * 1024 * 1024))
    assert refusal(archive.total, whole) == ("read.bomb", 2) and len(whole) < 10_000


@pytest.mark.parametrize(
    ("name", "content", "refused"),
    [
        ("a.xml", b'<?xml version="1.0"?><!DOCTYPE a><a/>', True),
        ("a.rels", b"<!DOCTYPE a><a/>", True),
        ("a.xml", b"<a>DOCTYPE</a>", False),
        ("a.png", b"<!DOCTYPE a>", False),
    ],
)
def test_declared_types_are_refused_in_xml_alone(name: str, content: bytes, refused: bool) -> None:
    data = packed({"b.xml": b"<b/>", name: content})
    if refused:
        assert refusal(archive.without_entities, data)[0] == "read.entities"
    else:
        archive.without_entities(data)


ENTITIES = [
    b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    b'<!DOCTYPE a SYSTEM "http://198.51.100.7/a.dtd"><a/>',
    b'<?xml version="1.0"?><!ENTITY b SYSTEM "file:///etc/passwd"><a/>',
]


@pytest.mark.parametrize("content", ENTITIES)
def test_no_entity_is_resolved(content: bytes) -> None:
    assert refusal(archive.xml, content)[0] == "read.entities"


@pytest.mark.parametrize("content", [b"", b"<a>", b"<a></b>", b"text", "<甲>".encode("utf-16")])
def test_xml_that_is_none_is_damaged(content: bytes) -> None:
    assert refusal(archive.xml, content) == ("read.damaged", "xml")


def test_xml_is_read_with_its_text_and_deep_trees_too() -> None:
    root = archive.xml("<甲 乙='丙'>𠮷<丁/>尾</甲>".encode())
    assert (root.tag, root.get("乙"), root.text, root[0].tail) == ("甲", "丙", "𠮷", "尾")
    assert archive.xml(b"<a>" * 2000 + b"</a>" * 2000).tag == "a"
