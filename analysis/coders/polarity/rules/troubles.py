"""Deficit words (壁垒, 推诿): a trouble that is there, is removed, denied or forbidden."""

from __future__ import annotations

from typing import Final

from analysis.coders.polarity.cues import judgement, negation, removal
from analysis.coders.polarity.mention import Finding, Mention, last
from analysis.coders.polarity.rule import DEFICIT, Example, Rule
from corpus.coding import Polarity

REMOVAL_REACH: Final = 12
"""A removal verb behind an indicator removes it within so many characters."""
STUCK_REACH: Final = 10
"""还没, 难以 and the like so many characters before a removal verb: it has not come about."""
ALONE_AFTER: Final = 10
"""A trouble that stands alone in its clause has at most so many characters before it."""


def _removed(mention: Mention) -> Finding | None:
    """把壁垒打破了; 壁垒还没有打破; 打通了接口 (of other indicators only with some verbs)."""
    offset = mention.near_start
    verb = last(removal.REMOVAL, mention.near)
    if verb is None:
        offset, verb = mention.end, removal.REMOVAL.search(mention.after[:REMOVAL_REACH])
    if verb is None or (mention.kind != "deficit" and verb[0] not in removal.ACHIEVING):
        return None
    start = offset + verb.start()
    ahead = mention.text[max(mention.clause[0], start - STUCK_REACH) : start]
    stuck = negation.COMPLEMENT.match(
        mention.text, start + len(verb[0]) - 1
    ) or removal.STUCK.search(ahead)
    return Finding.by("lacking" if stuck else "present", "polarity.removal", verb, offset)


REMOVED: Final = Rule(
    "removed",
    (removal.REMOVAL,),
    _removed,
    (
        Example("把【壁垒】打破了。", "present", "deficit"),
        Example("【壁垒】还没有打破。", "lacking", "deficit"),
        Example("【壁垒】一直打破不了。", "lacking", "deficit"),
        Example("我们打通了【接口】。", "present"),
    ),
)


def _spared(mention: Mention) -> Finding | None:
    """没有人说得清壁垒在哪: the negator denies something else."""
    negator = mention.negator()
    if negator is None:
        return None
    gap = mention.near[negator.end() :]
    if (
        negation.COGNITION.match(gap)
        or negation.SEEN_THROUGH.search(gap[:3])
        or negation.LINKED.search(gap)
    ):
        return Finding("lacking", "polarity.default")
    return None


SPARED: Final = Rule(
    "spared",
    (negation.NEGATOR,),
    _spared,
    (
        Example("没有人说得清【壁垒】在哪。", "lacking", "deficit"),
        Example("不统一就是【壁垒】。", "lacking", "deficit"),
    ),
    DEFICIT,
)


def _prohibited(mention: Mention) -> Finding | None:
    """不能推诿, 不要推诿, 禁止推诿: asked is that it should not be."""
    negator = mention.negator()
    if negator is None:
        forbidden = negation.PROHIBITION.search(mention.near)
        if forbidden is None:
            return None
        return Finding.by("demanded", "polarity.prohibition", forbidden, mention.near_start)
    # of 不要, 不许, 不希望 and the like only the 不 is a negator
    ends = range(negator.end(), negator.end() + 4)
    if not any(negation.PROHIBITION.search(mention.near[:end]) for end in ends):
        return None
    return Finding.by("demanded", "polarity.prohibition", negator, mention.near_start)


PROHIBITED: Final = Rule(
    "prohibited",
    (negation.NEGATOR, negation.PROHIBITION),
    _prohibited,
    (
        Example("大家不能【推诿】。", "demanded", "deficit"),
        Example("别【推诿】。", "demanded", "deficit"),
        Example("各家都不要【推诿】。", "demanded", "deficit"),
        Example("各家不许【推诿】。", "demanded", "deficit"),
        Example("各家不该【推诿】。", "demanded", "deficit"),
        Example("文件上严禁【推诿】。", "demanded", "deficit"),
        Example("我们不希望再【推诿】。", "demanded", "deficit"),
    ),
    DEFICIT,
)


def _unbroken(mention: Mention) -> Finding | None:
    """难免推诿, 绕不开的壁垒: negators that leave a trouble as it is."""
    negator = mention.negator()
    if negator is None:
        return None
    around = mention.near[max(0, negator.start() - 1) : negator.end() + 2]
    if negator[0] == "用不着":
        return None
    if negator[0] in negation.LACKING or negation.COMPLEMENT.search(around):
        return Finding("lacking", "polarity.default")
    return None


UNBROKEN: Final = Rule(
    "unbroken",
    (negation.NEGATOR,),
    _unbroken,
    (
        Example("难免有【推诿】。", "lacking", "deficit"),
        Example("绕不开的【壁垒】。", "lacking", "deficit"),
    ),
    DEFICIT,
)


def _absent(mention: Mention) -> Finding | None:
    """没有推诿."""
    negator = mention.negator()
    if negator is None:
        return None
    # 就不会推诿了 expects it and does not say that it is so
    expected = negator[0] == "不会" and mention.near[: negator.start()].endswith("就")
    polarity: Polarity = "unsure" if expected or negator[0] in negation.UNWILLING else "present"
    return Finding.by(polarity, "polarity.negation", negator, mention.near_start)


ABSENT: Final = Rule(
    "absent",
    (negation.NEGATOR,),
    _absent,
    (
        Example("没有【推诿】。", "present", "deficit"),
        Example("这样就不会【推诿】了。", "unsure", "deficit"),
        Example("谁也不想【推诿】。", "unsure", "deficit"),
        Example("基本上不存在【孤岛】。", "present", "deficit"),
    ),
    DEFICIT,
)


def _gone(mention: Mention) -> Finding | None:
    """推诿的情况就没有了."""
    gone = removal.GONE.search(mention.after)
    return Finding.by("present", "polarity.negation", gone, mention.end) if gone else None


GONE: Final = Rule(
    "gone",
    (removal.GONE,),
    _gone,
    (
        Example("【推诿】的情况就没有了。", "present", "deficit"),
        Example("【孤岛】基本上不存在。", "present", "deficit"),
        Example("【压力】其实没那么大。", "present", "deficit"),
    ),
    DEFICIT,
)


def _removed_next(mention: Mention) -> Finding | None:
    """那些壁垒，一下子就打破了: a trouble alone in its clause, and gone in the next."""
    following = mention.next_clause
    if (
        following is None
        or len(mention.before) > ALONE_AFTER
        or not removal.ALONE.match(mention.after)
    ):
        return None
    text, (start, end) = mention.text, following
    removed = removal.REMOVED_NEXT.search(text, start, end)
    if (
        removed is None
        or judgement.NEGATIVE.search(text, start, removed.start())
        or negation.COMPLEMENT.search(text, start, end)
        or "谁" in text[start:end]  # 谁都解决不了
    ):
        return None
    return Finding.by("present", "polarity.removal", removed)


REMOVED_NEXT: Final = Rule(
    "removed_next",
    (removal.REMOVED_NEXT,),
    _removed_next,
    (
        Example("那些【壁垒】，一下子就打破了。", "present", "deficit"),
        Example("【推诿】这种现象嘛，后面再没有出现过。", "present", "deficit"),
    ),
    DEFICIT,
)
