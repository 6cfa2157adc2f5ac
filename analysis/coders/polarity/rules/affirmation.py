"""Affirmation of concept words; an asset word affirms itself."""

from __future__ import annotations

from typing import Final

from analysis.coders.polarity.cues import affirmation, judgement
from analysis.coders.polarity.mention import Finding, Mention, last
from analysis.coders.polarity.rule import CONCEPT, Example, Rule

AFFIRM_REACH: Final = 12
"""An affirmation counts within so many characters before an indicator."""

PLANNED_REACH: Final = 8
"""What will only be (预计, 明年) is sought so many characters before an affirmation."""


def _affirmed(mention: Mention) -> Finding | None:
    """市里建了平台."""
    reach = mention.before[-AFFIRM_REACH:]
    verb = last(affirmation.AFFIRM, reach)
    if verb is None:
        return None
    offset = mention.start - len(reach)
    low = max(mention.clause[0], offset + verb.start() - PLANNED_REACH)
    if affirmation.PLANNED.search(mention.text, low, offset + verb.start()):
        return Finding("neutral", "polarity.default")
    return Finding.by(mention.affirmed, "polarity.affirmed", verb, offset)


AFFIRMED: Final = Rule(
    "affirmed",
    (affirmation.AFFIRM,),
    _affirmed,
    (
        Example("市里建了【平台】。", "present"),
        Example("现在都有【统一标准】。", "present"),
        Example("我们组织了【目录】的编制。", "present"),
        Example("我们建了【微信群】。", "neutral", default="neutral"),
        Example("预计年底完成【平台】。", "neutral"),
    ),
    CONCEPT,
)


def _affirmed_after(mention: Mention) -> Finding | None:
    """目录早就公布了."""
    verb = affirmation.AFFIRMED_AFTER.search(mention.after)
    return Finding.by(mention.affirmed, "polarity.affirmed", verb, mention.end) if verb else None


AFFIRMED_AFTER: Final = Rule(
    "affirmed_after",
    (affirmation.AFFIRMED_AFTER,),
    _affirmed_after,
    (Example("【目录】早就公布了。", "present"), Example("【平台】去年上线。", "present")),
    CONCEPT,
)


def _listed(mention: Mention) -> Finding | None:
    """明确了一数一源，谁产生谁负责: the verb before the comma reaches a member that fills its
    clause.
    """
    if mention.index == 0 or mention.before or not affirmation.LISTED.match(mention.after):
        return None
    text, (start, end) = mention.text, mention.clauses.bounds[mention.index - 1]
    if text[end : mention.clause[0]] != ",":
        return None
    verb = affirmation.LISTING.search(text, start, end)
    if verb is None or judgement.NEGATIVE.search(text, start, verb.end()):
        return None
    return Finding.by(mention.affirmed, "polarity.affirmed", verb)


LISTED: Final = Rule(
    "listed",
    (affirmation.LISTING,),
    _listed,
    (
        Example("我们明确了一数一源，【谁产生谁负责】。", "present"),
        Example("省里出台了管理办法，【目录】制度。", "present"),
    ),
    CONCEPT,
)
