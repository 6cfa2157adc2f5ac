"""Bytes to text in whatever Chinese encoding they are.

Real Big5 decodes without an error as gb18030, into garbage: candidates are scored against each
other by how common their characters are. Marks first, strict UTF-8 next.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import cache
from typing import Final

from corpus.problem import Problem, Unreadable
from corpus.readers.source import Source

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COMMON: Final = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下"
    "自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部"
    "其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又"
    "关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯"
    "月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入"
    "几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管"
    "期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像"
    "难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今"
    "切院让识候带导争运"
    "疫情数据共享平台接口街道社区访谈受者健康码流调核酸网格填登记表电话电脑系统标准统一部门领导协调"
)
_TRADITIONAL: Final = (
    "個這們來為國說時對過發後裡種經麼學現當沒動還進樣實軍無與長機問關點業將兩間應戰頭體見"
    "產話門員處義條係氣題變總電數報結務場計資統區隊決認設記類據規領訪談協調資訊單位開會議"
    "長報導讓觀"
)


@cache
def _common() -> frozenset[str]:
    """Characters that real Chinese text is full of, in either script."""
    return frozenset(_COMMON + _TRADITIONAL)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the name of its encoding; ``bad`` lists the lines, from 1 and at most 20, that hold
    undecodable bytes (kept visible as U+FFFD).
    """

    text: str
    encoding: str
    bad: tuple[int, ...] = ()


def bad_bytes(source: Source, decoded: Decoded) -> list[Problem]:
    """A warning that names the lines with bytes that could not be decoded; empty without any."""
    if not decoded.bad:
        return []
    values = {"lines": "、".join(map(str, decoded.bad))}
    return [Problem(source.name, "read.bad_bytes", decoded.bad[0], "warning", values)]


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Text and encoding; ``encoding`` is the user's word. Raises Unreadable when that does not fit
    or nothing fits.
    """
    if encoding:
        try:
            return Decoded(data.decode(encoding), encoding)
        except LookupError as error:
            raise Unreadable("read.encoding_unknown_name", encoding=encoding) from error
        except UnicodeDecodeError as error:
            raise Unreadable(
                "read.encoding_told", line=data[: error.start].count(b"\n") + 1, encoding=encoding
            ) from error
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = data.decode(name, errors="replace")
            return Decoded(text, name, _bad_lines(text))
    sample = data[:4000]
    if len(sample) >= 4 and b"\x00" in sample:
        guess = _utf16(sample)
        if guess:
            return Decoded(data.decode(guess, errors="replace"), guess)
        if sample.count(0) > max(2, len(sample) // 500):
            raise Unreadable("read.binary")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    scored = [_scored(data, name) for name in ("gb18030", "cp950", "big5hkscs")]
    fitting = [candidate for candidate in scored if candidate is not None]
    score, text, name = max(fitting, default=(0.0, "", ""), key=lambda candidate: candidate[0])
    if score > 0.05:
        return Decoded(text, name)
    guess = _utf16(sample)
    if guess:
        return Decoded(data.decode(guess, errors="replace"), guess)
    for name in ("utf-8", "gb18030"):
        text = data.decode(name, errors="replace")
        bad = text.count("\ufffd")
        if bad <= max(3, len(text) // 1000) and _score(text) > 0.05:
            return Decoded(text, name, _bad_lines(text))
    raise Unreadable("read.binary" if b"\x00" in sample else "read.encoding")


def _bad_lines(text: str) -> tuple[int, ...]:
    """The first 20 lines, from 1, that hold U+FFFD."""
    return tuple(number for number, line in enumerate(text.split("\n"), 1) if "\ufffd" in line)[:20]


def _scored(data: bytes, name: str) -> tuple[float, str, str] | None:
    """Score, text and encoding; None where the bytes do not decode. cp950 comes before its
    superset.
    """
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    return _score(text) + (0.001 if name == "cp950" else 0.0), text, name


def _score(text: str) -> float:
    """The share of common characters among the non-ASCII ones, less that of private ones; 1 for a
    text in ASCII.
    """
    sample = [char for char in text[:20000] if ord(char) > 127]
    if not sample:
        return 1.0
    common = _common()
    good = sum((char in common) + (char in "，。？！：；、“”（）") for char in sample)
    private = sum(0xE000 <= ord(char) < 0xF900 for char in sample)
    return good / len(sample) - private / len(sample)


def _utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark: one of the two readings is common Chinese or has its zeros on one
    side.
    """
    sample = sample[: len(sample) // 2 * 2]
    best = max(
        ("utf-16-le", "utf-16-be"), key=lambda name: _score(sample.decode(name, errors="replace"))
    )
    text = sample.decode(best, errors="replace")
    readable = sum(char.isprintable() or char in "\r\n\t" for char in text) / max(1, len(text))
    return best if readable > 0.97 and _score(text) > 0.3 and not text.isascii() else None
