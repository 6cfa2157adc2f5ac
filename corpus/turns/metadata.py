"""Header fields: recognise them by synonyms, split several on a line, give dates and durations one
form.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from corpus.normalise import fold
from corpus.turns.labels import FIELDS, plain

Value = str | int | float | list[str]
Metadata = dict[str, Value]
"""Metadata key -> value: ISO 8601 for dates, seconds for durations, a list for keywords."""

_GAP: Final = re.compile(r"(?:\s{2,}|[;；|｜]\s*)(?=(?!\d+\s?:)[^\s:]{1,10}\s?:)")
_FIELD: Final = re.compile(
    r"^\s*(?:[-*•·#]+\s*)?(?:\*\*)?([^:\n]{1,16}?)(?:\*\*)?\s*:(?:\*\*)?\s*(.*?)\s*$", re.DOTALL
)
_SPACED: Final = re.compile(
    r"\s+(?=(?:"
    + "|".join(
        sorted(
            (re.escape(label) for label in FIELDS if len(label) >= 2 and not label.isascii()),
            key=len,
            reverse=True,
        )
    )
    + r")\s?:)"
)
_COLON: Final = re.compile("[:：﹕︰∶꞉]")
_ID: Final = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,4}[-_]?\d{1,4})(?![A-Za-z0-9])")


_ENDINGS: Final = (
    ("工作年限", "years"),
    ("访谈编号", "id"),
    ("编号", "id"),
    ("访谈时间", "date"),
    ("访谈地点", "place"),
    ("访谈方式", "method"),
    ("时长", "duration_s"),
)


@lru_cache(maxsize=1024)
def key_of(label: str) -> str | None:
    """The metadata key of a header label, by synonyms; None when the label is not known."""
    name = re.sub(r"\(.*?\)$", "", plain(fold(label))).strip("*_【】[]()")
    if name in FIELDS:
        return FIELDS[name]
    return next((key for ending, key in _ENDINGS if len(name) <= 8 and name.endswith(ending)), None)


def split_fields(line: str) -> list[tuple[str, str]] | None:
    """``标签：值`` pairs of one line, several separated by blanks; None when the line is not made
    of such pairs.

    A first piece without a label (a title before fields) comes back with the label "".
    """
    if len(line) > 600 or not _COLON.search(line):
        return None
    flat = fold(line)
    cuts = [
        0,
        *sorted({match.end() for match in (*_GAP.finditer(flat), *_SPACED.finditer(flat))}),
        len(flat),
    ]
    pairs: list[tuple[str, str]] = []
    for start, end in itertools.pairwise(cuts):
        match = _FIELD.match(flat[start:end])
        if match is None:
            if pairs or not flat[start:end].strip():
                return None
            pairs.append(("", line[start:end].strip()))
            continue
        label = line[start + match.start(1) : start + match.end(1)].strip()
        value = line[start + match.start(2) : start + match.end(2)].strip().strip("*;；|｜").strip()
        if (
            label.isdigit()
            or "http" in label.lower()
            or flat[start + match.end(1) :].lstrip(" *").startswith("://")
        ):
            return None
        pairs.append((re.sub(r"\s+", "", label) if not label.isascii() else label, value))
    return pairs if any(label for label, _ in pairs) else None


_DIGITS: Final = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
_CHINESE_DATE: Final = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,"
    r"3})月(?:([一二三四五六七八九十]{1,3})[日号])?"
)
_DATE: Final = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*[年./\-]\s*(\d{1,2})(?:\s*[月./\-]\s*(\d{1,2})?)?\s*[日号]?(?!\d)"
)
_COMPACT: Final = re.compile(r"(?<!\d)(20\d{2})([01]\d)([0-3]\d)(?!\d)")
_ROC: Final = re.compile(
    r"(?:民国|民國|中华民国|中華民國)\s*(\d{2,3})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?"
)
_CLOCK: Final = re.compile(
    (
        r"(上午|下午|晚上|中午|凌晨|早上|am|pm)?\s*(?<![\d:])(\d{1,"
        r"2})[:时點点](\d{2})(?::(\d{2}))?分?(?![\d:])"
    ),
    re.IGNORECASE,
)
_RANGE: Final = re.compile(
    r"(?<![\d:])(\d{1,2}):(\d{2})\s*(?:[-–—~～]+|至|到)\s*(?:下午|上午)?\s*(\d{1,"
    r"2}):(\d{2})(?![\d:])"
)


def _number(chinese: str) -> int:
    if "十" not in chinese:
        return int("".join(_DIGITS.get(char, char) for char in chinese))
    tens, _, units = chinese.partition("十")
    return (int(_DIGITS[tens]) if tens else 1) * 10 + (int(_DIGITS[units]) if units else 0)


def iso_date(value: str) -> str | None:
    """The first date in ``value`` as ISO 8601 (``2023-03-15``, or ``2023-03`` without a day); None
    without one.
    """
    text = fold(value)
    found = _ROC.search(text)
    if found:
        year, month, day = int(found[1]) + 1911, int(found[2]), int(found[3]) if found[3] else None
    elif found := _CHINESE_DATE.search(text):
        year = int("".join(_DIGITS[char] for char in found[1]))
        month, day = _number(found[2]), _number(found[3]) if found[3] else None
    elif (found := _DATE.search(text)) or (found := _COMPACT.search(text)):
        year, month, day = int(found[1]), int(found[2]), int(found[3]) if found[3] else None
    else:
        return None
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day is not None else "")


def clock(value: str) -> str | None:
    """The first time of day in ``value`` as HH:MM (下午 3:05 -> 15:05); None without one."""
    found = _CLOCK.search(fold(value))
    if not found:
        return None
    hour, minute = int(found[2]), int(found[3])
    if (found[1] or "").lower() in ("下午", "晚上", "pm") and hour < 12:
        hour += 12
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def seconds(value: str) -> int | float | None:
    """A duration in seconds: 1小时20分, 48分钟 12秒, 约40分钟, 01:20:33, 52:40 (minutes); a bare
    number is minutes.
    """
    text = fold(value).strip()
    parts = re.findall(
        (
            r"(\d+(?:\.\d+)?)\s*(个?半?小时|小時|個小時|时(?!间)|時|h(?:ours?)?|分钟?|分鐘|"
            r"min(?:utes?)?|m(?![a-z])|秒钟?|s(?:ec(?:onds?)?)?(?![a-z]))"
        ),
        text,
        re.IGNORECASE,
    )
    if parts:
        total = 0.0
        for amount, unit in parts:
            head = unit.lower()
            scale = (
                3600
                if "时" in head or "時" in head or head.startswith("h")
                else 1
                if head.startswith(("秒", "s"))
                else 60
            )
            total += float(amount) * scale + (1800 if "半" in head else 0)
        if "小时半" in text:
            total += 1800
        return int(total) if total == int(total) else total
    found = re.search(r"(?<!\d)(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?!\d)", text)
    if found:
        return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])
    found = re.fullmatch(r"(?:约|大约)?\s*(\d{1,3})", text)
    return int(found[1]) * 60 if found else None


_POSITION: Final = re.compile(
    r"(?:科长|处长|局长|主任|书记|秘书长|市长|区长|队长|组长|经理|主管|科员|干部|民警|警长|"
    r"网格员|社工|专员|工程师|负责人|调研员|院长|所长|校长|老师|医生|护士|部长|主席|站长|"
    r"专干|队员|顾问|总监|助理|办事员|副职)$"
)
_DEPARTMENT: Final = re.compile(
    r"(?:局|委|委员会|办|办公室|中心|厅|部|院|街道|社区|公司|集团|医院|大学|处|科|队|所|镇|乡|"
    r"区|县|管委会|指挥部|居委会|卫健|公安|民政|疾控|医保)$"
)


def collect(fields: Iterable[tuple[str, str]]) -> Metadata:
    """Fields in the order found -> metadata with the keys of the stable interface.

    Dates are ISO 8601, ``duration_s`` seconds, ``age`` and ``years`` numbers when they are plain
    ones, ``keywords`` a list. What is not recognised stays under its own label; a second value for
    a key is joined by ``；``.
    """
    metadata: Metadata = {}
    for label, value in fields:
        value = re.sub(r"[ \t]*\n[ \t]*", " ", value).strip()
        if not value:
            continue
        key = key_of(label) if label else "title"
        if key == "date":
            _add_date(metadata, value)
        elif key == "duration_s":
            length_s = seconds(value)
            if length_s is None:
                _add(metadata, label, value)
            else:
                metadata["duration_s"] = length_s
        elif key in ("age", "years"):
            number = _YEARS.fullmatch(fold(value))
            metadata[key] = int(number[1]) if number else value
        elif key == "keywords":
            words = [word for word in re.split(r"[、,，;；\s]+", value) if word]
            earlier = metadata.get(key)
            metadata[key] = [*earlier, *words] if isinstance(earlier, list) else words
        else:
            _add(metadata, key or label, value)
    _derive(metadata)
    return metadata


_YEARS: Final = re.compile(r"\s*(?:约|近)?(\d{1,3})\s*(?:周?岁|歲|年|years?)?\s*")


def _add(metadata: Metadata, key: str, value: str) -> None:
    if key in metadata and value != metadata[key]:
        metadata[key] = f"{metadata[key]}；{value}"
    else:
        metadata[key] = value


def _add_date(metadata: Metadata, value: str) -> None:
    """The date of a field, and what else it tells: 2023年5月6日 14:05-15:20, 2023-05-06｜53分钟."""
    _add(metadata, "date", iso_date(value) or value)
    start = clock(value)
    if start:
        metadata.setdefault("time", start)
    hours = _RANGE.search(fold(value))
    if hours:
        minutes = (int(hours[3]) - int(hours[1])) * 60 + int(hours[4]) - int(hours[2])
        if minutes > 0:
            metadata.setdefault("duration_s", minutes * 60)
    parts = re.split(r"[|｜]", value)
    if len(parts) == 2 and (length_s := seconds(parts[1])) is not None:
        metadata["duration_s"] = length_s


def _derive(metadata: Metadata) -> None:
    """Position, department and id that stand inside another field."""
    parts = [part for part in re.split(r"[，,、\s]+", str(metadata.get("interviewee", ""))) if part]
    for part in parts if len(parts) > 1 else ():
        bare = re.sub(r"[(（].*?[)）]", "", part)
        if "position" not in metadata and _POSITION.search(bare):
            metadata["position"] = bare
        elif "department" not in metadata and _DEPARTMENT.search(bare):
            metadata["department"] = bare
    if "id" not in metadata:
        for source in (str(metadata.get("title", "")), *parts[-1:]):
            match = _ID.search(fold(source))
            if match:
                metadata["id"] = match[1]
                break
