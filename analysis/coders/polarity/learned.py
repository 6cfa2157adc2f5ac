"""A learned layer over the rules of polarity: corrections of people teach a linear model.

The model (multinomial logistic regression) weighs what the rules told and why, and the characters
around indicator and cue. Its probabilities are those of a softmax at a temperature that is fitted
on answers for interviews that it was not taught with (Guo et al. 2017, ICML, section 4.2; groups as
in cross-validation by interview). It overrules the rules where it is sure, says unsure where
neither its answer nor theirs is likely, and is silent where it was not better than they are on
interviews that it had not seen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.coders.polarity.ruling import Ruling, features
from corpus.coding import POLARITIES, Polarity

LEAST: Final = 30
"""From so many corrections and confirmations on the layer is used,"""
LEAST_CORRECTED: Final = 5
"""when so many of them correct."""
SURE: Final = 0.75
"""The rules are overruled from this probability on."""
DOUBTFUL: Final = 0.4
"""Where both answers are less probable, neither is given."""
FOLDS: Final = 10
PENALTY: Final = 3.0
"""The inverse strength of the ridge penalty."""
TEMPERATURES: Final = tuple(float(each) for each in np.geomspace(0.5, 4.0, 31))
UNTAUGHT: Final = -30.0
"""The logit of a polarity that nobody has told."""
METHOD: Final = 1
"""Changes when features or method do."""

Numbers = NDArray[np.float64]
Silence = Literal["few", "one_interview", "no_better"]
"""Why a layer says nothing: too few corrections, all of one interview, no better than the rules."""


class Correction(NamedTuple):
    """What a person made of a ruling: another polarity, or the same; ``interview`` names where."""

    ruling: Ruling
    polarity: Polarity
    interview: str

    @property
    def corrects(self) -> bool:
        """Whether the person says otherwise than the rules."""
        return self.polarity != self.ruling.polarity


class Answer(NamedTuple):
    """The polarity that the layer gives, and its probability (of ``unsure`` in place of the rules'
    answer: that of the best answer, which was not given).
    """

    polarity: Polarity
    probability: float


class Bounds(NamedTuple):
    """From which probability on the rules are overruled, and below which one, of both the best
    answer and theirs, neither is given (0: there is no such).
    """

    sure: float = SURE
    doubtful: float = DOUBTFUL


class Layer:
    """The model, taught. Decides alike each time, also after pickling.

    ``temperature`` divides the logits; ``bounds`` say when it overrules and when it doubts.
    """

    def __init__(
        self,
        corrections: Sequence[Correction],
        temperature: float = 1.0,
        bounds: Bounds | None = None,
    ) -> None:
        self.temperature = temperature
        self.bounds = bounds or Bounds()
        weighed = [features(each.ruling) for each in corrections]
        names = sorted({name for each in weighed for name in each})
        self._columns = {name: column for column, name in enumerate(names)}
        said = {each.polarity for each in corrections}
        self._polarities = [index for index, each in enumerate(POLARITIES) if each in said]
        self._weights, self._intercept = self._fitted(
            weighed, [POLARITIES.index(each.polarity) for each in corrections]
        )

    def _fitted(
        self, weighed: Sequence[Mapping[str, float]], truth: Sequence[int]
    ) -> tuple[Numbers, Numbers]:
        """Weights (features × polarities that were said) and intercepts (polarities)."""
        if len(self._polarities) == 1:
            return np.zeros((len(self._columns), 1)), np.zeros(1)
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=PENALTY, max_iter=1000).fit(self._matrix(weighed), truth)
        weights: Numbers = np.asarray(model.coef_, np.float64).T
        intercept: Numbers = np.asarray(model.intercept_, np.float64)
        if len(self._polarities) == 2:  # scikit-learn gives the difference of the two
            half = np.array([[-0.5, 0.5]])
            return weights @ half, intercept @ half
        return weights, intercept

    def _matrix(self, weighed: Sequence[Mapping[str, float]]) -> csr_array:
        """(rulings × features that were taught)."""
        cells = [
            (row, column, weight)
            for row, names in enumerate(weighed)
            for name, weight in names.items()
            if (column := self._columns.get(name)) is not None
        ]
        rows, columns, weights = zip(*cells, strict=True) if cells else ((), (), ())
        shape = (len(weighed), len(self._columns))
        return csr_array((np.array(weights, np.float64), (rows, columns)), shape=shape)

    def logits(self, rulings: Sequence[Ruling]) -> Numbers:
        """(rulings × ``POLARITIES``), not yet divided by the temperature."""
        logits: Numbers = np.full((len(rulings), len(POLARITIES)), UNTAUGHT)
        matrix = self._matrix([features(each) for each in rulings])
        logits[:, self._polarities] = matrix @ self._weights + self._intercept
        return logits

    def decide(self, rulings: Sequence[Ruling]) -> list[Answer]:
        """What is said of each indicator."""
        if not rulings:
            return []
        shares = _shares(self.logits(rulings), self.temperature)
        return [
            _answer(ruling.polarity, row, self.bounds)
            for ruling, row in zip(rulings, shares, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of teaching: from how many corrections and confirmations (``count``), how many of
    them correct (``corrected``); where interviews were held out, how often the rules were right
    (``rules_right``) and how often the layer (``right``). ``layer`` is None where it keeps silent,
    ``silence`` says why. ``hash`` names what it was taught ("": silent).
    """

    count: int
    corrected: int
    rules_right: int = 0
    right: int = 0
    layer: Layer | None = None
    silence: Silence | None = None
    hash: str = ""


def learn(
    corrections: Sequence[Correction], bounds: Bounds | None = None, *, silent: bool = True
) -> Learned:
    """Teach a layer, and hold it against the rules in interviews that it was not taught with: first
    as it says unsure where it doubts, then as it only overrules. It keeps silent unless it is more
    often right than the rules (unsure is wrong where the person said otherwise). ``silent`` False:
    it speaks at its first bounds however often it was right (to measure).
    """
    corrections = sorted(corrections, key=_order)
    count, corrected = len(corrections), sum(each.corrects for each in corrections)
    if count < LEAST or corrected < LEAST_CORRECTED:
        return Learned(count, corrected, silence="few")
    if len({each.interview for each in corrections}) < 2:
        return Learned(count, corrected, silence="one_interview")
    logits = _held_out(corrections)
    temperature = _temperature(logits, [POLARITIES.index(each.polarity) for each in corrections])
    shares = _shares(logits, temperature)
    bounds, right = bounds or Bounds(), 0
    for tried in (bounds, bounds._replace(doubtful=0.0)):
        right = sum(
            _answer(each.ruling.polarity, row, tried).polarity == each.polarity
            for each, row in zip(corrections, shares, strict=True)
        )
        if right > count - corrected or not silent:
            layer = Layer(corrections, temperature, tried)
            name = _named(corrections, tried)
            return Learned(count, corrected, count - corrected, right, layer, hash=name)
    return Learned(count, corrected, count - corrected, right, silence="no_better")


def _order(correction: Correction) -> tuple[str, str, int, str, str]:
    ruling = correction.ruling
    return (
        correction.interview,
        ruling.sentence,
        ruling.start,
        ruling.code,
        f"{ruling.polarity} {ruling.reason} {correction.polarity}",
    )


def _named(corrections: Sequence[Correction], bounds: Bounds) -> str:
    text = json.dumps([METHOD, PENALTY, bounds, corrections])
    return hashlib.sha256(text.encode()).hexdigest()


def _shares(logits: Numbers, temperature: float) -> Numbers:
    """Probabilities, row by row: a softmax."""
    raised: Numbers = np.exp((logits - logits.max(axis=1, keepdims=True)) / temperature)
    shares: Numbers = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _answer(ruled: Polarity, shares: Numbers, bounds: Bounds) -> Answer:
    """What is said where the rules told ``ruled`` and the model gives the polarities ``shares``."""
    best = int(shares.argmax())
    likely = float(shares[best])
    if likely >= bounds.sure:
        return Answer(POLARITIES[best], likely)
    if likely < bounds.doubtful:  # the rules' own answer is no likelier than the best
        return Answer("unsure", likely)
    return Answer(ruled, float(shares[POLARITIES.index(ruled)]))


def _held_out(corrections: Sequence[Correction]) -> Numbers:
    """The logits of each correction by a layer that was not taught with its interview."""
    logits: Numbers = np.zeros((len(corrections), len(POLARITIES)))
    for fold in folds([each.interview for each in corrections]):
        rest = [each for row, each in enumerate(corrections) if row not in fold]
        rows = sorted(fold)
        logits[rows] = Layer(rest).logits([corrections[row].ruling for row in rows])
    return logits


def folds(interviews: Sequence[str], most: int = FOLDS) -> list[frozenset[int]]:
    """The rows of each of at most ``most`` parts of a cross-validation, whole interviews in each:
    the interview with most rows goes to the smallest part first.
    """
    rows: dict[str, list[int]] = {}
    for row, interview in enumerate(interviews):
        rows.setdefault(interview, []).append(row)
    parts: list[list[int]] = [[] for _ in range(min(most, len(rows)))]
    for _, some in sorted(rows.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        min(parts, key=len).extend(some)
    return [frozenset(part) for part in parts]


def _temperature(logits: Numbers, truth: Sequence[int]) -> float:
    """The temperature at which the truth is likeliest."""

    def loss(temperature: float) -> float:
        likelihood = _shares(logits, temperature)[np.arange(len(truth)), truth]
        return -float(np.log(likelihood + 1e-12).mean())

    return min(TEMPERATURES, key=loss)
