"""The similarity coder: what a codebook says of a code, laid beside what people say.

Each code is one document (name, definition, inclusion, examples, spoken sentences, indicators and
parts of its near rules, quotations that people gave it); a sentence is near a code by the cosine of
their character n-grams of one and two, weighted by TF-IDF (Salton & Buckley 1988) over codes and
talk together, so that what everybody says weighs little. The cosine is a rank, not a probability.
How much is suggested is a budget, not a threshold. Where there is an encoder of sentences
(``vectors.py``), the codes of a sentence are put in order with it; which sentences are suggested
for is told by their characters alone, since vectors find all talk of offices alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.coders.ngrams import Space, counter, heaviest, pairs_of
from analysis.coders.polarity.decide import decide, read
from analysis.coders.polarity.mention import Decision
from analysis.coders.rules import ROLES, Reading
from analysis.coders.scanning import Hit, Scanner
from analysis.coders.vectors import Encoder, Vectors
from codebooks.codebook import Code, Codebook
from corpus.coding import Coding, Evidence
from corpus.normalise import shadow as shadow_of
from corpus.span import Span
from corpus.transcript import Role, Transcript

NAME: Final = "similar"
"""The coder's name in codings."""
BUDGET: Final = 0.1
"""At most this share of the sentences gets suggestions from ``code``."""
CODES: Final = 2
"""At most so many codes a sentence from ``code``."""
LEAST: Final = 6
"""Sentences of fewer letters and digits are left alone: mm, yes, that is so."""
MEANING: Final = 0.1
"""The weight of the cosine of vectors beside that of characters. Measured on 48 plain sentences of
collaborative governance and 392 of information ecology, without the spoken sentences of the
codebooks: right code in the first five 83 and 64 % without, 88 and 67 % with it; more weight finds
no more (docs/validity.md has it as it stands).
"""
LIKE: Final = 3
"""So many similar sentences of a code stand in the evidence."""
REASON: Final = "polarity.similar"

CodeKey = tuple[str, str]
"""(codebook, code)."""


def sentences_of(code: Code) -> list[str]:
    """The sentences that a codebook gives for a code: examples, then spoken sentences."""
    return [example.text for example in code.examples if example.coded] + list(code.spoken)


def _document(code: Code, sentences: Sequence[str]) -> str:
    """All that is known of a code, one thing a line. The name counts twice."""
    parts = [code.name.zh, code.name.zh, code.definition.zh]
    if code.inclusion is not None:
        parts.append(code.inclusion.zh)
    parts += _words_of(code)
    return shadow_of("\n".join([*parts, *sentences]))


def _words_of(code: Code) -> list[str]:
    """Its indicators and the parts of its near rules."""
    words = [word for words in (code.indicators, code.weak) for word, _ in words.items(code.kind)]
    return words + [part for near in code.near for one in near.words for part in one.split("|")]


def _meaning(code: Code, sentences: Sequence[str], encoder: Encoder) -> Vectors:
    """The mean of what a code is said to be, as a vector of length one: name, definition,
    inclusion, words, and each sentence.
    """
    parts = [code.name.zh, code.definition.zh, "，".join(_words_of(code)), *sentences]
    if code.inclusion is not None:
        parts.append(code.inclusion.zh)
    mean = encoder.encode([shadow_of(part) for part in parts if part]).mean(axis=0)
    row: Vectors = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return row


class _Known(NamedTuple):
    """A code, its number with the scanner (-1: it has no rule), and the sentences given for it."""

    book: Codebook
    code: Code
    scanned: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A sentence (``turn``: the index of its turn) with what may be said of it, best first."""

    span: Span
    turn: int
    codings: tuple[Coding, ...]


class SimilarCoder:
    """Suggests codes by similarity to the codebook. Built once, used for many transcripts.

    ``talk``: sentences of the study, by which common words are known; none given, each transcript
    is its own. ``quoted``: sentences that people gave a code. ``budget``: the share of sentences
    of a transcript that ``code`` suggests codes for. ``encoder``: tells sentences as vectors (None:
    characters alone). Themes that hold codes are not suggested. Raises ValueError without a
    codebook.
    """

    def __init__(
        self,
        *codebooks: Codebook,
        roles: Iterable[Role] = ROLES,
        talk: Sequence[str] = (),
        quoted: Mapping[CodeKey, Sequence[str]] | None = None,
        budget: float = BUDGET,
        encoder: Encoder | None = None,
    ) -> None:
        if not codebooks:
            raise ValueError("codebooks must hold at least one codebook, got none")
        self.codebooks = codebooks
        self.roles = frozenset(roles)
        self.budget = budget
        self._scanner = Scanner(codebooks)
        scanned = {
            (self._scanner.book_of[number], code.id): number
            for number, code in enumerate(self._scanner.codes)
        }
        known = quoted or {}
        self._codes = [
            _Known(
                book,
                code,
                scanned.get((place, code.id), -1),
                (*known.get((book.id, code.id), ()), *sentences_of(code)),
            )
            for place, book in enumerate(codebooks)
            for code, _, _ in book.walk()
            if not code.children
        ]
        self._documents = [_document(each.code, each.sentences) for each in self._codes]
        self._space = Space(self._documents, [shadow_of(text) for text in talk]) if talk else None
        self._encoder = encoder
        self._meanings: Vectors | None = None

    def code(self, transcript: Transcript) -> list[Coding]:
        """Codings for the sentences that are nearest to a code, as many as the budget lets, in text
        order; at most ``CODES`` each.
        """
        spans = Reading(transcript, self.roles).stretches
        talk = self._talk(transcript, spans)
        if talk is None:
            return []
        nearest = {
            row: codes[0] for row in range(len(spans)) for codes in [talk.best(row, 1)] if codes
        }
        order = sorted(nearest, key=lambda row: (-talk.scores[row, nearest[row]], row))
        rows = sorted(order[: math.ceil(self.budget * len(order))])
        self._weigh_meaning(talk, rows)
        ranked = {row: talk.best(row, CODES) for row in rows}
        floor = min((talk.scores[row, codes[0]] for row, codes in ranked.items()), default=0.0)
        wanted = {
            row: [code for code in codes if talk.scores[row, code] >= floor]
            for row, codes in ranked.items()
        }
        found = self._codings(transcript, spans, talk, wanted)
        return [coding for row in wanted for coding in found[row]]

    def code_all(self, transcripts: Sequence[Transcript]) -> list[list[Coding]]:
        """``code`` for each of them."""
        return [self.code(transcript) for transcript in transcripts]

    def suggest(
        self, transcript: Transcript, top: int, spans: Sequence[tuple[int, Span]] | None = None
    ) -> list[Suggested]:
        """The ``top`` codes nearest to every sentence. ``spans``: (turn, stretch) instead of the
        sentences of the speakers to be coded.
        """
        spans = Reading(transcript, self.roles).stretches if spans is None else spans
        talk = self._talk(transcript, spans)
        if talk is None:
            return [Suggested(span, turn, ()) for turn, span in spans]
        self._weigh_meaning(talk, range(len(spans)))
        wanted = {row: talk.best(row, top) for row in range(len(spans))}
        found = self._codings(transcript, spans, talk, wanted)
        return [Suggested(span, turn, tuple(found[row])) for row, (turn, span) in enumerate(spans)]

    @property
    def keys(self) -> list[CodeKey]:
        """The codes that it knows, by their numbers."""
        return [(each.book.id, each.code.id) for each in self._codes]

    @property
    def space(self) -> Space:
        """Codes and talk as n-grams. Raises ValueError where no talk was given."""
        if self._space is None:
            raise ValueError("talk must hold the sentences of a study, got none")
        return self._space

    def explain(
        self,
        transcript: Transcript,
        spans: Sequence[tuple[int, Span]],
        wanted: Mapping[int, Sequence[int]],
    ) -> dict[int, list[Coding]]:
        """By index of ``spans``: a coding for each number of a code ``wanted`` of it, with its
        evidence.
        """
        texts = [span.of(transcript.shadow) for _, span in spans]
        if not texts:
            return {}
        talk = _Talk(self._space or Space(self._documents, texts), texts)
        return self._codings(transcript, spans, talk, wanted)

    def _talk(self, transcript: Transcript, spans: Sequence[tuple[int, Span]]) -> _Talk | None:
        """The stretches weighed, None where none is long enough."""
        texts = [span.of(transcript.shadow) for _, span in spans]
        if not any(says_enough(text) for text in texts):
            return None
        return _Talk(self._space or Space(self._documents, texts), texts)

    def _weigh_meaning(self, talk: _Talk, rows: Sequence[int]) -> None:
        """Add to the scores of some rows how near they are in meaning, where there is an
        encoder.
        """
        if self._encoder is None or not rows:
            return
        if self._meanings is None:
            self._meanings = np.stack(
                [_meaning(each.code, each.sentences, self._encoder) for each in self._codes]
            )
        talk.add_meaning(rows, self._encoder, self._meanings)

    def _codings(
        self,
        transcript: Transcript,
        spans: Sequence[tuple[int, Span]],
        talk: _Talk,
        wanted: Mapping[int, Sequence[int]],
    ) -> dict[int, list[Coding]]:
        """By row: its codings for the codes ``wanted`` of it, in their order."""
        talk.weigh_pairs([row for row, codes in wanted.items() if codes])
        hits = self._hits(transcript.shadow, [span for _, span in spans])
        return {
            row: [
                self._coding(transcript, spans[row], code, row, talk, hits[row]) for code in codes
            ]
            for row, codes in wanted.items()
        }

    def _hits(self, shadow: str, spans: Sequence[Span]) -> list[dict[int, Hit]]:
        """By stretch: the first hit of each code of the scanner."""
        found: list[dict[int, Hit]] = [{} for _ in spans]
        order = sorted(range(len(spans)), key=lambda row: spans[row].start)
        hits = self._scanner.find(shadow)[0]
        at = 0
        for row in order:
            span = spans[row]
            while at < len(hits) and hits[at].start < span.start:
                at += 1
            while at < len(hits) and hits[at].start < span.end:
                if hits[at].end <= span.end:
                    found[row].setdefault(hits[at].code, hits[at])
                at += 1
        return found

    def _coding(
        self,
        transcript: Transcript,
        stretch: tuple[int, Span],
        number: int,
        row: int,
        talk: _Talk,
        hits: Mapping[int, Hit],
    ) -> Coding:
        """A suggestion with its evidence: the words that weighed most, the sentences most alike;
        what is said of the code is decided at an indicator, and unsure without one.
        """
        book, code, scanned, sentences = self._codes[number]
        turn, span = stretch
        hit = hits.get(scanned)
        if hit is None:
            made = Decision("unsure", REASON)
            words = talk.words(row, number)
            seen = Span(span.start + words.start, span.start + words.end)
        else:
            clauses = read(transcript.shadow, span.start, span.end)
            made = decide(clauses, hit.start, hit.end, hit.kind, code.default, hit.gapped)
            seen = Span(hit.start, hit.end)
        cue = Span(made.cue_start, made.cue_end) if made.cue_start >= 0 else None
        evidence = Evidence(
            NAME,
            seen.of(transcript.text),
            seen,
            cue.of(transcript.text) if cue else "",
            cue,
            made.reason,
            book.hash,
            round(float(talk.scores[row, number]), 3),
            talk.most_like(row, sentences),
        )
        return Coding(
            span,
            span.of(transcript.text),
            code.id,
            book.id,
            made.polarity,
            NAME,
            turn,
            "suggested",
            evidence,
        )


def score_of(coding: Coding) -> float:
    """The score of a coding, 0 where its coder does not weigh."""
    return coding.evidence.score or 0.0 if coding.evidence else 0.0


class _Talk:
    """Stretches of a transcript, weighed: ``scores`` holds the likeness of each with each code."""

    def __init__(self, space: Space, texts: Sequence[str]) -> None:
        self._space = space
        self._texts = texts
        self._rows = space.weighed(texts)
        self.scores = space.near(self._rows)
        self._pairs: dict[str, int] = {}
        self._own: NDArray[np.float64] = np.zeros((0, 0))

    def best(self, row: int, top: int) -> list[int]:
        """The ``top`` codes nearest to a stretch, best first; none where it is too short."""
        if not says_enough(self._texts[row]):
            return []
        order = np.argsort(-self.scores[row], kind="stable")[:top]
        return [int(code) for code in order if self.scores[row, code] > 0]

    def add_meaning(self, rows: Sequence[int], encoder: Encoder, meanings: Vectors) -> None:
        """Let the scores of these rows be the weighted mean of both cosines."""
        told = [row for row in rows if says_enough(self._texts[row])]
        if told:
            near = encoder.encode([self._texts[row] for row in told]) @ meanings.T
            self.scores[told] = (self.scores[told] + MEANING * near) / (1 + MEANING)

    def weigh_pairs(self, rows: Sequence[int]) -> None:
        """Weigh the pairs of characters of these rows, all at once."""
        pairs = {pair: None for row in rows for pair in pairs_of(self._texts[row])}
        self._pairs = {pair: number for number, pair in enumerate(pairs)}
        if pairs:
            self._own = self._space.near(csr_array(counter(2).transform(list(pairs))))

    def words(self, row: int, code: int) -> Span:
        """The stretch of a row whose pairs of characters weigh most for a code."""
        text = self._texts[row]
        pairs = [self._pairs[pair] for pair in pairs_of(text)]
        return heaviest(text, self._own[pairs, code] if pairs else np.zeros(0))

    def most_like(self, row: int, sentences: tuple[str, ...]) -> tuple[str, ...]:
        """The sentences that share most with a row, best first."""
        if not sentences:
            return ()
        near = self._rows[[row]] @ self._space.of_sentences(sentences).T
        shares = near.toarray()[0]
        order = np.argsort(-shares, kind="stable")[:LIKE]
        return tuple(sentences[number] for number in order if shares[number] > 0)


def says_enough(text: str) -> bool:
    """Whether a stretch has ``LEAST`` characters that are no marks."""
    return sum(map(str.isalnum, text)) >= LEAST
