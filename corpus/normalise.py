"""The only changes ever made to text, before offsets exist; and the shadow text used for matching."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from corpus.document import Line
from corpus.span import Span

_GONE: Final = {
    **dict.fromkeys((*range(9), 11, *range(14, 32), 127, *range(128, 160))),
    **dict.fromkeys((173, 8203, 8206, 8207, 8288, *range(8234, 8239), *range(8294, 8298), 65279)),
    **dict.fromkeys(range(55296, 57344), "�"),
    0x0C: "\n",
    0x2028: "\n",
    0x2029: "\n",
}
_DIRTY: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")

_WIDTH: Final = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
    0xA0: " ",
    0x2002: " ",
    0x2003: " ",
    0x2009: " ",
    0x09: " ",
    0xFE55: ":",
    0xFE30: ":",
    0x2236: ":",
    0xA789: ":",
    0xFE50: ",",
    0xFE54: ";",
    0xFE56: "?",
    0xFE57: "!",
    0xFF61: "。",
}
_MATCHING: Final = {
    **_WIDTH,
    **{code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)},
    **{code: chr(code - 0xFEE0 + 32) for code in range(0xFF21, 0xFF3B)},
}
_WIDTH_OF: Final = {chr(code): char for code, char in _WIDTH.items()}
_WIDE: Final = frozenset(_WIDTH_OF)

MASK: Final = "\x00"
"""Stands in the shadow for every character of a transcription mark: no indicator can match through it."""

_PAGE: Final = re.compile(
    r"^\s*(?:第\s*[\d一二三四五六七八九十百]+\s*[页頁](?:\s*[,，/]?\s*共\s*\d+\s*[页頁])?|[-–—·~]\s*\d{1,4}\s*[-–—·~]"
    r"|\d{1,4}\s*/\s*\d{1,4}|page\s+\d+(?:\s+of\s+\d+)?)\s*$",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[。.？?！!…；;：:”\"』」）)】\]]\s*$")


def clean(text: str) -> str:
    """Line ends to ``\\n``; invisible, control and direction characters out; lone surrogates to U+FFFD.

    Joiners inside emoji (U+200D) stay. Nothing else is touched: width, case, script and blanks are the
    speaker's and belong to the shadow.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_GONE) if _DIRTY.search(text) else text


def fold(text: str) -> str:
    """Full-width forms and odd blanks to ASCII, same length (for labels and metadata).

    Far quicker than ``str.translate``, since a text holds few of them.
    """
    for char in _WIDE.intersection(text):
        text = text.replace(char, _WIDTH_OF[char])
    return text


def fold_head(text: str) -> str:
    """``fold`` for the start of a line, where its label stands; the same length, the rest as it is."""
    return fold(text) if len(text) <= 64 else fold(text[:64]) + text[64:]


def cut_pages(lines: Sequence[Line], opens: Any) -> tuple[list[Line], list[Line]]:
    """Take page furniture out: (lines that stay, lines cut).

    Furniture is a page number line, or a short line that recurs at least three times beside one. A sentence that
    the furniture had broken is put together again, unless ``opens(line text)`` says that the next line opens a turn.
    """
    pages = [place for place, line in enumerate(lines) if line.kind == "text" and len(line.text) < 40 and _PAGE.match(line.text)]
    if not pages:
        return list(lines), []
    beside: dict[str, int] = {}
    for place in pages:
        for other in (place - 1, place + 1):
            if 0 <= other < len(lines) and 0 < len(lines[other].text.strip()) <= 30:
                beside[lines[other].text.strip()] = beside.get(lines[other].text.strip(), 0) + 1
    headers = {text for text, count in beside.items() if count >= 3}
    cut = set(pages) | {place for place, line in enumerate(lines) if line.text.strip() in headers}
    kept: list[Line] = []
    broken = False
    for place, line in enumerate(lines):
        if place in cut:
            broken = True
            continue
        if not line.text.strip():
            if not broken:
                kept.append(line)
            continue
        if broken and kept and not _SENTENCE_END.search(kept[-1].text) and kept[-1].text.strip() and not opens(line.text):
            kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip() + line.text.lstrip())
        else:
            kept.append(line)
        broken = False
    return kept, [lines[place] for place in sorted(cut)]


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("tw2s")


@cache
def _traditional() -> frozenset[str]:
    """Characters that 繁→简 changes (the cheap test whether a text needs it)."""
    han = "".join(chr(code) for code in range(0x4E00, 0xA000))
    plain = _converter().convert("\n".join(han)).split("\n")
    return frozenset(char for char, simple in zip(han, plain, strict=True) if char != simple)


def simplified(text: str) -> str:
    """繁→简 of the same length; a stretch of Chinese characters whose length would change is converted one by one."""
    return text if _traditional().isdisjoint(text) else _HAN.sub(lambda run: _converted([run[0]])[0], text)


_HAN: Final = re.compile("[\u3400-\u9fff]+")


def _converted(runs: Sequence[str]) -> list[str]:
    """Stretches without a line break, each converted to the same length."""
    made = _converter().convert("\n".join(runs)).split("\n")
    return [new if len(new) == len(old) else _one_by_one(old) for old, new in zip(runs, made, strict=True)]


def _one_by_one(run: str) -> str:
    chars = (_converter().convert(char) for char in run)
    return "".join(new if len(new) == 1 else old for old, new in zip(run, chars, strict=True))


_CODE: Final = 0x1FFFFF
_IS_HAN: Final = 1 << 29
_CHANGES: Final = 1 << 30


@cache
def _table() -> Any:
    """By code point: the character for matching, with a bit for Chinese and one for what 繁→简 may change (one table, so that one look-up tells all)."""
    import numpy as np

    table = np.arange(sys.maxunicode + 1, dtype="<u4")
    table[list(_MATCHING)] = [ord(char) for char in _MATCHING.values()]
    table[0x3400:0xA000] |= _IS_HAN
    table[[ord(char) for char in _traditional()]] |= _CHANGES
    return table


def shadow(text: str, marks: Iterable[Span] = ()) -> str:
    """The text for matching, the same length as ``text``: width and case folded, 繁→简, marks masked."""
    import numpy as np

    codes = _table().take(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4"))
    folded = (codes & _CODE).tobytes().decode("utf-32-le", "surrogatepass")
    places = (codes & _CHANGES).nonzero()[0]
    if len(places):
        edges = (codes & _IS_HAN == 0).nonzero()[0]
        bounds = [
            (edges.item(run - 1) + 1 if run else 0, edges.item(run) if run < len(edges) else len(codes))
            for run in dict.fromkeys(edges.searchsorted(places).tolist())
        ]
        folded = _put(folded, bounds, _converted([folded[start:end] for start, end in bounds]))
    spans = [(mark.start, mark.end) for mark in marks]
    return _put(folded, spans, [MASK * (end - start) for start, end in spans]) if spans else folded


def _put(text: str, bounds: Sequence[tuple[int, int]], new: Sequence[str]) -> str:
    """``text`` with other characters in some stretches."""
    pieces, at = [], 0
    for (start, end), piece in zip(bounds, new, strict=True):
        pieces += [text[at:start], piece]
        at = end
    return "".join([*pieces, text[at:]])
