"""A topic that stands alone in its clause is judged by the comment in the next: 培训嘛，没搞过."""

from __future__ import annotations

from typing import Final

from analysis.coders.polarity.cues import demand, judgement, questions, topics, turning
from analysis.coders.polarity.mention import Finding, Mention
from analysis.coders.polarity.rule import CONCEPT, Example, Rule

ALONE_AFTER: Final = 6
"""A topic that stands alone has at most so many characters before it."""


def _comment(mention: Mention) -> tuple[int, int] | None:
    """Bounds of the clause that comments on a topic; None where the indicator is no topic, its code
    has a default, or the next clause turns or quotes others.
    """
    following = mention.next_clause
    if (
        following is None
        or mention.default is not None
        or len(mention.before) > ALONE_AFTER
        or not topics.TOPIC.match(mention.after)
        or not (mention.after or topics.INTRODUCED.match(mention.before))
    ):
        return None
    text, bounds, (start, end) = mention.text, mention.clauses.bounds, following
    if mention.index + 2 < len(bounds) and topics.ASIDE.fullmatch(text, start, end):
        start, end = bounds[mention.index + 2]
    but = turning.BUT.match(text[start:end])
    if (but and but[0].strip() != "就是") or turning.REPORTED.search(text, start, end):
        return None
    return start, end


def _doubted(mention: Mention) -> Finding | None:
    """目录这个东西，到底有没有用，我也说不好."""
    clause = _comment(mention)
    if clause is None:
        return None
    text = mention.text
    doubt = questions.UNKNOWN.search(text, *clause) or questions.QUESTIONED.search(text, *clause)
    return Finding.by("unsure", "polarity.unknown", doubt) if doubt else None


TOPIC_DOUBTED: Final = Rule(
    "topic_doubted",
    (questions.UNKNOWN, questions.QUESTIONED),
    _doubted,
    (
        Example("【目录】这个东西，到底有没有用，我也说不好。", "unsure"),
        Example("【目录】嘛，能不能用我不知道。", "unsure"),
    ),
    CONCEPT,
)


def _wished(mention: Mention) -> Finding | None:
    """我们的目录嘛，还是希望市里牵头."""
    clause = _comment(mention)
    wish = clause and demand.WISHED_NEXT.match(mention.text, *clause)
    return Finding.by("demanded", "polarity.demand", wish) if wish else None


TOPIC_WISHED: Final = Rule(
    "topic_wished",
    (demand.WISHED_NEXT,),
    _wished,
    (Example("我们的【目录】嘛，还是希望市里牵头。", "demanded"),),
    CONCEPT,
)


def _fine(mention: Mention) -> Finding | None:
    """目录这一块，倒没什么问题."""
    clause = _comment(mention)
    fine = clause and judgement.NOT_BAD.match(mention.text, *clause)
    return Finding.by("present", "polarity.praise", fine) if fine else None


TOPIC_FINE: Final = Rule(
    "topic_fine",
    (judgement.NOT_BAD,),
    _fine,
    (
        Example("【更新】嘛，不算慢。", "present"),
        Example("【接口】嘛，问题不大。", "present"),
        Example("【目录】这一块，倒没有什么障碍。", "present"),
    ),
    CONCEPT,
)


def _blamed(mention: Mention) -> Finding | None:
    """接口嘛，一次都没通过. What speaks against it, unless praise goes before."""
    clause = _comment(mention)
    if clause is None:
        return None
    bad = judgement.NEGATIVE.search(mention.text, *clause)
    good = judgement.GOOD.search(mention.text, *clause)
    if bad is None or (good and good.start() < bad.start()):
        return None
    return Finding.by("lacking", "polarity.blame", bad)


TOPIC_BLAMED: Final = Rule(
    "topic_blamed",
    (judgement.NEGATIVE,),
    _blamed,
    (
        Example("【接口】嘛，一次都没通过。", "lacking"),
        Example("所谓【统一标准】，不怎么统一。", "lacking"),
        Example("【目录】呢，说老实话，远远不够。", "lacking"),
    ),
    CONCEPT,
)


def _praised(mention: Mention) -> Finding | None:
    """平台嘛，还挺好用的."""
    clause = _comment(mention)
    good = clause and judgement.GOOD.search(mention.text, *clause)
    return Finding.by("present", "polarity.praise", good) if good else None


TOPIC_PRAISED: Final = Rule(
    "topic_praised",
    (judgement.GOOD,),
    _praised,
    (Example("【平台】嘛，还挺好用的。", "present"),),
    CONCEPT,
)
