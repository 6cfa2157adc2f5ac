"""From bytes to lines: one file per family of formats, listed in ``READERS``.

A reader takes a ``Source`` and returns the interviews in it as ``Document`` values: lines in order,
with what the format itself tells of each (speaker, time, heading, page). What it cannot take it
says by ``Unreadable`` (a message key with the remedy), which becomes a Problem here; nothing else
leaves it for bad input. A further reader is one file here, one line in ``READERS``, the words of
its refusals in ``corpus/messages`` and its suffixes in the table of docs/formats.md.

Never in here: who speaks by the labels inside a text (``corpus.turns``), and the disk, except in
``read_file``.
"""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Final

from corpus.document import Document
from corpus.problem import Problem, Unreadable
from corpus.readers import archive, docx, html, odt, pdf, plain, rtf, sheet, structured, subtitles
from corpus.readers.source import Reader, Source

READERS: Final[tuple[Reader, ...]] = (
    docx.READER,
    sheet.XLSX,
    odt.READER,
    pdf.READER,
    rtf.READER,
    subtitles.READER,
    html.READER,
    structured.READER,
    sheet.CSV,
    plain.READER,
)
SUFFIXES: Final = {suffix: reader for reader in READERS for suffix in reader.suffixes}
LIMIT: Final = 64 * 1024 * 1024
"""Larger files are refused: an interview of 64 MiB is none."""

_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AUDIO: Final = frozenset(
    [
        ".mp3",
        ".wav",
        ".m4a",
        ".aac",
        ".flac",
        ".ogg",
        ".wma",
        ".amr",
        ".mp4",
        ".mov",
        ".avi",
        ".mkv",
        ".wmv",
        ".m4v",
    ]
)
_IMAGE: Final = frozenset(
    [".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"]
)
__all__ = ["LIMIT", "READERS", "SUFFIXES", "Reader", "Source", "read", "read_file"]


def read_file(
    path: Path, name: str | None = None, encoding: str | None = None
) -> tuple[list[Document], list[Problem]]:
    """The interviews in a file, and what was wrong with it. ``name`` is what messages call it."""
    name = name or str(path)
    try:
        if path.is_dir():
            return [], [Problem(name, "read.folder")]
        if path.exists() and not path.is_file():
            return [], [Problem(name, "read.special")]
        with path.open("rb") as stream:
            size = path.stat().st_size
            data = stream.read(
                size + 1 if 0 < size < LIMIT else LIMIT + 1
            )  # so much memory is set aside for it
    except FileNotFoundError:
        return [], [Problem(name, "read.missing")]
    except PermissionError:
        return [], [Problem(name, "read.permission")]
    except OSError as error:
        return [], [
            Problem(
                name, "read.unopened", values={"reason": error.strerror or type(error).__name__}
            )
        ]
    return read(Source(name, data, encoding))


def read(source: Source) -> tuple[list[Document], list[Problem]]:
    """Choose the reader by content where that is unmistakable, else by suffix, and read."""
    suffix = PurePath(source.name.split("#")[0]).suffix.lower()
    problems: list[Problem] = []
    try:
        reader = _reader(source, suffix)
        if (
            suffix in SUFFIXES
            and reader is not SUFFIXES[suffix]
            and not (reader is plain.READER and suffix == "")
        ):
            problems.append(
                Problem(
                    source.name,
                    "read.by_content",
                    severity="note",
                    values={"suffix": suffix, "kind": reader.name},
                )
            )
        documents = reader.read(source)
    except Unreadable as error:
        return [], [Problem(source.name, error.key, error.line, values=error.values)]
    except RecursionError:
        return [], [Problem(source.name, "read.damaged", values={"kind": suffix or "?"})]
    if not any(line.text.strip() for document in documents for line in document.lines):
        return [], [*problems, Problem(source.name, "read.blank")]
    return documents, problems


def _reader(source: Source, suffix: str) -> Reader:
    data = source.data
    if not data:
        raise Unreadable("read.empty")
    if len(data) > LIMIT:
        raise Unreadable("read.too_large", limit=LIMIT // 1024 // 1024)
    if suffix in _AUDIO:
        raise Unreadable("read.audio")
    if suffix in _IMAGE:
        raise Unreadable("read.image")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("read.password")
        raise Unreadable("read.old_excel" if suffix == ".xls" else "read.old_word")
    head = data[:4096]
    if data.startswith(b"PK"):
        return _container(data)
    for reader in READERS:
        if reader.sniff(head):
            return reader
    by_suffix = SUFFIXES.get(suffix)
    if by_suffix is not None and by_suffix.binary:
        if b"\x00" in head[:1024] and not data.startswith(_UTF16):
            raise Unreadable("read.damaged", kind=suffix.lstrip("."))
        return plain.READER
    if by_suffix is not None:
        return by_suffix
    if suffix in ("", ".doc", ".xls", ".wps", ".srtx"):
        return plain.READER
    raise Unreadable("read.unsupported", suffix=suffix, known=" ".join(sorted(SUFFIXES)))


def _container(data: bytes) -> Reader:
    parts = archive.names(data)
    for reader in READERS:
        if reader.holds(parts):
            return reader
    raise Unreadable("read.archive")
