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

from analysis.ena import ForwardRule, accumulate, model
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
from app.analyses.ena_findings import (
    Nodes,
    Space,
    add_groups,
    add_network,
    add_points,
    ena_tables,
)
from app.palette import code_colours
from app.result import Note, Phrase, Result, by_name, note
from app.study.study import Study
from codebooks.codebook import Codebook
from corpus.coding import Coding
from corpus.problem import FangtanError
from corpus.transcript import Transcript

Line = Literal["sentence", "turn"]
Conversation = Literal["interview", "exchange", "topic"]
Window = Literal["moving", "conversation"]
Rotation = Literal["means", "svd"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnaOptions:
    """Lines are sentences (or turns) of those who answer. ``units``: source (interview), speaker,
    topic, or a metadata field; topics are those of ``guide`` (topic -> words in the questions) or,
    without one, of the headings in the transcripts. Codes are those named, else the groups of a
    ``lens``, else the top themes. The window holds the line, ``back`` - 1 before it and ``forward``
    after it; which of its links count where it reaches forward is ``forward_rule``. With ``groups``
    (field=value,value) a permutation test of ``draws``, and the ``rotation`` puts the first axis
    through their means or, as without groups, knows nothing of them (svd).
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
    rotation: Rotation = "means"
    draws: int = 2000

    def __post_init__(self) -> None:
        check_one_of(get_args(Line), line=self.line)
        check_one_of(get_args(Conversation), conversation=self.conversation)
        check_one_of(get_args(Window), window=self.window)
        check_one_of(get_args(ForwardRule), forward_rule=self.forward_rule)
        check_one_of(get_args(Rotation), rotation=self.rotation)
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
    interview; the units of each interview; lines by interview and topic; how many lie ``outside``
    every topic.
    """

    rows: list[NDArray[np.float64]] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    conversations: list[Hashable] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    units_of: dict[str, set[str]] = field(default_factory=dict)
    by_topic: dict[tuple[str, str], int] = field(default_factory=dict)
    outside: int = 0


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
        ena_tables(space, nodes, groups),
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
        add_network(result, space, nodes)
    else:
        add_groups(result, space, nodes, groups, options.draws)
    add_points(result, space, groups)
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
        lines.units_of.setdefault(source, set()).add(unit)
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


def _space(lines: _Lines, nodes: Nodes, options: EnaOptions) -> Space:
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
        groups=group if options.rotation == "means" else None,
        normalise="sphere" if options.sphere else "none",
    )
    shared = any(len(units_here) > 1 for units_here in lines.units_of.values())
    return Space(counts, linked, group, space, shared)


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


def _main_note(lines: _Lines, space: Space, nodes: Nodes, options: EnaOptions) -> Note:
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
