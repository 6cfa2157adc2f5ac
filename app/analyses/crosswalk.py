"""Where codes of two codebooks lie on the same words."""

from __future__ import annotations

from functools import partial

import numpy as np

from analysis.crosstab import crosswalk
from app.analyses.common import code_groups, opening, unit_of, untested
from app.figures.heatmap import heatmap
from app.result import Result
from app.study.study import Study
from corpus.catalogue import Language, message


def crosswalk_of(
    study: Study, lang: Language, rows: str, columns: str, *, unit: str | None = None
) -> Result:
    """``rows`` and ``columns``: CODEBOOK or CODEBOOK:LENS."""
    kind = unit_of(study, unit)
    sides = []
    for told in (rows, columns):
        name, _, lens = told.partition(":")
        sides.append(code_groups(study.book(name), lens or None, lang))
    found = crosswalk(study.interviews, sides[0], sides[1], kind)
    result = Result(
        "crosswalk",
        {
            "crosswalk": found.table.sort_values(
                ["c", "row", "column"], ascending=[False, True, True], kind="stable"
            ).reset_index(drop=True)
        },
        notes=opening(study, lang, kind),
    )
    result.notes += [message("note.crosswalk", lang), message("note.shift", lang)]
    reason = untested(study.incidence(kind), lang)
    result.notes += reason
    result.brief["crosswalk"] = ("row", "column", "c", "distinct", "lift", "p_more", "q")
    shape = (len(found.rows), len(found.columns))
    lifts = found.table["lift"].to_numpy(float).reshape(shape)
    texts = [
        str(c) if c == distinct else f"{c}({distinct})"
        for c, distinct in zip(found.table["c"], found.table["distinct"], strict=True)
    ]
    counts = [texts[row * shape[1] : (row + 1) * shape[1]] for row in range(shape[0])]
    marked = (found.table["q"].to_numpy(float) < 0.05).reshape(shape)
    with np.errstate(divide="ignore"):
        logs = np.log2(np.where(lifts > 0, lifts, np.nan))
    result.pictures["heatmap"] = partial(
        heatmap,
        logs,
        found.rows,
        found.columns,
        title=message(
            "figure.crosswalk",
            lang,
            rows=_titled(study, rows, lang),
            columns=_titled(study, columns, lang),
        ),
        note=message("figure.crosswalk_note", lang, unit=message(f"unit.{kind}", lang))
        + message("figure.untested" if reason else "figure.star", lang),
        cells=counts,
        marked=marked,
        centre=0.0,
        label="log2(lift)",
    )
    result.facts = {"cells": len(found.table), "significant": int(marked.sum())}
    return result


def _titled(study: Study, told: str, lang: Language) -> str:
    """CODEBOOK or CODEBOOK:LENS as a reader names it."""
    name, _, lens = told.partition(":")
    return study.book(name).name.text(lang) + (f"（{lens}）" if lens else "")
