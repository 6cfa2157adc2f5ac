"""fangtan chains, mentions, crosstab, saturation."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from analysis.chain import chains as find_chains
from analysis.crosstab import attribute_of, by_attribute, crosswalk
from analysis.mentions import Gazetteer
from analysis.mentions import mentions as find_mentions
from analysis.saturation import saturation as find_saturation
from app.analyses.common import code_groups, opening, unit_of, untested
from app.exporters.graphs import graph_files
from app.figures.curve import saturation_curve
from app.figures.directed import directed
from app.figures.heatmap import heatmap
from app.figures.sankey import sankey
from app.result import Result
from app.study import Study, names_of
from codebooks.codebook import POLARITIES
from corpus.catalogue import Language, message
from corpus.problem import FangtanError


def chains(
    study: Study, lang: Language, *, reach: str | None = None, codebook: str | None = None
) -> Result:
    """Problems, causes and countermeasures told together within ``reach``, and what stands without
    its ground.
    """
    unit = unit_of(study, reach)
    fitting = [
        book
        for book in study.books
        if {"problem", "cause", "countermeasure"} <= {code.function for code, _, _ in book.walk()}
        and codebook in (None, book.id)
    ]
    if not fitting:
        raise FangtanError("chains.no_codebook", known="、".join(book.id for book in study.books))
    book = fitting[0]
    found = find_chains(study.interviews, book, unit)
    names = {code: name for (_, code), name in names_of((book,), lang).items()}
    links = found.links.assign(
        step=[
            " → ".join(message(f"function.{part}", lang) for part in step.split("-"))
            for step in found.links["step"]
        ]
    )
    orphans = found.orphans.assign(
        kind=[message(f"orphan.{kind}", lang) for kind in found.orphans["kind"]]
    )
    totals = found.totals.assign(
        function=[message(f"function.{name}", lang) for name in found.totals["function"]]
    )
    result = Result(
        "chains",
        {"totals": totals, "links": links, "chains": found.chains, "orphans": orphans},
        notes=opening(study, lang, unit),
    )
    result.brief["orphans"] = ("kind", "code", "quote")
    result.brief["links"] = ("step", "from", "to", "units", "interviews", "expected")
    count = {
        kind: int((found.orphans["kind"] == kind).sum()) for kind in ("countermeasure", "cause")
    }
    result.notes += [
        message("note.chains", lang),
        message("note.orphans", lang, measures=count["countermeasure"], causes=count["cause"]),
    ]
    result.pictures["sankey"] = partial(
        sankey,
        found.links,
        names,
        message("figure.sankey", lang),
        message("figure.sankey_note", lang, unit=message(f"unit.{unit}", lang)),
        lang,
    )
    result.facts = {
        "links": len(found.links),
        "chains": len(found.chains),
        **{f"orphan_{kind}": number for kind, number in count.items()},
    }
    return result


def mentions(study: Study, lang: Language, *, least: int = 2) -> Result:
    """Who speaks of whom."""
    names: dict[str, list[str]] = {}
    for book in study.books:
        for department, forms in book.gazetteer.items():
            names.setdefault(department, []).extend(
                form for form in forms if form not in names.get(department, ())
            )
    if not names:
        raise FangtanError("mentions.no_gazetteer")
    found = find_mentions((transcript for transcript, _ in study.interviews), Gazetteer(names))
    graph = found.graph(least)
    graph.graph["unit_rule"] = f"mentions>={least}"
    unknown = int((found.table["from"] == "").sum())
    result = Result(
        "mentions",
        {"mention_edges": found.edges, "mentions": found.table},
        notes=opening(study, lang),
    )
    result.brief["mention_edges"] = (
        "from",
        "to",
        "mentions",
        "interviews",
        "lacking",
        "present",
        "demanded",
        "neutral",
    )
    result.brief["mentions"] = ("source", "from", "form", "to", "polarity", "quote")
    result.notes[-1] = message(
        "note.mentions", lang, interviews=len(study.interviews), mentions=len(found.table)
    )
    result.notes.append(message("note.mentions_polarity", lang))
    if unknown:
        result.notes.append(message("note.mentions_unknown", lang, count=unknown))
    result.pictures["network"] = partial(
        directed,
        graph,
        message("figure.mentions", lang),
        message("figure.mentions_note", lang, least=least),
        lang,
    )
    result.files = (
        graph_files(graph, {node: node for node in graph}, None, "mentions") if graph else {}
    )
    result.facts = {
        "mentions": len(found.table),
        "edges": len(found.edges),
        "speaker_unknown": unknown,
    }
    return result


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
        )
    result.facts = {"groups": len(found.groups), "codes": len(wide)}
    return result


def saturation(
    study: Study,
    lang: Language,
    *,
    codebook: str | None = None,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
) -> Result:
    """New codes by interview, in the order held and at random. The order is that of dates where
    every interview has one, else that of the files.
    """
    book = study.book(codebook) if codebook else None
    dated = all(str(transcript.metadata.get("date", "")) for transcript, _ in study.interviews)
    held = (
        sorted(study.interviews, key=lambda one: str(one[0].metadata.get("date", "")))
        if dated
        else list(study.interviews)
    )
    sets = [
        (
            transcript.source,
            {
                (coding.codebook, coding.code)
                for coding in codings
                if coding.status != "rejected" and (book is None or coding.codebook == book.id)
            },
        )
        for transcript, codings in held
    ]
    found = find_saturation(sets, base=base, run=run, threshold=threshold)
    result = Result("saturation", {"saturation": found.curve}, notes=opening(study, lang))
    result.brief["saturation"] = ("place", "source", "new", "cumulative", "random_mean", "ratio")
    result.notes[-1] = (
        message("note.saturation_order", lang, interviews=len(held))
        if not dated
        else message("note.saturation_dates", lang, interviews=len(held))
    )
    result.notes.append(message("note.saturation_codes", lang))
    if found.enough:
        result.notes.append(
            message(
                "note.saturation_reached",
                lang,
                place=found.reached,
                base=base,
                run=run,
                threshold=f"{threshold:.0%}",
                share=f"{found.reached_random:.0%}",
            )
            if found.reached
            else message(
                "note.saturation_not",
                lang,
                base=base,
                run=run,
                threshold=f"{threshold:.0%}",
                share=f"{found.reached_random:.0%}",
            )
        )
        names = names_of(study.books, lang)
        result.notes.append(
            message(
                "note.saturation_third",
                lang,
                count=len(found.held_out),
                codes="、".join(
                    f"{key[1]} {names.get(key, '')}"  # type: ignore[index,call-overload]
                    for key in found.held_out[:12]
                )
                or "—",
                random=f"{found.held_out_random:.1f}",
            )
        )
    else:
        result.notes.append(message("note.saturation_few", lang))
    result.pictures["curve"] = partial(
        saturation_curve,
        found.curve,
        found.reached,
        message("figure.saturation_note", lang, base=base, run=run, threshold=f"{threshold:.0%}"),
        lang,
    )
    result.facts = {
        "reached": found.reached,
        "reached_random": found.reached_random,
        "held_out": len(found.held_out),
        "enough": found.enough,
    }
    return result
