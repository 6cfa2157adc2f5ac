"""The scope of negators: what is denied of something else, what is needed, what ought to be."""

from __future__ import annotations

from typing import Final

from analysis.coders.polarity.cues import judgement, negation, scope, turning
from analysis.coders.polarity.mention import Finding, Mention
from analysis.coders.polarity.rule import NO_DEFICIT, Example, Rule

ALONE_AFTER: Final = 4
"""What the next clause denies is said of an indicator with at most so many characters behind it."""


def _not_lacked(mention: Mention) -> Finding | None:
    """经费从来没断过."""
    found = scope.NOT_LACKED.match(mention.after)
    if found:
        return Finding.by(mention.affirmed, "polarity.double_negation", found, mention.end)
    following = mention.next_clause
    if following is None or len(mention.after) > ALONE_AFTER:
        return None
    found = scope.NOT_LACKED.match(mention.text, *following)
    return found and Finding.by(mention.affirmed, "polarity.double_negation", found)


NOT_LACKED: Final = Rule(
    "not_lacked",
    (scope.NOT_LACKED,),
    _not_lacked,
    (
        Example("【培训】一直没停过。", "present"),
        Example("【更新】停是没停过。", "present"),
        Example("要说【经费】，那是一分没少给。", "present"),
    ),
    NO_DEFICIT,
)


def _not_ours(mention: Mention) -> Finding | None:
    """标准又不归我们管."""
    found = scope.NOT_OURS.match(mention.after)
    return found and Finding.by("neutral", "polarity.contrast", found, mention.end)


NOT_OURS: Final = Rule(
    "not_ours",
    (scope.NOT_OURS,),
    _not_ours,
    (
        Example("【目录】又不归我们管。", "neutral"),
        Example("【平台】也不是我们搭的。", "neutral"),
    ),
    NO_DEFICIT,
)


def _taken_back(mention: Mention) -> bool:
    """Whether the next clause opens with 但是, 就是 and speaks against it."""
    following = mention.next_clause
    if following is None:
        return False
    said = mention.text[following[0] : following[1]]
    return bool(turning.BUT.match(said) and judgement.NEGATIVE.search(said))


def _double_after(mention: Mention) -> Finding | None:
    """培训也不是没搞过."""
    found = scope.DOUBLE_AFTER.match(mention.after)
    polarity = "lacking" if mention.kind == "deficit" or _taken_back(mention) else mention.affirmed
    return found and Finding.by(polarity, "polarity.double_negation", found, mention.end)


DOUBLE_AFTER: Final = Rule(
    "double_after",
    (scope.DOUBLE_AFTER,),
    _double_after,
    (
        Example("【考核】也不是没做过。", "present"),
        Example("【推诿】也不是没有。", "lacking", "deficit"),
        Example("【目录】不是没有，就是没法用。", "lacking"),
    ),
)


def _without(mention: Mention) -> bool:
    return scope.WITHOUT.search(mention.before) is not None


def _needed(mention: Mention) -> Finding | None:
    """没有标准是不行的."""
    found = scope.NEEDED_AFTER.match(mention.text, mention.end) or (
        scope.NEEDED.match(mention.text, mention.end) if _without(mention) else None
    )
    return Finding.by("demanded", "polarity.demand", found) if found else None


NEEDED: Final = Rule(
    "needed",
    (scope.NEEDED, scope.NEEDED_AFTER),
    _needed,
    (
        Example("没有【目录】可不行。", "demanded"),
        Example("少了【接口】，那怎么行。", "demanded"),
        Example("【目录】不更新可不行。", "demanded"),
    ),
    NO_DEFICIT,
)


def _depended(mention: Mention) -> Finding | None:
    """少了平台这事就办不成."""
    found = scope.DEPENDED.match(mention.text, mention.end)
    return (
        Finding.by("unsure", "polarity.hypothetical", found)
        if found and _without(mention)
        else None
    )


DEPENDED: Final = Rule(
    "depended",
    (scope.DEPENDED,),
    _depended,
    (
        Example("离了【接口】谁都干不了。", "unsure"),
        Example("没有【目录】，这活就没法干。", "unsure"),
    ),
    NO_DEFICIT,
)


def _opinion(mention: Mention) -> Finding | None:
    """我可不觉得设备是短板: who does not think so says the contrary."""
    denied = scope.OPINION.search(mention.before)
    if denied is None:
        return None
    if mention.kind == "deficit" or judgement.BAD.search(mention.after):
        return Finding.by(mention.affirmed, "polarity.contrast", denied, mention.low)
    if judgement.GOOD.search(mention.after):
        return Finding.by("lacking", "polarity.contrast", denied, mention.low)
    return Finding.by("unsure", "polarity.contrast", denied, mention.low)


OPINION: Final = Rule(
    "opinion",
    (scope.OPINION,),
    _opinion,
    (
        Example("我不认为【接口】是个难题。", "present"),
        Example("我可不觉得【更新】很及时。", "lacking"),
        Example("我不认为这是【推诿】。", "present", "deficit"),
        Example("我不觉得【目录】会变。", "unsure"),
    ),
)


def _ought(mention: Mention) -> Finding | None:
    """按理说应该有目录，可没找着; 按理说不该推诿，可天天推."""
    following = mention.next_clause
    if following is None:
        return None
    text, (low, _) = mention.text, mention.clauses.bounds[max(0, mention.index - 1)]
    ought = scope.OUGHT.search(text, low, mention.clause[1])
    if ought is None:
        return None
    start, end = following
    but = turning.BUT.match(text[start:end])
    if mention.kind == "deficit":
        against = but and negation.NEGATOR.search(mention.before)
    elif but or not ought[0].startswith("应该"):
        against = judgement.NEGATIVE.search(text[start:end])
    else:
        against = None
    return Finding.by("lacking", "polarity.concession", ought) if against else None


OUGHT: Final = Rule(
    "ought",
    (scope.OUGHT,),
    _ought,
    (
        Example("照理该有【目录】，翻了半天也没见着。", "lacking"),
        Example("按说【接口】早该通了，可到现在都连不上。", "lacking"),
        Example("按理说不该【推诿】，可照样推来推去。", "lacking", "deficit"),
    ),
)


def _barely(mention: Mention) -> Finding | None:
    """光有个制度，没几个人照着干; 共享名义上有."""
    before = scope.BARELY.search(mention.before)
    if before:
        return Finding.by("lacking", "polarity.concession", before, mention.low)
    after = scope.IN_NAME.match(mention.after)
    return Finding.by("lacking", "polarity.concession", after, mention.end) if after else None


BARELY: Final = Rule(
    "barely",
    (scope.BARELY, scope.IN_NAME),
    _barely,
    (
        Example("光有个【目录】，谁照着办呢。", "lacking"),
        Example("【共享】名义上有，实际都捂着。", "lacking"),
    ),
    NO_DEFICIT,
)


def _who_says(mention: Mention) -> Finding | None:
    """谁说没有平台？"""
    asked = scope.WHO_SAYS.search(mention.before)
    if asked is None:
        return None
    negated = (
        negation.NEGATOR.search(asked[0]) or judgement.NEGATIVE.search(mention.after)
    ) is not None
    there = negated != (mention.kind == "deficit")
    return Finding.by(
        mention.affirmed if there else "lacking", "polarity.rhetorical", asked, mention.low
    )


WHO_SAYS: Final = Rule(
    "who_says",
    (scope.WHO_SAYS,),
    _who_says,
    (
        Example("谁说没有【目录】？", "present"),
        Example("谁说有【统一标准】？", "lacking"),
        Example("谁说我们有【推诿】？", "present", "deficit"),
    ),
)
