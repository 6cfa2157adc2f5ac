"""Sentences with an indicator between 【 and 】, decided as a coder would."""

from __future__ import annotations

import re

from analysis.coders.polarity.decide import decide, read
from analysis.coders.polarity.mention import Decision
from codebooks.codebook import IndicatorClass
from corpus.coding import Polarity
from corpus.normalise import shadow

Told = tuple[str, str, str]
"""Rule, polarity, and the words of the cue ("" for none)."""


def decided(
    marked: str,
    kind: IndicatorClass = "concept",
    default: Polarity | None = None,
    gapped: bool = False,
) -> Told:
    """What is decided of the indicator in a sentence."""
    before, indicator, after = re.split("[【】]", marked)
    text = shadow(before + indicator + after)
    end = len(before) + len(indicator)
    found: Decision = decide(read(text, 0, len(text)), len(before), end, kind, default, gapped)
    cue = text[found.cue_start : found.cue_end] if found.cue_start >= 0 else ""
    return found.rule, found.polarity, cue


def found(pattern: re.Pattern[str], text: str) -> str | None:
    """The words that a cue finds first in a text; None where it finds nothing."""
    match = pattern.search(shadow(text))
    return match[0] if match else None
