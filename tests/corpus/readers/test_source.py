"""What a reader gets and is: defaults that recognise nothing, values that do not change."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from corpus.readers import READERS, SUFFIXES
from corpus.readers.source import Reader, Source


def test_a_reader_without_signs_recognises_nothing() -> None:
    reader = Reader("某", (".x",), lambda source: [])
    assert not reader.sniff(b"%PDF") and not reader.holds(["word/document.xml"])
    assert not reader.binary and reader.read(Source("a.x", b"")) == []


def test_a_source_is_as_it_was_given() -> None:
    source = Source("访谈/一.txt", b"abc")
    assert source.encoding is None
    with pytest.raises(FrozenInstanceError):
        source.name = "二.txt"  # type: ignore[misc]


def test_each_suffix_belongs_to_one_reader_and_is_lower_case() -> None:
    suffixes = [suffix for reader in READERS for suffix in reader.suffixes]
    assert len(suffixes) == len(set(suffixes)) == len(SUFFIXES)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)
    assert len({reader.name for reader in READERS}) == len(READERS)


@pytest.mark.parametrize("head", [b"", "问：难在哪？\n答：没有统一标准。".encode(), b"a,b\n1,2\n"])
def test_nobody_claims_plain_talk_by_its_content(head: bytes) -> None:
    assert [reader.name for reader in READERS if reader.sniff(head)] == []
    assert [reader.name for reader in READERS if reader.holds(["a.txt", "b.txt"])] == []
