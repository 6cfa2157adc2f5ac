"""Change: then and now, what turned, what came back."""

from __future__ import annotations

from typing import Final

from analysis.coders.polarity.cues import change, removal
from analysis.coders.polarity.mention import Finding, Mention
from analysis.coders.polarity.rule import NO_DEFICIT, Example, Rule

TIME_CLAUSES: Final = 2
"""Then and now lie at most so many clauses from an indicator."""
STILL_REACH: Final = 12
"""还是, 也没 and the like so soon after a now: nothing has changed."""


def _then_and_now(mention: Mention) -> Finding | None:
    """以前没有接口，现在有了."""
    text, clauses = mention.text, mention.clauses
    then = change.PAST.search(text)
    now = change.NOW.search(text, then.end()) if then else None
    if then is None or now is None:
        return None
    if change.STILL.search(text, now.start(), min(len(text), now.end() + STILL_REACH)):
        return None
    if any(abs(clauses.index(time.start()) - mention.index) > TIME_CLAUSES for time in (now, then)):
        return None
    if mention.kind == "asset" and mention.start >= now.start():
        return None  # an achievement told of the now is there
    return Finding.by("changed", "polarity.time", now)


THEN_AND_NOW: Final = Rule(
    "then_and_now",
    (change.PAST,),
    _then_and_now,
    (
        Example("以前没有【接口】，现在有了。", "changed"),
        Example("原来【壁垒】很深，现在好多了。", "changed", "deficit"),
    ),
)


def _than_before(mention: Mention) -> Finding | None:
    """更新比以前快多了: now and then in one comparison, up to the end of the clause after."""
    bounds = mention.clauses.bounds
    end = (mention.next_clause or bounds[-1])[1]
    than = change.THAN_BEFORE.search(mention.text, mention.end, end)
    return Finding.by("changed", "polarity.time", than) if than else None


THAN_BEFORE: Final = Rule(
    "than_before",
    (change.THAN_BEFORE,),
    _than_before,
    (
        Example("【更新】比以前快多了。", "changed"),
        Example("【目录】到三月份才建起来。", "changed"),
    ),
    NO_DEFICIT,
)


def _turned(mention: Mention) -> Finding | None:
    """后来又没有平台了. A trouble that came about is no change for the better: it is there."""
    start, end = mention.clause
    turned = change.TURNED.search(mention.text, start, end)
    if turned is None:
        return None
    if mention.kind == "deficit":
        if turned[0].startswith(("不再", "越来越")):
            return None
        if turned[0].startswith(change.LATER) and not (
            removal.REMOVAL.search(mention.text, start, end)
            or removal.GONE.search(mention.text[mention.end : end])
        ):
            return None
    return Finding.by("changed", "polarity.time", turned)


TURNED: Final = Rule(
    "turned",
    (change.TURNED,),
    _turned,
    (
        Example("专班在的时候有平台，后来又没有【平台】了。", "changed"),
        Example("后来【壁垒】就打破了。", "changed", "deficit"),
        Example("【更新】越来越慢。", "changed"),
    ),
)


def _returned(mention: Mention) -> Finding | None:
    """权限给了几个月，又收回去了: told in the clause after."""
    following = mention.next_clause
    returned = following and change.RETURNED.search(mention.text, *following)
    return Finding.by("changed", "polarity.time", returned) if returned else None


RETURNED: Final = Rule(
    "returned",
    (change.RETURNED,),
    _returned,
    (Example("【权限】给了几个月，又收回去了。", "changed"),),
    NO_DEFICIT,
)
