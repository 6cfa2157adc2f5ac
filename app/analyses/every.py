"""The family of analyses: every one with its options and what a reader must choose for it.

A new analysis is a file in this room, a function and a line in ``ANALYSES`` here, its command in
``app/cli/commands/analyses`` and its words in ``app/messages/analyses.toml``;
``tests/contracts/test_analyses.py`` says what is missing.

The command line reads the tuple at every start: nothing heavy is loaded before an analysis is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from app.analyses.chains import ChainsOptions
    from app.analyses.cooccur import CooccurOptions
    from app.analyses.crosstab import CrosstabOptions
    from app.analyses.crosswalk import CrosswalkOptions
    from app.analyses.ena import EnaOptions
    from app.analyses.mentions import MentionsOptions
    from app.analyses.network import NetworkOptions
    from app.analyses.pair import PairOptions
    from app.analyses.saturation import SaturationOptions
    from app.analyses.themes.chain_table import ChainTableOptions
    from app.analyses.words.keyness import KeynessOptions
    from app.result import Result
    from app.study.study import Study

O = TypeVar("O")  # noqa: E741 - options
Needs = Literal["codebook", "attribute", "pair"]
"""What a reader chooses before it can be made: nothing but a codebook, an attribute to split by,
or two codes (then it belongs to the page of the pair, not to what is made for a whole study).
"""


@dataclass(frozen=True, slots=True)
class Parts(Generic[O]):
    """``options`` and ``function``: options and a study in, a result out; ``chosen``: the options
    for a codebook and an attribute (or, for a pair, its two codes).
    """

    options: type[O]
    function: Callable[[Study, O], Result]
    chosen: Callable[[str, str], O]


@dataclass(frozen=True, slots=True)
class Analysis(Generic[O]):
    """``name`` of its results; ``command`` of the command line that makes it; ``load`` reads its
    file.
    """

    name: str
    command: str
    load: Callable[[], Parts[O]]
    needs: Needs = "codebook"

    @property
    def options(self) -> type[O]:
        """The class of its options."""
        return self.load().options

    @property
    def function(self) -> Callable[[Study, O], Result]:
        """What makes it."""
        return self.load().function

    @property
    def chosen(self) -> Callable[[str, str], O]:
        """A codebook and an attribute, or two codes -> its options."""
        return self.load().chosen

    def made(self, study: Study, book: str, by: str | None) -> Result:
        """Its result for a codebook and an attribute. Raises FangtanError for what the study does
        not allow, ValueError where an attribute is needed and none is given.
        """
        if by is None and self.needs != "codebook":
            raise ValueError(f"by must name an attribute for {self.name}, got None")
        parts = self.load()
        return parts.function(study, parts.chosen(book, by or ""))


def _cooccur() -> Parts[CooccurOptions]:
    from app.analyses.cooccur import CooccurOptions, cooccur

    return Parts(
        CooccurOptions, cooccur, lambda book, by: CooccurOptions(codebook=book, units=True)
    )


def _pair() -> Parts[PairOptions]:
    from app.analyses.pair import PairOptions, pair

    return Parts(PairOptions, pair, lambda first, second: PairOptions(first=first, second=second))


def _network() -> Parts[NetworkOptions]:
    from app.analyses.network import NetworkOptions, network

    return Parts(NetworkOptions, network, lambda book, by: NetworkOptions(codebook=book))


def _ena() -> Parts[EnaOptions]:
    from app.analyses.ena import EnaOptions, ena

    return Parts(EnaOptions, ena, lambda book, by: EnaOptions(codebook=book))


def _chains() -> Parts[ChainsOptions]:
    from app.analyses.chains import ChainsOptions, chains

    return Parts(ChainsOptions, chains, lambda book, by: ChainsOptions())


def _chain_table() -> Parts[ChainTableOptions]:
    from app.analyses.themes.chain_table import ChainTableOptions, chain_table_of

    return Parts(
        ChainTableOptions, chain_table_of, lambda book, by: ChainTableOptions(codebook=book)
    )


def _mentions() -> Parts[MentionsOptions]:
    from app.analyses.mentions import MentionsOptions, mentions

    return Parts(MentionsOptions, mentions, lambda book, by: MentionsOptions())


def _crosswalk() -> Parts[CrosswalkOptions]:
    from app.analyses.crosswalk import CrosswalkOptions, crosswalk_of

    return Parts(CrosswalkOptions, crosswalk_of, lambda book, by: CrosswalkOptions())


def _crosstab() -> Parts[CrosstabOptions]:
    from app.analyses.crosstab import CrosstabOptions, attribute_table

    return Parts(
        CrosstabOptions, attribute_table, lambda book, by: CrosstabOptions(by=by, codebook=book)
    )


def _keyness() -> Parts[KeynessOptions]:
    from app.analyses.words.keyness import KeynessOptions, keyness_of

    return Parts(KeynessOptions, keyness_of, lambda book, by: KeynessOptions(by=by))


def _saturation() -> Parts[SaturationOptions]:
    from app.analyses.saturation import SaturationOptions, saturation

    return Parts(SaturationOptions, saturation, lambda book, by: SaturationOptions(codebook=book))


ANALYSES: Final[tuple[Analysis[Any], ...]] = (
    Analysis("cooccur", "cooccur", _cooccur),
    Analysis("pair", "cooccur", _pair, "pair"),
    Analysis("network", "network", _network),
    Analysis("ena", "ena", _ena),
    Analysis("chain_table", "chains", _chain_table),
    Analysis("chains", "chains", _chains),
    Analysis("mentions", "mentions", _mentions),
    Analysis("crosswalk", "crosstab", _crosswalk),
    Analysis("crosstab", "crosstab", _crosstab, "attribute"),
    Analysis("keyness", "keyness", _keyness, "attribute"),
    Analysis("saturation", "saturation", _saturation),
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
