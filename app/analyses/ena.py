"""fangtan ena: epistemic network analysis over sentences or turns of the interviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd

from analysis.ena import accumulate, group_test, model
from analysis.guide import by_guide, by_headings, topic_at
from analysis.units import members
from app.analyses.common import code_groups, opening, two_groups
from app.figures import ena as figures
from app.palette import code_colours
from app.result import Result
from app.study.study import Study, names_of
from corpus.catalogue import Language, message
from corpus.problem import FangtanError


def ena(
    study: Study,
    lang: Language,
    *,
    codebook: str | None = None,
    lens: str | None = None,
    codes: tuple[str, ...] = (),
    line: Literal["sentence", "turn"] = "sentence",
    units: str = "source",
    conversation: Literal["interview", "exchange", "topic"] = "interview",
    guide: Mapping[str, Sequence[str]] | None = None,
    back: float = 4,
    forward: float = 0,
    window: Literal["moving", "conversation"] = "moving",
    weighted: bool = False,
    sphere: bool = True,
    groups: str | None = None,
    draws: int = 2000,
) -> Result:
    """Lines are sentences (or turns) of those who answer; ``units``: source (interview), speaker,
    topic, or a metadata field; topics are those of ``guide`` (topic -> words in the questions) or,
    without one, of the headings in the transcripts; what stands outside every topic is left out
    where topics are used. Codes are those named, else the groups of a lens, else the top themes.
    With ``groups`` a means rotation and a permutation test. Raises FangtanError where there is too
    little.
    """
    book = study.book(codebook)
    names = names_of((book,), lang)
    if codes:
        unknown = [code for code in codes if code not in book.by_id]
        if unknown:
            raise FangtanError("study.no_code", code="、".join(unknown), known=book.id)
        column_of = {
            key: code
            for code in codes
            for key in ((book.id, each.id) for each, _, _ in book.by_id[code].walk())
        }
        labels = {code: f"{code} {names[book.id, code]}" for code in codes}
    else:
        column_of = code_groups(book, lens, lang)
        labels = {group: group for group in column_of.values()}
    order = list(dict.fromkeys(labels))
    by_code = code_colours(study.books, book, None if codes else lens)
    colours = [
        by_code[
            name if codes else next(code for (_, code), group in column_of.items() if group == name)
        ]
        for name in order
    ]
    place = {name: number for number, name in enumerate(order)}
    attribute = study.attribute(units) if units not in ("source", "speaker", "topic") else {}
    topical = units == "topic" or conversation == "topic"
    topics = (
        {
            transcript.source: by_guide(transcript, guide) if guide else by_headings(transcript)
            for transcript, _ in study.interviews
        }
        if topical
        else {}
    )
    if topical and not any(topics.values()):
        raise FangtanError("ena.no_topics_found" if guide else "ena.no_headings")
    grouped, group_names = two_groups(study, groups, lang) if groups else ({}, ("", ""))
    rows, owners, talks, member = [], [], [], []
    told_topics: dict[tuple[str, str], int] = {}
    outside = 0
    for transcript, codings in study.interviews:
        spans, placed = members(
            transcript, [coding for coding in codings if coding.codebook == book.id], line
        )
        lines = np.zeros((len(spans), len(order)))
        for number, coding in placed:
            name = column_of.get((coding.codebook, coding.code))
            if name is not None:
                lines[number, place[name]] = 1
        speakers = _speakers(transcript, spans)
        asked = [turn.span.start for turn in transcript.turns if turn.role == "interviewer"]
        for number, (start, _) in enumerate(spans):
            identity = str(transcript.metadata.get("id") or transcript.source)
            topic = topic_at(topics[transcript.source], start) if topical else ""
            if topical and not topic:
                outside += 1
                continue
            owner = (
                topic
                if units == "topic"
                else identity
                if units == "source"
                else f"{identity}·{speakers[number]}"
                if units == "speaker"
                else attribute[transcript.source]
            )
            if not owner:
                continue
            rows.append(lines[number])
            owners.append(owner)
            talks.append(
                (transcript.source, int(np.searchsorted(asked, start, side="right")))
                if conversation == "exchange"
                else (transcript.source, topic)
                if conversation == "topic"
                else transcript.source
            )
            if topical:
                told_topics[transcript.source, topic] = (
                    told_topics.get((transcript.source, topic), 0) + 1
                )
            member.append(grouped.get(transcript.source, 0))
    if not rows:
        raise FangtanError("ena.no_lines")
    unit_names, counts = accumulate(
        np.array(rows), owners, talks, back=back, forward=forward, weighted=weighted, window=window
    )
    of_unit: dict[object, set[int]] = {}
    for owner, group in zip(owners, member, strict=True):
        of_unit.setdefault(owner, set()).add(group)
    if groups and any(len(found) > 1 for found in of_unit.values()):
        raise FangtanError(
            "ena.mixed_unit",
            unit=next(str(name) for name, found in of_unit.items() if len(found) > 1),
        )
    division = np.array([next(iter(of_unit[name])) for name in unit_names]) if groups else None
    linked = counts.any(axis=1)
    if linked.sum() < 3:
        raise FangtanError("ena.too_few", count=int(linked.sum()))
    if division is not None and not (
        (division[linked] == 1).any() and (division[linked] == 2).any()
    ):
        raise FangtanError("ena.empty_group")
    if len(order) < 3:
        raise FangtanError("ena.few_codes", count=len(order))
    shape = (
        counts[linked] / np.linalg.norm(counts[linked], axis=1, keepdims=True)
        if sphere
        else counts[linked]
    )
    if np.abs(shape - shape[0]).max() < 1e-12:
        raise FangtanError("ena.no_difference")
    made = model(
        unit_names, counts, len(order), groups=division, normalise="sphere" if sphere else "none"
    )
    axes = [
        f"{'MR' if made.means and number == 0 else 'SVD'}{number + 1}"
        for number in range(min(made.points.shape[1], 4))
    ]
    kinds = (
        [group_names[value - 1] if value else "" for value in division]
        if division is not None
        else ["" for _ in unit_names]
    )
    points = pd.DataFrame(
        {
            "unit": list(map(str, unit_names)),
            "group": kinds,
            **{axis: made.points[:, number] for number, axis in enumerate(axes)},
            "links": counts.sum(axis=1).astype(int),
        }
    )
    nodes = pd.DataFrame(
        {
            "node": [labels[name] for name in order],
            **{axis: made.nodes[:, number] for number, axis in enumerate(axes)},
        }
    )
    mean = made.weights[linked].mean(axis=0)
    pairs = pd.DataFrame(
        {
            "code_a": [labels[order[one]] for one, _ in made.pairs],
            "code_b": [labels[order[two]] for _, two in made.pairs],
            "count": counts.sum(axis=0).astype(int),
            "weight_mean": mean,
        }
    )
    axis_table = pd.DataFrame(
        {
            "axis": axes,
            "variance": made.variance[: len(axes)],
            "fit": [*made.fit, *([float("nan")] * len(axes))][: len(axes)],
        }
    )
    result = Result(
        "ena",
        {
            "points": points.drop(columns=["group"]) if division is None else points,
            "nodes": nodes,
            "connections": pairs,
            "axes": axis_table,
        },
        notes=opening(study, lang),
    )
    note = message(
        "note.ena",
        lang,
        lines=len(rows),
        units=len(unit_names),
        codes=len(order),
        back=f"{back:g}",
        forward=f"{forward:g}",
        window=message(f"window.{window}", lang),
        line=message(f"unit.{line}", lang),
    )
    result.notes[-1] = note
    if topical:
        result.tables["topics"] = pd.DataFrame(
            [(source, topic, lines) for (source, topic), lines in told_topics.items()],
            columns=["source", "topic", "lines"],
        )
        result.notes.append(
            message("note.ena_topics_guide" if guide else "note.ena_topics", lang, outside=outside)
        )
    result.notes += [
        message("note.ena_signs", lang),
        *(message(key, lang) for key in made.warnings),
    ]
    if division is not None:
        size = tuple(int(((division == number) & linked).sum()) for number in (1, 2))
        one, two = (made.weights[(division == number) & linked].mean(axis=0) for number in (1, 2))
        pairs["weight_1"], pairs["weight_2"], pairs["difference"] = one, two, one - two
        enough = min(size) >= 4
        p = (
            group_test(made.weights[linked], division[linked], draws=draws)
            if enough
            else float("nan")
        )
        result.notes.append(
            message(
                "note.ena_test",
                lang,
                one=group_names[0],
                two=group_names[1],
                n_one=size[0],
                n_two=size[1],
                p=f"{p:.3f}",
            )
            if enough
            else message(
                "note.ena_few",
                lang,
                one=group_names[0],
                two=group_names[1],
                n_one=size[0],
                n_two=size[1],
            )
        )
        result.facts["p"] = p
        texts = [labels[name] for name in order]
        for key, weights, title in (
            ("group1", one, group_names[0]),
            ("group2", two, group_names[1]),
        ):
            result.pictures[key] = partial(
                figures.network,
                made,
                texts,
                weights,
                message("figure.ena_mean", lang, group=title),
                note,
                lang,
                colours=colours,
            )
        result.pictures["difference"] = partial(
            figures.network,
            made,
            texts,
            one - two,
            message("figure.ena_difference", lang, one=group_names[0], two=group_names[1]),
            note + message("figure.ena_solid", lang, one=group_names[0], two=group_names[1]),
            lang,
            colours=colours,
            difference=True,
        )
    else:
        result.pictures["network"] = partial(
            figures.network,
            made,
            [labels[name] for name in order],
            mean,
            message("figure.ena_all", lang),
            note,
            lang,
            colours=colours,
        )
    result.pictures["points"] = partial(
        figures.points,
        made,
        kinds,
        message("figure.ena_points", lang),
        note + (message("figure.ena_interval", lang) if groups else ""),
        lang,
        group_names if groups else (),
    )
    result.facts |= {
        "units": len(unit_names),
        "lines": len(rows),
        "fit": list(made.fit),
        "variance": [float(value) for value in made.variance[:2]],
    }
    return result


def _speakers(transcript: object, spans: tuple[tuple[int, int], ...]) -> list[str]:
    turns = [turn for turn in transcript.turns if turn.role != "interviewer"]  # type: ignore[attr-defined]
    starts = [turn.span.start for turn in turns]
    return [
        turns[max(0, int(np.searchsorted(starts, start, side="right")) - 1)].speaker
        for start, _ in spans
    ]
