"""Negation: double, by contrast, between the parts of an indicator, before it, by a complement."""

from __future__ import annotations

from typing import Final

from analysis.coders.polarity.cues import negation
from analysis.coders.polarity.mention import GAPPED, REACH, Finding, Mention, last
from analysis.coders.polarity.rule import NO_DEFICIT, Example, Rule
from analysis.coders.polarity.rules.questions import between_parts
from corpus.coding import Polarity

DENIED_NEAR: Final = 4
"""不是 and 并不 deny an indicator that begins within fewer characters."""


def _ended_between(mention: Mention) -> Finding | None:
    """数据不再是摆设: an end between the parts of an indicator."""
    if mention.end - mention.start <= GAPPED:
        return None
    ended = negation.BETWEEN_ENDED.search(mention.text, mention.start + 1, mention.end - 1)
    polarity = mention.affirmed if mention.kind == "deficit" else "lacking"
    return ended and Finding.by(polarity, "polarity.negation", ended)


ENDED_BETWEEN: Final = Rule(
    "ended_between",
    (negation.BETWEEN_ENDED,),
    _ended_between,
    (
        Example("【数据不再是摆设】。", "present", "deficit"),
        Example("【数据不再直接共享】。", "lacking"),
    ),
)


def _double(mention: Mention) -> Finding | None:
    """不是没有统一标准: two negators affirm. 不得不 affirms a trouble as well."""
    double = last(negation.DOUBLE, mention.before)
    if double is None or len(mention.before) - double.end() > REACH:
        return None
    lacks = mention.kind == "deficit" and double[0] != "不得不"
    return Finding.by(
        "lacking" if lacks else mention.affirmed, "polarity.double_negation", double, mention.low
    )


DOUBLE: Final = Rule(
    "double",
    (negation.DOUBLE,),
    _double,
    (
        Example("不是没有【统一标准】。", "present"),
        Example("也不能没有【考核】。", "present"),
        Example("不能说没有【壁垒】。", "lacking", "deficit"),
        Example("没人不进【微信群】。", "neutral", default="neutral"),
    ),
)


def _not_a_but_b(mention: Mention) -> Finding | None:
    """不是A而是B: the A part is denied; the B part is read on its own."""
    for contrast in negation.NOT_A_BUT_B.finditer(mention.text):
        denied = contrast.start("a")
        if not (denied <= mention.start and mention.end <= contrast.end("a") + 1):
            continue
        polarity: Polarity
        doubled = negation.DOUBLED.match(contrast["a"])
        if doubled and denied + doubled.end() <= mention.start <= denied + REACH:
            polarity = "lacking" if mention.kind == "deficit" else "present"
            return Finding(polarity, "polarity.double_negation", contrast.start(), denied + 2)
        if mention.kind == "deficit":
            polarity = "present"
        elif negation.TROUBLE.search(contrast["a"]) or contrast[0].startswith(("不在", "并不在")):
            polarity = "neutral"  # denied is that the trouble lies there
        else:
            polarity = "lacking"
        return Finding(polarity, "polarity.contrast", contrast.start(), denied)
    return None


NOT_A_BUT_B: Final = Rule(
    "not_a_but_b",
    (negation.NOT_A_BUT_B,),
    _not_a_but_b,
    (
        Example("不是【平台】的问题，是人的问题。", "neutral"),
        Example("不在【平台】，而在于人。", "neutral"),
        Example("不是【平台】，是一张表。", "lacking"),
        Example("不在于没有【平台】，而在于没人用。", "present"),
        Example("不是什么【壁垒】，是习惯。", "present", "deficit"),
    ),
)


def _denied_trouble(mention: Mention) -> Finding | None:
    """也不是平台的问题: denied is that the trouble lies there."""
    denial = negation.DENIED.search(mention.before)
    if denial is None or not negation.TROUBLE.search(mention.text, mention.end, mention.clause[1]):
        return None
    return Finding.by("neutral", "polarity.contrast", denial, mention.low)


DENIED_TROUBLE: Final = Rule(
    "denied_trouble",
    (negation.DENIED,),
    _denied_trouble,
    (Example("也不是【平台】的问题。", "neutral"),),
    NO_DEFICIT,
)


def _denied_between(mention: Mention) -> Finding | None:
    """数据没有共享: one negator between the parts of an indicator; two would affirm."""
    if not between_parts(mention):
        return None
    text, start, end = mention.text, mention.start + 1, mention.end - 1
    denied = negation.BETWEEN_DENIED.search(text, start, end)
    if (
        denied is None
        or negation.NEGATOR.search(text, start, denied.start())
        or negation.NEGATOR.search(text, denied.end(), end)
    ):
        return None
    return Finding.by("lacking", "polarity.negation", denied)


DENIED_BETWEEN: Final = Rule(
    "denied_between",
    (negation.BETWEEN_DENIED,),
    _denied_between,
    (
        Example("【資料還沒有介接】。", "lacking", gapped=True),
        Example("【数据一直不给共享】。", "lacking", gapped=True),
    ),
    NO_DEFICIT,
)


def _complement(mention: Mention) -> Finding | None:
    """拿不到接口: what is tried and does not come off."""
    near = mention.near
    complement = last(negation.COMPLEMENT, near)
    if complement is None or len(near) - complement.end() > REACH:
        return None
    return Finding.by("lacking", "polarity.complement", complement, mention.near_start)


COMPLEMENT: Final = Rule(
    "complement",
    (negation.COMPLEMENT,),
    _complement,
    (Example("拿不到【接口】。", "lacking"), Example("我们登不上【平台】。", "lacking")),
    NO_DEFICIT,
)


def _negated(mention: Mention) -> Finding | None:
    """我们这边没有接口."""
    negator = mention.negator()
    if negator is None:
        return None
    # 并不是直接找平台: what is denied may be the verb between
    far = len(mention.near) - negator.end() >= DENIED_NEAR
    unsure = negator[0] in negation.IS_NOT and far
    return Finding.by(
        "unsure" if unsure else "lacking", "polarity.negation", negator, mention.near_start
    )


NEGATED: Final = Rule(
    "negated",
    (negation.NEGATOR,),
    _negated,
    (
        Example("我们这边没有【接口】。", "lacking"),
        Example("缺一个【平台】。", "lacking"),
        Example("我们并不是直接找【平台】。", "unsure"),
        Example("没有【减负】。", "lacking", "asset"),
        Example("没有【微信群】。", "lacking", default="neutral"),
    ),
    NO_DEFICIT,
)
