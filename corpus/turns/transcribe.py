"""Lines of a document to a transcript: header, turns, roles, and a report of what was taken for
what.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePath
from typing import Any, Final

from corpus.document import Document, Line
from corpus.marks import find_marks
from corpus.normalise import clean, fold
from corpus.problem import Problem
from corpus.span import Span
from corpus.transcript import ImportReport, ReportLine, Role, Speaker, Taken, Transcript, Turn
from corpus.turns import shapes
from corpus.turns.header import Header, read_header
from corpus.turns.labels import CREDIT, NOTES, SUMMARIES, plain, role_of
from corpus.turns.metadata import collect
from corpus.turns.names import canonical, code_of, department_of, possible, proves_itself, voices
from corpus.turns.pages import lay_out
from corpus.turns.roles import Roles, assign
from corpus.turns.shapes import Label
from corpus.turns.statement import statement
from corpus.turns.subtitles import join_cues

UNNAMED: Final = "未标明"
"""The speaker of a text that labels nobody."""

_INLINE: Final = (
    "问|答|记者|采访者|采访人|访谈者|访谈员|访谈人|访问者|受访者|受访人|被访者|"
    "被访谈者|被采访者|主持人|回答|提问|訪談者|訪談員|受訪者|記者|問"
)
_NOTE: Final = re.compile(r"^\s*(?:[(（【\[]\s*)?(?P<label>[^\s:：]{1,6})\s*[:：]")


_TIME_ALONE: Final = re.compile(r"[\[(]?\s*(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?\s*[\])]?")


@dataclass(frozen=True, slots=True)
class TurnOptions:
    """What the user may tell the importer. ``interviewers``: names or labels of those who ask."""

    interviewers: tuple[str, ...] = ()
    merge_runs: bool = False


@dataclass(slots=True)
class _Piece:
    """A stretch of a line as it goes into the text: ``speech`` is where speech starts in it."""

    text: str
    line: int
    taken: Taken
    shape: str = ""
    speaker: str = ""
    speech: int = 0
    time_s: float | None = None
    memo: str = ""
    role: Role | None = None


@dataclass(slots=True)
class _Draft:
    speaker: str
    line: int
    start: int = -1
    end: int = -1
    time_s: float | None = None
    memo: list[str] = field(default_factory=list)
    role: Role | None = None


def transcribe(document: Document, source: str, options: TurnOptions | None = None) -> Transcript:
    """A document as read -> a transcript. Never raises for what stands in the document.

    ``source`` names the interview (the path given, with ``#part`` when a file holds several).
    """
    options = options or TurnOptions()
    speech = statement(document)
    if speech is not None:
        return _stated(document, source, speech, options)
    lines = _physical(document.lines)
    lines, report = lay_out(lines)
    structured = any(line.speaker or line.role or line.continues for line in lines)
    if any(line.kind == "cue" for line in lines):
        lines, joined = join_cues(lines, _cue_label)
        report.extend(joined)
    found = [None if line.speaker else _found(line) for line in lines]
    _names_above_times(lines, found)
    _numbered_questions(lines, found)
    accepted = _accept(lines, found, document, options)
    first = next(
        (
            place
            for place, line in enumerate(lines)
            if line.speaker or line.role or accepted[place] is not None
        ),
        len(lines),
    )
    header = read_header(lines, accepted, first if first < len(lines) else None, document.metadata)
    pieces = _pieces(lines, accepted, header, structured, options)
    return _made(document, source, pieces, header, report, options, accepted)


def _stated(document: Document, source: str, text: str, options: TurnOptions) -> Transcript:
    """A document that is one line of speech: one turn of somebody unnamed (what all the rest would
    make of it, in half the time).
    """
    line = document.lines[0]
    metadata = collect((label, value) for label, value, _ in document.metadata)
    if "id" not in metadata:
        metadata["id"] = document.part or PurePath(source.split("#")[0]).stem
    roles = _one_voice(
        options.interviewers,
        str(metadata.get("interviewer", "")),
        str(metadata.get("interviewee", "")),
    )
    role = roles.of[UNNAMED]
    department = _departments(metadata).get(UNNAMED, "") if "participants" in metadata else ""
    if role == "interviewee" and not department:
        department = str(metadata.get("department") or "")
    turn = Turn(
        0,
        UNNAMED,
        role,
        Span(len(text) - len(text.lstrip()), len(text)),
        line.number,
        line.start_s,
        line.memo,
    )
    report = ImportReport(
        document.format,
        document.encoding,
        (ReportLine(line.number, "turn", "unlabelled", text.strip()[:60]),),
        roles.confidence,
        roles.ground,
    )
    problems = (
        *document.problems,
        *_doubts(source, (turn,), report, roles, options, bool(document.part)),
    )
    return Transcript(
        source,
        text,
        metadata,
        (Speaker(UNNAMED, role, department),),
        (turn,),
        report,
        find_marks(text),
        problems,
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


def _made(
    document: Document,
    source: str,
    pieces: Sequence[_Piece],
    header: Header,
    report: Sequence[ReportLine],
    options: TurnOptions,
    accepted: Sequence[Label | None],
) -> Transcript:
    text, turns, told = _assemble(pieces, options)
    metadata = dict(header.metadata)
    metadata.setdefault(
        "id",
        document.part
        if document.part and header.metadata.get("id") is None
        else PurePath(source.split("#")[0]).stem,
    )
    return _finish(
        document, source, text, turns, told, metadata, [*report, *_lines(pieces)], options, accepted
    )


def _physical(lines: Sequence[Line]) -> list[Line]:
    """Clean lines; a soft break makes two lines with one number."""
    found: list[Line] = []
    for line in lines:
        text = clean(line.text)
        if "\n" not in text:
            text = text.rstrip()
            found.append(line if text == line.text else replace(line, text=text))
            continue
        for place, piece in enumerate(text.split("\n")):
            follows = place > 0 and bool(line.speaker or line.role or line.continues)
            found.append(
                replace(
                    line,
                    text=piece.rstrip(),
                    continues=line.continues or follows,
                    speaker=None if follows else line.speaker,
                    role=None if follows else line.role,
                    memo="" if follows else line.memo,
                )
            )
    return found


def _found(line: Line) -> Label | None:
    if line.kind == "heading":
        bare = fold(line.text).strip().lstrip("#").strip()
        if ":" not in bare and canonical(bare) and possible(canonical(bare)):
            time = re.search(r"\d{1,3}:\d{2}", bare)
            if time is None:
                return Label(
                    "heading",
                    canonical(bare),
                    len(line.text),
                    None,
                    role_of(canonical(bare)) is not None and len(bare) > 1,
                )
    return shapes.find(line.text)


def _names_above_times(lines: Sequence[Line], found: list[Label | None]) -> None:
    """A name alone on a line with its time alone on the next opens a turn."""
    for place in range(len(lines) - 1):
        if (
            found[place] is not None
            or len(lines[place].text) > 24
            or len(lines[place + 1].text) > 24
        ):
            continue
        text, below = fold(lines[place].text).strip(), fold(lines[place + 1].text).strip()
        if (
            below
            and _TIME_ALONE.fullmatch(below)
            and len(text) <= 12
            and not re.search(r"[,。?!;:]", text)
        ):
            above = next(
                (
                    lines[back].text
                    for back in range(place - 1, max(-1, place - 4), -1)
                    if lines[back].text.strip()
                ),
                "",
            )
            if _TIME_ALONE.fullmatch(fold(above).strip()):
                continue  # a time above each stretch of speech, and no names
            name = canonical(lines[place].text)
            if possible(name):
                time = shapes.stamp(below.strip("[]() "))
                found[place] = Label("label-above-time", name, len(lines[place].text), time, True)


_QUESTION: Final = re.compile(r"^\s*[(（]?\d{1,2}\s*[)）.、．]\s*(?=\S.*[?？]\s*$)")


def _numbered_questions(lines: Sequence[Line], found: list[Label | None]) -> None:
    """Where only answers are labelled, a numbered line that ends with a question mark is the
    question.
    """
    roles = {role_of(label.name) for label in found if label is not None and label.sure}
    if roles != {"interviewee"}:
        return
    for place, line in enumerate(lines):
        match = _QUESTION.match(line.text)
        if match and found[place] is None:
            found[place] = Label("numbered-question", "问", match.end(), None, True)


def _cue_label(text: str) -> bool:
    label = shapes.find(text)
    return label is not None and label.shape in ("colon", "bracket", "label-time", "time-label")


def _accept(
    lines: Sequence[Line], found: Sequence[Label | None], document: Document, options: TurnOptions
) -> list[Label | None]:
    """Which possible labels are labels: those that prove themselves, recur, or are named in the
    header or by the user.
    """
    counts = Counter(label.name for label in found if label is not None)
    by_shape = Counter((label.shape, label.name) for label in found if label is not None)
    named = set(options.interviewers)
    for field_name, value, _ in document.metadata:
        if role_of(field_name):
            named.update(re.split(r"[，,、;；\s]+", value))
    strong = sum(1 for label in found if label is not None and label.sure)
    minutes = _headed(lines, found, counts)
    accepted: list[Label | None] = []
    for place, label in enumerate(found):
        if label is None:
            accepted.append(None)
            continue
        name = label.name
        if place in minutes:
            fine = True
        elif label.shape == "space":
            wide = sum(
                1
                for other in found
                if other is not None
                and other.shape == "space"
                and other.name == name
                and other.wide
            )
            fine = (
                label.sure
                or (label.wide and (wide >= 2 or counts[name] >= 2))
                or (counts[name] >= 2 and proves_itself(name) and len(name) > 1)
            )
        elif label.shape == "alone":
            fine = by_shape["alone", name] >= 2 or counts[name] >= 3
        elif label.shape == "heading":
            fine = label.sure or by_shape["heading", name] >= 2
        elif label.shape == "bracket":
            fine = label.sure or counts[name] >= 2 or name in named
        else:
            joint = voices(name)
            known = len(joint) > 1 and all(counts[part] >= 1 for part in joint)
            time = label.time_s is not None and (
                strong or counts[name] >= 2 or label.shape != "time-label-line"
            )
            fine = label.sure or counts[name] >= 2 or name in named or known or bool(time)
        accepted.append(label if fine else None)
    return accepted


_HEADED: Final = 3
"""So many headings ``### 姓名：`` of people who speak again make such headings the labels of a
text.
"""


def _headed(lines: Sequence[Line], found: Sequence[Label | None], counts: Counter[str]) -> set[int]:
    """Headings that hold a label and nothing else, where most of them name people who speak again:
    one who speaks once has one too.
    """
    headed = [
        place
        for place, label in enumerate(found)
        if label is not None
        and label.shape in ("colon", "bracket")
        and lines[place].kind == "heading"
        and label.speech >= len(lines[place].text)
    ]
    again = sum(
        1
        for place in headed
        if (label := found[place]) is not None and (label.sure or counts[label.name] >= 2)
    )
    return set(headed) if again >= _HEADED and 2 * again >= len(headed) else set()


def _pieces(
    lines: Sequence[Line],
    accepted: Sequence[Label | None],
    header: Header,
    structured: bool,
    options: TurnOptions,
) -> list[_Piece]:
    names = {
        label.name
        for place, label in enumerate(accepted)
        if label is not None
        and place not in header.taken
        and label.shape not in ("alone", "heading")
    }
    inline = _inline(names)
    labelled = structured or any(
        label is not None for place, label in enumerate(accepted) if place not in header.taken
    )
    pieces: list[_Piece] = []
    summary = False
    speaking = False
    for place, line in enumerate(lines):
        text = line.text
        if not text.strip():
            pieces.append(_Piece(text, line.number, "section", "blank"))
            continue
        if place in header.taken:
            taken, shape = header.taken[place]
            pieces.append(_Piece(text, line.number, taken, shape))
            continue
        label = accepted[place]
        if line.speaker or line.role:
            name = canonical(line.speaker or "") or {
                "interviewer": "访谈者",
                "interviewee": "受访者",
            }.get(line.role or "", UNNAMED)
            role = role_of(line.role) if line.role else None
            role = role or (
                line.role if line.role in ("interviewer", "interviewee", "other") else None
            )  # type: ignore[assignment]
            pieces.append(
                _Piece(text, line.number, "turn", line.kind, name, 0, line.start_s, line.memo, role)
            )
            summary, speaking = False, True
            continue
        if len(text) <= 48 and _CREDITED.search(text) and CREDIT.search(plain(fold(text).strip())):
            pieces.append(_Piece(text, line.number, "section", "credit"))
            continue
        if label is not None:
            summary, speaking = False, True
            time = label.time_s if label.time_s is not None else line.start_s
            pieces.extend(
                _split(
                    _Piece(
                        text,
                        line.number,
                        "turn",
                        label.shape,
                        label.name,
                        label.speech,
                        time,
                        line.memo,
                    ),
                    inline,
                )
            )
            continue
        short = fold(text[:24])
        bare = plain(short.strip().strip("#>*_ 【】[]():")) if len(text) <= 24 else ""
        note = _NOTE.match(short)
        if bare in SUMMARIES:
            summary = True
            pieces.append(_Piece(text, line.number, "section", "summary"))
        elif (
            (text.lstrip().startswith(">") and not (speaking and _RUN_ON.match(text)))
            or line.kind == "heading"
            or re.fullmatch(r"\s*(?:[-*_=]\s*){3,}", text)
        ):
            pieces.append(
                _Piece(
                    text, line.number, "section", "heading" if line.kind == "heading" else "quote"
                )
            )
        elif len(text) <= 24 and _TIME_ALONE.fullmatch(short.strip()):
            pieces.append(_Piece(text, line.number, "section", "time"))
        elif summary or (note and plain(note["label"]) in NOTES):
            pieces.append(
                _Piece(
                    text, line.number, "note", "summary" if summary else "note", memo=text.strip()
                )
            )
        elif speaking or (line.continues and structured):
            pieces.extend(
                _split(
                    _Piece(
                        text,
                        line.number,
                        "continuation",
                        "",
                        "",
                        len(text) - len(text.lstrip()),
                        line.start_s,
                        line.memo,
                    ),
                    inline,
                )
            )
        elif not labelled:
            pieces.append(
                _Piece(
                    text,
                    line.number,
                    "turn",
                    "unlabelled",
                    UNNAMED,
                    len(text) - len(text.lstrip()),
                    line.start_s,
                    line.memo,
                )
            )
        else:
            pieces.append(_Piece(text, line.number, "unknown"))
    return pieces


def _inline(names: set[str]) -> re.Pattern[str]:
    """Labels that may stand inside a paragraph: role words, and the labels of this document."""
    own = sorted((name for name in names if len(name) > 1 or role_of(name)), key=len, reverse=True)
    listed = "|".join([*(re.escape(name) for name in own), _INLINE, r"[A-Z]{1,2}\d{1,3}"])
    return re.compile(
        rf"(?:(?<=[。.?!…;”\"』」)\]])|(?<=[\s\u3000]))(?P<name>{listed})\d{{0,2}}\s*:(?!//)"
    )


def _split(piece: _Piece, inline: re.Pattern[str]) -> list[_Piece]:
    """A paragraph in which the speaker changes: 问：…答：…"""
    if not _COLON.search(piece.text, piece.speech):
        return [piece]
    folded = fold(piece.text)
    found = []
    start = 0
    current = piece
    for match in inline.finditer(folded, piece.speech):
        if folded[match.end() :].lstrip()[:1] in ("“", '"') and role_of(match["name"]) is None:
            continue
        found.append(replace(current, text=piece.text[start : match.start()]))
        skip = (
            match.end()
            + len(folded[match.end() :])
            - len(folded[match.end() :].lstrip())
            - match.start()
        )
        current = _Piece("", piece.line, "turn", "inline", canonical(match["name"]), skip)
        start = match.start()
    return [*found, replace(current, text=piece.text[start:])]


_RUN_ON: Final = re.compile(r"\s*>+\s*[)）\]】」』，。；、,;!?！？]")
"""A ``>`` before what cannot open a line, such as a closing bracket: the sentence was broken there,
and no title begins.
"""
_CREDITED: Final = re.compile("字幕|[订訂][阅閱]")
_COLON: Final = re.compile("[:：﹕︰∶]")
_NUMBERED: Final = re.compile(r"^([QAI问答])\d{1,3}$")


def _assemble(
    pieces: Sequence[_Piece], options: TurnOptions
) -> tuple[str, list[_Draft], dict[str, Role]]:
    """Pieces to the one text, with turns as stretches of it."""
    texts: list[str] = []
    drafts: list[_Draft] = []
    told: dict[str, Role] = {}
    length = 0
    current: _Draft | None = None
    last: _Draft | None = None
    previous_line = -1
    pending: float | None = None
    aliases = _aliases(pieces)
    for piece in pieces:
        glued = piece.shape == "inline" and piece.line == previous_line
        text, speech = piece.text, piece.speech
        opens = piece.taken == "turn"
        speaker = aliases.get(piece.speaker, piece.speaker)
        if opens and options.merge_runs and current is not None and speaker == current.speaker:
            text, speech, opens = text[speech:].lstrip(), 0, False
            current.memo.extend([piece.memo] if piece.memo else [])
            if not text:
                continue
        if texts and not glued:
            texts.append("\n")
            length += 1
        if piece.shape == "time" and not (options.merge_runs and current is not None):
            pending = shapes.stamp(fold(text).strip(" []()"))
        if opens:
            current = last = _Draft(
                speaker,
                piece.line,
                time_s=piece.time_s if piece.time_s is not None else pending,
                role=piece.role,
            )
            pending = None
            current.memo.extend([piece.memo] if piece.memo else [])
            if piece.role:
                told[speaker] = piece.role
            drafts.append(current)
        elif piece.taken == "continuation" or (piece.taken == "turn" and options.merge_runs):
            if current is None and last is not None:
                current = _Draft(last.speaker, piece.line, time_s=piece.time_s, role=last.role)
                drafts.append(current)
            if current is not None and piece.memo and piece.taken == "continuation":
                current.memo.append(piece.memo)
        elif piece.shape not in ("blank", "time") or (
            pending is not None and current is not None and current.start >= 0
        ):
            if piece.taken == "note" and last is not None:
                last.memo.append(piece.memo)
            current = None
        if current is not None and piece.taken in ("turn", "continuation"):
            body = text[speech:]
            inner = len(body) - len(body.lstrip())
            if body.strip():
                start = length + speech + inner
                current.start = start if current.start < 0 else current.start
                current.end = length + len(text.rstrip())
        texts.append(text)
        length += len(text)
        previous_line = piece.line
    return "".join(texts), [draft for draft in drafts if draft.start >= 0], told


def _aliases(pieces: Sequence[_Piece]) -> dict[str, str]:
    """Several labels of one voice: Q1, Q2 … -> Q; B2 -> B2-公安 where just one such label
    stands.
    """
    names = list(dict.fromkeys(piece.speaker for piece in pieces if piece.taken == "turn"))
    aliases: dict[str, str] = {}
    numbered: dict[str, list[str]] = {}
    for name in names:
        match = _NUMBERED.match(name)
        if match:
            numbered.setdefault(match[1], []).append(name)
    for letter, members in numbered.items():
        if (
            len(members) > 1
            or letter in names
            or {"Q", "A"} <= set(numbered)
            or {"问", "答"} <= set(numbered)
        ):
            aliases.update(dict.fromkeys(members, letter))
    for name in names:
        longer = [
            other
            for other in names
            if other != name and code_of(other) == name and department_of(other)
        ]
        if len(longer) == 1:
            aliases[name] = longer[0]
    return aliases


def _lines(pieces: Sequence[_Piece]) -> list[ReportLine]:
    return [
        ReportLine(piece.line, piece.taken, piece.shape, piece.text.strip()[:60])
        for piece in pieces
        if piece.shape != "blank"
    ]


def _finish(
    document: Document,
    source: str,
    text: str,
    drafts: Sequence[_Draft],
    told: dict[str, Role],
    metadata: dict[str, Any],
    report: list[ReportLine],
    options: TurnOptions,
    accepted: Sequence[Label | None],
) -> Transcript:
    spoken = [(draft.speaker, text[draft.start : draft.end]) for draft in drafts]
    roles = assign(
        spoken,
        told,
        options.interviewers,
        metadata,
        {draft.speaker: bool(department_of(draft.speaker)) for draft in drafts},
    )
    joint = {name: voices(name) for name in roles.of}
    departments = _departments(metadata)
    order = {
        name: place for place, name in enumerate(dict.fromkeys(draft.speaker for draft in drafts))
    }
    people = tuple(
        Speaker(
            name,
            role,
            department_of(name) or departments.get(name, "") or departments.get(code_of(name), ""),
            joint[name] if len(joint[name]) > 1 else (),
        )
        for name, role in sorted(roles.of.items(), key=lambda item: order[item[0]])
    )
    asked = [person for person in people if person.role == "interviewee"]
    if len(asked) == 1 and not asked[0].department and metadata.get("department"):
        people = tuple(
            replace(person, department=str(metadata["department"]))
            if person is asked[0]
            else person
            for person in people
        )
    turns = tuple(
        Turn(
            place,
            draft.speaker,
            draft.role or roles.of[draft.speaker],
            Span(draft.start, draft.end),
            draft.line,
            draft.time_s,
            "；".join(draft.memo),
        )
        for place, draft in enumerate(drafts)
    )
    imported = ImportReport(
        document.format,
        document.encoding,
        tuple(sorted(report, key=lambda line: line.line)),
        roles.confidence,
        roles.ground,
    )
    problems = [
        *document.problems,
        *_doubts(source, turns, imported, roles, options, bool(document.part)),
    ]
    return Transcript(
        source, text, metadata, people, turns, imported, find_marks(text), tuple(problems)
    )


def _departments(metadata: dict[str, Any]) -> dict[str, str]:
    """参与者：P1（卫健）P2（公安） -> department of each."""
    found = {}
    for name, department in re.findall(
        r"([A-Za-z]{0,3}\d{1,3}|[\u4e00-\u9fff]{1,4})\s*[(（]([^()（）]{1,16})[)）]",
        str(metadata.get("participants", "")),
    ):
        found[name] = department
    return found


def _doubts(
    source: str,
    turns: Sequence[Turn],
    report: ImportReport,
    roles: Roles,
    options: TurnOptions,
    row: bool,
) -> list[Problem]:
    """``row``: one of many texts of a table, which nobody labels (what is said of them is said
    once, of the table).
    """
    problems = []
    if not turns:
        problems.append(Problem(source, "turns.none"))
    elif report.shapes.keys() == {"unlabelled"}:
        problems += (
            ()
            if row and len(turns) == 1
            else [Problem(source, "turns.unlabelled", severity="warning")]
        )
    elif roles.confidence == "low":
        problems.append(
            Problem(
                source,
                "turns.roles_unsure",
                severity="warning",
                values={"speakers": "、".join(list(roles.of)[:6])},
            )
        )
    if turns and not any(turn.role == "interviewee" for turn in turns):
        problems.append(Problem(source, "turns.nobody_answers", severity="warning"))
    for name in options.interviewers:
        if turns and roles.ground != "roles.user":
            problems.append(
                Problem(source, "turns.interviewer_absent", severity="note", values={"name": name})
            )
    if report.unknown:
        problems.append(
            Problem(
                source,
                "turns.unknown_lines",
                report.unknown[0].line,
                "warning",
                {"count": len(report.unknown), "text": report.unknown[0].text[:30]},
            )
        )
    return problems
