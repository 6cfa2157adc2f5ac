"""The coder by a language model: asked passage by passage, every answer held against the text.

For a passage the codes nearest to it (``similar``) are offered, at most ``OFFERED``; published
agreement of such coding with people is middling (Dunivin 2024: κ of .6 and more for 8 of 9 codes;
arXiv 2507.14384: .74 at best), so what comes out are suggestions. Who answers is an argument: this
room knows no server.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from analysis.coders.model_answers import Fault, Said, Unanswered, checked
from analysis.coders.model_prompt import Offered, Passage, Question, passages, question
from analysis.coders.rules import ROLES, Reading
from analysis.coders.similar import CodeKey, SimilarCoder, Suggested
from codebooks.codebook import Codebook
from corpus.coding import Coding, Evidence, Polarity
from corpus.span import Span
from corpus.transcript import Role, Transcript

NAME: Final = "model"
"""The coder's name in codings."""
OFFERED: Final = 8
"""At most so many codes are offered for a passage."""
CODES: Final = 3
"""At most so many codes a sentence from ``code``."""
SEED: Final = 1
"""The seed of the first pass; each further pass counts one more."""
REASON: Final = "polarity.model"

Ask = Callable[[Question], str]
"""Gives the text of an answer. Raises Unanswered where there is none."""


class Stable(NamedTuple):
    """How often a code was said of the same sentence by every pass, and by any."""

    every: int
    any: int


@dataclass(slots=True)
class Tally:
    """What became of the questions: asked, dropped by cause, and how stable each code was where
    there was more than one pass.
    """

    asked: int = 0
    dropped: Counter[Fault] = field(default_factory=Counter)
    stable: dict[CodeKey, Stable] = field(default_factory=dict)


class ModelCoder:
    """Suggests codes by asking a language model. Built once, used for many transcripts.

    ``ask`` gives the answers; ``made_by`` names the model in the evidence. ``passes``: how often
    each passage is asked about, every second time with the codes in reverse order; the score of a
    suggestion is the share of passes that made it. ``tally`` counts over all transcripts. Raises
    ValueError without a codebook, without ``ask`` and for less than one pass.
    """

    def __init__(
        self,
        *codebooks: Codebook,
        ask: Ask | None = None,
        made_by: str = "",
        passes: int = 1,
        roles: Iterable[Role] = ROLES,
    ) -> None:
        if not codebooks:
            raise ValueError("codebooks must hold at least one codebook, got none")
        if ask is None:
            raise ValueError("ask must give the answers of a model, got None")
        if passes < 1:
            raise ValueError(f"passes must be 1 or more, got {passes}")
        self.codebooks = codebooks
        self.roles = frozenset(roles)
        self.passes = passes
        self.made_by = made_by
        self.tally = Tally()
        self.ask = ask
        self._near = SimilarCoder(*codebooks, roles=self.roles)
        self._codes = {
            (book.id, code.id): Offered(book, code)
            for book in codebooks
            for code, _, _ in book.walk()
        }

    def code(self, transcript: Transcript) -> list[Coding]:
        """Codings of the sentences in text order, at most ``CODES`` each."""
        return [coding for each in self.suggest(transcript, CODES) for coding in each.codings]

    def code_all(self, transcripts: Sequence[Transcript]) -> list[list[Coding]]:
        """``code`` for each of them."""
        return [self.code(transcript) for transcript in transcripts]

    def questions(self, transcript: Transcript) -> Iterator[Question]:
        """All that ``code`` will ask about a transcript."""
        for passage, offered in self._offers(transcript, Reading(transcript, self.roles).stretches):
            yield from (
                self._question(transcript, passage, offered, number)
                for number in range(self.passes)
            )

    def suggest(
        self, transcript: Transcript, top: int, spans: Sequence[tuple[int, Span]] | None = None
    ) -> list[Suggested]:
        """The ``top`` codes of every sentence. ``spans``: (turn, stretch) instead of the sentences
        of the speakers to be coded.
        """
        spans = Reading(transcript, self.roles).stretches if spans is None else spans
        codings: dict[Span, list[Coding]] = {}
        for passage, offered in self._offers(transcript, spans):
            for coding in self._answered(transcript, passage, offered):
                codings.setdefault(coding.span, []).append(coding)
        return [Suggested(span, turn, tuple(codings.get(span, ())[:top])) for turn, span in spans]

    def _offers(
        self, transcript: Transcript, spans: Sequence[tuple[int, Span]]
    ) -> Iterator[tuple[Passage, list[Offered]]]:
        """The passages that are near to any code, with the codes offered."""
        parts = passages(transcript, spans)
        near = self._near.suggest(
            transcript, OFFERED, [(passage.turn, passage.span) for passage in parts]
        )
        for passage, ranked in zip(parts, near, strict=True):
            offered = [self._codes[coding.codebook, coding.code] for coding in ranked.codings]
            if offered:
                yield passage, offered

    def _question(
        self, transcript: Transcript, passage: Passage, offered: list[Offered], number: int
    ) -> Question:
        order = offered[::-1] if number % 2 else offered
        return question(transcript, passage, order, SEED + number)

    def _answered(
        self, transcript: Transcript, passage: Passage, offered: list[Offered]
    ) -> Iterator[Coding]:
        """The codings of a passage, those that most passes made first."""
        sentences = [span.of(transcript.text) for span in passage.sentences]
        ids = [each.id for each in offered]
        by_pass: list[dict[tuple[int, str], Said]] = []
        asked = ""
        for number in range(self.passes):
            request = self._question(transcript, passage, offered, number)
            asked = asked or request.hash
            self.tally.asked += 1
            try:
                answer = checked(self.ask(request), sentences, ids)
            except Unanswered:
                self.tally.dropped["unanswered"] += 1
                continue
            self.tally.dropped.update(answer.dropped)
            if "broken" not in answer.dropped:
                by_pass.append({(said.sentence, said.code): said for said in answer.said})
        counted = Counter(key for answers in by_pass for key in answers)
        by_id = {each.id: each for each in offered}
        if len(by_pass) > 1:
            self._count(counted, len(by_pass), by_id)
        for key, times in counted.most_common():
            told = [answers[key] for answers in by_pass if key in answers]
            polarities = {said.polarity for said in told}
            yield self._coding(
                transcript,
                passage,
                by_id[key[1]],
                told[0],
                told[0].polarity if len(polarities) == 1 else "unsure",
                times / len(by_pass),
                asked,
            )

    def _count(
        self, counted: Counter[tuple[int, str]], passes: int, by_id: dict[str, Offered]
    ) -> None:
        for (_, name), times in counted.items():
            key = (by_id[name].book.id, by_id[name].code.id)
            before = self.tally.stable.get(key, Stable(0, 0))
            self.tally.stable[key] = Stable(before.every + (times == passes), before.any + 1)

    def _coding(
        self,
        transcript: Transcript,
        passage: Passage,
        offered: Offered,
        said: Said,
        polarity: Polarity,
        score: float,
        asked: str,
    ) -> Coding:
        span = passage.sentences[said.sentence]
        quote = Span(span.start + said.quote.start, span.start + said.quote.end)
        evidence = Evidence(
            NAME,
            quote.of(transcript.text),
            quote,
            "",
            None,
            REASON,
            offered.book.hash,
            round(score, 3),
            (),
            said.reason,
            " · ".join(filter(None, [self.made_by, asked[:12]])),
        )
        return Coding(
            span,
            span.of(transcript.text),
            offered.code.id,
            offered.book.id,
            polarity,
            NAME,
            passage.turn,
            "suggested",
            evidence,
        )
