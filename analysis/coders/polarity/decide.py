"""Polarity of a mention: the rules in their order, and the loop that tries them.

Each rule looks at one clause, within a short reach of the indicator; demand, contrast and time
reach over the sentence. The first rule that finds something decides. Doubt (suppositions, hearsay
that the next clause contradicts, open questions) is ``unsure``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from analysis.coders.polarity.clauses import Clauses, Reader
from analysis.coders.polarity.mention import Decision, Finding, Mention
from analysis.coders.polarity.rule import ANY, Rule
from analysis.coders.polarity.rules import (
    affirmation,
    change,
    default,
    demand,
    judgement,
    negation,
    questions,
    scope,
    supposition,
    topics,
    troubles,
    turning,
    verdicts,
)
from codebooks.codebook import IndicatorClass
from corpus.coding import Polarity

FRAMING: Final[tuple[Rule, ...]] = (
    questions.ISNT_IT,
    verdicts.ANSWERED,
    scope.OUGHT,
    scope.WHO_SAYS,
    supposition.WISHED_WELL,
    scope.NEEDED,
    scope.DEPENDED,
    demand.ASKED_BETWEEN,
    negation.ENDED_BETWEEN,
    negation.DOUBLE,
    negation.NOT_A_BUT_B,
    negation.DENIED_TROUBLE,
    questions.RHETORICAL,
    questions.RHETORICAL_AFTER,
    questions.UNKNOWN,
    demand.ASKED_FOR,
    questions.QUESTIONED,
    questions.WHETHER,
    questions.ASKED_AT_END,
    questions.ASKED_IN,
    supposition.WOULD_BE_GOOD,
    supposition.HYPOTHETICAL,
    demand.DEMANDED,
    demand.REMOVAL_DEMANDED,
    demand.DEMAND_JOINED,
    demand.OWN_DEMAND,
    demand.DEMANDED_AFTER,
    demand.APPEAL,
    verdicts.VERDICT_NEXT,
    change.THEN_AND_NOW,
    change.THAN_BEFORE,
    change.TURNED,
    change.RETURNED,
)
"""How the sentence is meant: asked, supposed, demanded, told as a change. What one of these decides
is not revised.
"""

STATING: Final[tuple[Rule, ...]] = (
    questions.OPEN_BETWEEN,
    scope.NOT_LACKED,
    scope.NOT_OURS,
    scope.DOUBLE_AFTER,
    scope.OPINION,
    scope.BARELY,
    negation.DENIED_BETWEEN,
    troubles.REMOVED,
    troubles.SPARED,
    troubles.PROHIBITED,
    troubles.UNBROKEN,
    troubles.ABSENT,
    troubles.GONE,
    troubles.REMOVED_NEXT,
    judgement.DENIED_FAULT,
    negation.COMPLEMENT,
    negation.NEGATED,
    judgement.BLAMED,
    judgement.PRAISED,
    judgement.TROUBLED,
    judgement.POSSIBLE,
    affirmation.AFFIRMED,
    affirmation.AFFIRMED_AFTER,
    affirmation.LISTED,
    topics.TOPIC_DOUBTED,
    topics.TOPIC_WISHED,
    topics.TOPIC_FINE,
    topics.TOPIC_BLAMED,
    topics.TOPIC_PRAISED,
    verdicts.OUTCOME,
    default.DEFAULT,
)
"""What is stated of the mention where the sentence simply tells; the last always decides."""

REVISING: Final[tuple[Rule, ...]] = (
    supposition.CONSEQUENCE,
    turning.HEARSAY,
    turning.CONCEDED,
    turning.UNSURE_NEXT,
)
"""What the clause before or after makes of a statement."""

RULES: Final[tuple[Rule, ...]] = (*FRAMING, *STATING, *REVISING)

_Step = tuple[int, Callable[[Mention], Finding | None], str]
"""What the loop asks of a rule: bits of what it needs, how it decides, its name."""

_READER: Final = Reader(cue for rule in RULES for cue in rule.needs)


class _Stage:
    """Rules that are tried one after another."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._steps: Mapping[IndicatorClass, tuple[_Step, ...]] = {
            kind: tuple(
                (_READER.bits(rule.needs), rule.decide, rule.name)
                for rule in rules
                if kind in rule.kinds
            )
            for kind in ANY
        }
        # sentences with the same cues are many, and few of the rules need what stands in one
        self._tried = lru_cache(maxsize=10_000)(self._worth_trying)

    def _worth_trying(self, kind: IndicatorClass, may: int) -> tuple[_Step, ...]:
        return tuple(step for step in self._steps[kind] if may & step[0])

    def first(self, mention: Mention) -> Decision | None:
        """The decision of the first rule that finds something."""
        for _, finds, name in self._tried(mention.kind, mention.clauses.may):
            finding = finds(mention)
            if finding is not None:
                return _decision(finding, mention.clauses.start, name)
        return None


_FRAMING: Final = _Stage(FRAMING)
_STATING: Final = _Stage(STATING)
_REVISING: Final = _Stage(REVISING)


def read(shadow: str, start: int, end: int) -> Clauses:
    """The clauses of the sentence ``[start, end)`` of a shadow text, as ``decide`` wants them."""
    return _READER.read(shadow, start, end)


def decide(
    clauses: Clauses,
    start: int,
    end: int,
    kind: IndicatorClass,
    default: Polarity | None = None,
    gapped: bool = False,
) -> Decision:
    """Polarity of an indicator at ``[start, end)`` of the shadow text, which begins in the sentence
    that was read.

    ``kind`` is the class of the indicator, ``default`` the polarity of its code, if it has one.
    ``gapped``: the indicator has parts that stand apart (a near rule, a pattern), and a negator in
    it is not one of them.
    """
    mention = Mention.at(clauses, start, end, kind, default, gapped)
    decision = _FRAMING.first(mention)
    if decision is None:
        mention.stated = decision = _STATING.first(mention)
        decision = _REVISING.first(mention) or decision
    assert decision is not None  # the last rule of STATING always decides
    return decision


def _decision(finding: Finding, base: int, name: str) -> Decision:
    """A finding in a sentence that begins at ``base`` of the shadow text."""
    polarity, reason, start, end = finding
    if start < 0:
        return Decision(polarity, reason, rule=name)
    return Decision(polarity, reason, base + start, base + end, name)
