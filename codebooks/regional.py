"""Widen indicators by their regional variants, once, when a codebook is loaded.

Texts are matched in simplified characters, but vocabulary differs: 数据 is 資料 in Taiwan, 软件 is
軟體. An indicator is widened by OpenCC's phrase tables (Taiwan, Hong Kong; brought back to
simplified characters) and by the codebook's own ``regional`` list; an empty list there keeps
OpenCC's tables off a word (社区 is not 社群).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import product
from typing import Any, Final

LIMIT: Final = 16
"""At most so many variants of one indicator."""


@cache
def _converters() -> tuple[Any, Any, Any]:
    import opencc

    return opencc.OpenCC("s2twp"), opencc.OpenCC("s2hk"), opencc.OpenCC("tw2s")


def variants(
    words: tuple[str, ...], regional: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Each word -> its other forms in simplified characters (without the word itself), in a fixed
    order.
    """
    if not words:
        return {}
    taiwan, hongkong, simple = _converters()
    joined = "\n".join(words)
    phrases = simple.convert(taiwan.convert(joined)).split("\n")
    local = simple.convert(hongkong.convert(joined)).split("\n")
    found: dict[str, tuple[str, ...]] = {}
    own = [part for part, forms in regional.items() if not forms]
    for word, phrase, other in zip(words, phrases, local, strict=True):
        tables = () if any(part in word for part in own) else (phrase, other)
        forms = dict.fromkeys([*_swapped(word, regional), *tables])
        forms.pop(word, None)
        found[word] = tuple(forms)[:LIMIT]
    return found


def _swapped(word: str, regional: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Every combination of a word's parts with their other words; longer parts first, no part
    inside another.
    """
    parts: list[tuple[int, int, tuple[str, ...]]] = []
    for part in sorted(regional, key=len, reverse=True):
        at = word.find(part)
        if at >= 0 and all(at >= end or at + len(part) <= start for start, end, _ in parts):
            parts.append((at, at + len(part), (part, *regional[part])))
    parts.sort()
    if not parts:
        return []
    forms = []
    for choice in product(*(options for _, _, options in parts)):
        form, at = "", 0
        for (start, end, _), chosen in zip(parts, choice, strict=True):
            form += word[at:start] + chosen
            at = end
        forms.append(form + word[at:])
    return forms
