"""fangtan crosstab without --by: where groups of two frames meet, and whether that is more than
shared words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from analysis.crosswalk import Crosswalk, crosswalk
from analysis.units import UnitKind
from app.analyses.common import (
    check_unit,
    code_groups,
    group_names,
    opening,
    unit_of,
)
from app.figures.heatmap import heatmap
from app.result import (
    Note,
    Phrase,
    Picture,
    Result,
    Words,
    by_name,
    in_language,
    note,
    worded_value,
)
from app.study.study import Study
from app.study.tested import untested
from corpus.catalogue import Language, message


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosswalkOptions:
    """``rows`` and ``columns``: CODEBOOK or CODEBOOK:LENS."""

    rows: str = "information_ecology"
    columns: str = "collaborative_governance"
    unit: str | None = None

    def __post_init__(self) -> None:
        check_unit(self.unit)


@dataclass(frozen=True, slots=True)
class _Side:
    """One frame: code -> group, the groups' names, and what the frame is called."""

    groups: dict[tuple[str, str], str]
    names: dict[str, Words]
    title: Words


def crosswalk_of(study: Study, options: CrosswalkOptions) -> Result:
    """Groups of one frame against groups of another. Raises FangtanError for a codebook or a lens
    that the study does not have.
    """
    unit = unit_of(study, options.unit)
    rows, columns = _side(study, options.rows), _side(study, options.columns)
    found = crosswalk(study.interviews, rows.groups, columns.groups, unit)
    refused = untested(study.incidence(unit))
    result = Result(
        "crosswalk",
        {"crosswalk": found.table},
        notes=[
            *opening(study, unit),
            Note("note.crosswalk"),
            Note("note.shift"),
            *refused,
            *_about_test(found, bool(refused)),
        ],
        facts={
            "cells": len(found.table),
            "family": found.family,
            "significant": int(found.sure.sum()),
        },
        brief={"crosswalk": ("row", "column", "c", "distinct", "lift_distinct", "p_more", "q")},
        words={"row": partial(by_name, rows.names), "column": partial(by_name, columns.names)},
        order={"crosswalk": (("c", False), ("row", True), ("column", True))},
    )
    result.pictures["heatmap"] = partial(_heatmap, found, rows, columns, unit, bool(refused))
    return result


def _about_test(found: Crosswalk, refused: bool) -> list[Words]:
    """Over how many cells q is corrected, and the warning that codes drift along the interviews."""
    if refused:
        return []
    notes: list[Words] = [
        note("note.crosswalk_family", family=found.family, cells=len(found.table))
    ]
    if found.drifting:
        notes.append(note("note.drift", pairs=found.drifting))
    return notes


def _side(study: Study, asked: str) -> _Side:
    name, _, lens = asked.partition(":")
    book = study.book(name)
    groups = code_groups(book, lens or None)
    title = Phrase((book.name, f"（{lens}）" if lens else ""))
    return _Side(groups, group_names(book, lens or None), title)


def _heatmap(
    found: Crosswalk, rows: _Side, columns: _Side, unit: UnitKind, refused: bool, lang: Language
) -> Picture:
    """log2(lift) of the meetings on different words in colour; joint counts in the cells (in
    brackets: on different words, where they are fewer).
    """
    shape = (len(found.rows), len(found.columns))
    lifts = found.table["lift_distinct"].to_numpy(float).reshape(shape)
    texts = [
        str(c) if c == distinct else f"{c}({distinct})"
        for c, distinct in zip(found.table["c"], found.table["distinct"], strict=True)
    ]
    with np.errstate(divide="ignore"):
        logs = np.log2(np.where(lifts > 0, lifts, np.nan))
    row_names, column_names = in_language(rows.names, lang), in_language(columns.names, lang)
    return heatmap(
        logs,
        [row_names[row] for row in found.rows],
        [column_names[column] for column in found.columns],
        title=message(
            "figure.crosswalk",
            lang,
            rows=worded_value(rows.title, lang),
            columns=worded_value(columns.title, lang),
        ),
        note=message("figure.crosswalk_note", lang, unit=message(f"unit.{unit}", lang))
        + message("figure.untested" if refused else "figure.star", lang)
        + (message("figure.star_drift", lang, pairs=found.drifting) if found.drifting else ""),
        cells=[texts[row * shape[1] : (row + 1) * shape[1]] for row in range(shape[0])],
        marked=found.sure.reshape(shape),
        centre=0.0,
        label="log2(lift)",
    )
