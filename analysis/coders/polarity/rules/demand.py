"""Demand: what is asked for, before an indicator, in it, behind it or some clauses earlier."""

from __future__ import annotations

import re
from typing import Final

from analysis.coders.polarity.clauses import MARKS
from analysis.coders.polarity.cues import demand, judgement, negation, removal, turning
from analysis.coders.polarity.mention import GAPPED, REACH, Finding, Mention, last
from analysis.coders.polarity.rule import DEFICIT, NO_DEFICIT, Example, Rule

JOINED_REACH: Final = 3
"""A demand whose object is the indicator begins within so many characters before it."""
APPEAL_CLAUSES: Final = 3
"""A wish reaches over so many clauses of a sentence."""
SURE_CLAUSES: Final = 1
"""Over more, and unless the clause goes on with it, the wish says unsure: on real talk what it
claimed held in 5 of 8 places.
"""


def _by(cue: re.Match[str], offset: int = 0) -> Finding:
    return Finding.by("demanded", "polarity.demand", cue, offset)


def _asked_between(mention: Mention) -> Finding | None:
    """手续能不能再简化: a request between the parts of an indicator."""
    if mention.end - mention.start <= GAPPED:
        return None
    asked = demand.BETWEEN_ASKED.search(mention.text, mention.start + 1, mention.end - 1)
    return _by(asked) if asked else None


ASKED_BETWEEN: Final = Rule(
    "asked_between",
    (demand.BETWEEN_ASKED,),
    _asked_between,
    (
        Example("【手续能不能再简化】。", "demanded", "asset", gapped=True),
        Example("【流程应以网上办理简化】。", "demanded", "asset", gapped=True),
    ),
    NO_DEFICIT,
)


def _asked_for(mention: Mention) -> Finding | None:
    """平台能不能再快一点: a question that asks for something."""
    asked = demand.ASKED_FOR.match(mention.after)
    return _by(asked, mention.end) if asked else None


ASKED_FOR: Final = Rule(
    "asked_for",
    (demand.ASKED_FOR,),
    _asked_for,
    (
        Example("【平台】能不能再快一点。", "demanded"),
        Example("【接口】能不能开放给社区。", "demanded"),
    ),
)


def _wish_before(mention: Mention, wish: re.Pattern[str]) -> re.Match[str] | None:
    """The last wish before an indicator; not one that is denied or only dates something."""
    found = last(wish, mention.before)
    if (
        found is None
        or mention.after.startswith("的时候")
        or demand.DENIED_WISH.search(mention.before[: found.start()])
    ):
        return None
    return found


def _demanded(mention: Mention) -> Finding | None:
    """希望省里建一个平台."""
    wish = _wish_before(mention, demand.DEMAND)
    return _by(wish, mention.low) if wish else None


DEMANDED: Final = Rule(
    "demanded",
    (demand.DEMAND,),
    _demanded,
    (
        Example("希望省里建一个【平台】。", "demanded"),
        Example("最好把【接口】开放出来。", "demanded"),
        Example("我的建议是更新【目录】。", "demanded"),
        Example("机关应主动开放【接口】。", "demanded"),
    ),
    NO_DEFICIT,
)


def _removal_demanded(mention: Mention) -> Finding | None:
    """必须打破壁垒: of a trouble only its removal is asked for."""
    wish = _wish_before(mention, demand.WISH)
    if wish is None:
        return None
    removed = (
        removal.REMOVAL.search(mention.before, wish.start())
        or removal.REMOVAL.search(mention.after)
        or demand.LESS.search(mention.before[wish.start() :])
    )
    return _by(wish, mention.low) if removed else None


REMOVAL_DEMANDED: Final = Rule(
    "removal_demanded",
    (demand.WISH,),
    _removal_demanded,
    (
        Example("必须打破【壁垒】。", "demanded", "deficit"),
        Example("能不能别再【推诿】了。", "demanded", "deficit"),
    ),
    DEFICIT,
)


def _demand_joined(mention: Mention) -> Finding | None:
    """部门之间要统一标准: what 要 asks for is the indicator itself, so the match runs into it."""
    if (
        not mention.before.endswith(demand.JOINED)
        or last(demand.DEMAND, mention.before)
        or negation.NEGATOR.search(mention.before[-REACH:])
        or judgement.NEGATIVE.search(mention.after)
    ):
        return None
    low = max(mention.low, mention.start - JOINED_REACH)
    high = min(mention.clause[1], mention.end)
    for wish in demand.DEMAND.finditer(mention.text, low, high):
        if wish.end() == mention.start:
            return _by(wish)
    return None


DEMAND_JOINED: Final = Rule(
    "demand_joined",
    (demand.DEMAND,),
    _demand_joined,
    (
        Example("部门之间要【统一标准】。", "demanded"),
        Example("各家应【把数据共享】。", "demanded"),
        Example("县里得【建立台账】。", "demanded"),
    ),
    NO_DEFICIT,
)


def _told_as_it_is(mention: Mention) -> bool:
    """Whether the clause tells how things stand, so that a wish must name what it asks for."""
    return bool(
        judgement.NEGATIVE.search(mention.before)
        or negation.OWN_NEGATION.match(mention.after)
        or demand.OWN_TIME.search(mention.before)
    )


def _own_demand(mention: Mention) -> Finding | None:
    """现在的接口应该统一: told as it is, and asked for in the same clause."""
    wish = demand.OWN_DEMAND.search(mention.after)
    return _by(wish, mention.end) if wish and _told_as_it_is(mention) else None


OWN_DEMAND: Final = Rule(
    "own_demand",
    (demand.OWN_DEMAND,),
    _own_demand,
    (Example("现在的【接口】应该统一。", "demanded"),),
    NO_DEFICIT,
)


def _demanded_after(mention: Mention) -> Finding | None:
    """格式和接口要统一."""
    wish = demand.DEMANDED_AFTER.search(mention.after)
    if wish is None or (mention.kind != "deficit" and _told_as_it_is(mention)):
        return None
    return _by(wish, mention.end)


DEMANDED_AFTER: Final = Rule(
    "demanded_after",
    (demand.DEMANDED_AFTER,),
    _demanded_after,
    (
        Example("格式和【接口】要统一。", "demanded"),
        Example("【隐私】一定要保护好。", "demanded"),
        Example("部门【壁垒】必须打破。", "demanded", "deficit"),
    ),
)


def _appeal(mention: Mention) -> Finding | None:
    """建议尽快出台办法，统一标准: a wish in an earlier clause of the sentence."""
    if mention.index == 0 or (mention.kind != "deficit" and _told_as_it_is(mention)):
        return None
    text, bounds, index = mention.text, mention.clauses.bounds, mention.index
    for start, end in reversed(bounds[max(0, index - APPEAL_CLAUSES) : index]):
        clause = text[start:end]
        wish = last(demand.APPEAL, clause)
        if wish:
            between = text[end : mention.start]
            if not _reaches(mention, between):
                return None
            far = len(MARKS.findall(between)) > SURE_CLAUSES
            if far and not demand.CARRIES_ON.match(text, *mention.clause):
                return Finding.by("unsure", "polarity.demand", wish, start)
            return _by(wish, start)
        if turning.BUT.match(clause):
            return None
    return None


def _reaches(mention: Mention, between: str) -> bool:
    """Whether a wish reaches over what stands between it and an indicator; a trouble must be
    removed.
    """
    if turning.BUT.search(between) or demand.BREAKS_APPEAL.search(between):
        return False
    return mention.kind != "deficit" or bool(
        removal.REMOVAL.search(mention.before)
        or removal.REMOVAL.search(mention.after)
        or demand.LESS_BEFORE.search(mention.before[-6:])
    )


APPEAL: Final = Rule(
    "appeal",
    (demand.APPEAL,),
    _appeal,
    (
        Example("希望省里牵头，把【接口】开放出来。", "demanded"),
        Example("我个人的建议，【目录】更新一下。", "demanded"),
        Example("希望市里牵头，大家都来，【目录】更新一下。", "unsure"),
        Example("希望市里牵头，大家都来，把【目录】更新一下。", "demanded"),
        Example("希望上面出面，把【壁垒】打破。", "demanded", "deficit"),
    ),
)
