"""Codes by an attribute of the interviews."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.crosstab import attribute_of, by_attribute
from app.analyses.common import opening
from app.figures.heatmap import heatmap
from app.palette import NO_THEME, theme_colours
from app.result import Result
from app.study.study import Study, names_of
from corpus.catalogue import Language, message
from corpus.coding import POLARITIES
from corpus.problem import FangtanError


def attribute_table(
    study: Study,
    lang: Language,
    attribute: str,
    *,
    codebook: str | None = None,
    polarity: str | None = None,
) -> Result:
    """Code x attribute, per 1,000 characters."""
    if polarity is not None and polarity not in POLARITIES:
        raise FangtanError("study.no_polarity", name=polarity, known="、".join(POLARITIES))
    study.attribute(attribute)
    book = study.book(codebook) if codebook else None
    own = [
        (transcript, [coding for coding in codings if book is None or coding.codebook == book.id])
        for transcript, codings in study.interviews
    ]
    found = by_attribute(own, attribute_of(own, attribute), polarity=polarity)
    wide = (
        found.table.pivot(index=["codebook", "code"], columns="group", values="rate").reset_index()
        if len(found.table)
        else pd.DataFrame(columns=["codebook", "code"])
    )
    wide.columns.name = None
    wide = (
        wide.merge(found.tests, on=["codebook", "code"], how="left")
        if len(wide)
        else wide.assign(p=[], q=[])
    )
    result = Result(
        "crosstab",
        {"rates": wide, "by_attribute": found.table, "groups": found.groups},
        notes=opening(study, lang),
    )
    result.notes[-1] = message(
        "note.crosstab", lang, attribute=attribute, interviews=int(found.groups["interviews"].sum())
    )
    largest = found.groups.sort_values(
        ["interviews", "group"], ascending=[False, True], kind="stable"
    )["group"].tolist()
    result.brief["rates"] = ("codebook", "code", *largest[:5], "p", "q")
    result.brief["by_attribute"] = ("code", "group", "references", "interviews", "rate")
    few = found.groups[found.groups["few"]]["group"].tolist()
    if few:
        result.notes.append(message("note.few_groups", lang, groups="、".join(map(str, few))))
    if found.tests["p"].isna().all():
        result.notes.append(message("note.crosstab_untested", lang))
    if len(wide):
        names = names_of(study.books, lang)
        groups = [column for column in wide.columns if column not in ("codebook", "code", "p", "q")]
        often = found.table.groupby(["codebook", "code"])["references"].sum()
        top = (
            wide.assign(
                total=[
                    often[book_id, code]
                    for book_id, code in zip(wide["codebook"], wide["code"], strict=True)
                ]
            )
            .sort_values(["total", "code"], ascending=[False, True])
            .head(25)
        )
        size = dict(zip(found.groups["group"], found.groups["interviews"], strict=True))
        labels = [
            names.get((book_id, code), code)
            for book_id, code in zip(top["codebook"], top["code"], strict=True)
        ]
        themes = theme_colours(study.books)
        keys = zip(top["codebook"], top["code"], strict=True)
        values = top[groups].to_numpy(float)
        result.pictures["heatmap"] = partial(
            heatmap,
            values,
            labels,
            [f"{group} ({size[group]})" for group in groups],
            title=message("figure.crosstab", lang, attribute=attribute),
            note=message("figure.crosstab_note", lang)
            + message(
                "figure.untested" if found.tests["p"].isna().all() else "figure.star_groups", lang
            ),
            cells=[[f"{value:.2f}" for value in row] for row in values],
            marked=[[q < 0.05] * len(groups) for q in top["q"].to_numpy(float)],
            label=message("column.rate", lang),
            row_colours=[themes.get(key, NO_THEME) for key in keys],
        )
    result.facts = {"groups": len(found.groups), "codes": len(wide)}
    return result
