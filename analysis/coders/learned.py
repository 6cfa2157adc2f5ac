"""The coder that learns from the people of a study: for each code with enough answers a model
(``learning/``), for the others likeness to the codebook and to what people gave them.

Scores of a model with enough answers are probabilities, those of others ranks
(``Evidence.rule``). Where nothing was answered it codes as ``similar`` does.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.sparse import csr_array

from analysis.coders.learning.answers import Answers, CodeKey, Talk, ruled_of
from analysis.coders.learning.features import Features, Scale, features_of
from analysis.coders.learning.learner import (
    LEAST,
    YOUNG,
    Examples,
    Model,
    Pool,
    Worth,
    background_of,
    learn,
)
from analysis.coders.ngrams import Floats, counter, heaviest, pairs_of
from analysis.coders.rules import ROLES, Reading, RuleCoder
from analysis.coders.similar import BUDGET, SimilarCoder, Suggested, says_enough
from analysis.coders.similar import REASON as UNHEARD
from analysis.coders.vectors import Encoder
from codebooks.codebook import Codebook
from corpus.coding import Coding, Evidence
from corpus.normalise import MASK
from corpus.span import Span
from corpus.transcript import Role, Transcript

NAME: Final = "learned"
"""The coder's name in codings."""
TAUGHT: Final = "polarity.taught"
"""The reason of a coding without an indicator."""
PROBABLE: Final = "probability"
RANKED: Final = "rank"
"""``Evidence.rule``: what the score is."""

Stretches = Sequence[tuple[int, Span]]


@dataclass(frozen=True, slots=True)
class Studied:
    """What a study holds for a learner: its talk, and what people said of it."""

    talk: Talk
    answers: Answers = field(default_factory=Answers)

    def quoted(self) -> dict[CodeKey, list[str]]:
        """The sentences that people gave each code, in the order of the talk, without the places
        of transcription marks: they are shown and stored as evidence, and no store keeps a mask.
        """
        return {
            key: [self.talk.texts[row].replace(MASK, "") for row in sorted(said) if said[row].yes]
            for key, said in self.answers.by_code.items()
            if any(one.yes for one in said.values())
        }


class LearnedCoder:
    """Suggests codes as the people of a study give them.

    ``studied``: the study that it learns from, at once (None: nothing is known, and it codes as
    ``similar`` does). ``encoder``: for likeness in meaning of codes without a model. Raises
    ValueError without a codebook.
    """

    def __init__(
        self,
        *codebooks: Codebook,
        roles: Iterable[Role] = ROLES,
        studied: Studied | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        self.codebooks = codebooks
        self.roles = frozenset(roles)
        known = studied if studied is not None and studied.talk.texts else None
        talk = known.talk.texts if known else ()
        quoted = known.quoted() if known else {}
        self._alike = SimilarCoder(
            *codebooks, roles=roles, talk=talk, quoted=quoted, encoder=encoder
        )
        self._rules = RuleCoder(*codebooks, roles=roles)
        self._numbers = {key: number for number, key in enumerate(self._alike.keys)}
        self._models: dict[int, Model] = {}
        self.worth: dict[CodeKey, Worth] = {}
        """What its model of each code is worth."""
        if known is not None:
            # Nearness that a model learns from knows the codebook alone: what was answered would
            # be near to itself.
            self._plain = SimilarCoder(*codebooks, roles=roles, talk=talk)
            self._learn(known)

    def _learn(self, studied: Studied) -> None:
        talk, answers = studied.talk, studied.answers
        features = self._features(talk.texts, talk.ruled)
        self._scale = Scale.over(features)
        answered = {row for said in answers.by_code.values() for row in said}
        pool = Pool(features, self._scale, background_of(len(talk.texts), sorted(answered)))
        interviews = talk.interviews
        told = {key: Examples.of(answers.of(key), interviews) for key in self._numbers}
        young = sum(not each.enough for each in told.values())
        share = min(YOUNG, BUDGET / max(young, 1))
        for key, number in self._numbers.items():
            examples = told[key]
            self.worth[key] = Worth(
                "too_few",
                answers.count(key, True),
                answers.count(key, False),
                len(np.unique(examples.interviews)),
            )
            if int(examples.yes.sum()) >= LEAST:
                model = learn(pool, number, examples, share)
                self._models[number], self.worth[key] = model, model.worth
        self._young = [number for number in self._numbers.values() if number not in self._models]
        self._share = share * len(self._young)

    def code(self, transcript: Transcript) -> list[Coding]:
        """Codings for the sentences that its models hold for one of their code, and for those most
        like the codes without one (a hundredth of the sentences a code, a tenth at most), in text
        order.
        """
        if not self.worth:
            return [coding._replace(coder=NAME) for coding in self._alike.code(transcript)]
        stretches = Reading(transcript, self.roles).stretches
        if not stretches:
            return []
        features = self._read(transcript, stretches)
        enough = np.array([says_enough(span.of(transcript.shadow)) for _, span in stretches])
        told: dict[tuple[int, int], tuple[float, str]] = {}
        for number, model in self._models.items():
            scores = model.scores(features, self._scale, number)
            shown = model.told(scores)
            for row in np.flatnonzero((scores >= model.threshold) & enough):
                told[int(row), number] = float(shown[row]), _kind(model)
        told |= self._nearest(transcript, stretches, enough)
        return self._codings(transcript, stretches, told)

    def code_all(self, transcripts: Sequence[Transcript]) -> list[list[Coding]]:
        """``code`` for each of them."""
        return [self.code(transcript) for transcript in transcripts]

    def suggest(
        self, transcript: Transcript, top: int, spans: Stretches | None = None
    ) -> list[Suggested]:
        """The ``top`` codes that fit every sentence best. ``spans``: (turn, stretch) instead of the
        sentences of the speakers to be coded.
        """
        spans = Reading(transcript, self.roles).stretches if spans is None else spans
        if not self.worth:
            return [
                Suggested(
                    one.span, one.turn, tuple(each._replace(coder=NAME) for each in one.codings)
                )
                for one in self._alike.suggest(transcript, top, spans)
            ]
        if not spans:
            return []
        shown = self.weigh(transcript, spans)
        told = {}
        for row, (_, span) in enumerate(spans):
            if says_enough(span.of(transcript.shadow)):
                for number in np.argsort(-shown[row], kind="stable")[:top]:
                    if shown[row, number] > 0:
                        told[row, int(number)] = float(shown[row, number]), self.kind(int(number))
        by_row: defaultdict[int, list[Coding]] = defaultdict(list)
        made = self._codings(transcript, spans, told)
        for (row, _), coding in zip(sorted(told), made, strict=True):
            by_row[row].append(coding)
        return [
            Suggested(span, turn, tuple(sorted(by_row[row], key=_by_score)))
            for row, (turn, span) in enumerate(spans)
        ]

    def weigh(self, transcript: Transcript, spans: Stretches) -> Floats:
        """Sentences x codes: probabilities and ranks between 0 and 1."""
        features = self._read(transcript, spans)
        return self._weighed(features, self._cosines(transcript, spans))

    def weigh_talk(self, talk: Talk, grams: csr_array | None = None) -> Floats:
        """The same for the talk of a study; ``grams``: its ``grams``, where they are there."""
        features = self._features(talk.texts, talk.ruled)
        rows = self.grams(talk) if grams is None else grams
        return self._weighed(features, self._alike.space.near(rows))

    def grams(self, talk: Talk) -> csr_array:
        """The sentences of a study as rows of n-grams of length one."""
        return self._alike.space.weighed(talk.texts)

    def kind(self, number: int) -> str:
        """Whether scores of a code are probabilities or ranks."""
        return _kind(self._models[number]) if number in self._models else RANKED

    @property
    def keys(self) -> list[CodeKey]:
        """The codes by their numbers."""
        return self._alike.keys

    @property
    def thresholds(self) -> dict[int, float]:
        """By number of a code with a model: from where on, as scores are shown, it is suggested."""
        return {
            number: float(model.told(np.array([model.threshold]))[0])
            for number, model in self._models.items()
        }

    def explained(
        self, transcript: Transcript, turn: int, span: Span, number: int, score: float
    ) -> Coding:
        """A suggestion of one code for one sentence."""
        return self._codings(transcript, [(turn, span)], {(0, number): (score, self.kind(number))})[
            0
        ]

    def _weighed(self, features: Features, cosines: Floats) -> Floats:
        shown = 0.5 * cosines
        for number, model in self._models.items():
            shown[:, number] = model.told(model.scores(features, self._scale, number))
        return shown

    def _cosines(self, transcript: Transcript, spans: Stretches) -> Floats:
        space = self._alike.space
        return space.near(space.weighed([span.of(transcript.shadow) for _, span in spans]))

    def _nearest(
        self,
        transcript: Transcript,
        stretches: Stretches,
        enough: np.ndarray[tuple[int], np.dtype[np.bool_]],
    ) -> dict[tuple[int, int], tuple[float, str]]:
        """(row, code) -> score for the codes without a model, as many as their share lets."""
        if not self._young:
            return {}
        cosines = self._cosines(transcript, stretches)[:, self._young]
        best = np.where(enough, cosines.max(axis=1), 0.0)
        count = math.ceil(self._share * int(enough.sum()))
        rows = np.argsort(-best, kind="stable")[:count]
        return {
            (int(row), self._young[int(cosines[row].argmax())]): (0.5 * float(best[row]), RANKED)
            for row in rows
            if best[row] > 0
        }

    def _read(self, transcript: Transcript, spans: Stretches) -> Features:
        order = sorted(range(len(spans)), key=lambda row: spans[row][1].start)
        found = ruled_of(self._rules.code(transcript), [spans[row][1] for row in order])
        ruled: list[tuple[CodeKey, ...]] = [()] * len(spans)
        for row, keys in zip(order, found, strict=True):
            ruled[row] = keys
        return self._features([span.of(transcript.shadow) for _, span in spans], ruled)

    def _features(self, texts: Sequence[str], ruled: Sequence[Sequence[CodeKey]]) -> Features:
        numbers = ([self._numbers[key] for key in keys if key in self._numbers] for keys in ruled)
        return features_of(self._plain.space, texts, numbers, len(self._numbers))

    def _codings(
        self,
        transcript: Transcript,
        spans: Stretches,
        told: Mapping[tuple[int, int], tuple[float, str]],
    ) -> list[Coding]:
        """The codings of (row, code), in their order."""
        wanted: defaultdict[int, list[int]] = defaultdict(list)
        for row, number in sorted(told):
            wanted[row].append(number)
        rows = sorted(wanted)
        chosen = {place: wanted[row] for place, row in enumerate(rows)}
        made = self._alike.explain(transcript, [spans[row] for row in rows], chosen)
        return [
            self._told(transcript, coding, number, *told[row, number])
            for place, row in enumerate(rows)
            for number, coding in zip(wanted[row], made[place], strict=True)
        ]

    def _told(
        self, transcript: Transcript, coding: Coding, number: int, score: float, kind: str
    ) -> Coding:
        """The coding as this coder says it: its score, and the words that weighed."""
        evidence = coding.evidence
        if evidence is None:
            return coding._replace(coder=NAME)
        reason = TAUGHT if evidence.reason == UNHEARD else evidence.reason
        changed = evidence._replace(rule=kind, score=round(score, 3), reason=reason)
        if number in self._models:
            changed = self._weighing(transcript, coding.span, changed, self._models[number])
        return coding._replace(coder=NAME, evidence=changed)

    def _weighing(
        self, transcript: Transcript, sentence: Span, evidence: Evidence, model: Model
    ) -> Evidence:
        """The evidence with the words that weighed most for a model; an indicator that decided
        the polarity stays.
        """
        text = sentence.of(transcript.shadow)
        pairs = pairs_of(text)
        if evidence.cue_span is not None or not pairs:
            return evidence
        hashed = counter(2).transform(pairs).indices
        place = np.searchsorted(model.columns, hashed).clip(max=max(len(model.columns) - 1, 0))
        if not len(model.columns):
            return evidence
        known = model.columns[place] == hashed
        words = heaviest(text, np.where(known, model.weights[place], 0.0).clip(min=0))
        seen = Span(sentence.start + words.start, sentence.start + words.end)
        return evidence._replace(indicator=seen.of(transcript.text), span=seen)


def _kind(model: Model) -> str:
    return PROBABLE if model.platt is not None else RANKED


def _by_score(coding: Coding) -> float:
    return -(coding.evidence.score or 0.0) if coding.evidence else 0.0
