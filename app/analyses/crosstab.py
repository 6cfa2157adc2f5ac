"""fangtan crosstab --by: codes by an attribute of the interviews."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pandas as pd

from analysis.crosstab import RARE, ByAttribute, attribute_of, by_attribute
from app.analyses.common import opening
from app.figures.heatmap import heatmap
from app.palette import NO_THEME, theme_colours
from app.result import Note, Picture, Result, Words, note
from app.study.study import Study, names_of
from codebooks.codebook import Codebook
from corpus.catalogue import Language, message
from corpus.coding import POLARITIES
from corpus.problem import FangtanError

IN_HEATMAP = 25
"""Codes in the heatmap: those with the most references."""
NOT_GROUPS = ("codebook", "code", "p", "q")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosstabOptions:
    """``by``: a metadata field of the interviews; ``polarity``: only codings of it are counted."""

    by: str
    codebook: str | None = None
    polarity: str | None = None

    def __post_init__(self) -> None:
        if self.polarity is not None and self.polarity not in POLARITIES:
            raise FangtanError("study.no_polarity", name=self.polarity, known="、".join(POLARITIES))


def attribute_table(study: Study, options: CrosstabOptions) -> Result:
    """Code x attribute, per 1,000 characters. Raises FangtanError for an attribute or a codebook
    that the study does not have.
    """
    study.attribute(options.by)
    book = study.book(options.codebook)
    interviews = [
        (transcript, [coding for coding in codings if coding.codebook == book.id])
        for transcript, codings in study.interviews
    ]
    found = by_attribute(
        interviews, attribute_of(interviews, options.by), polarity=options.polarity
    )
    rates = _rates(found)
    result = Result(
        "crosstab",
        {"rates": rates, "by_attribute": found.table, "groups": found.groups},
        notes=_notes(study, options.by, found),
        facts={"groups": len(found.groups), "codes": len(rates)},
        brief={
            "rates": ("codebook", "code", *_largest(found)[:5], "p", "q"),
            "by_attribute": ("code", "group", "references", "interviews", "rate"),
        },
    )
    if len(rates):
        result.pictures["heatmap"] = partial(_heatmap, found, rates, study.books, options.by)
    return result


def _rates(found: ByAttribute) -> pd.DataFrame:
    """A row per code, a column per group, and the test."""
    if not len(found.table):
        return pd.DataFrame(columns=["codebook", "code"]).assign(p=[], q=[])
    wide = found.table.pivot(index=["codebook", "code"], columns="group", values="rate")
    wide = wide.reset_index()
    wide.columns.name = None
    return wide.merge(found.tests, on=["codebook", "code"], how="left")


def _largest(found: ByAttribute) -> list[str]:
    """The groups, those with the most interviews first."""
    order = found.groups.sort_values(
        ["interviews", "group"], ascending=[False, True], kind="stable"
    )
    return [str(group) for group in order["group"]]


def _notes(study: Study, attribute: str, found: ByAttribute) -> list[Words]:
    interviews = int(found.groups["interviews"].sum())
    notes = opening(study)
    notes[-1] = note("note.crosstab", attribute=attribute, interviews=interviews)
    few = found.groups[found.groups["few"]]["group"]
    if len(few):
        notes.append(note("note.few_groups", groups="、".join(map(str, few))))
    if _refused(found):
        notes.append(Note("note.crosstab_untested"))
    elif found.tests["p"].isna().any():
        count = int(found.tests["p"].isna().sum())
        notes.append(note("note.crosstab_rare", count=count, least=RARE))
    return notes


def _refused(found: ByAttribute) -> bool:
    return bool(found.tests["p"].isna().all())


def _heatmap(
    found: ByAttribute,
    rates: pd.DataFrame,
    books: tuple[Codebook, ...],
    attribute: str,
    lang: Language,
) -> Picture:
    """Rates of the codes with the most references; a mark over a row where q < .05."""
    names = names_of(books, lang)
    groups = [str(column) for column in rates.columns if column not in NOT_GROUPS]
    references = found.table.groupby(["codebook", "code"])["references"].sum().to_dict()
    keys = list(zip(rates["codebook"], rates["code"], strict=True))
    top = (
        rates.assign(total=[references[key] for key in keys])
        .sort_values(["total", "code"], ascending=[False, True])
        .head(IN_HEATMAP)
    )
    size = dict(zip(found.groups["group"], found.groups["interviews"], strict=True))
    values = top[groups].to_numpy(float)
    rows = list(zip(top["codebook"], top["code"], strict=True))
    themes = theme_colours(books)
    return heatmap(
        values,
        [names.get(key, key[1]) for key in rows],
        [f"{group} ({size[group]})" for group in groups],
        title=message("figure.crosstab", lang, attribute=attribute),
        note=message("figure.crosstab_note", lang)
        + message("figure.untested" if _refused(found) else "figure.star_groups", lang),
        cells=[[f"{value:.2f}" for value in row] for row in values],
        marked=[[q < 0.05] * len(groups) for q in top["q"].to_numpy(float)],
        label=message("column.rate", lang),
        row_colours=[themes.get(key, NO_THEME) for key in rows],
    )
