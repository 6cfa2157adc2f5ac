"""Questions, open and rhetorical, and what the speaker cannot tell."""

from __future__ import annotations

from typing import Final

from analysis.coders.polarity.clauses import MARKS
from analysis.coders.polarity.cues import demand, negation, questions
from analysis.coders.polarity.mention import GAPPED, Finding, Mention
from analysis.coders.polarity.rule import NO_DEFICIT, Example, Rule

ASKED_REACH: Final = 10
"""A question word (有无, 是否) leaves open what begins within so many characters of its start."""
RHETORICAL_REACH: Final = 14
"""A rhetorical question word so near is sought before one elsewhere in the clause."""
TAG_REACH: Final = 4
"""Farther behind an indicator 好不好 at the end of a clause only wants to be agreed with."""
DENYING: Final = frozenset(
    ("哪有", "哪来", "哪里有", "哪儿有", "怎么可能", "怎么会", "何谈", "哪会")
)
"""Rhetorical words that deny a trouble; the others (凭什么, 谁会) complain of it."""


def _isnt_it(mention: Mention) -> Finding | None:
    """你们不是有平台吗? asserts that there is one; 不是没有平台吗? that there is none."""
    for question in questions.ISNT_IT.finditer(mention.text, *mention.clause):
        said = question.start("said")
        if said <= mention.start and mention.end <= question.end("said"):
            negated = negation.NEGATOR.search(mention.text, said, mention.start) is not None
            lacks = negated != (mention.kind == "deficit")
            return Finding.by(
                "lacking" if lacks else mention.affirmed, "polarity.rhetorical", question
            )
    return None


ISNT_IT: Final = Rule(
    "isnt_it",
    (questions.ISNT_IT,),
    _isnt_it,
    (
        Example("你们不是有【目录】吗？", "present"),
        Example("不是没有【目录】吗？", "lacking"),
        Example("这不是【推诿】吗？", "lacking", "deficit"),
        Example("不是有【微信群】吗？", "neutral", default="neutral"),
    ),
)


def _rhetorical(mention: Mention) -> Finding | None:
    """哪有统一标准? 凭什么给? A question that asserts its contrary."""
    nearest = mention.before[-RHETORICAL_REACH:]
    offset = mention.start - len(nearest)
    question = questions.RHETORICAL.search(nearest)
    if question is None:
        offset = 0
        question = questions.RHETORICAL.search(mention.text, mention.clause[0], mention.start)
    if question is None:
        return None
    if mention.kind == "deficit":
        denied = question[0] in DENYING
    else:  # 难道没有平台?
        denied = question[0] == "难道" and negation.NEGATOR.search(mention.before) is not None
    return Finding.by("present" if denied else "lacking", "polarity.rhetorical", question, offset)


RHETORICAL: Final = Rule(
    "rhetorical",
    (questions.RHETORICAL,),
    _rhetorical,
    (
        Example("哪有【统一标准】？", "lacking"),
        Example("谁愿意搞【平台】？", "lacking"),
        Example("难道没有【平台】？", "present"),
        Example("哪有什么【壁垒】？", "present", "deficit"),
        Example("凭什么这样【推诿】？", "lacking", "deficit"),
    ),
)


def _rhetorical_after(mention: Mention) -> Finding | None:
    """平台有什么用? The same behind the indicator."""
    question = questions.RHETORICAL_AFTER.search(mention.after)
    return question and Finding.by("lacking", "polarity.rhetorical", question, mention.end)


RHETORICAL_AFTER: Final = Rule(
    "rhetorical_after",
    (questions.RHETORICAL_AFTER,),
    _rhetorical_after,
    (Example("【平台】有什么用？", "lacking"), Example("【考核】从何谈起。", "lacking")),
    NO_DEFICIT,
)


def _unknown(mention: Mention) -> Finding | None:
    """我不知道有没有平台: the speaker cannot tell, unless the indicator itself says so."""
    doubt = questions.UNKNOWN.search(mention.text, *mention.clause)
    if doubt is None or (mention.start <= doubt.start() and doubt.end() <= mention.end):
        return None
    return Finding.by("unsure", "polarity.unknown", doubt)


UNKNOWN: Final = Rule(
    "unknown",
    (questions.UNKNOWN,),
    _unknown,
    (
        Example("我不知道有没有【统一标准】。", "unsure"),
        Example("【目录】不一定好用。", "unsure"),
        Example("里面有没有【壁垒】我不清楚。", "unsure", "deficit"),
    ),
)


def _questioned(mention: Mention) -> Finding | None:
    """有没有平台? An open question, unless a demand stands before (建议看看能不能…)."""
    question = questions.QUESTIONED.search(
        mention.before[-ASKED_REACH:]
    ) or questions.QUESTIONED.match(mention.after[:4])
    if question is None or demand.DEMAND.search(mention.before):
        return None
    return Finding("unsure", "polarity.questioned")


QUESTIONED: Final = Rule(
    "questioned",
    (questions.QUESTIONED,),
    _questioned,
    (
        Example("有无符合当地的【隐私】规定。", "unsure"),
        Example("有没有【统一标准】？", "unsure"),
        Example("【平台】通不通？", "unsure"),
    ),
)


def _whether(mention: Mention) -> Finding | None:
    """是不是隐私? Looked for in the unmasked text, because 是不是 is masked."""
    clauses = mention.clauses
    start = clauses.start + mention.start
    reach = max(clauses.start + mention.low, start - ASKED_REACH)
    question = questions.WHETHER.search(clauses.shadow, reach, start)
    if question is None or demand.DEMAND.search(mention.before):
        return None
    return Finding("unsure", "polarity.questioned")


WHETHER: Final = Rule(
    "whether",
    (questions.WHETHER,),
    _whether,
    (Example("这个是不是【隐私】。", "unsure"), Example("你看是不是我们的【隐私】。", "unsure")),
)


def _asked_at_end(mention: Mention) -> Finding | None:
    """接口现在通不通？ A question that ends the clause of the indicator."""
    text, end = mention.text, mention.clause[1]
    asks = text[end : end + 1] == "?" or "吗" in text[mention.end : end]
    if not asks or demand.DEMAND.search(mention.before):
        return None
    for question in questions.ASKED_AT_END.finditer(text, mention.end, end + 1):
        if question.end() == end:
            return Finding("unsure", "polarity.questioned")
        if question.end() > end:
            break
    return None


ASKED_AT_END: Final = Rule(
    "asked_at_end",
    (questions.ASKED_AT_END,),
    _asked_at_end,
    (
        Example("【接口】现在通不通？", "unsure"),
        Example("县里建了【平台】吗？", "unsure"),
        Example("【推诿】多吗？", "unsure", "deficit"),
    ),
)


def _asked_in(mention: Mention) -> Finding | None:
    """平台好不好用？ 会不会在系统里，有接口？ Asked in its clause or the one before."""
    clauses, (_, end) = mention.clauses, mention.clause
    if mention.text[end : end + 1] != "?" or demand.DEMAND.search(mention.before):
        return None
    base, low = clauses.start, clauses.bounds[max(0, mention.index - 1)][0]
    question = questions.ASKED_IN.search(clauses.shadow, base + low, base + end)
    if question is None:
        return None
    far = question.start() - base - mention.end > TAG_REACH
    if far and question[0] in questions.TAGS and question.end() == base + end:
        return None
    return Finding("unsure", "polarity.questioned")


ASKED_IN: Final = Rule(
    "asked_in",
    (questions.MARK,),
    _asked_in,
    (
        Example("县里的【平台】好不好用？", "unsure"),
        Example("会不会在系统背后，也有【接口】？", "unsure"),
        Example("公开【隐私】之前需不需要让他自己来同意？", "unsure"),
    ),
)


def _open_between(mention: Mention) -> Finding | None:
    """数据有没有共享: a question between the parts of an indicator."""
    if not between_parts(mention) or not questions.BETWEEN_OPEN.search(
        mention.text, mention.start + 1, mention.end - 1
    ):
        return None
    return Finding("unsure", "polarity.questioned")


def between_parts(mention: Mention) -> bool:
    """Whether what stands inside an indicator is the speaker's: its parts stand apart, and in one
    clause.
    """
    return (
        mention.gapped
        and mention.end - mention.start > GAPPED
        and not MARKS.search(mention.text, mention.start, mention.end)
    )


OPEN_BETWEEN: Final = Rule(
    "open_between",
    (questions.BETWEEN_OPEN,),
    _open_between,
    (Example("【数据有没有共享】。", "unsure", gapped=True),),
    NO_DEFICIT,
)
