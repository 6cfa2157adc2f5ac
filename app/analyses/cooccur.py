"""fangtan cooccur: every pair with every measure, tests, intervals; the words behind a pair."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.association import MEASURES
from analysis.contrast import contrast
from analysis.cooccurrence import Cooccurrence, cooccurrence
from analysis.networks.network import EdgeRule
from analysis.nulls import benjamini_hochberg, circular_shift, mantel_haenszel
from analysis.provenance import meetings, polarity_pairs, quotations, word_quotations
from analysis.resampling import bootstrap
from analysis.sensitivity import sensitivity
from analysis.units import UNITS, Incidence, Key, UnitKind
from analysis.words.content import WORDS, word_incidence
from app.analyses.common import opening, two_groups, unit_of, untested
from app.figures.heatmap import heatmap
from app.figures.sensitivity import edges_by_unit
from app.palette import theme_colours
from app.result import Result
from app.study.study import Study, names_of
from corpus.catalogue import Language, message
from corpus.coding import POLARITIES
from corpus.problem import FangtanError
from corpus.segmentation import Segmenter


def cooccur(
    study: Study,
    lang: Language,
    *,
    unit: str | None = None,
    codebook: str | None = None,
    measure: str = "jaccard",
    words: bool = False,
    top: int = 300,
    groups: str | None = None,
    units: bool = False,
    draws: int = 2000,
) -> Result:
    """Table of pairs, and which polarities meet; with ``units`` the sensitivity to the unit, with
    ``groups`` two groups of interviews compared.
    """
    kind = unit_of(study, unit)
    if measure not in MEASURES or not MEASURES[measure].weight:
        raise FangtanError(
            "study.no_measure",
            name=measure,
            known="、".join(name for name, one in MEASURES.items() if one.weight),
        )
    book = study.book(codebook)
    owner = WORDS if words else book.id
    if words:
        together = cooccurrence(
            word_incidence(
                (transcript for transcript, _ in study.interviews),
                kind,
                Segmenter("rjieba"),
                top=top,
            ),
            least=2,
            limit=2000,
            weight=measure,
        )
    else:
        together = study.together(kind)
    table = together.table[together.table["codebook"] == owner].reset_index(drop=True)
    place = {key: number for number, key in enumerate(together.incidence.codes)}
    pairs = [
        (place[owner, one], place[owner, two])
        for one, two in zip(table["code_a"], table["code_b"], strict=True)
    ]
    numbers = tuple(table[column].to_numpy() for column in "cabn")
    for name, one in MEASURES.items():
        if name not in table and name != "count":
            table[name] = one.function(*numbers)
    low, high = bootstrap(together.incidence, pairs, measure, draws=draws)
    table["low"], table["high"] = low, high
    apart = None if words else _apart(together.incidence, owner)
    if apart is not None:
        table["q_less"] = [
            apart.q_of.get((one, two), float("nan"))
            for one, two in zip(table["code_a"], table["code_b"], strict=True)
        ]
    table["odds_ratio"], table["p_mh"] = mantel_haenszel(together.incidence, pairs)
    table = table.sort_values(
        [measure if measure != "count" else "c", "c", "code_a", "code_b"],
        ascending=[False, False, True, True],
        kind="stable",
    ).reset_index(drop=True)
    if words:
        table = table.rename(columns={"code_a": "word_a", "code_b": "word_b"}).drop(
            columns=["codebook"]
        )
    result = Result("cooccur", {"pairs": table}, notes=opening(study, lang, kind))
    result.brief["pairs"] = (
        "word_a",
        "word_b",
        "code_a",
        "code_b",
        "c",
        "interviews",
        measure,
        "low",
        "high",
        "q",
    )
    result.brief["apart"] = ("code_a", "code_b", "c", "expected_c", "p_less", "q_less")
    result.brief["sensitivity_edges"] = ("code_a", "code_b", *(f"drawn_{kind}" for kind in UNITS))
    result.brief["contrast"] = ("code_a", "code_b", "c_1", "c_2", "difference", "q")
    result.notes += [
        message("note.shift", lang),
        message("note.independent", lang),
        message("note.bootstrap", lang, measure=message(f"measure.{measure}", lang), draws=draws),
    ]
    result.notes += untested(together.incidence, lang)
    if apart is not None:
        met = polarity_pairs(study.interviews, kind)
        met = met[met["codebook"] == book.id].reset_index(drop=True)
        said = meetings(met, {name: message(f"polarity.{name}", lang) for name in POLARITIES})
        table.insert(
            list(table.columns).index("interviews") + 1,
            "polarities",
            [
                said.get((one, two), "")
                for one, two in zip(table["code_a"], table["code_b"], strict=True)
            ],
        )
        result.tables["polarities"] = met
        if len(apart.table):
            result.tables["apart"] = apart.table
            result.notes.append(message("note.apart", lang))
        result.pictures["heatmap"] = partial(_picture, study, together, book.id, kind, lang)
        if units:
            _units(result, study, book.id, EdgeRule(weight=measure), lang)
        if groups:
            _groups(result, study, kind, groups, measure, book.id, lang)
    result.facts = {
        "unit": kind,
        "pairs": len(table),
        "units": int(together.incidence.matrix.shape[0]),
        "significant": int((table["q"] < 0.05).sum()) if "q" in table else 0,
    }
    return result


@dataclass(frozen=True)
class _Apart:
    """``table``: pairs that meet less than chance (p_less < .05), also those that never meet;
    ``q_of``: q of the lower side for every pair.
    """

    table: pd.DataFrame
    q_of: dict[tuple[str, str], float]


def _apart(incidence: Incidence, owner: str) -> _Apart:
    """The lower side of the shift test over all pairs of codes that occur, with Benjamini–Hochberg
    over them.
    """
    occurrences = np.asarray(incidence.matrix.sum(axis=0)).ravel()
    here = [
        place for place, key in enumerate(incidence.codes) if key[0] == owner and occurrences[place]
    ]
    pairs = list(itertools.combinations(here, 2))
    less = circular_shift(incidence, pairs)[1]
    q = benjamini_hochberg(less)
    total = incidence.matrix.shape[0]
    joint: Any = incidence.matrix.T @ incidence.matrix
    columns = ["codebook", "code_a", "code_b", "c", "expected_c", "a", "b", "n", "p_less", "q_less"]
    rows = [
        (
            owner,
            incidence.codes[one][1],
            incidence.codes[two][1],
            int(joint[one, two]),
            occurrences[one] * occurrences[two] / total,
            int(occurrences[one]),
            int(occurrences[two]),
            total,
            p,
            own,
        )
        for (one, two), p, own in zip(pairs, less.tolist(), q.tolist(), strict=True)
        if p < 0.05
    ]
    rows.sort(key=lambda row: (row[8], row[1], row[2]))
    return _Apart(
        pd.DataFrame(rows, columns=columns),
        {
            (incidence.codes[one][1], incidence.codes[two][1]): own
            for (one, two), own in zip(pairs, q.tolist(), strict=True)
        },
    )


def _picture(
    study: Study, together: Cooccurrence, book: str, unit: UnitKind, lang: Language
) -> tuple[bytes, bytes]:
    """The 20 codes with the most units, Jaccard in colour, joint counts in the cells, a mark where
    q < .05.
    """
    own = together.table[together.table["codebook"] == book]
    often: dict[str, int] = {}
    for row in own.to_dict("records"):
        often[row["code_a"]], often[row["code_b"]] = row["a"], row["b"]
    codes = sorted(sorted(often, key=lambda code: (-often[code], code))[:20])
    of = {(row["code_a"], row["code_b"]): row for row in own.to_dict("records")}
    values, cells, marked = [], [], []
    for one in codes:
        rows = [of.get((one, two)) or of.get((two, one)) for two in codes]
        values.append(
            [
                float("nan") if row is None or one == two else row["jaccard"]
                for row, two in zip(rows, codes, strict=True)
            ]
        )
        cells.append(
            [
                "" if row is None or one == two else row["c"]
                for row, two in zip(rows, codes, strict=True)
            ]
        )
        marked.append([row is not None and row["q"] < 0.05 for row in rows])
    names = names_of(study.books, lang)
    labels = [names[book, code] for code in codes]
    themes = theme_colours(study.books)
    colours = [themes[book, code] for code in codes]
    return heatmap(
        values,
        labels,
        labels,
        title=message("figure.heat", lang, book=study.book(book).name.text(lang)),
        note=message("figure.heat_note", lang, unit=message(f"unit.{unit}", lang))
        + message("figure.untested" if untested(together.incidence, lang) else "figure.star", lang),
        cells=cells,
        marked=marked,
        label="Jaccard",
        row_colours=colours,
        column_colours=colours,
    )


def _units(result: Result, study: Study, book: str, rule: EdgeRule, lang: Language) -> None:
    by_unit: dict[str, Cooccurrence] = {kind: study.together(kind) for kind in UNITS}
    found = sensitivity(by_unit, book, rule)
    result.tables["sensitivity"] = found.agreement.assign(
        unit_a=[message(f"unit.{name}", lang) for name in found.agreement["unit_a"]],
        unit_b=[message(f"unit.{name}", lang) for name in found.agreement["unit_b"]],
    )
    result.tables["sensitivity_edges"] = found.edges
    labels = [message(f"unit.{kind}", lang) for kind in UNITS]
    rho = {(row["unit_a"], row["unit_b"]): row["rho"] for row in found.agreement.to_dict("records")}
    values = [
        [
            1.0 if one == two else rho.get((one, two), rho.get((two, one), float("nan")))
            for two in UNITS
        ]
        for one in UNITS
    ]
    cells = [["" if value != value else f"{value:.2f}" for value in row] for row in values]
    names = {
        code: name for (owner, code), name in names_of(study.books, lang).items() if owner == book
    }
    result.pictures["sensitivity_edges"] = partial(
        edges_by_unit,
        found.edges,
        UNITS,
        names,
        message(
            "figure.sensitivity_edges_note",
            lang,
            rule="；".join(
                [
                    message(
                        "figure.rule_short",
                        lang,
                        c=rule.least_units,
                        interviews=rule.least_interviews,
                        top=rule.top,
                        weight=message(f"measure.{rule.weight}", lang),
                    )
                ]
            ),
        ),
        lang,
    )
    result.pictures["sensitivity"] = partial(
        heatmap,
        values,
        labels,
        labels,
        title=message("figure.sensitivity", lang),
        note=message(
            "figure.sensitivity_note", lang, measure=message(f"measure.{rule.weight}", lang)
        ),
        cells=cells,
        label="ρ",
    )


def _groups(
    result: Result,
    study: Study,
    unit: UnitKind,
    groups: str,
    measure: str,
    book: str,
    lang: Language,
) -> None:
    of, names = two_groups(study, groups, lang)
    incidence = study.incidence(unit)
    keep = [place for place, key in enumerate(incidence.codes) if key[0] == book]
    part = type(incidence)(
        incidence.kind,
        tuple(incidence.codes[place] for place in keep),
        incidence.sources,
        incidence.matrix[:, keep],
        incidence.interview,
        incidence.spans,
    )
    found = contrast(part, [of[source] for source in incidence.sources], measure=measure)
    result.tables["contrast"] = found.table
    result.notes.append(
        message(
            "note.contrast",
            lang,
            one=names[0],
            two=names[1],
            n_one=found.interviews[0],
            n_two=found.interviews[1],
        )
        + (
            message("note.contrast_p", lang, p=f"{found.p:.3f}")
            if found.tested
            else message("note.contrast_few", lang)
        )
    )
    result.facts["contrast_p"] = found.p


def pair(
    study: Study,
    lang: Language,
    first: str,
    second: str,
    *,
    unit: str | None = None,
    codebook: str | None = None,
    words: bool = False,
) -> Result:
    """The units counted for a pair of codes (or of words), each with its quotations; their number
    is the edge's c. Raises FangtanError for an unknown code.
    """
    kind = unit_of(study, unit)
    if words:
        return _word_pair(study, lang, first, second, kind)
    keys = (_key(study, first, codebook), _key(study, second, codebook))
    if keys[0] == keys[1]:
        raise FangtanError("study.same_code", code=first)
    found = quotations(study.interviews, keys, kind)
    ids = {
        transcript.source: transcript.metadata.get("id", "") for transcript, _ in study.interviews
    }
    rows = []
    for number, one in enumerate(found, 1):
        for coding in sorted(
            {*one.first, *one.second}, key=lambda coding: (coding.span.start, coding.code)
        ):
            rows.append(
                {
                    "unit": number,
                    "id": ids[one.source],
                    "source": one.source,
                    "start": coding.span.start,
                    "end": coding.span.end,
                    "code": coding.code,
                    "polarity": coding.polarity,
                    "quote": coding.quote,
                    "indicator": coding.evidence.indicator if coding.evidence else "",
                }
            )
    result = Result(
        "pair",
        {
            "quotations": pd.DataFrame(
                rows,
                columns=[
                    "unit",
                    "id",
                    "source",
                    "start",
                    "end",
                    "code",
                    "polarity",
                    "quote",
                    "indicator",
                ],
            )
        },
        notes=opening(study, lang, kind),
        facts={"c": len(found), "unit": kind},
    )
    result.notes.append(message("note.pair", lang, count=len(found), one=first, two=second))
    return result


def _word_pair(study: Study, lang: Language, first: str, second: str, unit: UnitKind) -> Result:
    if first == second:
        raise FangtanError("study.same_word", word=first)
    found = word_quotations(
        (transcript for transcript, _ in study.interviews),
        (first, second),
        unit,
        Segmenter("rjieba"),
    )
    ids = {
        transcript.source: transcript.metadata.get("id", "") for transcript, _ in study.interviews
    }
    columns = ["unit", "id", "source", "start", "end", "quote"]
    rows = [
        (number, ids[one.source], one.source, start, end, quote)
        for number, one in enumerate(found, 1)
        for start, end, quote in one.sentences
    ]
    result = Result(
        "pair",
        {"quotations": pd.DataFrame(rows, columns=columns)},
        notes=opening(study, lang, unit),
        facts={"c": len(found), "unit": unit},
    )
    result.notes.append(message("note.pair", lang, count=len(found), one=first, two=second))
    return result


def _key(study: Study, code: str, codebook: str | None) -> Key:
    owner, _, name = code.rpartition(":")
    for book in study.books:
        if name in book.by_id and owner in ("", book.id) and codebook in (None, book.id):
            return book.id, name
    raise FangtanError("study.no_code", code=code, known="、".join(book.id for book in study.books))
