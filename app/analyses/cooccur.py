"""fangtan cooccur: every pair with every measure, tests and intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.apart import Apart, apart
from analysis.association import MEASURES
from analysis.contrast import contrast
from analysis.cooccurrence import Cooccurrence, cooccurrence
from analysis.networks.network import EdgeRule
from analysis.nulls.families import sure
from analysis.nulls.stratified import mantel_haenszel
from analysis.provenance import meetings, polarity_pairs
from analysis.resampling import bootstrap
from analysis.sensitivity import sensitivity
from analysis.units import UNITS, UnitKind
from analysis.words.content import WORDS
from app.analyses.common import (
    Counted,
    check_at_least,
    check_unit,
    check_weight,
    check_words,
    contrast_note,
    meetings_in_words,
    opening,
    say_groups,
    two_groups,
    unit_of,
    words_together,
)
from app.figures.heatmap import heatmap
from app.figures.sensitivity import edges_by_unit
from app.result import Note, Picture, Result, Words, note
from app.study.power import about_power
from app.study.study import Study
from app.study.tested import about_test, untested
from corpus.catalogue import Language, message
from corpus.coding import POLARITIES
from corpus.problem import FangtanError

IN_HEATMAP = 20
"""Codes (or themes) in the heatmap: those with the most units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CooccurOptions:
    """``by``: pairs of codes, or of themes, which with a ``lens`` are its groups; ``measure``: the
    weight, and what is resampled; ``words``: the ``top`` content words instead
    of codes; ``groups``: two groups of interviews compared (field=value,value); ``units``: with
    the sensitivity to the unit; ``draws`` of the bootstrap; ``power``: last of the notes, what the
    test could have seen, which takes about half a second on the sample, more in large studies.
    """

    unit: str | None = None
    codebook: str | None = None
    by: str = "codes"
    lens: str | None = None
    measure: str = "jaccard"
    words: bool = False
    top: int = 300
    groups: str | None = None
    units: bool = False
    draws: int = 2000
    power: bool = True

    def __post_init__(self) -> None:
        check_unit(self.unit)
        check_weight(self.measure)
        check_words(self.by, self.words)
        if self.by == "codes" and self.lens is not None:
            raise FangtanError("study.lens_of_codes")
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
    counted = Counted.asked(book, options.by, options.lens)
    together = (
        words_together(study, unit, top=options.top, least=2, limit=2000, weight=measure)
        if options.words
        else cooccurrence(counted.incidence(study, unit), every=True)
    )
    lower = None if options.words else apart(together, owner)
    table = _pairs(together, owner, options, lower)
    result = Result(
        "cooccur",
        {"pairs": table},
        notes=[
            *opening(study, unit),
            *_notes(options, counted),
            *untested(together.incidence),
            *about_test(together, owner),
        ],
        brief=_brief(measure),
        words={
            "polarities": meetings_in_words,
            "unit_a": unit_in_words,
            "unit_b": unit_in_words,
        },
        facts=_facts(together, table, options.by),
    )
    if lower is not None:
        _add_polarities(result, study, counted, unit)
        if len(lower.table):
            result.tables["apart"] = lower.table
            result.notes.append(Note("note.apart"))
        result.pictures["heatmap"] = partial(
            _heatmap,
            together.table[together.table["codebook"] == book.id],
            counted,
            counted.colours(study.books),
            unit,
            bool(untested(together.incidence)),
        )
        if options.units:
            _add_sensitivity(result, study, counted, EdgeRule(weight=measure))
        if options.groups:
            _add_contrast(result, study, counted, unit, options.groups, measure)
        if options.power:
            result.notes += about_power(together, owner)
        say_groups(result, counted)
    return result


def _facts(together: Cooccurrence, pairs: pd.DataFrame, by: str) -> dict[str, object]:
    return {
        "unit": together.incidence.kind,
        "by": by,
        "pairs": len(pairs),
        "units": int(together.incidence.matrix.shape[0]),
        "significant": int(sure(pairs["q"], pairs["drift"]).sum()),
        "drifting": int(pairs["drift"].sum()),
    }


def unit_in_words(value: object, lang: Language) -> str:
    """A vocabulary: a kind of unit."""
    return message(f"unit.{value}", lang)


def _notes(options: CooccurOptions, counted: Counted) -> list[Words]:
    measure = Note(f"measure.{options.measure}")
    return [
        *counted.notes,
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


def _pairs(
    together: Cooccurrence, owner: str, options: CooccurOptions, lower: Apart | None
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


def _add_polarities(result: Result, study: Study, counted: Counted, unit: UnitKind) -> None:
    """A table of the polarities that meet, and for each pair the most frequent ones in a cell."""
    table = result.tables["pairs"]
    met = polarity_pairs(counted.interviews(study), unit)
    met = met[met["codebook"] == counted.book.id].reset_index(drop=True)
    cells = meetings(met, {name: name for name in POLARITIES})
    table.insert(
        list(table.columns).index("interviews") + 1,
        "polarities",
        [cells.get(pair, "") for pair in zip(table["code_a"], table["code_b"], strict=True)],
    )
    result.tables["polarities"] = met


class _Pair(NamedTuple):
    """``units`` in common; ``sure``: q < .05 and no approximation, as it is where both codes
    ``drift`` along the interviews.
    """

    units: int
    jaccard: float
    sure: bool
    drift: bool


def _heatmap(
    pairs: pd.DataFrame,
    counted: Counted,
    colours: dict[str, str],
    unit: UnitKind,
    refused: bool,
    lang: Language,
) -> Picture:
    """The codes with the most units, Jaccard in colour, joint counts in the cells, a mark where
    q < .05 and not both codes drift (``refused``: no test was made).
    """
    of_pair: dict[tuple[str, str], _Pair] = {}
    units_with: dict[str, int] = {}
    held = sure(pairs["q"], pairs["drift"]).tolist()
    for row, one in zip(pairs.to_dict("records"), held, strict=True):
        first, second = str(row["code_a"]), str(row["code_b"])
        units_with[first], units_with[second] = row["a"], row["b"]
        pair = _Pair(row["c"], row["jaccard"], one, row["drift"])
        of_pair[first, second] = of_pair[second, first] = pair
    codes = sorted(sorted(units_with, key=lambda code: (-units_with[code], code))[:IN_HEATMAP])
    grid = [[of_pair.get((first, second)) for second in codes] for first in codes]
    drifting = sum(pair.drift for row in grid for pair in row if pair is not None) // 2
    names = counted.names(lang)
    labels = [names[code] for code in codes]
    return heatmap(
        [[math.nan if pair is None else pair.jaccard for pair in row] for row in grid],
        labels,
        labels,
        title=message("figure.heat", lang, book=counted.book.name.text(lang)),
        note=message(
            "figure.heat_note",
            lang,
            unit=message(f"unit.{unit}", lang),
            what=message(f"counted.{counted.kind}", lang),
        )
        + message("figure.untested" if refused else "figure.star", lang)
        + (message("figure.star_drift", lang, pairs=drifting) if drifting else ""),
        cells=[["" if pair is None else pair.units for pair in row] for row in grid],
        marked=[[pair is not None and pair.sure for pair in row] for row in grid],
        label="Jaccard",
        row_colours=[colours[code] for code in codes],
        column_colours=[colours[code] for code in codes],
    )


def _add_sensitivity(result: Result, study: Study, counted: Counted, rule: EdgeRule) -> None:
    by_unit: dict[str, Cooccurrence] = {
        unit: cooccurrence(counted.incidence(study, unit), test=False) for unit in UNITS
    }
    found = sensitivity(by_unit, counted.book.id, rule)
    result.tables["sensitivity"] = found.agreement
    result.tables["sensitivity_edges"] = found.edges
    result.pictures["sensitivity_edges"] = partial(_edges_by_unit, found.edges, counted, rule)
    result.pictures["sensitivity"] = partial(_agreement, found.agreement, rule)


def _edges_by_unit(
    edges: pd.DataFrame, counted: Counted, rule: EdgeRule, lang: Language
) -> Picture:
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
        counted.names(lang),
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
    result: Result, study: Study, counted: Counted, unit: UnitKind, asked: str, measure: str
) -> None:
    groups = two_groups(study, asked)
    incidence = counted.incidence(study, unit)
    numbers = [groups.number[source] for source in incidence.sources]
    found = contrast(incidence, numbers, measure=measure)
    result.tables["contrast"] = found.table
    result.notes.append(contrast_note(found, groups))
    result.facts["contrast_p"] = found.p
