"""Lines of a document to a transcript: header, turns, roles, and a report of what was taken for
what.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePath

from corpus.document import Document, Line
from corpus.marks import find_marks
from corpus.normalise import clean
from corpus.span import Span
from corpus.transcript import ImportReport, ReportLine, Speaker, Transcript, Turn
from corpus.turns.acceptance import accept, candidates, opens_cue
from corpus.turns.assembly import Assembled, Draft, assemble
from corpus.turns.doubts import doubts
from corpus.turns.header import read_header
from corpus.turns.metadata import Metadata, collect
from corpus.turns.names import code_of, department_of, voices
from corpus.turns.pages import lay_out
from corpus.turns.pieces import UNNAMED, cut_lines
from corpus.turns.roles import Roles, assign
from corpus.turns.statement import statement
from corpus.turns.subtitles import join_cues


@dataclass(frozen=True, slots=True)
class TurnOptions:
    """What the user may tell the importer.

    ``interviewers``: names or labels of those who ask. ``merge_runs``: neighbouring turns of one
    speaker become one.
    """

    interviewers: tuple[str, ...] = ()
    merge_runs: bool = False


def transcribe(document: Document, source: str, options: TurnOptions | None = None) -> Transcript:
    """A document as read -> a transcript. Never raises for what stands in the document.

    ``source`` names the interview (the path given, with ``#part`` when a file holds several).
    """
    options = options or TurnOptions()
    speech = statement(document)
    if speech is not None:
        return _stated(document, source, speech, options)
    lines, report = lay_out(_physical(document.lines))
    structured = any(line.speaker or line.role or line.continues for line in lines)
    if any(line.kind == "cue" for line in lines):
        lines, joined = join_cues(lines, opens_cue)
        report.extend(joined)
    labels = accept(lines, candidates(lines), document.metadata, options.interviewers)
    first = next(
        (
            index
            for index, (line, label) in enumerate(zip(lines, labels, strict=True))
            if line.speaker or line.role or label is not None
        ),
        None,
    )
    header = read_header(lines, labels, first, document.metadata)
    pieces = cut_lines(lines, labels, header, structured)
    report.extend(piece.report() for piece in pieces if piece.shape != "blank")
    assembled = assemble(pieces, options.merge_runs)
    metadata = _identified(header.metadata, document, source)
    return _finished(document, source, assembled, metadata, report, options)


def _physical(lines: Sequence[Line]) -> list[Line]:
    """Clean lines; a soft break makes two lines with one number."""
    physical: list[Line] = []
    for line in lines:
        text = clean(line.text)
        if "\n" not in text:
            text = text.rstrip()
            physical.append(line if text == line.text else replace(line, text=text))
            continue
        for index, part in enumerate(text.split("\n")):
            # Of a row with a speaker, only the first part opens a turn.
            follows = index > 0 and bool(line.speaker or line.role or line.continues)
            physical.append(
                replace(
                    line,
                    text=part.rstrip(),
                    continues=line.continues or follows,
                    speaker=None if follows else line.speaker,
                    role=None if follows else line.role,
                    memo="" if follows else line.memo,
                )
            )
    return physical


def _identified(metadata: Metadata, document: Document, source: str) -> Metadata:
    """Metadata with an id: that of a field, else the part of the file, else the file's name."""
    name = document.part or PurePath(source.split("#")[0]).stem
    return {**metadata, "id": metadata.get("id", name)}


def _stated(document: Document, source: str, text: str, options: TurnOptions) -> Transcript:
    """A document that is one line of speech: one turn of somebody unnamed (what all the rest would
    make of it, in half the time).
    """
    line = document.lines[0]
    metadata = _identified(
        collect((label, value) for label, value, _ in document.metadata), document, source
    )
    roles = _one_voice(
        options.interviewers,
        str(metadata.get("interviewer", "")),
        str(metadata.get("interviewee", "")),
    )
    role = roles.by_speaker[UNNAMED]
    department = _departments(metadata).get(UNNAMED, "") if "participants" in metadata else ""
    if role == "interviewee" and not department:
        department = str(metadata.get("department") or "")
    span = Span(len(text) - len(text.lstrip()), len(text))
    turn = Turn(0, UNNAMED, role, span, line.number, line.start_s, line.memo)
    taken = ReportLine(line.number, "turn", "unlabelled", text.strip()[:60])
    report = ImportReport(
        document.format, document.encoding, (taken,), roles.confidence, roles.ground
    )
    found = doubts(source, (turn,), report, roles, options.interviewers, bool(document.part))
    return Transcript(
        source,
        text,
        metadata,
        (Speaker(UNNAMED, role, department),),
        (turn,),
        report,
        find_marks(text),
        (*document.problems, *found),
    )


@lru_cache(maxsize=1024)
def _one_voice(interviewers: tuple[str, ...], asker: str, answerer: str) -> Roles:
    return assign(
        [(UNNAMED, "")],
        {},
        interviewers,
        {"interviewer": asker, "interviewee": answerer},
        {UNNAMED: False},
    )


def _finished(
    document: Document,
    source: str,
    assembled: Assembled,
    metadata: Metadata,
    report: Sequence[ReportLine],
    options: TurnOptions,
) -> Transcript:
    """The transcript: roles given, speakers described, doubts told."""
    text, drafts = assembled.text, assembled.drafts
    names = list(dict.fromkeys(draft.speaker for draft in drafts))
    roles = assign(
        [(draft.speaker, text[draft.start : draft.end]) for draft in drafts],
        assembled.roles,
        options.interviewers,
        metadata,
        {name: bool(department_of(name)) for name in names},
    )
    turns = tuple(_turn(index, draft, roles) for index, draft in enumerate(drafts))
    imported = ImportReport(
        document.format,
        document.encoding,
        tuple(sorted(report, key=lambda line: line.line)),
        roles.confidence,
        roles.ground,
    )
    found = doubts(source, turns, imported, roles, options.interviewers, bool(document.part))
    return Transcript(
        source,
        text,
        metadata,
        _speakers(names, roles, metadata),
        turns,
        imported,
        find_marks(text),
        (*document.problems, *found),
    )


def _turn(index: int, draft: Draft, roles: Roles) -> Turn:
    return Turn(
        index,
        draft.speaker,
        draft.role or roles.by_speaker[draft.speaker],
        Span(draft.start, draft.end),
        draft.line,
        draft.time_s,
        "；".join(draft.memo),
    )


def _speakers(names: Sequence[str], roles: Roles, metadata: Metadata) -> tuple[Speaker, ...]:
    """The voices in the order in which they first speak; the department of the header is that of
    the one who answers, where one does.
    """
    departments = _departments(metadata)
    speakers = []
    for name in names:
        joint = voices(name)
        speakers.append(
            Speaker(
                name,
                roles.by_speaker[name],
                department_of(name)
                or departments.get(name, "")
                or departments.get(code_of(name), ""),
                joint if len(joint) > 1 else (),
            )
        )
    answering = [index for index, voice in enumerate(speakers) if voice.role == "interviewee"]
    if len(answering) == 1 and metadata.get("department"):
        only = answering[0]
        if not speakers[only].department:
            speakers[only] = replace(speakers[only], department=str(metadata["department"]))
    return tuple(speakers)


def _departments(metadata: Mapping[str, object]) -> dict[str, str]:
    """参与者：P1（卫健）P2（公安） -> department of each."""
    return dict(
        re.findall(
            r"([A-Za-z]{0,3}\d{1,3}|[\u4e00-\u9fff]{1,4})\s*[(（]([^()（）]{1,16})[)）]",
            str(metadata.get("participants", "")),
        )
    )
