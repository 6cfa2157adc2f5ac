"""What a rule of polarity is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from analysis.coders.polarity.mention import Finding, Mention
from codebooks.codebook import IndicatorClass
from corpus.coding import Polarity

ANY: Final[frozenset[IndicatorClass]] = frozenset(("concept", "deficit", "asset"))
DEFICIT: Final[frozenset[IndicatorClass]] = frozenset(("deficit",))
CONCEPT: Final[frozenset[IndicatorClass]] = frozenset(("concept",))
NO_DEFICIT: Final[frozenset[IndicatorClass]] = ANY - DEFICIT
"""Words that negation makes lacking; a deficit word it makes present."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a rule decides, with the indicator between 【 and 】 and what it decides.

    ``kind``, ``default`` and ``gapped`` are those of the indicator and its code.
    """

    text: str
    polarity: Polarity
    kind: IndicatorClass = "concept"
    default: Polarity | None = None
    gapped: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to decide a polarity.

    ``name``: unique, told in decisions. ``needs``: cues of which one at least must stand in the
    sentence, or the rule is not tried (none: it is always tried); a rule must not decide without
    one of them. ``decide``: what the rule finds in a mention; None leaves it to the rules after it.
    ``kinds``: the classes of indicators that it is for. ``examples``: sentences that it decides and
    no rule before it, run as tests.
    """

    name: str
    needs: tuple[re.Pattern[str], ...]
    decide: Callable[[Mention], Finding | None]
    examples: tuple[Example, ...]
    kinds: frozenset[IndicatorClass] = ANY
