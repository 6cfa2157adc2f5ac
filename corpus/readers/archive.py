"""Parts of zip containers and their XML, with bounds: no bomb expands, no entity is resolved."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any, Final

from corpus.problem import Unreadable

LIMIT: Final = 100 * 1024 * 1024


def names(data: bytes) -> list[str]:
    """The parts of a container. Raises Unreadable when it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            return box.namelist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable("read.damaged", kind="zip") from error


def part(data: bytes, name: str) -> bytes:
    """One part, reading at most ``LIMIT`` bytes. Raises Unreadable for damage, encryption, or a
    part that expands beyond.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            if box.getinfo(name).flag_bits & 1:
                raise Unreadable("read.password")
            with box.open(name) as stream:
                content = stream.read(LIMIT + 1)
    except KeyError as error:
        raise Unreadable("read.damaged", kind=name) from error
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        EOFError,
        zlib.error,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Unreadable("read.damaged", kind=name) from error
    if len(content) > LIMIT:
        raise Unreadable("read.bomb", limit=LIMIT // 1024 // 1024)
    return content


def total(data: bytes) -> None:
    """Raises Unreadable when the container says that it expands beyond twice the limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            size = sum(entry.file_size for entry in box.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable("read.damaged", kind="zip") from error
    if size > 2 * LIMIT:
        raise Unreadable("read.bomb", limit=2 * LIMIT // 1024 // 1024)


def without_entities(data: bytes) -> None:
    """Raises Unreadable when an XML part declares a document type (for containers that another
    library parses).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            for entry in box.infolist():
                if entry.filename.endswith((".xml", ".rels")):
                    with box.open(entry) as stream:
                        if b"<!DOCTYPE" in stream.read(4096):
                            raise Unreadable("read.entities")
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        EOFError,
        zlib.error,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Unreadable("read.damaged", kind="zip") from error


def xml(content: bytes) -> Any:
    """The root element (lxml), entities and network off. Raises Unreadable for damage or a document
    type declaration.
    """
    from lxml import etree

    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:65536]:
        raise Unreadable("read.entities")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("read.damaged", kind="xml") from error
