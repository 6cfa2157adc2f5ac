"""The verdict in the next clause, and the answer after a question mark."""

from __future__ import annotations

import re
from typing import Final

from analysis.coders.polarity.cues import judgement, negation, verdicts
from analysis.coders.polarity.mention import Finding, Mention
from analysis.coders.polarity.rule import NO_DEFICIT, Example, Rule
from corpus.coding import Polarity

ALONE_BEFORE: Final = 12
"""A question is about an indicator that has at most so many characters before it."""
ALONE_AFTER: Final = 10
"""And so many behind it."""
ANSWER: Final = 24
"""Characters of the next sentence in which an answer is looked for."""
_LINE: Final = re.compile(r"[^\n]*")


def _answered(mention: Mention) -> Finding | None:
    """接口通不通？不通. The answer may be a sentence of its own, in the same paragraph."""
    end = mention.clause[1]
    if (
        mention.text[end : end + 1] != "?"
        or len(mention.before) > ALONE_BEFORE
        or len(mention.after) > ALONE_AFTER
        or negation.NEGATOR.search(mention.before)
    ):
        return None
    shadow, start = mention.clauses.shadow, mention.clauses.start + end + 1
    line = _LINE.match(shadow, start, start + ANSWER)
    answer = line[0] if line else ""
    no: Polarity = "present" if mention.kind == "deficit" else "lacking"
    yes: Polarity = "lacking" if mention.kind == "deficit" else mention.affirmed
    if verdicts.BAD_NEXT.match(answer):
        return Finding("lacking", "polarity.blame")
    if verdicts.GOOD_NEXT.match(answer) and mention.kind != "deficit":
        return Finding(mention.affirmed, "polarity.praise")
    if verdicts.ANSWERED_NO.match(answer):
        return Finding(no, "polarity.negation")
    return Finding(yes, "polarity.affirmed") if verdicts.ANSWERED_YES.match(answer) else None


ANSWERED: Final = Rule(
    "answered",
    (verdicts.ASKED,),
    _answered,
    (
        Example("【反馈】？石沉大海。", "lacking"),
        Example("【接口】现在通不通？不通。", "lacking"),
        Example("【平台】有没有？有啊。", "present"),
        Example("【审批】？利索得很。", "present"),
        Example("【推诿】有没有？没有。", "present", "deficit"),
    ),
)


def _verdict_next(mention: Mention) -> Finding | None:
    """新系统上线以后，还不如以前手工快; 审批这件事，那叫一个利索."""
    following = mention.next_clause
    if following is None or len(mention.after) > ALONE_AFTER:
        return None
    text, (start, end) = mention.text, following
    bad = verdicts.BAD_NEXT.match(text, start, end)
    if bad:
        return Finding.by("lacking", "polarity.blame", bad)
    good = verdicts.GOOD_NEXT.match(text, start, end)
    if good is None or judgement.NEGATIVE.search(text, *mention.clause):
        return None
    return Finding.by(mention.affirmed, "polarity.praise", good)


VERDICT_NEXT: Final = Rule(
    "verdict_next",
    (verdicts.BAD_NEXT, verdicts.GOOD_NEXT),
    _verdict_next,
    (
        Example("我们交了【目录】，结果石沉大海。", "lacking"),
        Example("【平台】换了以后，还不如以前填表快。", "lacking"),
        Example("县里的【平台】一开，那叫一个利索。", "present"),
    ),
    NO_DEFICIT,
)


def _outcome(mention: Mention) -> Finding | None:
    """共享喊了好几年，一个字段都没拿到."""
    following = mention.next_clause
    if following is None or mention.default or len(mention.after) > ALONE_AFTER:
        return None
    bad = verdicts.OUTCOME_BAD.match(mention.text, *following)
    return bad and Finding.by("lacking", "polarity.blame", bad)


OUTCOME: Final = Rule(
    "outcome",
    (verdicts.OUTCOME_BAD,),
    _outcome,
    (
        Example("【共享】喊了好几年，一个字段都没拿到。", "lacking"),
        Example("县里的【目录】，三年没人动过了。", "lacking"),
        Example("【会议】开得勤，解决不了啥。", "lacking"),
    ),
    NO_DEFICIT,
)
