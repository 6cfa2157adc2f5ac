"""fangtan cooccur: every pair with every measure, tests and intervals."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.association import MEASURES
from analysis.contrast import contrast
from analysis.cooccurrence import Cooccurrence
from analysis.networks.network import EdgeRule
from analysis.nulls import benjamini_hochberg, circular_shift, mantel_haenszel
from analysis.provenance import meetings, polarity_pairs
from analysis.resampling import bootstrap
from analysis.sensitivity import sensitivity
from analysis.units import UNITS, Incidence, UnitKind, joint_counts
from analysis.words.content import WORDS
from app.analyses.common import (
    about_test,
    check_at_least,
    check_unit,
    check_weight,
    contrast_note,
    meetings_in_words,
    of_codebook,
    opening,
    two_groups,
    unit_of,
    untested,
    words_together,
)
from app.figures.heatmap import heatmap
from app.figures.sensitivity import edges_by_unit
from app.palette import code_colours
from app.result import Note, Picture, Result, Words, note
from app.study.study import Study, names_of
from codebooks.codebook import Codebook
from corpus.catalogue import Language, message
from corpus.coding import POLARITIES

IN_HEATMAP = 20
"""Codes in the heatmap: those with the most units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CooccurOptions:
    """``measure``: the weight, and what is resampled; ``words``: the ``top`` content words instead
    of codes; ``groups``: two groups of interviews compared (field=value,value); ``units``: with
    the sensitivity to the unit; ``draws`` of the bootstrap.
    """

    unit: str | None = None
    codebook: str | None = None
    measure: str = "jaccard"
    words: bool = False
    top: int = 300
    groups: str | None = None
    units: bool = False
    draws: int = 2000

    def __post_init__(self) -> None:
        check_unit(self.unit)
        check_weight(self.measure)
        check_at_least(2, top=self.top)
        check_at_least(1, draws=self.draws)


def cooccur(study: Study, options: CooccurOptions) -> Result:
    """Table of pairs, and which polarities meet; with ``units`` the sensitivity to the unit, with
    ``groups`` two groups of interviews compared. Raises FangtanError for a codebook or groups that
    the study does not have.
    """
    unit, measure = unit_of(study, options.unit), options.measure
    book = study.book(options.codebook)
    owner = WORDS if options.words else book.id
    together = (
        words_together(study, unit, top=options.top, least=2, limit=2000, weight=measure)
        if options.words
        else study.together(unit)
    )
    lower = None if options.words else _lower_side(together.incidence, owner)
    table = _pairs(together, owner, options, lower)
    result = Result(
        "cooccur",
        {"pairs": table},
        notes=[
            *opening(study, unit),
            *_notes(options),
            *untested(together.incidence),
            *about_test(together, owner),
        ],
        brief=_brief(measure),
        words={
            "polarities": meetings_in_words,
            "unit_a": unit_in_words,
            "unit_b": unit_in_words,
        },
    )
    if lower is not None:
        _add_polarities(result, study, book.id, unit)
        if len(lower.table):
            result.tables["apart"] = lower.table
            result.notes.append(Note("note.apart"))
        result.pictures["heatmap"] = partial(
            _heatmap,
            together.table[together.table["codebook"] == book.id],
            book,
            code_colours(study.books, book),
            unit,
            bool(untested(together.incidence)),
        )
        if options.units:
            _add_sensitivity(result, study, book, EdgeRule(weight=measure))
        if options.groups:
            _add_contrast(result, study, book.id, unit, options.groups, measure)
    result.facts = {
        "unit": unit,
        "pairs": len(table),
        "units": int(together.incidence.matrix.shape[0]),
        "significant": int((table["q"] < 0.05).sum()) if "q" in table else 0,
    }
    return result


def unit_in_words(value: object, lang: Language) -> str:
    """A vocabulary: a kind of unit."""
    return message(f"unit.{value}", lang)


def _notes(options: CooccurOptions) -> list[Words]:
    measure = Note(f"measure.{options.measure}")
    return [
        Note("note.shift"),
        Note("note.independent"),
        note("note.bootstrap", measure=measure, draws=options.draws),
    ]


def _brief(measure: str) -> dict[str, tuple[str, ...]]:
    return {
        "pairs": (
            *("word_a", "word_b", "code_a", "code_b", "c", "interviews"),
            *(measure, "low", "high", "q"),
        ),
        "apart": ("code_a", "code_b", "c", "expected_c", "p_less", "q_less"),
        "sensitivity_edges": ("code_a", "code_b", *(f"drawn_{unit}" for unit in UNITS)),
        "contrast": ("code_a", "code_b", "c_1", "c_2", "difference", "q"),
    }


@dataclass(frozen=True)
class _LowerSide:
    """``table``: pairs that meet less than chance (p_less < .05), also those that never meet;
    ``q_of``: q of the lower side for every pair.
    """

    table: pd.DataFrame
    q_of: dict[tuple[str, str], float]


def _pairs(
    together: Cooccurrence, owner: str, options: CooccurOptions, lower: _LowerSide | None
) -> pd.DataFrame:
    """A row per pair of one codebook (or of words) that meets, the strongest first."""
    measure = options.measure
    table = together.table[together.table["codebook"] == owner].reset_index(drop=True)
    index = {key: number for number, key in enumerate(together.incidence.codes)}
    both = list(zip(table["code_a"], table["code_b"], strict=True))
    pairs = [(index[owner, first], index[owner, second]) for first, second in both]
    numbers = tuple(table[column].to_numpy() for column in "cabn")
    for name, known in MEASURES.items():
        if name not in table and name != "count":
            table[name] = known.function(*numbers)
    low, high = bootstrap(together.incidence, pairs, measure, draws=options.draws)
    table["low"], table["high"] = low, high
    if lower is not None:
        table["q_less"] = [lower.q_of.get(pair, float("nan")) for pair in both]
    table["odds_ratio"], table["p_mh"] = mantel_haenszel(together.incidence, pairs)
    table = table.sort_values(
        [measure if measure != "count" else "c", "c", "code_a", "code_b"],
        ascending=[False, False, True, True],
        kind="stable",
    ).reset_index(drop=True)
    if options.words:
        table = table.rename(columns={"code_a": "word_a", "code_b": "word_b"})
        table = table.drop(columns=["codebook"])
    return table


def _lower_side(incidence: Incidence, owner: str) -> _LowerSide:
    """The lower side of the shift test over all pairs of codes that occur, with Benjamini–Hochberg
    over them.
    """
    occurrences = np.asarray(incidence.matrix.sum(axis=0)).ravel()
    codes = [
        index for index, key in enumerate(incidence.codes) if key[0] == owner and occurrences[index]
    ]
    pairs = list(itertools.combinations(codes, 2))
    less = circular_shift(incidence, pairs)[1]
    q = benjamini_hochberg(less)
    total = incidence.matrix.shape[0]
    joint = joint_counts(incidence.matrix)
    columns = ["codebook", "code_a", "code_b", "c", "expected_c", "a", "b", "n", "p_less", "q_less"]
    rows = [
        (
            owner,
            incidence.codes[first][1],
            incidence.codes[second][1],
            int(joint[first, second]),
            occurrences[first] * occurrences[second] / total,
            int(occurrences[first]),
            int(occurrences[second]),
            total,
            p,
            q_pair,
        )
        for (first, second), p, q_pair in zip(pairs, less.tolist(), q.tolist(), strict=True)
        if p < 0.05
    ]
    rows.sort(key=lambda row: (row[8], row[1], row[2]))
    return _LowerSide(
        pd.DataFrame(rows, columns=columns),
        {
            (incidence.codes[first][1], incidence.codes[second][1]): q_pair
            for (first, second), q_pair in zip(pairs, q.tolist(), strict=True)
        },
    )


def _add_polarities(result: Result, study: Study, book: str, unit: UnitKind) -> None:
    """A table of the polarities that meet, and for each pair the most frequent ones in a cell."""
    table = result.tables["pairs"]
    met = polarity_pairs(study.interviews, unit)
    met = met[met["codebook"] == book].reset_index(drop=True)
    cells = meetings(met, {name: name for name in POLARITIES})
    table.insert(
        list(table.columns).index("interviews") + 1,
        "polarities",
        [cells.get(pair, "") for pair in zip(table["code_a"], table["code_b"], strict=True)],
    )
    result.tables["polarities"] = met


class _Pair(NamedTuple):
    """``units`` in common; ``q`` is NaN where nothing was tested."""

    units: int
    jaccard: float
    q: float


def _heatmap(
    pairs: pd.DataFrame,
    book: Codebook,
    colours: dict[str, str],
    unit: UnitKind,
    refused: bool,
    lang: Language,
) -> Picture:
    """The codes with the most units, Jaccard in colour, joint counts in the cells, a mark where
    q < .05 (``refused``: no test was made).
    """
    of_pair: dict[tuple[str, str], _Pair] = {}
    units_with: dict[str, int] = {}
    for row in pairs.to_dict("records"):
        first, second = str(row["code_a"]), str(row["code_b"])
        units_with[first], units_with[second] = row["a"], row["b"]
        pair = _Pair(row["c"], row["jaccard"], row["q"])
        of_pair[first, second] = of_pair[second, first] = pair
    codes = sorted(sorted(units_with, key=lambda code: (-units_with[code], code))[:IN_HEATMAP])
    grid = [[of_pair.get((first, second)) for second in codes] for first in codes]
    names = names_of((book,), lang)
    labels = [names[book.id, code] for code in codes]
    return heatmap(
        [[math.nan if pair is None else pair.jaccard for pair in row] for row in grid],
        labels,
        labels,
        title=message("figure.heat", lang, book=book.name.text(lang)),
        note=message("figure.heat_note", lang, unit=message(f"unit.{unit}", lang))
        + message("figure.untested" if refused else "figure.star", lang),
        cells=[["" if pair is None else pair.units for pair in row] for row in grid],
        marked=[[pair is not None and pair.q < 0.05 for pair in row] for row in grid],
        label="Jaccard",
        row_colours=[colours[code] for code in codes],
        column_colours=[colours[code] for code in codes],
    )


def _add_sensitivity(result: Result, study: Study, book: Codebook, rule: EdgeRule) -> None:
    by_unit: dict[str, Cooccurrence] = {unit: study.together(unit) for unit in UNITS}
    found = sensitivity(by_unit, book.id, rule)
    result.tables["sensitivity"] = found.agreement
    result.tables["sensitivity_edges"] = found.edges
    result.pictures["sensitivity_edges"] = partial(_edges_by_unit, found.edges, book, rule)
    result.pictures["sensitivity"] = partial(_agreement, found.agreement, rule)


def _edges_by_unit(edges: pd.DataFrame, book: Codebook, rule: EdgeRule, lang: Language) -> Picture:
    rule_in_short = message(
        "figure.rule_short",
        lang,
        c=rule.least_units,
        interviews=rule.least_interviews,
        top=rule.top,
        weight=message(f"measure.{rule.weight}", lang),
    )
    return edges_by_unit(
        edges,
        UNITS,
        {code: name for (_, code), name in names_of((book,), lang).items()},
        message("figure.sensitivity_edges_note", lang, rule=rule_in_short),
        lang,
    )


def _agreement(agreement: pd.DataFrame, rule: EdgeRule, lang: Language) -> Picture:
    """Rank correlation of the weights between every two units."""
    rho = {(row["unit_a"], row["unit_b"]): row["rho"] for row in agreement.to_dict("records")}
    values = [
        [
            1.0 if first == second else rho.get((first, second), rho.get((second, first), np.nan))
            for second in UNITS
        ]
        for first in UNITS
    ]
    labels = [message(f"unit.{unit}", lang) for unit in UNITS]
    return heatmap(
        values,
        labels,
        labels,
        title=message("figure.sensitivity", lang),
        note=message(
            "figure.sensitivity_note", lang, measure=message(f"measure.{rule.weight}", lang)
        ),
        cells=[["" if value != value else f"{value:.2f}" for value in row] for row in values],
        label="ρ",
    )


def _add_contrast(
    result: Result, study: Study, book: str, unit: UnitKind, asked: str, measure: str
) -> None:
    groups = two_groups(study, asked)
    incidence = of_codebook(study.incidence(unit), book)
    numbers = [groups.number[source] for source in incidence.sources]
    found = contrast(incidence, numbers, measure=measure)
    result.tables["contrast"] = found.table
    result.notes.append(contrast_note(found, groups))
