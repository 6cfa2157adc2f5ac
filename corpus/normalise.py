"""The only changes ever made to text, before offsets exist; and the shadow text used for
matching.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final, Protocol

from corpus.span import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_RADICALS: Final = (
    "⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻡首⻢马⻣骨⻤鬼"
    "⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
)
"""Radicals that fonts of a PDF name in place of the character that looks the same."""

_CLEANED: Final = {
    **{
        code: unicodedata.normalize("NFKC", chr(code))
        for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAFF))
    },
    **{ord(radical): char for radical, char in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)},
    **dict.fromkeys((*range(9), 11, *range(14, 32), 127, *range(128, 160))),
    **dict.fromkeys((173, 8203, 8206, 8207, 8288, *range(8234, 8239), *range(8294, 8298), 65279)),
    **dict.fromkeys(range(55296, 57344), "�"),
    0x0C: "\n",
    0x2028: "\n",
    0x2029: "\n",
}
_DIRTY: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069"
    "\u2e80-\u2fd5\uf900-\ufaff\ufeff\ud800-\udfff]"
)

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
_WIDE: Final = re.compile(f"[{re.escape(''.join(_WIDTH_OF))}]")

MASK: Final = "\x00"
"""Stands in the shadow for every character of a transcription mark: no indicator can match through
it.
"""


def clean(text: str) -> str:
    """Line ends to ``\\n``; invisible, control and direction characters out; lone surrogates to
    U+FFFD; radicals and compatibility forms, which text copied out of a PDF holds, to the
    characters that they stand for.

    Joiners inside emoji (U+200D) stay. Nothing else is touched: width, case, script and blanks are
    the speaker's and belong to the shadow.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_CLEANED) if _DIRTY.search(text) else text


def fold(text: str) -> str:
    """Full-width forms and odd blanks to ASCII, same length (for labels and metadata).

    Far quicker than ``str.translate``, since a text holds few of them.
    """
    for char in set(_WIDE.findall(text)):
        text = text.replace(char, _WIDTH_OF[char])
    return text


def fold_head(text: str) -> str:
    """``fold`` for the start of a line, where its label stands; the same length, the rest as it
    is.
    """
    return fold(text) if len(text) <= 64 else fold(text[:64]) + text[64:]


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter() -> _Converter:
    import opencc

    converter: _Converter = opencc.OpenCC("tw2s")
    return converter


@cache
def _traditional() -> frozenset[str]:
    """Characters that 繁→简 changes (the cheap test whether a text needs it)."""
    han = "".join(chr(code) for code in range(0x4E00, 0xA000))
    plain = _converter().convert("\n".join(han)).split("\n")
    return frozenset(char for char, simple in zip(han, plain, strict=True) if char != simple) - {
        "么"
    }  # 幺 only where nothing stands beside it


def simplified(text: str) -> str:
    """繁→简 of the same length; a stretch of Chinese characters whose length would change is
    converted one by one.
    """
    return (
        text
        if _traditional().isdisjoint(text)
        else _HAN.sub(lambda run: _converted([run[0]])[0], text)
    )


_HAN: Final = re.compile("[\u3400-\u9fff]+")


def _converted(runs: Sequence[str]) -> list[str]:
    """Stretches without a line break, each converted to the same length."""
    converted = _converter().convert("\n".join(runs)).split("\n")
    return [
        new if len(new) == len(old) else _one_by_one(old)
        for old, new in zip(runs, converted, strict=True)
    ]


def _one_by_one(run: str) -> str:
    chars = (_converter().convert(char) for char in run)
    return "".join(new if len(new) == 1 else old for old, new in zip(run, chars, strict=True))


_CODE: Final = 0x1FFFFF
_IS_HAN: Final = 1 << 29
_CHANGES: Final = 1 << 30


@cache
def _table() -> NDArray[np.uint32]:
    """By code point: the character for matching, with a bit for Chinese and one for what 繁→简 may
    change (one table, so that one look-up tells all).
    """
    import numpy as np

    table = np.arange(sys.maxunicode + 1, dtype="<u4")
    table[list(_MATCHING)] = [ord(char) for char in _MATCHING.values()]
    table[0x3400:0xA000] |= _IS_HAN
    table[[ord(char) for char in _traditional()]] |= _CHANGES
    return table


def _codes(text: str) -> NDArray[np.uint32]:
    """The code points of a text, an array."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def shadow(text: str, marks: Iterable[Span] = ()) -> str:
    """The text for matching, the same length as ``text``: width and case folded, 繁→简, marks
    masked.
    """
    codes = _table().take(_codes(text))
    folded = (codes & _CODE).tobytes().decode("utf-32-le", "surrogatepass")
    changing = (codes & _CHANGES).nonzero()[0]
    if len(changing):
        edges = (codes & _IS_HAN == 0).nonzero()[0]
        bounds = [
            (
                edges.item(run - 1) + 1 if run else 0,
                edges.item(run) if run < len(edges) else len(codes),
            )
            for run in dict.fromkeys(edges.searchsorted(changing).tolist())
        ]
        runs = _converted([folded[start:end] for start, end in bounds])
        folded = _replaced(folded, bounds, runs)
    spans = [(mark.start, mark.end) for mark in marks]
    masks = [MASK * (end - start) for start, end in spans]
    return _replaced(folded, spans, masks) if spans else folded


class Characters:
    """Some characters, to be looked for in long texts."""

    def __init__(self, characters: str) -> None:
        self._characters = characters

    @cached_property
    def _is(self) -> NDArray[np.bool_]:
        import numpy as np

        table = np.zeros(sys.maxunicode + 1, dtype=bool)
        table[[ord(char) for char in self._characters]] = True
        return table

    def places(self, text: str) -> list[int]:
        """Where one of them stands, in order: in half of the time that an expression takes, in long
        texts a fifth.
        """
        offsets: list[int] = self._is.take(_codes(text)).nonzero()[0].tolist()
        return offsets


def _replaced(text: str, bounds: Sequence[tuple[int, int]], new: Sequence[str]) -> str:
    """``text`` with other characters in some stretches, which are in order and apart."""
    pieces, offset = [], 0
    for (start, end), piece in zip(bounds, new, strict=True):
        pieces += [text[offset:start], piece]
        offset = end
    return "".join([*pieces, text[offset:]])
