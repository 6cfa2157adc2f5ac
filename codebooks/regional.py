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
from typing import Final, Protocol

LIMIT: Final = 16
"""At most so many variants of one indicator."""


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converters() -> tuple[_Converter, _Converter, _Converter]:
    """OpenCC's tables: mainland to Taiwan (phrases), to Hong Kong, and back to simplified."""
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
    to_taiwan, to_hong_kong, to_simplified = _converters()
    joined = "\n".join(words)
    taiwan = to_simplified.convert(to_taiwan.convert(joined)).split("\n")
    hong_kong = to_simplified.convert(to_hong_kong.convert(joined)).split("\n")
    variants_of: dict[str, tuple[str, ...]] = {}
    exempt = [part for part, forms in regional.items() if not forms]
    for word, *converted in zip(words, taiwan, hong_kong, strict=True):
        tables = () if any(part in word for part in exempt) else converted
        forms = dict.fromkeys([*_swapped(word, regional), *tables])
        forms.pop(word, None)
        variants_of[word] = tuple(forms)[:LIMIT]
    return variants_of


def _swapped(word: str, regional: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Every combination of a word's parts with their other words; longer parts first, no part
    inside another.
    """
    parts: list[tuple[int, int, tuple[str, ...]]] = []
    for part in sorted(regional, key=len, reverse=True):
        start = word.find(part)
        end = start + len(part)
        if start >= 0 and all(start >= right or end <= left for left, right, _ in parts):
            parts.append((start, end, (part, *regional[part])))
    parts.sort()
    if not parts:
        return []
    forms = []
    for choice in product(*(options for _, _, options in parts)):
        form, offset = "", 0
        for (start, end, _), replacement in zip(parts, choice, strict=True):
            form += word[offset:start] + replacement
            offset = end
        forms.append(form + word[offset:])
    return forms
