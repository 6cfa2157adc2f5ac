"""What the name in a label tells by itself: its plain form, its voices, its department, and whether
it can name a speaker at all.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from corpus.turns.labels import CODE, GENERIC, NOT_A_LABEL, plain, role_of

_WITH_DEPARTMENT: Final = re.compile(
    r"^(?P<code>[A-Z]{1,2}\d{1,3}|[A-Z])\s*[-—–_(（【\[]\s*(?P<department>[\u4e00-\u9fff]{2,"
    r"12})\s*[)）】\]]?$"
)
_BRACKETED: Final = re.compile(
    r"[(（\[【]\s*(?P<department>[\u4e00-\u9fffA-Za-z0-9、，, ]{2,16})\s*[)）\]】]$"
)
_OFFICE: Final = re.compile(r"(?:局|委|办|厅|部|院|中心|街道|社区|公司|处|科|队|所|镇|乡|区)$")
_NO_DEPARTMENT: Final = frozenset(["化名", "女", "男", "线上", "电话"])
_JOINT: Final = re.compile(r"\s*(?:[&＆+/、]|和|与|與|及)\s*")
_DATE_LIKE: Final = re.compile(
    r"^(?:[\d〇零一二三四五六七八九十]{1,4}\s*[年月日.\-/]|上午|下午|早上|晚上|凌晨|中午|星期|"
    r"周[一二三四五六日]|时间|日期|第?\d+$|今天|昨天)"
)
_SAYS: Final = re.compile(
    r"(?:[说說讲講是的了着在把要叫对對为為]|[知报報说說讲講问問答]道|..想|就是|如下|一点|方面|"
    r"问题|原因|内容)$"
)


_LETTERS: Final = {
    code: code - 0xFEE0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
"""Digits and letters of full width -> ASCII."""


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
    department = match["department"] if match else ""
    if not department or role_of(department) or department in _NO_DEPARTMENT:
        return ""
    if role_of(_BRACKETED.sub("", name)) and not _OFFICE.search(department):
        return ""  # 访谈者（李某）: a person, not an office
    return department


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
