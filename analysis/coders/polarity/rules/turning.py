"""What the clause after makes of a statement: hearsay contradicted, a concession taken back."""

from __future__ import annotations

import re
from typing import Final

from analysis.coders.polarity.cues import judgement, turning
from analysis.coders.polarity.mention import Finding, Mention
from analysis.coders.polarity.rule import Example, Rule

REPORTED_REACH: Final = 16
"""Hearsay counts in the clause of an indicator and so many characters before it."""


def _contradiction(mention: Mention) -> tuple[re.Match[str], int] | None:
    """What speaks against a statement after a 但是 that opens the next clause, with the offset that
    its match counts from; None where nothing does or the statement is no affirmation.
    """
    stated, following = mention.stated, mention.next_clause
    if stated is None or stated.polarity not in ("present", "neutral") or following is None:
        return None
    start, end = following
    rest = mention.text[start:]
    if not turning.BUT.match(rest):
        return None
    # the next clause first; a slice, because a match may hang on the end of what it sees
    against = judgement.NEGATIVE.search(rest[: end - start]) or judgement.NEGATIVE.search(rest)
    return (against, start) if against else None


def _hearsay(mention: Mention) -> Finding | None:
    """他们说有平台，但是我没见过."""
    if _contradiction(mention) is None:
        return None
    start, end = mention.clause
    reported = turning.REPORTED.search(mention.text, max(0, start - REPORTED_REACH), end)
    return Finding.by("unsure", "polarity.reported", reported) if reported else None


HEARSAY: Final = Rule(
    "hearsay",
    (turning.REPORTED,),
    _hearsay,
    (
        Example("他们说有【平台】，但是我没见过。", "unsure"),
        Example("他们说有【目录】，不过我没见过。", "unsure"),
    ),
)


def _unsure_next(mention: Mention) -> Finding | None:
    """平台好像有吧，我没用过: who says so does not know."""
    stated, following = mention.stated, mention.next_clause
    if stated is None or following is None or stated.polarity not in ("present", "neutral"):
        return None
    doubt = turning.UNSURE_NEXT.match(mention.text, *following)
    if doubt is None:
        return None
    if stated.polarity == "present" and not turning.SEEMING.search(mention.text, *mention.clause):
        return None
    return Finding.by("unsure", "polarity.unknown", doubt)


UNSURE_NEXT: Final = Rule(
    "unsure_next",
    (turning.UNSURE_NEXT,),
    _unsure_next,
    (
        Example("【接口】归哪个处室，我还真说不好。", "unsure"),
        Example("【平台】好像建了，我没用过。", "unsure"),
    ),
)


def _conceded(mention: Mention) -> Finding | None:
    """平台有是有，就是用不起来."""
    contradiction = _contradiction(mention)
    start, end = mention.clause
    if contradiction is None or not turning.CONCESSION.search(mention.text[start : end + 1]):
        return None
    return Finding.by("lacking", "polarity.concession", *contradiction)


CONCEDED: Final = Rule(
    "conceded",
    (turning.BUT,),
    _conceded,
    (
        Example("【平台】有是有，就是用不起来。", "lacking"),
        Example("虽然有【平台】，但没人用。", "lacking"),
        Example("【目录】倒是有了，就是不管用。", "lacking"),
    ),
)
