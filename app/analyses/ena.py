"""fangtan ena: epistemic network analysis over sentences or turns of the interviews.

In stages: codes become nodes; lines become rows of 0/1; rows become links of units in a space; the
space becomes tables, notes and pictures.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.ena import ENA, ForwardRule, accumulate, group_test, model
from analysis.guide import Topics, by_guide, by_headings, topic_at
from analysis.units import members, nobody_asks
from app.analyses.common import (
    REST,
    TwoGroups,
    check_at_least,
    check_one_of,
    code_groups,
    exchanges_are_turns,
    group_names,
    opening,
    two_groups,
)
from app.analyses.ena_pictures import Nodes, network_picture, points_picture
from app.palette import code_colours
from app.result import Note, Phrase, Result, Words, by_name, note
from app.study.study import Study
from codebooks.codebook import Codebook
from corpus.coding import Coding
from corpus.problem import FangtanError
from corpus.transcript import Transcript

Line = Literal["sentence", "turn"]
Conversation = Literal["interview", "exchange", "topic"]
Window = Literal["moving", "conversation"]
LEAST_IN_A_GROUP = 4
"""Units in each group below which the groups are not tested."""
UNDER_PICTURES = ("note.ena", "note.ena_forward_line", "note.ena_forward_rena")
"""Notes that stand under every picture."""
AXES = 4
"""Dimensions of the space that the tables tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnaOptions:
    """Lines are sentences (or turns) of those who answer. ``units``: source (interview), speaker,
    topic, or a metadata field; topics are those of ``guide`` (topic -> words in the questions) or,
    without one, of the headings in the transcripts. Codes are those named, else the groups of a
    ``lens``, else the top themes. The window holds the line, ``back`` - 1 before it and ``forward``
    after it; which of its links count where it reaches forward is ``forward_rule``. With ``groups``
    (field=value,value) a means rotation and a permutation test of ``draws``.
    """

    codebook: str | None = None
    lens: str | None = None
    codes: tuple[str, ...] = ()
    line: Line = "sentence"
    units: str = "source"
    conversation: Conversation = "interview"
    guide: Mapping[str, Sequence[str]] | None = None
    back: float = 4
    forward: float = 0
    forward_rule: ForwardRule = "line"
    window: Window = "moving"
    weighted: bool = False
    sphere: bool = True
    groups: str | None = None
    draws: int = 2000

    def __post_init__(self) -> None:
        check_one_of(get_args(Line), line=self.line)
        check_one_of(get_args(Conversation), conversation=self.conversation)
        check_one_of(get_args(Window), window=self.window)
        check_one_of(get_args(ForwardRule), forward_rule=self.forward_rule)
        check_at_least(1, back=self.back, draws=self.draws)
        check_at_least(0, forward=self.forward)

    @property
    def ahead(self) -> bool:
        """Whether the window reaches forward, so that ``forward_rule`` makes a difference."""
        return self.window == "moving" and self.forward > 0

    @property
    def topical(self) -> bool:
        """Whether topics of the guide divide the lines: what lies outside them is left out."""
        return self.units == "topic" or self.conversation == "topic"


@dataclass(slots=True)
class _Lines:
    """A row (nodes, 0/1) per line, with its unit, its conversation and the group of its
    interview; lines by interview and topic; how many lie ``outside`` every topic.
    """

    rows: list[NDArray[np.float64]] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    conversations: list[Hashable] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    by_topic: dict[tuple[str, str], int] = field(default_factory=dict)
    outside: int = 0


@dataclass(frozen=True, slots=True)
class _Space:
    """``counts``: units x pairs of nodes; ``linked``: units that have links; ``group``: 1, 2 or 0
    of each unit, None without groups.
    """

    counts: NDArray[np.float64]
    linked: NDArray[np.bool_]
    group: NDArray[np.int_] | None
    ena: ENA

    @property
    def axes(self) -> list[str]:
        """The names of the dimensions told."""
        shown = range(min(self.ena.points.shape[1], AXES))
        return [f"{'MR' if self.ena.means and axis == 0 else 'SVD'}{axis + 1}" for axis in shown]

    def mean(self, group: int) -> NDArray[np.float64]:
        """Mean weights of the linked units of a group."""
        mean: NDArray[np.float64] = self.ena.weights[self.of_group(group)].mean(axis=0)
        return mean

    def of_group(self, group: int) -> NDArray[np.bool_]:
        """Which units belong to a group and have links."""
        return self.linked if self.group is None else (self.group == group) & self.linked


def ena(study: Study, options: EnaOptions) -> Result:
    """The space of units, the nodes in it and the mean networks. Raises FangtanError where there is
    too little, and for a codebook, codes, a lens, a field or groups that the study does not have.
    """
    book = study.book(options.codebook)
    nodes = _nodes(study, book, options)
    attribute = (
        study.attribute(options.units)
        if options.units not in ("source", "speaker", "topic")
        else {}
    )
    topics = _topics(study, options)
    groups = two_groups(study, options.groups) if options.groups else None
    lines = _Lines()
    for transcript, codings in study.interviews:
        own = [coding for coding in codings if coding.codebook == book.id]
        _add_lines(lines, transcript, own, nodes, options, topics, attribute, groups)
    space = _space(lines, nodes, options)
    result = Result(
        "ena",
        _tables(space, nodes, groups),
        notes=[*opening(study)[:-1], _main_note(lines, space, nodes, options)],
        words={
            **{column: partial(by_name, nodes.names) for column in ("node", "code_a", "code_b")},
            "group": partial(by_name, {REST: Note("groups.rest")}),
        },
    )
    if options.ahead:
        result.notes.append(Note(f"note.ena_forward_{options.forward_rule}"))
    if options.topical:
        _add_topics(result, lines, options)
    if options.conversation == "exchange":
        result.notes += exchanges_are_turns(study)
    result.notes += [Note("note.ena_signs"), *map(Note, space.ena.warnings)]
    if groups is None:
        _add_network(result, space, nodes)
    else:
        _add_groups(result, space, nodes, groups, options)
    _add_points(result, space, groups)
    result.facts |= {
        "units": len(space.ena.units),
        "lines": len(lines.rows),
        "fit": list(space.ena.fit),
        "fit_spearman": list(space.ena.fit_spearman),
        "variance": [float(value) for value in space.ena.variance[:2]],
    }
    return result


def _nodes(study: Study, book: Codebook, options: EnaOptions) -> Nodes:
    if not options.codes:
        of_code = code_groups(book, options.lens)
        ids = tuple(dict.fromkeys(of_code.values()))
        colour_of = code_colours(study.books, book, options.lens)
        colours = {group: colour_of[code] for (_, code), group in reversed(of_code.items())}
        return Nodes(
            ids,
            of_code,
            group_names(book, options.lens),
            tuple(colours[group] for group in ids),
        )
    unknown = [code for code in options.codes if code not in book.by_id]
    if unknown:
        raise FangtanError("study.no_code", code="、".join(unknown), known=book.id)
    colour_of = code_colours(study.books, book)
    return Nodes(
        tuple(dict.fromkeys(options.codes)),
        {
            (book.id, below.id): code
            for code in options.codes
            for below, _, _ in book.by_id[code].walk()
        },
        {code: Phrase((code, " ", book.by_id[code].name)) for code in options.codes},
        tuple(colour_of[code] for code in dict.fromkeys(options.codes)),
    )


def _topics(study: Study, options: EnaOptions) -> dict[str, Topics]:
    """Source -> the topics of its text; empty where they are not asked for."""
    if not options.topical:
        return {}
    topics = {
        transcript.source: by_guide(transcript, options.guide)
        if options.guide
        else by_headings(transcript)
        for transcript, _ in study.interviews
    }
    if not any(topics.values()):
        raise FangtanError("ena.no_topics_found" if options.guide else "ena.no_headings")
    return topics


def _add_lines(
    lines: _Lines,
    transcript: Transcript,
    codings: Sequence[Coding],
    nodes: Nodes,
    options: EnaOptions,
    topics: Mapping[str, Topics],
    attribute: Mapping[str, str],
    groups: TwoGroups | None,
) -> None:
    """The lines of one interview that belong to a unit."""
    source = transcript.source
    column = {node: index for index, node in enumerate(nodes.ids)}
    spans, placed = members(transcript, codings, options.line)
    rows = np.zeros((len(spans), len(nodes.ids)))
    for number, coding in placed:
        node = nodes.of_code.get((coding.codebook, coding.code))
        if node is not None:
            rows[number, column[node]] = 1
    speakers = _speakers(transcript, spans)
    alone = nobody_asks(turn.role for turn in transcript.turns)  # then every turn is an exchange
    bounds = [turn.span.start for turn in transcript.turns if alone or turn.role == "interviewer"]
    identity = str(transcript.metadata.get("id") or source)
    for number, (start, _) in enumerate(spans):
        topic = topic_at(topics[source], start) if options.topical else ""
        if options.topical and not topic:
            lines.outside += 1
            continue
        unit = {
            "topic": topic,
            "source": identity,
            "speaker": f"{identity}·{speakers[number]}",
        }.get(options.units) or attribute.get(source, "")
        if not unit:
            continue
        lines.rows.append(rows[number])
        lines.units.append(unit)
        lines.conversations.append(
            (source, int(np.searchsorted(bounds, start, side="right")))
            if options.conversation == "exchange"
            else (source, topic)
            if options.conversation == "topic"
            else source
        )
        lines.groups.append(groups.number.get(source, 0) if groups else 0)
        if options.topical:
            lines.by_topic[source, topic] = lines.by_topic.get((source, topic), 0) + 1


def _speakers(transcript: Transcript, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Who says each line: the speaker of the last turn that begins before it."""
    turns = [turn for turn in transcript.turns if turn.role != "interviewer"]
    starts = [turn.span.start for turn in turns]
    return [
        turns[max(0, int(np.searchsorted(starts, start, side="right")) - 1)].speaker
        for start, _ in spans
    ]


def _space(lines: _Lines, nodes: Nodes, options: EnaOptions) -> _Space:
    """Links of the units and the space that they span. Raises FangtanError where there is too
    little to span one.
    """
    if not lines.rows:
        raise FangtanError("ena.no_lines")
    units, counts = accumulate(
        np.array(lines.rows),
        lines.units,
        lines.conversations,
        back=options.back,
        forward=options.forward,
        forward_rule=options.forward_rule,
        weighted=options.weighted,
        window=options.window,
    )
    group = _group_of_units(lines, units) if options.groups else None
    linked = np.asarray(counts.any(axis=1), dtype=np.bool_)
    _refuse(counts[linked], None if group is None else group[linked], nodes, options)
    space = model(
        units,
        counts,
        len(nodes.ids),
        groups=group,
        normalise="sphere" if options.sphere else "none",
    )
    return _Space(counts, linked, group, space)


def _group_of_units(lines: _Lines, units: Sequence[Hashable]) -> NDArray[np.int_]:
    """1, 2 or 0 of each unit. Raises FangtanError for a unit that belongs to both groups."""
    groups: dict[Hashable, set[int]] = {}
    for unit, group in zip(lines.units, lines.groups, strict=True):
        groups.setdefault(unit, set()).add(group)
    mixed = [str(unit) for unit, found in groups.items() if len(found) > 1]
    if mixed:
        raise FangtanError("ena.mixed_unit", unit=mixed[0])
    return np.array([next(iter(groups[unit])) for unit in units])


def _refuse(
    counts: NDArray[np.float64],
    group: NDArray[np.int_] | None,
    nodes: Nodes,
    options: EnaOptions,
) -> None:
    """Raises FangtanError for linked units that are too few or all alike. ``counts`` and
    ``group`` are those of the linked units.
    """
    if len(counts) < 3:
        raise FangtanError("ena.too_few", count=len(counts))
    if group is not None and not ((group == 1).any() and (group == 2).any()):
        raise FangtanError("ena.empty_group")
    if len(nodes.ids) < 3:
        raise FangtanError("ena.few_codes", count=len(nodes.ids))
    if options.sphere:
        counts = counts / np.linalg.norm(counts, axis=1, keepdims=True)
    if np.abs(counts - counts[0]).max() < 1e-12:
        raise FangtanError("ena.no_difference")


def _tables(space: _Space, nodes: Nodes, groups: TwoGroups | None) -> dict[str, pd.DataFrame]:
    """Points of units, nodes, connections (mean weights of pairs) and axes."""
    ena, axes = space.ena, space.axes
    points = pd.DataFrame(
        {
            "unit": list(map(str, ena.units)),
            **({} if groups is None else {"group": _group_cells(space, groups)}),
            **{axis: ena.points[:, index] for index, axis in enumerate(axes)},
            "links": space.counts.sum(axis=1).astype(int),
        }
    )
    placed = pd.DataFrame(
        {
            "node": list(nodes.ids),
            **{axis: ena.nodes[:, index] for index, axis in enumerate(axes)},
        }
    )
    connections = pd.DataFrame(
        {
            "code_a": [nodes.ids[first] for first, _ in ena.pairs],
            "code_b": [nodes.ids[second] for _, second in ena.pairs],
            "count": space.counts.sum(axis=0).astype(int),
            "weight_mean": ena.weights[space.linked].mean(axis=0),
        }
    )
    if groups is not None:
        connections["weight_1"], connections["weight_2"] = space.mean(1), space.mean(2)
        connections["difference"] = space.mean(1) - space.mean(2)
    fit, ranked = (
        [*correlations, *([float("nan")] * len(axes))][: len(axes)]
        for correlations in (ena.fit, ena.fit_spearman)
    )
    dimensions = pd.DataFrame(
        {
            "axis": axes,
            "variance": ena.variance[: len(axes)],
            "fit": fit,
            "fit_spearman": ranked,
        }
    )
    return {"points": points, "nodes": placed, "connections": connections, "axes": dimensions}


def _group_cells(space: _Space, groups: TwoGroups | None) -> list[str]:
    """The group of each unit as asked for; "" for neither."""
    if groups is None or space.group is None:
        return ["" for _ in space.ena.units]
    return [groups.names[number - 1] if number else "" for number in space.group]


def _main_note(lines: _Lines, space: _Space, nodes: Nodes, options: EnaOptions) -> Note:
    return note(
        "note.ena",
        lines=len(lines.rows),
        units=len(space.ena.units),
        codes=len(nodes.ids),
        back=f"{options.back:g}",
        forward=f"{options.forward:g}",
        window=Note(f"window.{options.window}"),
        line=Note(f"unit.{options.line}"),
    )


def _add_topics(result: Result, lines: _Lines, options: EnaOptions) -> None:
    result.tables["topics"] = pd.DataFrame(
        [(source, topic, count) for (source, topic), count in lines.by_topic.items()],
        columns=["source", "topic", "lines"],
    )
    key = "note.ena_topics_guide" if options.guide else "note.ena_topics"
    result.notes.append(note(key, outside=lines.outside))


def _add_network(result: Result, space: _Space, nodes: Nodes) -> None:
    weights = space.ena.weights[space.linked].mean(axis=0)
    title, caption = Note("figure.ena_all"), _caption(result)
    result.pictures["network"] = partial(network_picture, space.ena, nodes, weights, title, caption)


def _add_groups(
    result: Result, space: _Space, nodes: Nodes, groups: TwoGroups, options: EnaOptions
) -> None:
    """The test of two groups, and their networks."""
    first, second = groups.words
    sizes = [int(space.of_group(number).sum()) for number in (1, 2)]
    p = float("nan")
    values: dict[str, object] = {"one": first, "two": second, "n_one": sizes[0], "n_two": sizes[1]}
    caption = _caption(result)
    if min(sizes) >= LEAST_IN_A_GROUP and space.group is not None:
        linked = space.linked
        p = group_test(space.ena.weights[linked], space.group[linked], draws=options.draws)
        result.notes.append(note("note.ena_test", **values, p=f"{p:.3f}"))
    else:
        result.notes.append(note("note.ena_few", **values))
    result.facts["p"] = p
    for number, name in enumerate(groups.words, 1):
        result.pictures[f"group{number}"] = partial(
            network_picture,
            space.ena,
            nodes,
            space.mean(number),
            note("figure.ena_mean", group=name),
            caption,
        )
    result.pictures["difference"] = partial(
        network_picture,
        space.ena,
        nodes,
        space.mean(1) - space.mean(2),
        note("figure.ena_difference", one=first, two=second),
        Phrase((caption, note("figure.ena_solid", one=first, two=second))),
        difference=True,
    )


def _add_points(result: Result, space: _Space, groups: TwoGroups | None) -> None:
    caption = _caption(result)
    if groups is not None:
        caption = Phrase((caption, Note("figure.ena_interval")))
    result.pictures["points"] = partial(
        points_picture, space.ena, _group_cells(space, groups), groups, caption
    )


def _caption(result: Result) -> Words:
    """The notes that tell lines, units and window; they stand under every picture."""
    rules = [
        words for words in result.notes if isinstance(words, Note) and words.key in UNDER_PICTURES
    ]
    return rules[0] if len(rules) == 1 else Phrase(tuple(rules), " ")
