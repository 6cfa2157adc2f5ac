"""A machine coder whose polarities are decided again by what people corrected."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.coders.family import Coder
from analysis.coders.polarity.learned import Answer, Layer
from analysis.coders.polarity.ruling import REASON, Kinds, Overruled, Ruling, ruling_of
from codebooks.codebook import Codebook
from corpus.coding import Coding
from corpus.span import Span
from corpus.transcript import Transcript


class Corrected:
    """The codings of ``coder``, their polarities as ``layer`` decides. Where it overrules, the
    evidence says so and tells what the rules had said; all else of a coding stays, the function
    too.
    """

    def __init__(self, coder: Coder, layer: Layer) -> None:
        self._coder = coder
        self._layer = layer
        self._kinds = Kinds(coder.codebooks)

    @property
    def codebooks(self) -> tuple[Codebook, ...]:
        """The codebooks whose codes it lays."""
        return self._coder.codebooks

    def code(self, transcript: Transcript) -> list[Coding]:
        """Codings of a transcript: at most one per sentence, code and polarity."""
        return self._decided(self._coder.code(transcript))

    def code_all(self, transcripts: Sequence[Transcript]) -> list[list[Coding]]:
        """``code`` for each of them."""
        return [self._decided(codings) for codings in self._coder.code_all(transcripts)]

    def _decided(self, codings: Sequence[Coding]) -> list[Coding]:
        """The codings in their order; of those that become alike the first stays, or the one that
        the rules told so.
        """
        rulings = [ruling_of(coding, self._kinds) for coding in codings]
        answers = iter(self._layer.decide([ruling for ruling in rulings if ruling is not None]))
        decided = [
            coding if ruling is None else _with_answer(coding, ruling, next(answers))
            for coding, ruling in zip(codings, rulings, strict=True)
        ]
        kept: dict[tuple[Span, str, str, str], int] = {}
        for row, coding in enumerate(decided):
            key = (coding.span, coding.codebook, coding.code, coding.polarity)
            if key not in kept or coding is codings[row]:
                kept[key] = row
        return [decided[row] for row in sorted(kept.values())]


def _with_answer(coding: Coding, ruling: Ruling, answer: Answer) -> Coding:
    if answer.polarity == coding.polarity or coding.evidence is None:
        return coding
    over = Overruled(ruling.reason, ruling.polarity, answer.probability)
    evidence = coding.evidence._replace(reason=REASON, note=over.note)
    return coding._replace(polarity=answer.polarity, evidence=evidence)
