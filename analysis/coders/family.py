"""The family of machine coders: what each of them does, and the tuple that names them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from analysis.coders import rules
from codebooks.codebook import Codebook
from corpus.coding import Coding
from corpus.transcript import Transcript


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
    one for codebooks and raises ValueError when there is none.
    """

    name: str
    build: Callable[..., Coder]


CODERS: Final[tuple[CoderKind, ...]] = (CoderKind(rules.NAME, rules.RuleCoder),)
