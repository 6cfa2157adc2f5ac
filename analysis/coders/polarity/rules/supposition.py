"""Supposition: what is only imagined leaves a mention unsure, or is a wish."""

from __future__ import annotations

import re
from typing import Final

from analysis.coders.polarity.cues import negation, supposition
from analysis.coders.polarity.mention import REACH, Finding, Mention
from analysis.coders.polarity.rule import NO_DEFICIT, Example, Rule


def _supposition(mention: Mention) -> re.Match[str] | None:
    """如果…, …的话 in the clause of an indicator; not where they only name a topic, and not a wish
    (要是能…), which the demands take.
    """
    text, (start, end) = mention.text, mention.clause
    found = supposition.HYPOTHETICAL.search(text, start, end)
    if found is None or supposition.TOPIC_IF.match(text, found.start()):
        return None
    if found[0] == "的话":
        ends_clause = found.end() >= max(end, mention.end)
        if not ends_clause and text[found.end() : found.end() + 1] not in (",", ""):
            return None
        if (
            mention.kind == "concept"
            and found.start() == mention.end
            and supposition.NAMED.fullmatch(text, start, mention.start)
        ):
            return None  # 平台的话，我们有两个
    if found.start() < mention.start and supposition.WISHED.match(text, found.start()):
        return None
    return found


def _would_be_good(mention: Mention) -> Finding | None:
    """要是有统一标准就好了."""
    good = supposition.WOULD_BE_GOOD.search(mention.text, mention.start)
    if (
        good is None
        or negation.NEGATOR.search(mention.before[-REACH:])
        or _supposition(mention) is None
    ):
        return None
    return Finding.by("demanded", "polarity.wish", good)


WOULD_BE_GOOD: Final = Rule(
    "would_be_good",
    (supposition.WOULD_BE_GOOD,),
    _would_be_good,
    (
        Example("要是有【统一标准】就好了。", "demanded"),
        Example("有【目录】的话，会好很多。", "demanded"),
    ),
    NO_DEFICIT,
)


def _wished_well(mention: Mention) -> Finding | None:
    """谁来给我们配个技术员就好了."""
    low, high = mention.clause
    wish = supposition.WISHED_WELL.search(mention.text, low, max(high, mention.end))
    if wish is None or wish.end() <= mention.start or negation.NEGATOR.search(mention.near):
        return None
    return Finding.by("demanded", "polarity.wish", wish)


WISHED_WELL: Final = Rule(
    "wished_well",
    (supposition.WISHED_WELL,),
    _wished_well,
    (
        Example("谁来给我们做个【目录】就好了。", "demanded"),
        Example("【权限】再放一放就好了。", "demanded"),
        Example("什么时候能把【壁垒】拆了就好了。", "demanded", "deficit"),
    ),
)


def _hypothetical(mention: Mention) -> Finding | None:
    """如果接口断了怎么办."""
    supposed = _supposition(mention)
    return Finding.by("unsure", "polarity.hypothetical", supposed) if supposed else None


HYPOTHETICAL: Final = Rule(
    "hypothetical",
    (supposition.HYPOTHETICAL,),
    _hypothetical,
    (
        Example("如果【接口】断了怎么办呢。", "unsure"),
        Example("建了【目录】的话，再说。", "unsure"),
        Example("万一又【推诿】呢。", "unsure", "deficit"),
    ),
)


def _consequence(mention: Mention) -> Finding | None:
    """如果没有平台，就查不到数据: what follows from what is only supposed in the clause before."""
    stated = mention.stated
    if mention.index == 0 or stated is None:
        return None
    if stated.polarity != "lacking" and not (
        mention.kind == "deficit" and stated.polarity == "present"
    ):
        return None
    text = mention.text
    if not supposition.THEN.match(text, mention.clause[0], mention.start):
        return None
    supposed = supposition.SUPPOSED.search(text, *mention.clauses.bounds[mention.index - 1])
    if supposed is None or supposition.TOPIC_IF.match(text, supposed.start()):
        return None
    return Finding.by("unsure", "polarity.hypothetical", supposed)


CONSEQUENCE: Final = Rule(
    "consequence",
    (supposition.SUPPOSED,),
    _consequence,
    (
        Example("要是没有专班，我们这边就没有【目录】。", "unsure"),
        Example("如果没有人管，就又【吵起来】了。", "unsure", "deficit"),
        Example("如果早点统一，就没有【推诿】。", "unsure", "deficit"),
    ),
)
