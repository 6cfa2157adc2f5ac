"""The shapes by which a line says who speaks: one regular expression per habit, tried in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from corpus.normalise import fold_head
from corpus.turns.labels import CODE, GENERIC, NOT_A_LABEL, plain, role_of

_TIME: Final = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_HEAD: Final = r"^\s*(?:#{1,6}\s+|[-*+]\s+)?(?:\*\*|__)?\s*"
_TAIL: Final = r"(?:\*\*|__)?"
_NAME: Final = (
    r"(?P<name>[^\s:,。?!;、\"“”'…《》\[\]<>|*#\x00][^:,。?!;\"“”…《》\n|*#]{0,"
    r"26}?(?:\([^():。?!\n]{1,20}\))?)"
)
_DAY: Final = r"(?P<day>(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+)?"
_STAMP: Final = rf"(?P<time>{_TIME})(?:\s*(?:-->|[-–—~至到])\s*{_TIME})?"

_TIME_LABEL = re.compile(
    (
        rf"{_HEAD}(?:[\[(【<]?\s*{_STAMP}\s*[\])】>]?|"
        rf"\[\s*\])\s*[-–]?\s*{_NAME}\s*{_TAIL}\s*:{_TAIL}\s*(?P<speech>.*)$"
    ),
    re.DOTALL,
)
_TIME_LABEL_LINE = re.compile(
    rf"{_HEAD}[\[(【<]?\s*{_DAY}{_STAMP}\s*[\])】>]?\s+{_NAME}\s*{_TAIL}\s*$"
)
_LABEL_TIME = re.compile(
    rf"{_HEAD}{_NAME}\s*{_TAIL}\s*[\[(【<]\s*{_STAMP}\s*[\])】>]\s*{_TAIL}\s*:?{_TAIL}\s*(?P<speech>.*)$",
    re.DOTALL,
)
_LABEL_TIME_LINE = re.compile(rf"{_HEAD}{_NAME}\s+{_DAY}{_STAMP}\s*{_TAIL}\s*:?\s*$")
_LABEL_TIME_COLON = re.compile(
    rf"{_HEAD}{_NAME}\s+{_DAY}{_STAMP}\s*{_TAIL}\s*:\s*(?P<speech>.*)$", re.DOTALL
)
_BRACKET = re.compile(
    rf"{_HEAD}[【\[〔]\s*{_NAME}\s*[】\]〕]\s*{_TAIL}\s*(?:[\[(]?\s*(?P<time>{_TIME})\s*[\])]?)?\s*:?\s*(?P<speech>.*)$",
    re.DOTALL,
)
_PAREN = re.compile(
    rf"{_HEAD}[(<]\s*(?P<name>[^\s:,。?!;、()<>]{{1,12}})\s*[)>]\s*{_TAIL}\s*:?\s*(?P<speech>.*)$",
    re.DOTALL,
)
_DASH = re.compile(
    (
        rf"{_HEAD}(?P<name>[\u4e00-\u9fffA-Za-z0-9]{{1,8}})\s*{_TAIL}\s*[—–]{{1,"
        rf"2}}\s*(?P<speech>\S.*)$"
    ),
    re.DOTALL,
)
_COLON = re.compile(rf"{_HEAD}{_NAME}\s*{_TAIL}\s*:{_TAIL}\s*(?P<speech>.*)$", re.DOTALL)
_SPACE = re.compile(rf"{_HEAD}(?P<name>[^\s:,。?!;、]{{1,12}})\s+(?P<speech>\S.*)$", re.DOTALL)
_ALONE = re.compile(rf"{_HEAD}(?P<name>[^\s:,。?!;、]{{1,12}})\s*{_TAIL}\s*$")

_OPENER: Final = re.compile(r"[:：﹕︰∶【\[〔#*\s]|^[(（<＜]|^.{1,9}—|^.{0,24}$")
"""A line whose start holds none of these opens no turn (the quick way out for running text)."""

SHAPES: Final = (
    ("time-label", _TIME_LABEL),
    ("label-time", _LABEL_TIME),
    ("label-time-line", _LABEL_TIME_LINE),
    ("label-time-colon", _LABEL_TIME_COLON),
    ("time-label-line", _TIME_LABEL_LINE),
    ("bracket", _BRACKET),
    ("paren", _PAREN),
    ("dash", _DASH),
    ("colon", _COLON),
    ("space", _SPACE),
    ("alone", _ALONE),
)

_WITH_DEPARTMENT: Final = re.compile(
    r"^(?P<code>[A-Z]{1,2}\d{1,3}|[A-Z])\s*[-—–_(（【\[]\s*(?P<department>[\u4e00-\u9fff]{2,"
    r"12})\s*[)）】\]]?$"
)
_BRACKETED: Final = re.compile(
    r"[(（\[【]\s*(?P<department>[\u4e00-\u9fffA-Za-z0-9、，, ]{2,16})\s*[)）\]】]$"
)
_OFFICE: Final = re.compile(r"(?:局|委|办|厅|部|院|中心|街道|社区|公司|处|科|队|所|镇|乡|区)$")
_JOINT: Final = re.compile(r"\s*(?:[&＆+/、]|和|与|與|及)\s*")
_DATE_LIKE: Final = re.compile(
    r"^(?:[\d〇零一二三四五六七八九十]{1,4}\s*[年月日.\-/]|上午|下午|早上|晚上|凌晨|中午|星期|"
    r"周[一二三四五六日]|时间|日期|第?\d+$|今天|昨天)"
)
_SAYS: Final = re.compile(
    r"(?:[说說讲講是的了着在把要叫对對为為]|[知报報说說讲講问問答]道|..想|就是|如下|一点|方面|"
    r"问题|原因|内容)$"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A possible label: ``name`` without blanks, where the speech starts in the line, and whether
    it stands alone as proof.
    """

    shape: str
    name: str
    speech: int
    time_s: float | None
    sure: bool
    wide: bool = True  # a gap wider than one ASCII blank follows (shape "space" only)


def stamp(text: str) -> float:
    """``01:02:15``, ``00:33``, ``00:00:33.605`` in seconds; two parts are minutes and seconds."""
    total = 0.0
    for part in text.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return int(total) if total == int(total) else round(total, 3)


_LETTERS: Final = {
    code: code - 0xFEE0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}


@lru_cache(maxsize=8192)
def canonical(name: str) -> str:
    """A label without blanks between Chinese characters and digits, letters of one width; Latin
    names keep single blanks.
    """
    flat = re.sub(r"\s+", " ", name).strip(" *_-—:：").translate(_LETTERS)
    return flat if re.fullmatch(r"[A-Za-z .'’]+", flat) else flat.replace(" ", "")


@lru_cache(maxsize=8192)
def voices(name: str) -> tuple[str, ...]:
    """The single voices of a joint label (P4&P1); the name itself when it is one."""
    bare = re.sub(
        r"[(（\[【].*?[)）\]】]", lambda match: re.sub(r"[&＆+/、和与與及]", "·", match[0]), name
    )
    cuts = [0, *(edge for match in _JOINT.finditer(bare) for edge in match.span()), len(bare)]
    parts = tuple(canonical(name[cuts[i] : cuts[i + 1]]) for i in range(0, len(cuts), 2))
    return parts if len(parts) > 1 and all(parts) else (name,)


@lru_cache(maxsize=8192)
def department_of(name: str) -> str:
    """The department inside a label: B2-公安, 王（民政局）; "" when there is none."""
    match = _WITH_DEPARTMENT.match(name) or _BRACKETED.search(name)
    found = match["department"] if match else ""
    if match and found and role_of(_BRACKETED.sub("", name)) and not _OFFICE.search(found):
        return ""  # 访谈者（李某）: a person, not an office
    return (
        ""
        if not found or role_of(found) or found in ("化名", "女", "男", "线上", "电话")
        else found
    )


@lru_cache(maxsize=8192)
def code_of(name: str) -> str:
    """The bare code of a label that carries a department (B2-公安 -> B2); else the name without a
    bracket.
    """
    match = _WITH_DEPARTMENT.match(name)
    return match["code"] if match else re.sub(r"[(（\[【][^()（）]*[)）\]】]$", "", name) or name


@lru_cache(maxsize=8192)
def proves_itself(name: str) -> bool:
    """Whether a label can be trusted at its first appearance."""
    if role_of(name) is not None or GENERIC.match(name) or _WITH_DEPARTMENT.match(name):
        return True
    if CODE.match(name):
        return True
    if _OFFICE.search(department_of(name)):
        return True
    parts = voices(name)
    return len(parts) > 1 and all(CODE.match(part) or role_of(part) for part in parts)


@lru_cache(maxsize=8192)
def possible(name: str) -> bool:
    """Whether a string can name a speaker at all."""
    if not 1 <= len(name) <= 26 or not re.search(r"[A-Za-z\u3400-\u9fff]", name):
        return False
    if role_of(name) is not None:
        return True
    key = plain(name)
    if (
        key in NOT_A_LABEL
        or key.rstrip("0123456789一二三四五六七八九十") in NOT_A_LABEL
        or "http" in key
        or "www" in key
    ):
        return False
    bare = re.sub(r"[(（\[【].*?[)）\]】]", "", name)
    if len(bare) > 12 and re.search(r"[\u4e00-\u9fff]", bare) and len(voices(bare)) == 1:
        return False
    return not _DATE_LIKE.match(name) and not _SAYS.search(bare)


_TIMED: Final = frozenset(
    ["time-label", "label-time", "label-time-line", "label-time-colon", "time-label-line"]
)
_CLOCK: Final = re.compile(r"\d:\d\d|\[\s*\]")
"""No shape of ``_TIMED`` fits a line without one."""


def find(line: str) -> Label | None:
    """The first shape that fits a line; None when it opens no turn."""
    if not _OPENER.search(line, 0, 48):
        return None
    folded = fold_head(line)
    head = folded[:48]
    stripped = head.lstrip()
    if not stripped:
        return None
    if (
        ":" not in head
        and stripped[0] not in "【[〔#*(<"
        and "—" not in head[:12]
        and len(folded) > 24
        and "\u3000" not in line[:16]
        and "\t" not in line[:16]
        and " " not in head[:14]
    ):
        return None
    timed = (":" in folded[2:] or "[" in folded or folded[0].isdigit()) and _CLOCK.search(
        folded
    ) is not None
    bracketed = "【" in folded or "[" in folded or "〔" in folded
    for shape, pattern in SHAPES:
        if (not timed and shape in _TIMED) or (not bracketed and shape == "bracket"):
            continue
        if (shape == "paren" and "(" not in head and "<" not in head) or (
            shape == "dash" and "—" not in head and "–" not in head
        ):
            continue
        match = pattern.match(folded)
        if match is None:
            continue
        name = canonical(line[match.start("name") : match.end("name")])
        groups = match.groupdict()
        speech_text = groups.get("speech")
        if not possible(name) or (shape == "bracket" and _is_mark(name)):
            continue
        start = match.start("speech") if speech_text is not None else len(folded)
        sure = proves_itself(name)
        if shape in ("paren", "dash"):
            if role_of(name) not in ("interviewer", "interviewee"):
                continue  # （笑）, 数据——命根子
            return Label(shape, name, start, None, len(name) > 1)
        if shape == "colon":
            colon = folded.find(":", match.end("name"))
            before, after = folded[match.end("name") - 1], folded[colon + 1 : colon + 2]
            if (before.isdigit() and after.isdigit()) or folded[colon : colon + 3] == "://":
                continue
        if shape == "space":
            gap = line[match.end("name") : start]
            wide = "\u3000" in gap or "\t" in gap or len(gap) >= 2
            if role_of(name) is None and not CODE.match(name) and not wide:
                continue
            return Label(shape, name, start, None, sure and wide and len(name) > 1, wide)
        if shape == "alone":
            if not (role_of(name) and len(name) > 1) and not GENERIC.match(name):
                continue
            return Label(shape, name, start, None, False)
        time = groups.get("time")
        if shape in (
            "label-time",
            "label-time-line",
            "label-time-colon",
            "time-label-line",
            "time-label",
        ):
            sure = sure or (shape in ("label-time-line", "label-time") and len(name) <= 16)
        if groups.get("day"):
            return Label(
                shape, name, start, None, sure
            )  # an hour of the day tells no place in the recording
        return Label(shape, name, start, stamp(time) if time else None, sure)
    return None


def _is_mark(name: str) -> bool:
    return bool(
        re.search(
            r"听不清|聽不清|不清|沉默|停顿|停頓|笑|掌声|掌聲|音乐|音樂|inaudible|silence|laugh",
            name,
        )
    ) or bool(re.match(rf"^{_TIME}$", name))
