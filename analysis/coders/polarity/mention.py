"""One mention of an indicator, as the rules of polarity look at it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from analysis.coders.polarity.clauses import Clauses
from analysis.coders.polarity.cues import negation, turning
from codebooks.codebook import IndicatorClass
from corpus.coding import Polarity

REACH: Final = 8
"""A negator decides when at most so many characters lie between it and the indicator."""
WINDOW: Final = 22
"""Characters looked at before and after an indicator within its clause (matters where punctuation
is missing).
"""
BEHIND: Final = 14
"""Praise and blame are looked for so many characters behind an indicator."""
GAPPED: Final = 5
"""Only an indicator of more characters can enclose a cue between its parts."""


class Decision(NamedTuple):
    """What is said of an indicator, and why.

    ``reason`` is a message key. ``cue_start``/``cue_end`` are offsets in the shadow text; -1 when
    no cue decided. ``rule`` names the rule that decided.
    """

    polarity: Polarity
    reason: str
    cue_start: int = -1
    cue_end: int = -1
    rule: str = ""


class Finding(NamedTuple):
    """What a rule found. ``start`` and ``end`` of the cue count from the start of the sentence (-1:
    no cue).
    """

    polarity: Polarity
    reason: str
    start: int = -1
    end: int = -1

    @classmethod
    def by(cls, polarity: Polarity, reason: str, cue: re.Match[str], offset: int = 0) -> Finding:
        """By a cue that was found in a stretch which begins at ``offset`` of the sentence."""
        return cls(polarity, reason, offset + cue.start(), offset + cue.end())


@dataclass(slots=True)
class Mention:
    """An indicator at ``[start, end)`` of a sentence, with what stands around it in its clause.

    ``index``: the number of its clause; ``before`` and ``after``: the words of the clause on either
    side, within ``WINDOW`` and not beyond a 但是; ``low``: where ``before`` begins.
    ``default`` is the polarity of the code, if it has one. ``gapped``: the indicator has parts that
    stand apart (a near rule, a pattern), and a negator in it is not one of them. ``stated``: what
    was decided of the mention alone, for the rules that revise it.
    """

    clauses: Clauses
    index: int
    start: int
    end: int
    low: int
    before: str
    after: str
    kind: IndicatorClass
    default: Polarity | None
    gapped: bool
    stated: Decision | None = None
    _negators: list[re.Match[str] | None] = field(default_factory=list, repr=False)

    @classmethod
    def at(
        cls,
        clauses: Clauses,
        start: int,
        end: int,
        kind: IndicatorClass,
        default: Polarity | None,
        gapped: bool,
    ) -> Mention:
        """The indicator at ``[start, end)`` of the shadow text."""
        start, end = start - clauses.start, end - clauses.start
        index = clauses.index(start)
        low, high = clauses.bounds[index]
        # an indicator may begin on the mark before its clause, or end beyond it
        low = min(max(low, start - WINDOW), start)
        high = min(max(high, end), end + WINDOW)
        before, after = clauses.text[low:start], clauses.text[end:high]
        contrast = turning.CONTRAST.search(before)
        if contrast:
            low, before = low + contrast.end(), before[contrast.end() :]
        cut = turning.CUT.search(after)
        if cut:
            after = after[: cut.start()]
        return cls(clauses, index, start, end, low, before, after, kind, default, gapped)

    @property
    def text(self) -> str:
        """The sentence, pseudo-negators masked."""
        return self.clauses.text

    @property
    def clause(self) -> tuple[int, int]:
        """Bounds of its clause in the sentence."""
        return self.clauses.bounds[self.index]

    @property
    def next_clause(self) -> tuple[int, int] | None:
        """Bounds of the clause after its own, if there is one."""
        index = self.index + 1
        return self.clauses.bounds[index] if index < len(self.clauses.bounds) else None

    @property
    def affirmed(self) -> Polarity:
        """What an affirmation makes of it: a code that is neutral by nature (who takes part, which
        channel) stays neutral when merely affirmed.
        """
        return "neutral" if self.default == "neutral" else "present"

    @property
    def near(self) -> str:
        """The words before it in which a negator may reach it."""
        return self.before[-(REACH + 4) :]

    @property
    def near_start(self) -> int:
        """Where ``near`` begins in the sentence."""
        return self.start - len(self.near)

    @property
    def behind(self) -> str:
        """The words after it in which praise and blame are meant for it."""
        behind = self.after[:BEHIND]
        reported = turning.SAYS.search(behind)
        return behind[: reported.start()] if reported else behind

    def negator(self) -> re.Match[str] | None:
        """The last negator of ``near``, if it is not too far off."""
        if not self._negators:  # several rules ask
            found = last(negation.NEGATOR, self.near)
            far = found is None or len(self.near) - found.end() > REACH
            self._negators.append(None if far else found)
        return self._negators[0]


def last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match of a pattern in a text: of the cues before an indicator the nearest counts."""
    found = None
    for found in pattern.finditer(text):  # noqa: B007
        pass
    return found
