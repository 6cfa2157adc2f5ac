"""What is said of an indicator where no cue decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analysis.coders.polarity.mention import Finding, Mention
from analysis.coders.polarity.rule import Example, Rule
from codebooks.codebook import IndicatorClass
from corpus.coding import Polarity

BY_CLASS: Final[Mapping[IndicatorClass, Polarity]] = {
    "concept": "neutral",
    "deficit": "lacking",
    "asset": "present",
}


def _default(mention: Mention) -> Finding:
    """The default of the code, else of the class of the indicator. A topic alone proposes nothing,
    and a word that names a trouble is not neutral.
    """
    polarity = mention.default or BY_CLASS[mention.kind]
    if mention.default == "demanded" and mention.kind == "concept":
        polarity = "neutral"
    elif mention.default == "neutral" and mention.kind == "deficit":
        polarity = "lacking"
    return Finding(polarity, "polarity.default")


DEFAULT: Final = Rule(
    "default",
    (),
    _default,
    (
        Example("我说的是那个【平台】。", "neutral"),
        Example("部门之间【壁垒】很深。", "lacking", "deficit"),
        Example("群众【少跑腿】。", "present", "asset"),
        Example("我说的是那个【平台】。", "present", default="present"),
        Example("我说的是那个【平台】。", "neutral", default="demanded"),
        Example("部门之间【壁垒】很深。", "lacking", "deficit", default="neutral"),
    ),
)
