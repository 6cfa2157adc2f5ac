"""Lines to pieces: what each stretch of a line is taken for, and where speech starts in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus.document import Line
from corpus.normalise import fold
from corpus.transcript import ReportLine, Role, Taken
from corpus.turns.acceptance import TIME_ALONE
from corpus.turns.header import Header
from corpus.turns.labels import CREDIT, NOTES, SUMMARIES, plain, role_of
from corpus.turns.names import canonical
from corpus.turns.shapes import Label

UNNAMED: Final = "未标明"
"""The speaker of a text that labels nobody."""

_NAME_OF_ROLE: Final = {"interviewer": "访谈者", "interviewee": "受访者"}
_SHORT: Final = 24
"""Headings of summaries and times that stand alone have at most so many characters."""
_CREDIT_LENGTH: Final = 48

_INLINE: Final = (
    "问|答|记者|采访者|采访人|访谈者|访谈员|访谈人|访问者|受访者|受访人|被访者|"
    "被访谈者|被采访者|主持人|回答|提问|訪談者|訪談員|受訪者|記者|問"
)
_NOTE: Final = re.compile(r"^\s*(?:[(（【\[]\s*)?(?P<label>[^\s:：]{1,6})\s*[:：]")
_RUN_ON: Final = re.compile(r"\s*>+\s*[)）\]】」』，。；、,;!?！？]")
"""A ``>`` before what cannot open a line, such as a closing bracket: the sentence was broken there,
and no title begins.
"""
_RULE: Final = re.compile(r"\s*(?:[-*_=]\s*){3,}")
_CREDITED: Final = re.compile("字幕|[订訂][阅閱]")
_COLON: Final = re.compile("[:：﹕︰∶]")


@dataclass(slots=True)
class Piece:
    """A stretch of a line as it goes into the text.

    ``line`` is its line in the source, ``taken`` and ``shape`` what it was taken for; ``speech`` is
    the offset in ``text`` at which speech starts. ``speaker`` and ``role`` are filled where a turn
    opens.
    """

    text: str
    line: int
    taken: Taken
    shape: str = ""
    speaker: str = ""
    speech: int = 0
    time_s: float | None = None
    memo: str = ""
    role: Role | None = None

    def report(self) -> ReportLine:
        """What the import report says of it."""
        return ReportLine(self.line, self.taken, self.shape, self.text.strip()[:60])


def cut_lines(
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    header: Header,
    structured: bool,
) -> list[Piece]:
    """The pieces of a document in order; their texts, joined, are the text of the transcript.

    ``labels`` holds the accepted label of each line, ``header`` the lines that are fields or
    titles; ``structured``: the format itself tells who speaks.
    """
    spoken = {
        index: label
        for index, label in enumerate(labels)
        if label is not None and index not in header.taken
    }
    cutter = _Cutter(
        inline=_inline(
            {label.name for label in spoken.values() if label.shape not in ("alone", "heading")}
        ),
        structured=structured,
        labelled=structured or bool(spoken),
    )
    return [
        piece
        for index, line in enumerate(lines)
        for piece in cutter.cut(line, labels[index], header.taken.get(index))
    ]


@dataclass(slots=True)
class _Cutter:
    """Takes one line after another. ``inline`` finds labels inside a paragraph; ``structured``:
    the format tells who speaks; ``labelled``: that, or labels do.
    """

    inline: re.Pattern[str]
    structured: bool
    labelled: bool
    speaking: bool = False
    summary: bool = False

    def cut(self, line: Line, label: Label | None, header: tuple[Taken, str] | None) -> list[Piece]:
        """The pieces of a line: one, or more where the speaker changes inside."""
        text = line.text
        if not text.strip():
            return [Piece(text, line.number, "section", "blank")]
        if header is not None:
            return [Piece(text, line.number, *header)]
        if line.speaker or line.role:
            self.summary, self.speaking = False, True
            return [_row(line)]
        if _is_credit(text):
            return [Piece(text, line.number, "section", "credit")]
        if label is not None:
            self.summary, self.speaking = False, True
            time = label.time_s if label.time_s is not None else line.start_s
            return split(
                Piece(
                    text,
                    line.number,
                    "turn",
                    label.shape,
                    label.name,
                    label.speech,
                    time,
                    line.memo,
                ),
                self.inline,
            )
        return self._unlabelled(line)

    def _unlabelled(self, line: Line) -> list[Piece]:
        """A line that neither format nor label gives to anybody."""
        text, number = line.text, line.number
        head = fold(text[:_SHORT])
        is_short = len(text) <= _SHORT
        if is_short and plain(head.strip().strip("#>*_ 【】[]():")) in SUMMARIES:
            self.summary = True
            return [Piece(text, number, "section", "summary")]
        if line.kind == "heading":
            return [Piece(text, number, "section", "heading")]
        if self._is_quote(text) or _RULE.fullmatch(text):
            return [Piece(text, number, "section", "quote")]
        if is_short and TIME_ALONE.fullmatch(head.strip()):
            return [Piece(text, number, "section", "time")]
        if self.summary:
            return [Piece(text, number, "note", "summary", memo=text.strip())]
        note = _NOTE.match(head)
        if note and plain(note["label"]) in NOTES:
            return [Piece(text, number, "note", "note", memo=text.strip())]
        speech = len(text) - len(text.lstrip())
        if self.speaking or (line.continues and self.structured):
            piece = Piece(text, number, "continuation", "", "", speech, line.start_s, line.memo)
            return split(piece, self.inline)
        if not self.labelled:
            return [
                Piece(text, number, "turn", "unlabelled", UNNAMED, speech, line.start_s, line.memo)
            ]
        return [Piece(text, number, "unknown")]

    def _is_quote(self, text: str) -> bool:
        return text.lstrip().startswith(">") and not (self.speaking and _RUN_ON.match(text))


def _row(line: Line) -> Piece:
    """A line of which the format itself tells who speaks."""
    name = canonical(line.speaker or "") or _NAME_OF_ROLE.get(line.role or "", UNNAMED)
    return Piece(
        line.text, line.number, "turn", line.kind, name, 0, line.start_s, line.memo, line.role
    )


def _is_credit(text: str) -> bool:
    return (
        len(text) <= _CREDIT_LENGTH
        and _CREDITED.search(text) is not None
        and CREDIT.search(plain(fold(text).strip())) is not None
    )


def _inline(names: Collection[str]) -> re.Pattern[str]:
    """Labels that may stand inside a paragraph: role words, and the labels of this document."""
    usable = [name for name in names if len(name) > 1 or role_of(name)]
    usable.sort(key=len, reverse=True)
    listed = "|".join([*(re.escape(name) for name in usable), _INLINE, r"[A-Z]{1,2}\d{1,3}"])
    return re.compile(
        rf"(?:(?<=[。.?!…;”\"』」)\]])|(?<=[\s\u3000]))(?P<name>{listed})\d{{0,2}}\s*:(?!//)"
    )


def split(piece: Piece, inline: re.Pattern[str]) -> list[Piece]:
    """A paragraph in which the speaker changes: 问：…答：… A name before a quotation mark is quoted
    by who speaks (他说：“…”) unless it is a role word.
    """
    if not _COLON.search(piece.text, piece.speech):
        return [piece]
    folded = fold(piece.text)
    pieces = []
    start = 0
    current = piece
    for match in inline.finditer(folded, piece.speech):
        rest = folded[match.end() :]
        spoken = rest.lstrip()
        if spoken[:1] in ("“", '"') and role_of(match["name"]) is None:
            continue
        pieces.append(replace(current, text=piece.text[start : match.start()]))
        speech = match.end() - match.start() + len(rest) - len(spoken)
        current = Piece("", piece.line, "turn", "inline", canonical(match["name"]), speech)
        start = match.start()
    return [*pieces, replace(current, text=piece.text[start:])]
