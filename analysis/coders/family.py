"""The family of machine coders: what each of them does, and the tuple that names them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, Protocol, get_args

from analysis.coders import learned, model, rules, similar
from analysis.coders.vectors import shipped_encoder
from codebooks.codebook import Codebook
from corpus.coding import Coding
from corpus.transcript import Transcript

Machine = Literal["rules", "similar", "learned", "model"]
"""The names of the coders, in the order of ``CODERS``."""
MACHINES: Final[tuple[Machine, ...]] = get_args(Machine)


class Coder(Protocol):
    """A machine coder, ready for its codebooks. It may be pickled, and codes alike afterwards."""

    @property
    def codebooks(self) -> tuple[Codebook, ...]:
        """The codebooks whose codes it lays."""
        ...

    def code(self, transcript: Transcript) -> list[Coding]:
        """Suggested codings of a transcript: spans inside its turns, quotes equal to the text, the
        name of the coder on each; the same each time.
        """
        ...

    def code_all(self, transcripts: Sequence[Transcript]) -> list[list[Coding]]:
        """``code`` for each of them."""
        ...


@dataclass(frozen=True, slots=True)
class CoderKind:
    """A member of the family.

    ``name`` is the coder's name in codings; ``coder.<name>`` is what people read. ``build`` makes
    one for codebooks and raises ValueError when there is none. ``asks``: ``build`` takes ``ask``
    too, which gives the answers of a model. ``learns``: it takes ``studied``, what the people of a
    study have said; without it it knows no more than the codebooks.
    """

    name: str
    build: Callable[..., Coder]
    asks: bool = False
    learns: bool = False


CODERS: Final[tuple[CoderKind, ...]] = (
    CoderKind(rules.NAME, rules.RuleCoder),
    CoderKind(similar.NAME, similar.SimilarCoder),
    CoderKind(learned.NAME, learned.LearnedCoder, learns=True),
    CoderKind(model.NAME, model.ModelCoder, asks=True),
)


@lru_cache(maxsize=16)
def kept(name: Machine, *codebooks: Codebook) -> Coder:
    """One coder of a name per process for the codebooks together, without anything of a study.
    Raises ValueError for one that asks somebody or learns from a study.
    """
    if name == rules.NAME:
        return rules.coder_for(*codebooks)
    if name == similar.NAME:
        return similar.SimilarCoder(*codebooks, encoder=shipped_encoder())
    raise ValueError(f"name must be a coder that asks nobody and learns nothing, got {name!r}")
