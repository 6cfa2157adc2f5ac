"""The family of analyses: every one with its options and what a reader must choose for it.

A new analysis is a file in this room, a line in ``ANALYSES`` and its words in
``app/messages/analyses.toml``; ``tests/contracts/test_analyses.py`` says what is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar

from app.analyses.chains import ChainsOptions, chains
from app.analyses.cooccur import CooccurOptions, cooccur
from app.analyses.crosstab import CrosstabOptions, attribute_table
from app.analyses.crosswalk import CrosswalkOptions, crosswalk_of
from app.analyses.ena import EnaOptions, ena
from app.analyses.mentions import MentionsOptions, mentions
from app.analyses.network import NetworkOptions, network
from app.analyses.pair import PairOptions, pair
from app.analyses.saturation import SaturationOptions, saturation
from app.result import Result
from app.study.study import Study

O = TypeVar("O")  # noqa: E741 - options
Needs = Literal["codebook", "attribute", "pair"]
"""What a reader chooses before it can be made: nothing but a codebook, an attribute to split by,
or two codes (then it belongs to the page of the pair, not to what is made for a whole study).
"""


@dataclass(frozen=True, slots=True)
class Analysis(Generic[O]):
    """``name`` of its results; ``command`` of the command line that makes it; ``options`` and
    ``function``: options and a study in, a result out; ``chosen``: the options for a codebook and
    an attribute (or, for a pair, its two codes).
    """

    name: str
    command: str
    options: type[O]
    function: Callable[[Study, O], Result]
    chosen: Callable[[str, str], O]
    needs: Needs = "codebook"

    def made(self, study: Study, book: str, by: str | None) -> Result:
        """Its result for a codebook and an attribute. Raises FangtanError for what the study does
        not allow, ValueError where an attribute is needed and none is given.
        """
        if by is None and self.needs != "codebook":
            raise ValueError(f"by must name an attribute for {self.name}, got None")
        return self.function(study, self.chosen(book, by or ""))


ANALYSES: Final[tuple[Analysis[Any], ...]] = (
    Analysis(
        "cooccur",
        "cooccur",
        CooccurOptions,
        cooccur,
        lambda book, by: CooccurOptions(codebook=book, units=True),
    ),
    Analysis(
        "pair",
        "cooccur",
        PairOptions,
        pair,
        lambda first, second: PairOptions(first=first, second=second),
        "pair",
    ),
    Analysis(
        "network",
        "network",
        NetworkOptions,
        network,
        lambda book, by: NetworkOptions(codebook=book),
    ),
    Analysis("ena", "ena", EnaOptions, ena, lambda book, by: EnaOptions(codebook=book)),
    Analysis("chains", "chains", ChainsOptions, chains, lambda book, by: ChainsOptions()),
    Analysis("mentions", "mentions", MentionsOptions, mentions, lambda book, by: MentionsOptions()),
    Analysis(
        "crosswalk", "crosstab", CrosswalkOptions, crosswalk_of, lambda book, by: CrosswalkOptions()
    ),
    Analysis(
        "crosstab",
        "crosstab",
        CrosstabOptions,
        attribute_table,
        lambda book, by: CrosstabOptions(by=by, codebook=book),
        "attribute",
    ),
    Analysis(
        "saturation",
        "saturation",
        SaturationOptions,
        saturation,
        lambda book, by: SaturationOptions(codebook=book),
    ),
)

OF_A_STUDY: Final = tuple(member for member in ANALYSES if member.needs != "pair")
"""Those that are made for a whole study, in the order of the page 导出."""


def analysis(study: Study, *, name: str, book: str, by: str | None) -> Result:
    """The analysis of a name, for a codebook and an attribute. Raises FangtanError for what the
    study does not allow, ValueError for another name.
    """
    for member in OF_A_STUDY:
        if member.name == name:
            return member.made(study, book, by)
    names = tuple(member.name for member in OF_A_STUDY)
    raise ValueError(f"name must be one of {names}, got {name!r}")
