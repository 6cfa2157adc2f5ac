"""Praise and blame of what no negator denies."""

from __future__ import annotations

from operator import methodcaller
from typing import Final

from analysis.coders.polarity.cues import judgement, negation
from analysis.coders.polarity.mention import Finding, Mention
from analysis.coders.polarity.rule import NO_DEFICIT, Example, Rule

POSSIBLE_REACH: Final = 5
"""打得通 counts within so many characters before an indicator."""


def _denied_fault(mention: Mention) -> Finding | None:
    """权限这块没什么问题: a fault that is denied is praise."""
    fine = judgement.NOT_BAD.match(mention.after)
    if fine is None or mention.negator():
        return None
    return Finding.by(mention.affirmed, "polarity.praise", fine, mention.end)


DENIED_FAULT: Final = Rule(
    "denied_fault",
    (judgement.NOT_BAD,),
    _denied_fault,
    (
        Example("【权限】这块没有什么障碍。", "present"),
        Example("【目录】倒不缺。", "present"),
        Example("【更新】不算慢。", "present"),
        Example("【接口】这一块问题不大。", "present"),
    ),
    NO_DEFICIT,
)


def _blamed(mention: Mention) -> Finding | None:
    """数据质量不高, 接口打不通, 接口到现在都没有: the first that speaks against it, unless praise
    goes before.
    """
    behind = mention.behind
    complement = negation.COMPLEMENT.search(behind)
    bad = judgement.BAD.search(behind)
    if bad and judgement.BARE_PROBLEM.fullmatch(bad[0]) and judgement.ABOUT.search(mention.before):
        bad = judgement.BAD.search(behind, bad.end())  # 关于隐私的问题 is what is talked of
    trailing = negation.TRAILING.search(behind)
    against = [match for match in (complement, bad, trailing) if match]
    if not against:
        return None
    first = min(against, key=methodcaller("start"))
    good = judgement.GOOD.search(behind)
    if good and good.start() < first.start() and not trailing:
        return None
    if first is complement:
        reason = "polarity.complement"
    else:
        reason = "polarity.negation" if first is trailing else "polarity.blame"
    return Finding.by("lacking", reason, first, mention.end)


BLAMED: Final = Rule(
    "blamed",
    (negation.COMPLEMENT, judgement.BAD, negation.TRAILING),
    _blamed,
    (
        Example("【数据质量】参差不齐。", "lacking"),
        Example("【接口】打不通。", "lacking"),
        Example("【接口】到现在都没有。", "lacking"),
        Example("【目录】就是个花架子。", "lacking"),
    ),
    NO_DEFICIT,
)


def _praised(mention: Mention) -> Finding | None:
    """平台很好用."""
    good = judgement.GOOD.search(mention.behind)
    return Finding.by(mention.affirmed, "polarity.praise", good, mention.end) if good else None


PRAISED: Final = Rule(
    "praised",
    (judgement.GOOD,),
    _praised,
    (
        Example("【平台】很好用。", "present"),
        Example("【目录】做得挺扎实的。", "present"),
        Example("【微信群】很方便。", "neutral", default="neutral"),
    ),
    NO_DEFICIT,
)


def _troubled(mention: Mention) -> Finding | None:
    """问题就出在平台上: the trouble is named first."""
    trouble = judgement.TROUBLED.search(mention.before)
    return Finding.by("lacking", "polarity.blame", trouble, mention.low) if trouble else None


TROUBLED: Final = Rule(
    "troubled",
    (judgement.TROUBLED,),
    _troubled,
    (
        Example("问题就出在【平台】上。", "lacking"),
        Example("事情卡在【权限】上。", "lacking"),
    ),
    NO_DEFICIT,
)


def _possible(mention: Mention) -> Finding | None:
    """接口打得通."""
    if negation.POSSIBLE.search(mention.behind) or negation.POSSIBLE.search(
        mention.before[-POSSIBLE_REACH:]
    ):
        return Finding(mention.affirmed, "polarity.praise")
    return None


POSSIBLE: Final = Rule(
    "possible",
    (negation.POSSIBLE,),
    _possible,
    (Example("【接口】打得通。", "present"), Example("我们拿得到【接口】。", "present")),
    NO_DEFICIT,
)
