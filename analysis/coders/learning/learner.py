"""A model for each code, made of the answers about it, and what it is worth.

Logistic regression with a penalty on the square of the weights, on what ``features.py`` tells. What
it is worth is measured on interviews that it did not learn from, the threshold included (nested
leave-group-out); the interval is by drawing interviews again (cluster bootstrap, Efron &
Tibshirani 1993). Probabilities are Platt's (1999), fitted to the scores of interviews left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from analysis.coders.learning.answers import Answer
from analysis.coders.learning.features import Features, Scale
from analysis.coders.ngrams import Floats, narrow

LEAST: Final = 1
"""With fewer sentences of a code likeness to them stands in for a model."""
ENOUGH: Final = 10
"""So many yes, so many no, and ``INTERVIEWS`` interviews with answers: what a model is worth can be
told.
"""
INTERVIEWS: Final = 3
CALIBRATED: Final = 20
"""From so many yes and so many no on, scores are probabilities."""
USABLE: Final = 0.6
"""The lower end of the interval of F1 of a model that is called usable, with ``USABLE_YES`` yes of
``USABLE_INTERVIEWS`` interviews, at most half of the answers chosen by the machine.
"""
USABLE_YES: Final = 20
USABLE_INTERVIEWS: Final = 5
FOLDS: Final = 5
DRAWS: Final = 400
PENALTY: Final = 10.0
"""The inverse strength of the penalty (C)."""
DENSE: Final = (0.5, 0.5, 1.0)
"""The scale of nearness (of text and clause) and of rules beside n-grams, whose rows have length
one.
"""
PRIOR: Final = 10.0
"""What is known before anybody answers (that sentences near to the codebook are probable) weighs as
so many answers.
"""
RARE: Final = 10.0
"""The rate of a code nobody knows anything of is 1 in so many."""
FEW: Final = 3
MORE: Final = 1.25
"""A code is suggested for at most so many times the share of yes among free answers."""
STEEP: Final = 1.5
RULES: Final = 2.0
YOUNG: Final = 0.01
"""The share of the sentences that a code is suggested for as long as nothing tells its rate."""
MOST: Final = 0.6
"""The largest share of the sentences that a code is suggested for."""

Verdict = Literal["usable", "review", "too_few"]


@dataclass(frozen=True, slots=True)
class Examples:
    """The answers about one code as arrays, in the order of the rows. ``chosen``: put up by the
    machine and not drawn at random.
    """

    rows: NDArray[np.intp]
    yes: NDArray[np.bool_]
    weights: Floats
    chosen: NDArray[np.bool_]
    interviews: NDArray[np.intp]

    @classmethod
    def of(cls, answers: Mapping[int, Answer], interviews: NDArray[np.intp]) -> Examples:
        """``interviews``: the interview of each row of the talk."""
        rows = np.array(sorted(answers), dtype=np.intp)
        told = [answers[int(row)] for row in rows]
        return cls(
            rows,
            np.array([one.yes for one in told], dtype=bool),
            np.array([one.weight for one in told]),
            np.array([one.chosen for one in told], dtype=bool),
            interviews[rows],
        )

    @property
    def enough(self) -> bool:
        """Whether what a model of them is worth can be told."""
        return (
            int((self.yes & (self.weights == 1)).sum()) >= ENOUGH
            and int((~self.yes).sum()) >= ENOUGH
            and len(np.unique(self.interviews)) >= INTERVIEWS
        )

    @property
    def rate(self) -> float:
        """The share of yes among answers that the machine did not choose, drawn towards 0 where
        they are few; 0 where there are fewer than ``ENOUGH``.
        """
        free = int((~self.chosen).sum())
        return int((~self.chosen & self.yes).sum()) / (free + FEW) if free >= ENOUGH else 0.0


@dataclass(frozen=True, slots=True)
class Worth:
    """What a model is worth on interviews it did not learn from. ``low``, ``high``: bounds of F1 at
    95 %. Figures are None where there is too little.
    """

    verdict: Verdict
    yes: int
    no: int
    interviews: int
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    low: float | None = None
    high: float | None = None
    chosen: float = 0.0


@dataclass(frozen=True, slots=True)
class Model:
    """``columns``: the n-grams that weigh, ``weights`` theirs; ``dense``: weights of what
    ``Scale.dense`` tells. ``threshold``: from which score on a sentence is suggested.
    ``platt``: slope and intercept of the probability (None: scores are ranks).
    """

    columns: NDArray[np.intp]
    weights: Floats
    dense: Floats
    intercept: float
    threshold: float
    platt: tuple[float, float] | None
    worth: Worth

    def scores(self, features: Features, scale: Scale, code: int) -> Floats:
        """A log-odds for each text: a rank, no probability."""
        return _scored(
            features,
            scale.dense(features, code),
            (self.weights, self.dense, self.intercept, self.columns),
        )

    def told(self, scores: Floats) -> Floats:
        """Scores as they are shown, between 0 and 1: probabilities where ``platt`` is there, else
        ranks.
        """
        slope, intercept = self.platt or (1.0, 0.0)
        shown: Floats = 1 / (1 + np.exp(-(slope * scores + intercept)))
        return shown


@dataclass(frozen=True, slots=True)
class Pool:
    """The talk of a study as learners see it. ``background``: rows drawn at random, of which
    nothing is asked.
    """

    features: Features
    scale: Scale
    background: NDArray[np.intp]


def learn(pool: Pool, code: int, examples: Examples, young: float = YOUNG) -> Model:
    """The model of a code (its number in the features). Where its worth is told the threshold is
    that of the best expected F1; never are more sentences let through than fits the rate of the
    code (``_ceiling``). ``young``: the share of the talk where nothing tells the rate. Raises
    ValueError for fewer than ``LEAST`` sentences of the code.
    """
    if int(examples.yes.sum()) < LEAST:
        raise ValueError(f"examples must hold at least {LEAST} yes, got {int(examples.yes.sum())}")
    everything = np.arange(len(examples.rows))
    left_out = _left_out(pool, code, examples)
    platt = _platt(examples, left_out)
    weights, dense, intercept, columns = _fitted(pool, code, examples, everything)
    worth = _worth(examples, left_out)
    model = Model(columns, weights, dense, intercept, 0.0, platt, worth)
    scores = model.scores(pool.features, pool.scale, code)
    share = _ceiling(pool, code, examples, young)
    threshold = float(np.quantile(scores, 1 - share)) if len(scores) else 0.0
    if platt is not None and len(scores):
        threshold = max(threshold, _best_expected(scores, model.told(scores)))
    return Model(columns, weights, dense, intercept, threshold, platt, worth)


def _ceiling(pool: Pool, code: int, examples: Examples, young: float) -> float:
    """The largest share of the talk that a code is suggested for: a little more than its rate among
    answers that no machine chose. Where there are none, twice what the rules find, and at least
    ``young``.
    """
    if examples.rate:
        return min(MOST, max(young, MORE * examples.rate))
    ruled = float(pool.features.ruled[:, code].mean()) if len(pool.features.ruled) else 0.0
    return min(MOST, max(young, 2 * ruled if examples.enough else 0.0))


def _best_expected(scores: Floats, probable: Floats) -> float:
    """The threshold with the best expected F1 over the talk (Lipton et al. 2014), at most ``MOST``
    of it above.
    """
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(probable[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + right[-1])
    most = max(1, int(MOST * len(order)))
    return float(scores[order[int(np.argmax(f1[:most]))]])


_Weights = tuple[Floats, Floats, float, NDArray[np.intp]]
"""Weights of n-grams and of the dense features, the intercept, and which n-grams."""


def _scored(features: Features, dense: Floats, fitted: _Weights) -> Floats:
    weights, others, intercept, columns = fitted
    spread = np.zeros(features.grams.shape[1])
    spread[columns] = weights
    scores: Floats = features.grams @ spread + dense @ others + intercept
    return scores


def _fitted(pool: Pool, code: int, examples: Examples, chosen: NDArray[np.intp]) -> _Weights:
    from sklearn.linear_model import LogisticRegression

    rows, yes, weights = examples.rows[chosen], examples.yes[chosen], examples.weights[chosen]
    answered = set(examples.rows.tolist())
    beside = np.array([row for row in pool.background.tolist() if row not in answered], np.intp)
    rate = (float(weights[yes].sum()) + 1) / (float(weights.sum()) + RARE)
    prior = _prior(pool.scale.dense(pool.features.of(beside), code), rate)
    each = PRIOR / max(len(beside), 1)
    seen = pool.features.of(np.concatenate([rows, beside, beside]))
    told = np.concatenate([yes, np.ones(len(beside), bool), np.zeros(len(beside), bool)])
    weights = weights * np.where(yes, _balance(weights, yes), 1.0)
    weights = np.concatenate([weights, each * prior, each * (1 - prior)])
    columns, grams = narrow(seen.grams)
    dense = pool.scale.dense(seen, code) * DENSE
    if told.all():  # nothing but yes and no talk beside it: nearness alone can tell
        return np.zeros(len(columns)), np.array(DENSE), 0.0, columns
    table = csr_array(hstack([grams, csr_array(dense)]))
    model = LogisticRegression(C=PENALTY, max_iter=300)
    model.fit(table, told, sample_weight=weights)
    found: Floats = model.coef_[0]
    return found[:-3], found[-3:] * DENSE, float(model.intercept_[0]), columns


def _prior(dense: Floats, rate: float) -> Floats:
    """How probable a code is in talk that nobody answered for, by nearness alone: ``rate`` in the
    mean.
    """
    nearness = STEEP * (dense[:, 0] + dense[:, 1]) / 2 + RULES * dense[:, 2]
    if not len(nearness):
        return nearness
    low, high = -30.0, 30.0
    for _ in range(40):  # bisection
        middle = (low + high) / 2
        mean = float((1 / (1 + np.exp(-(nearness + middle)))).mean())
        low, high = (middle, high) if mean < rate else (low, middle)
    probable: Floats = 1 / (1 + np.exp(-(nearness + low)))
    return probable


def _balance(weights: Floats, yes: NDArray[np.bool_]) -> float:
    """What a yes weighs: the square root of how many times more weight the no have."""
    return float(np.sqrt(max(1.0, weights[~yes].sum() / weights[yes].sum())))


def _left_out(pool: Pool, code: int, examples: Examples) -> Floats | None:
    """The score of each answered sentence by a model that has not seen its interview; None where
    there is too little to tell.
    """
    if not examples.enough:
        return None
    groups = np.unique(examples.interviews)
    scores = np.full(len(examples.rows), np.nan)
    for fold in _folds(examples, groups):
        out = np.isin(examples.interviews, fold)
        learnt = np.flatnonzero(~out)
        if not 0 < int(examples.yes[learnt].sum()) < len(learnt):
            continue
        seen = pool.features.of(examples.rows[out])
        dense = pool.scale.dense(seen, code)
        scores[out] = _scored(seen, dense, _fitted(pool, code, examples, learnt))
    known = examples.yes[~np.isnan(scores)]
    return scores if known.any() and not known.all() else None


def _folds(examples: Examples, groups: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The interviews in at most ``FOLDS`` parts, each with about as many yes."""
    counts = [int(examples.yes[examples.interviews == group].sum()) for group in groups]
    folds: list[list[int]] = [[] for _ in range(min(FOLDS, len(groups)))]
    sums = [0] * len(folds)
    for place in sorted(range(len(groups)), key=lambda place: (-counts[place], place)):
        least = min(range(len(folds)), key=lambda fold: (sums[fold], len(folds[fold])))
        folds[least].append(int(groups[place]))
        sums[least] += counts[place]
    return [np.array(fold, dtype=np.intp) for fold in folds if fold]


def _best(examples: Examples, scores: Floats, among: NDArray[np.bool_] | None = None) -> float:
    """The threshold with the best F1 over scores of interviews left out."""
    known = ~np.isnan(scores) if among is None else among & ~np.isnan(scores)
    order = np.argsort(-scores[known], kind="stable")
    values, yes = scores[known][order], examples.yes[known][order]
    weights = examples.weights[known][order]
    right = np.cumsum(yes * weights)
    f1 = 2 * right / (np.cumsum(weights) + (yes * weights).sum())
    ends = np.append(values[:-1] != values[1:], True)
    best = int(np.argmax(np.where(ends, f1, -1)))
    following = values[best + 1] if best + 1 < len(values) else values[best] - 1
    return float((values[best] + following) / 2)


def _worth(examples: Examples, scores: Floats | None) -> Worth:
    decided = examples.weights == 1
    yes, no = int((examples.yes & decided).sum()), int((~examples.yes).sum())
    groups = np.unique(examples.interviews)
    chosen = float(examples.chosen.mean()) if len(examples.chosen) else 0.0
    if scores is None:
        return Worth("too_few", yes, no, len(groups), chosen=chosen)
    told = np.zeros(len(scores), dtype=bool)
    for group in groups:
        own = examples.interviews == group
        others = ~own & ~np.isnan(scores)
        if examples.yes[others].any():
            told[own] = scores[own] >= _best(examples, scores, others)
    by_group = np.array(
        [
            [
                (examples.weights * one)[examples.interviews == group].sum()
                for one in (told & examples.yes, told & ~examples.yes, ~told & examples.yes)
            ]
            for group in groups
        ]
    )
    precision, recall, f1 = _figures(by_group.sum(axis=0))
    generator = np.random.default_rng(len(examples.rows))
    drawn = generator.integers(0, len(groups), size=(DRAWS, len(groups)))
    drawn_f1 = [_figures(by_group[draw].sum(axis=0))[2] for draw in drawn]
    low, high = (float(bound) for bound in np.quantile(drawn_f1, (0.025, 0.975)))
    good = (
        low >= USABLE and yes >= USABLE_YES and len(groups) >= USABLE_INTERVIEWS and chosen <= 0.5
    )
    return Worth(
        "usable" if good else "review",
        yes,
        no,
        len(groups),
        precision,
        recall,
        f1,
        low,
        high,
        chosen,
    )


def _figures(counts: Floats) -> tuple[float, float, float]:
    """Precision, recall and F1 of (right, wrong, missed)."""
    right, wrong, missed = (float(one) for one in counts)
    return (
        right / (right + wrong) if right + wrong else 0.0,
        right / (right + missed) if right + missed else 0.0,
        2 * right / (2 * right + wrong + missed) if right + wrong + missed else 0.0,
    )


def _platt(examples: Examples, scores: Floats | None) -> tuple[float, float] | None:
    """Slope and intercept that make probabilities of scores; None where too few answers are."""
    if scores is None:
        return None
    from sklearn.linear_model import LogisticRegression

    known = ~np.isnan(scores)
    model = LogisticRegression(C=1.0)
    model.fit(scores[known][:, None], examples.yes[known], sample_weight=examples.weights[known])
    slope = float(model.coef_[0][0])
    return (slope, float(model.intercept_[0])) if slope > 0 else None


def background_of(
    count: int, answered: Sequence[int], seed: int = 17, most: int = 400
) -> NDArray[np.intp]:
    """Rows of the talk drawn at random as a counterweight, none of them answered."""
    generator = np.random.default_rng(seed)
    rest = np.setdiff1d(np.arange(count), np.array(sorted(answered), dtype=np.intp))
    taken = generator.choice(rest, size=min(most, len(rest)), replace=False)
    return np.sort(taken).astype(np.intp)
